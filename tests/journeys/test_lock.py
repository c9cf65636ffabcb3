"""LOCK: one press closes the desk for everybody within a second, and only the vault's passphrase opens it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from playwright.sync_api import expect

from guvoh.config.demo.place import VAULT_PASSPHRASE
from guvoh.instruments.seal import keyslots
from guvoh.instruments.seal.vault import Vault
from tests.journeys.insides import as_root, desk_keys, holds
from tests.journeys.running import wait_until
from tests.journeys.screens import fill_in, send

PAGES = ("/", "/cases/", "/inbox/", "/letters/", "/coalition/", "/account/", "/sign-in/", "/unlock/")


class Onlookers:
    """Members who keep asking for pages, each on a connection of its own; when they asked, and what came when."""

    def __init__(self, address: str, cookies: dict[str, str]) -> None:
        self.address, self.cookies = address, cookies
        self.seen: list[tuple[float, float, str, int]] = []
        self.over = threading.Event()

    def look(self, path: str) -> None:
        with httpx.Client(base_url=self.address, cookies=self.cookies, trust_env=False, timeout=10) as client:
            while not self.over.is_set():
                asked = time.monotonic()
                status = client.get(path).status_code
                self.seen.append((asked, time.monotonic(), path, status))
                time.sleep(0.02)

    @contextmanager
    def looking(self) -> Iterator["Onlookers"]:
        threads = [threading.Thread(target=self.look, args=(path,)) for path in PAGES]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self.over.set()
            for thread in threads:
                thread.join()


@pytest.fixture
def vault(demo) -> Iterator[Vault]:
    """The vault, open again afterwards whatever happened."""
    vault = Vault(demo.place.desk / "vault.sock")
    yield vault
    if not vault.status().unlocked:
        vault.unlock(VAULT_PASSPHRASE)


@pytest.mark.browser
def test_lock_closes_every_page_of_every_worker_within_a_second(window, members, demo, vault):
    page = window("sabrina")
    page.goto(demo.place.addresses["desk"] + "/")
    assert len(demo.zone("desk")) == 3, "one process and two workers"
    cookies = {cookie["name"]: cookie["value"] for cookie in members.cookies("farhod")}
    onlookers = Onlookers(demo.place.addresses["desk"], cookies)
    page.locator(".side details.confirm > summary").click()
    with onlookers.looking():
        wait_until(lambda: len(onlookers.seen) > 50, "the onlookers have seen open pages")
        pressed = time.monotonic()
        send(page, page.locator(".side form[action='/lock/'] button"))
        wait_until(
            lambda: {path for asked, _, path, _ in onlookers.seen if asked > pressed + 1} == set(PAGES),
            "all asked",
        )
    # a page that is being made while somebody locks is not shown any more
    before = {status for _, answered, _, status in onlookers.seen if answered < pressed}
    after = {status for asked, _, _, status in onlookers.seen if asked > pressed + 1}
    assert httpx.codes.OK in before
    assert httpx.codes.SERVICE_UNAVAILABLE not in before
    assert after == {httpx.codes.SERVICE_UNAVAILABLE}
    assert page.url.endswith("/unlock/")
    assert not vault.status().unlocked


@pytest.mark.browser
def test_only_the_right_passphrase_opens_a_locked_desk(window, members, demo, vault):
    page, desk = window(width=390), demo.place.addresses["desk"]
    vault.lock()
    page.goto(desk + "/cases/")
    expect(page.locator("h1")).to_be_visible()
    page.locator("main a[href='/unlock/']").click()
    for wrong in (VAULT_PASSPHRASE[:-1], members.row("nigina")["passphrase"]):
        fill_in(page, passphrase=wrong)
        send(page, page.locator("form[action='/unlock/']:has([name=passphrase]) .btn-primary"))
        assert not vault.status().unlocked
    expect(page.locator("#passphrase_error")).to_be_visible()
    fill_in(page, passphrase=VAULT_PASSPHRASE)
    send(page, page.locator("form[action='/unlock/']:has([name=passphrase]) .btn-primary"))
    assert page.url == desk + "/sign-in/"
    assert vault.status().unlocked
    assert members.browser("farhod").get("/cases/").status == httpx.codes.OK


@as_root
def test_after_lock_no_process_has_a_key_in_memory(members, demo, vault):
    members.browser("farhod").get("/cases/")
    keys, before = desk_keys(demo), demo.zone("desk")[1:]
    master = keyslots.unwrap(demo.place.desk / "keyslots.json", VAULT_PASSPHRASE)
    assert holds(demo.pid("agent"), [master]), "the agent of an open desk holds the key of all keys"
    vault.lock()
    wait_until(lambda: not set(before) & set(demo.zone("desk")), "the workers of the open desk are gone")
    wait_until(lambda: len(demo.zone("desk")) == 3, "new workers stand")
    assert [pid for pid in demo.processes() if holds(pid, [master, *keys])] == []


def test_a_locked_desk_leaves_the_front_door_and_the_site_open(demo, vault):
    vault.lock()
    for zone in ("frontdoor", "press"):
        answer = httpx.get(demo.place.addresses[zone] + "/tg/", trust_env=False)
        assert answer.status_code == httpx.codes.OK
    assert "form" in httpx.get(demo.place.addresses["frontdoor"] + "/tg/report/", trust_env=False).text
