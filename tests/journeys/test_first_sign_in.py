"""A new member: invited by the coordinator, let in only after a second factor is set up."""

import re
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import KeptBrowser, Members
from tests.journeys.screens import CASE_FORM, fill_in, follow, open_section, send

PASSPHRASE = "seven storks above the reservoir"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
CLOSED = ("/", "/cases/", "/inbox/", "/coalition/", "/account/", "/account/recovery-codes/", "/record/", "/awake/")


def prove(page: Page, members: Members, username: str) -> None:
    """Give the second factor again where the page asks for it."""
    code = page.locator("[name=proof-code]")
    if code.count():
        code.fill(members.code(members.row(username)["totp_secret"]))
        send(page, page.locator("form:has([name=proof-code]) .btn-primary"))


def invite(page: Page, members: Members, address: str) -> str:
    """The code of an invitation, as it stands on the coordinator's screen."""
    page.goto(address)
    open_section(page, "/coalition/")
    follow(page, "/coalition/members/")
    follow(page, "/coalition/members/invite/")
    page.locator("[name=roles][value=operator]").check()
    fill_in(
        page.locator(CASE_FORM),
        full_name="Дилноза Сафарова",
        language="ru",
        organisation="«Нафаси нав»",
        reason="Дилноза",
    )
    send(page, page.locator(".form-end .btn-primary"))
    prove(page, members, "nigina")
    expect(page.locator("h1")).to_contain_text("Дилноза Сафарова")
    return page.locator(".secret").inner_text()


def join(page: Page, address: str, code: str) -> None:
    page.goto(address + "/sign-in/")
    follow(page, "/join/")
    fill_in(page, code=code, username="dilnoza", passphrase=PASSPHRASE, again=PASSPHRASE)
    send(page, page.locator("form:has([name=code]) .btn-primary"))
    assert page.url == address + "/sign-in/"


def enter_passphrase(page: Page, address: str) -> None:
    page.goto(address + "/sign-in/")
    fill_in(page, login="dilnoza", password=PASSPHRASE)
    send(page, page.locator("form:has([name=password]) .btn-primary"))


@pytest.mark.browser
def test_a_new_member_sets_up_a_second_factor_before_any_page_opens(window, members, place):
    desk = place.addresses["desk"]
    code = invite(window("nigina"), members, desk)
    page = window(width=390)
    join(page, desk, code)
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


@pytest.mark.browser
def test_a_passkey_of_a_real_browser_is_set_up_and_opens_the_desk(window, members, place):
    # a browser keeps no passkey for a bare number such as 127.0.0.1
    desk = place.addresses["desk"].replace("127.0.0.1", "localhost")
    row, page = members.row("anora"), window()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.goto(desk + "/sign-in/")
    fill_in(page, login=row["username"], password=row["passphrase"])
    send(page, page.locator("form:has([name=password]) .btn-primary"))
    fill_in(page, code=members.code(row["totp_secret"]))
    send(page, page.locator("form:has([name=code]) .btn-primary"))
    page.goto(desk + "/account/passkeys/add/")
    fill_in(page, name="Phone")
    send(page, page.locator("[data-passkey]"))
    page.goto(desk + "/account/")
    expect(page.locator("main")).to_contain_text("Phone")
    send(page, page.locator("form[action='/account/sessions/end/'] button"))
    fill_in(page, login=row["username"], password=row["passphrase"])
    send(page, page.locator("form:has([name=password]) .btn-primary"))
    send(page, page.locator("[data-passkey]"))
    assert page.url == desk + "/"
