"""A member's own key: made at her first sign-in, opened by passphrase and both factors, put away at sign-out."""

import time
from typing import Any

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.test import Client

from guvoh.desk.casework import actions as casework
from guvoh.desk.staff.actions import end_sessions, set_passphrase
from guvoh.desk.staff.models import Entry, Member, MemberKey
from guvoh.desk.staff.sessions import OWN_KEY
from tests.desk.staff.test_sign_in import PASSPHRASE, SECRET, code

NEW = "five other words and one more"


@pytest.fixture
def officer(cast: Any) -> Member:
    cast.officer.set_password(PASSPHRASE)
    cast.officer.save()
    TOTP.activate(cast.officer, SECRET)
    return cast.officer


def browser_of(username: str, passphrase: str = PASSPHRASE) -> Client:
    browser = Client(headers={"accept-language": "en"})
    browser.post("/sign-in/", {"login": username, "password": passphrase})
    return browser


def signed_in(passphrase: str = PASSPHRASE) -> Client:
    browser = browser_of("officer", passphrase)
    assert browser.post("/sign-in/code/", {"code": code()})["Location"] == "/"
    return browser


def held(browser: Client) -> bytes | None:
    return settings.VAULT.held(browser.session[OWN_KEY])


def test_sign_in_makes_the_key_and_sign_out_puts_it_away(officer: Member, case: Any) -> None:
    browser = browser_of("officer")
    waiting = held(browser)
    assert waiting is not None
    assert "Location" in browser.get(f"/cases/{case.code}/")
    browser.post("/sign-in/code/", {"code": code()})
    assert held(browser) == waiting
    row = MemberKey.objects.get(member=officer)
    name = browser.session[OWN_KEY]
    token = browser.cookies[settings.OWN_KEY_COOKIE_NAME]
    assert (token["httponly"], token["samesite"], token["max-age"]) == (True, "Strict", "")
    assert token.value not in str(dict(browser.session))
    sealing = {"reason": "danger", "recovery": "none", "understood": "on"}
    assert browser.post(f"/cases/{case.code}/seal/", sealing).status_code == 302
    assert "Doctor held for seven hours" in browser.get(f"/cases/{case.code}/").content.decode()
    browser.post("/sign-out/")
    assert settings.VAULT.held(name) is None
    assert MemberKey.objects.get() == row
    assert Entry.objects.filter(act="member.key_made").count() == 1


def test_another_session_or_another_browser_opens_nothing(
    officer: Member, case: Any, own_keys: Any, cast: Any
) -> None:
    with own_keys.here(officer):
        casework.seal_case(case, by=officer, reason="danger")
    browser = Client()
    browser.force_login(officer)
    own_keys.bring(browser, officer)
    page = f"/cases/{case.code}/"
    assert "Doctor held" in browser.get(page).content.decode()
    good = browser.cookies[settings.OWN_KEY_COOKIE_NAME].value
    for bad in ("", "no hex", "00" * 32, good[:-2]):
        browser.cookies[settings.OWN_KEY_COOKIE_NAME] = bad
        shown = browser.get(page).content.decode()
        assert "Doctor held" not in shown
        assert "not open" in shown
    browser.cookies[settings.OWN_KEY_COOKIE_NAME] = good
    end_sessions(officer, by=cast.coordinator)
    fresh = Client()
    fresh.force_login(officer)
    fresh.cookies[settings.OWN_KEY_COOKIE_NAME] = good
    assert "Doctor held" not in fresh.get(page).content.decode()


def test_a_changed_passphrase_opens_the_same_key_and_a_reset_loses_it(officer: Member, cast: Any) -> None:
    browser = signed_in()
    public = bytes(MemberKey.objects.get().public)
    typed = {"oldpassword": PASSPHRASE, "password1": NEW, "password2": NEW}
    assert browser.post("/account/passphrase/", typed).status_code == 302
    signed_in_again = browser_of("officer", NEW)
    assert held(signed_in_again) is not None
    assert bytes(MemberKey.objects.living().get().public) == public
    set_passphrase(officer, PASSPHRASE, by=cast.coordinator)
    assert not MemberKey.objects.living().exists()
    browser_of("officer")
    assert bytes(MemberKey.objects.living().get().public) != public
    assert MemberKey.objects.count() == 2


def test_a_session_left_alone_puts_the_key_away(officer: Member) -> None:
    now = time.time()
    with time_machine.travel(now, tick=False):
        browser = signed_in()
        browser.get("/")
        name = browser.session[OWN_KEY]
        assert settings.VAULT.held(name) is not None
    with time_machine.travel(now + 16 * 60, tick=False):
        assert browser.get("/").status_code == 302
    assert settings.VAULT.held(name) is None


def test_a_key_put_away_comes_back_with_the_passphrase(officer: Member) -> None:
    browser = signed_in()
    settings.VAULT.drop(browser.session[OWN_KEY])
    assert held(browser) is None
    answer = browser.post("/account/own-key/", {"password": PASSPHRASE, "next": "//elsewhere.example/"})
    assert answer["Location"] == "/account/"
    assert held(browser) is not None
    assert MemberKey.objects.count() == 1
