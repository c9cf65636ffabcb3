"""Every screen that a member can reach by links opens on what the demo has recorded."""

import re
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

SCREENS_MAX = 150


def links_on(page: bytes) -> set[str]:
    return {
        address for address in re.findall(r'href="(/[^"#?]*)', page.decode()) if not address.startswith("/static/")
    }


def walk(browser: Client) -> dict[str, int]:
    """Every address that can be reached by links from the first page, with the status it answers with."""
    statuses: dict[str, int] = {}
    waiting = [reverse("home")]
    while waiting and len(statuses) < SCREENS_MAX:
        address = waiting.pop(0)
        answer = browser.get(address)
        statuses[address] = answer.status_code
        if "html" in answer.headers.get("Content-Type", ""):
            waiting += sorted(links_on(answer.content) - set(statuses) - set(waiting))
    return statuses


@pytest.mark.parametrize(
    "username", ["mavzuna", "farhod", "zebo", "lola", "gulnora", "sabrina", "shahlo", "nigina"]
)
def test_all_screens_open(demo, sign_in, username):
    browser = sign_in(demo[username])
    statuses = walk(browser)
    assert len(statuses) > 5
    broken = {address: status for address, status in statuses.items() if status >= HTTPStatus.BAD_REQUEST}
    assert not broken
