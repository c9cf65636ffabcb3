"""Every page of every role as it is seen: narrow and wide, light and dark, in each of the three languages."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from playwright.sync_api import Page

from tests.journeys.looks import SHOUTS, background, faults, listen

LANGUAGES = ("tg", "ru", "en")
# how many links of a page are followed
DEEPER = 5
# (member, language, scheme): all roles, each in one of the ways there are
ROLES = {
    "operator": ("mavzuna", "tg", "dark"),
    "officer": ("zebo", "ru", "light"),
    "lawyer": ("lola", "en", "dark"),
    "psychologist": ("gulnora", "tg", "light"),
    "doctor": ("iskandar", "ru", "dark"),
    "analyst": ("sabrina", "tg", "light"),
    "editor": ("anora", "ru", "dark"),
    "coordinator": ("nigina", "en", "light"),
}
DOOR = ("/", "/report/", "/receipt/", "/safety/")
SITE = ("/index.html", "/hotlines.html", "/guide/index.html")


@contextmanager
def speaking(page: Page, desk: str, language: str) -> Iterator[None]:
    """The language of the account, chosen as its owner would; put back afterwards."""
    before = choose(page, desk, language)
    yield
    choose(page, desk, before)


def choose(page: Page, desk: str, language: str) -> str:
    page.goto(desk + "/account/")
    before = page.locator("html").get_attribute("lang")
    page.locator("form.languages").first.evaluate(
        "(form, language) => form.requestSubmit(form.querySelector(`[value=${language}]`))", language
    )
    page.wait_for_selector(f"html[lang={language}]")
    return before


def addresses(page: Page, scope: str) -> list[str]:
    """Where the links there lead, but for what is downloaded."""
    links = page.locator(f"{scope} a[href^='/']")
    found = dict.fromkeys(links.evaluate_all("links => links.map((link) => link.getAttribute('href'))"))
    return [address for address in found if not is_download(address)]


def is_download(address: str) -> bool:
    inner = "/files/" in address and not address.startswith("/files/")
    return address.endswith((".pdf", ".docx")) or inner or "/original/" in address or "/sheet/" in address


@pytest.mark.browser
@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role_reads_well(window, place, role):
    (username, language, scheme), desk = ROLES[role], place.addresses["desk"]
    page = window(username, scheme=scheme)
    wrong: list[str] = []
    with speaking(page, desk, language):
        page.goto(desk + "/")
        seen = ["/account/", *addresses(page, ".side nav")]
        assert len(seen) > 2
        for address in list(seen):
            page.goto(desk + address)
            deeper = [link for link in addresses(page, "main") if link not in seen][:DEEPER]
            seen += deeper
            wrong += faults(page, language)
            for further in deeper:
                page.goto(desk + further)
                wrong += faults(page, language)
    assert wrong == []


def key_pages(page: Page, desk: str) -> list[str]:
    """What is looked at most: front page, a case that is told to its end, a person, a letter, the deadlines."""
    page.goto(desk + "/cases/?state=closed")
    case = next(
        address for address in addresses(page, "main") if address.count("/") == 3 and re.search(r"\d", address)
    )
    page.goto(desk + case)
    inside = addresses(page, "main")
    person = next(address for address in inside if "/people/" in address and "/add/" not in address)
    letter = next(address for address in inside if address.startswith("/letters/") and "/new/" not in address)
    return ["/", case, person, letter, "/letters/"]


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_key_pages_read_well_in_every_look(window, place, language):
    desk = place.addresses["desk"]
    page = window("lola")
    wrong: list[str] = []
    with speaking(page, desk, language):
        for address in key_pages(page, desk):
            page.goto(desk + address)
            shades = set()
            for scheme in ("dark", "light"):
                page.emulate_media(color_scheme=scheme)
                # the desk's theme follows the browser's a moment later
                page.wait_for_selector(f"html[data-bs-theme={scheme}]", state="attached")
                wrong += faults(page, language)
                shades.add(background(page))
            assert len(shades) == 2, f"{address} is the same by day and by night"
    assert wrong == []


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("zone", "pages"), [("frontdoor", DOOR), ("press", SITE)])
def test_public_pages_read_well_without_javascript(window, place, zone, pages, language):
    page = window(java_script_enabled=False)
    wrong: list[str] = []
    for path in pages:
        page.goto(f"{place.addresses[zone]}/{language}{path}")
        assert page.locator("script, iframe, [style]").count() == 0
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme)
            wrong += faults(page, language)
    assert wrong == []


@pytest.mark.browser
def test_every_article_of_the_site_reads_well(window, place):
    page = window(java_script_enabled=False)
    wrong: list[str] = []
    for language in LANGUAGES:
        page.goto(f"{place.addresses['press']}/{language}/index.html")
        links = page.locator("main a[href*='news/']").evaluate_all("links => links.map((link) => link.href)")
        assert links
        for address in dict.fromkeys(links):
            page.goto(address)
            wrong += faults(page, language)
    assert wrong == []


@pytest.mark.parametrize("zone", ["desk", "frontdoor", "press"])
def test_every_zone_sends_a_strict_policy_and_asks_for_no_trace(place, zone):
    for path in ("/", "/nowhere/", "/sign-in/" if zone == "desk" else "/tg/"):
        answer = httpx.get(place.addresses[zone] + path, trust_env=False)
        policy = answer.headers["content-security-policy"]
        assert {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"} <= set(policy.split("; "))
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] in ("no-referrer", "same-origin")
        assert zone == "desk" or "set-cookie" not in answer.headers


@pytest.mark.browser
def test_a_breach_of_the_policy_is_heard(browser, place):
    page, complaints = browser.new_page(), []
    page.add_init_script(SHOUTS)
    listen(page, tuple(place.addresses.values()), complaints)
    page.goto(place.addresses["desk"] + "/sign-in/")
    assert complaints == []
    # the browser's own complaint may come first: wait for the one that our listener makes
    with page.expect_console_message(lambda message: "policy: img-src" in message.text):
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=\"http://127.0.0.1:9/seen.png\">')")
    page.close()
    assert any("policy: img-src" in complaint for complaint in complaints)
