"""A new member: made by the coordinator, let in only after a second factor is set up."""

import re
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import KeptBrowser
from tests.journeys.screens import fill_in, follow, open_section, save, send

PASSPHRASE = "seven storks above the reservoir"
CLOSED = ("/", "/cases/", "/inbox/", "/coalition/", "/account/", "/account/recovery-codes/", "/record/", "/awake/")


def make_account(page: Page, address: str) -> None:
    page.goto(address)
    open_section(page, "/coalition/")
    follow(page, "/coalition/members/")
    follow(page, "/coalition/members/add/")
    page.locator("[name=roles][value=operator]").check()
    page.locator("[name=organisation]").select_option(index=2)
    save(page, full_name="Дилноза Сафарова", username="dilnoza", language="ru", passphrase=PASSPHRASE)
    expect(page.locator("h1")).to_contain_text("Дилноза Сафарова")


def enter_passphrase(page: Page, address: str) -> None:
    page.goto(address + "/sign-in/")
    fill_in(page, login="dilnoza", password=PASSPHRASE)
    send(page, page.locator("form:has([name=password]) .btn-primary"))


@pytest.mark.browser
def test_a_new_member_sets_up_a_second_factor_before_any_page_opens(window, members, place):
    desk = place.addresses["desk"]
    make_account(window("nigina"), desk)
    page = window(width=390)
    enter_passphrase(page, desk)
    set_up = desk + "/account/second-factor/set-up/"
    assert page.url == set_up
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    for closed in CLOSED:
        page.goto(desk + closed)
        assert page.url == set_up, f"{closed} opened before the second factor"

    page.locator("details.fold > summary").click()
    secret = re.sub(r"\s", "", page.locator(".secret").inner_text())
    assert re.fullmatch(r"[A-Z2-7]{32}", secret)
    fill_in(page, code="000000")
    send(page, page.locator("form:has([name=code]) .btn-primary"))
    expect(page.locator("[name=code]")).to_have_attribute("aria-invalid", "true")
    assert re.sub(r"\s", "", page.locator(".secret").text_content()) == secret, "a slip costs no new secret"
    fill_in(page, code=members.code(secret))
    send(page, page.locator("form:has([name=code]) .btn-primary"))
    assert page.url != set_up
    page.goto(desk + "/inbox/")
    assert page.url == desk + "/inbox/"


def test_a_second_factor_closes_the_way_by_passphrase_alone(members, place):
    row = members.row("iskandar")
    with closing(KeptBrowser(place.addresses["desk"])) as browser:
        page = browser.get("/sign-in/")
        page = browser.submit(page, "sign-in", login=row["username"], password=row["passphrase"])
        assert page.address.endswith("/sign-in/code/")
        for closed in CLOSED:
            assert "/sign-in/" in browser.get(closed).address
