import base64
import hashlib
import hmac
import os
import struct
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.db import connection
from django.test import Client

from guvoh.desk.staff.models import Entry, Member

PASSPHRASE = "four words and then some"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
BEFORE_ENROLMENT = {
    "/account/passkeys/add/",
    "/account/second-factor/set-up/",
    "/account/confirm/",
    "/sign-out/",
    "/language/",
}


def code(secret: str = SECRET, at: float | None = None) -> str:
    """RFC 6238 by hand, so that the test does not ask the code it checks."""
    counter = int(time.time() if at is None else at) // 30
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


@pytest.fixture
def member(cast: SimpleNamespace) -> Member:
    cast.lawyer.set_password(PASSPHRASE)
    cast.lawyer.save()
    return cast.lawyer


@pytest.fixture
def enrolled(member: Member) -> Member:
    TOTP.activate(member, SECRET)
    RecoveryCodes.activate(member)
    return member


def english() -> Client:
    return Client(headers={"accept-language": "en"})


def try_passphrase(browser: Client, username: str, passphrase: str = PASSPHRASE) -> Any:
    return browser.post("/sign-in/", {"login": username, "password": passphrase})


def test_passphrase_then_code_opens_the_front_page(enrolled: Member) -> None:
    browser = english()
    assert try_passphrase(browser, "lawyer")["Location"] == "/sign-in/code/"
    assert browser.get("/")["Location"].startswith("/sign-in/")
    assert browser.post("/sign-in/code/", {"code": code()})["Location"] == "/"
    assert browser.get("/").status_code == 200
    assert Entry.objects.filter(act="member.signed_in", member=enrolled).count() == 1


def test_passphrase_alone_reaches_no_page(enrolled: Member, addresses: list[str]) -> None:
    browser = english()
    try_passphrase(browser, "lawyer")
    for address in addresses:
        answer = browser.get(address)
        reached = answer.status_code == 200 and address not in {
            "/sign-in/",
            "/sign-in/code/",
            "/sign-in/closed/",
            "/join/",
        }
        assert not reached, address
        assert "staff/home.html" not in {template.name for template in answer.templates}


def test_stranger_reaches_no_page(db: None, addresses: list[str]) -> None:
    for address in addresses:
        for method in ("get", "post"):
            answer = getattr(english(), method)(address)
            if answer.status_code == 200:
                assert address in {"/sign-in/", "/sign-in/closed/", "/join/"}, address
            elif answer.status_code == 302 and address not in {"/language/", "/sign-out/"}:
                assert answer["Location"].startswith("/sign-in/"), (address, answer["Location"])


def test_member_without_second_factor_reaches_only_the_page_that_sets_it_up(
    cast: SimpleNamespace, addresses: list[str]
) -> None:
    browser = Client()
    browser.force_login(cast.coordinator)
    for address in set(addresses) - BEFORE_ENROLMENT:
        answer = browser.get(address)
        assert (answer.status_code, answer["Location"]) == (302, "/account/second-factor/set-up/"), address


def test_first_sign_in_sets_up_the_second_factor_and_shows_the_recovery_codes(
    member: Member, django_capture_on_commit_callbacks: Any
) -> None:
    browser = english()
    assert try_passphrase(browser, "lawyer")["Location"] == "/"
    assert browser.get("/")["Location"] == "/account/second-factor/set-up/"
    page = browser.get("/account/second-factor/set-up/")
    assert page.status_code == 200
    assert b"<svg" in page.content
    secret = page.context["form"].secret
    assert " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)) in page.content.decode()
    refused = browser.post("/account/second-factor/set-up/", {"code": "000000"})
    assert "This code is not right" in refused.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        taken = browser.post("/account/second-factor/set-up/", {"code": code(secret)})
    assert taken["Location"] == "/account/recovery-codes/"
    codes = browser.get("/account/recovery-codes/").context["unused_codes"]
    assert len(codes) == 10
    assert browser.get("/").status_code == 200
    assert Entry.objects.filter(act="member.second_factor_set", member=member).count() == 1


def test_a_code_opens_the_desk_once(enrolled: Member) -> None:
    # early in a step of thirty seconds, so that the code is not refused for its age
    with time_machine.travel(int(time.time()) // 30 * 30 + 1, tick=True):
        used = code()
        for expected in (302, 200):
            browser = english()
            try_passphrase(browser, "lawyer")
            assert browser.post("/sign-in/code/", {"code": used}).status_code == expected


def test_a_recovery_code_opens_the_desk_once(enrolled: Member) -> None:
    used = Authenticator.objects.get(user=enrolled, type="recovery_codes").wrap().get_unused_codes()[0]
    for expected in (302, 200):
        browser = english()
        try_passphrase(browser, "lawyer")
        assert browser.post("/sign-in/code/", {"code": used}).status_code == expected


def test_unknown_name_wrong_passphrase_and_closed_account_get_the_same_answer(enrolled: Member, cast: Any) -> None:
    cast.doctor.set_password(PASSPHRASE)
    cast.doctor.is_active = False
    cast.doctor.save()
    answers = {
        str(try_passphrase(english(), username, passphrase).context["form"].errors)
        for username, passphrase in (
            ("nobody", PASSPHRASE),
            ("lawyer", "wrong words here"),
            ("doctor", PASSPHRASE),
        )
    }
    assert len(answers) == 1
    assert "do not go together" in answers.pop()


def test_five_failures_slow_the_account_and_nobody_else(enrolled: Member) -> None:
    for _ in range(5):
        try_passphrase(english(), "lawyer", "wrong words here")
    slowed = try_passphrase(english(), "lawyer")
    assert "Wait five minutes" in slowed.content.decode()
    assert "do not go together" in try_passphrase(english(), "somebody-else").content.decode()
    with time_machine.travel(time.time() + 301):
        assert try_passphrase(english(), "lawyer").status_code == 302


def test_a_stranger_who_fails_does_not_keep_her_out_of_the_browser_she_works_in(enrolled: Member) -> None:
    hers, elsewhere = english(), english()
    try_passphrase(hers, "lawyer")
    entered = hers.post("/sign-in/code/", {"code": code()})
    assert entered.cookies["known"]["expires"] == ""
    hers.post("/sign-out/")
    for _ in range(5):
        try_passphrase(english(), "lawyer", "wrong words here")
    assert "Wait five minutes" in try_passphrase(elsewhere, "lawyer").content.decode()
    elsewhere.cookies["known"] = hers.cookies["known"].value + "x"
    assert "Wait five minutes" in try_passphrase(elsewhere, "lawyer").content.decode()
    assert try_passphrase(hers, "lawyer")["Location"] == "/sign-in/code/"
    hers.post("/sign-out/")
    for _ in range(5):
        try_passphrase(hers, "lawyer", "wrong words here")
    assert "Wait five minutes" in try_passphrase(hers, "lawyer").content.decode()


def test_five_wrong_codes_slow_the_account(enrolled: Member) -> None:
    browser = english()
    try_passphrase(browser, "lawyer")
    for _ in range(5):
        browser.post("/sign-in/code/", {"code": "000000"})
    assert "Wait five minutes" in browser.post("/sign-in/code/", {"code": code()}).content.decode()


def test_limits_are_kept_in_the_sealed_database(enrolled: Member) -> None:
    try_passphrase(english(), "lawyer", "wrong words here")
    assert "staff_cache" in connection.introspection.table_names()
    assert type(cache._connections[cache._alias]).__name__ == "DatabaseCache"


@pytest.mark.parametrize(("idle", "expected"), [(14 * 60, 200), (16 * 60, 302)])
def test_a_session_left_alone_for_fifteen_minutes_ends(enrolled: Member, idle: int, expected: int) -> None:
    browser = Client()
    browser.force_login(enrolled)
    now = time.time()
    with time_machine.travel(now, tick=False):
        browser.get("/")
    with time_machine.travel(now + idle, tick=False):
        assert browser.get("/").status_code == expected


def test_a_session_ends_after_eight_hours_however_busy(enrolled: Member) -> None:
    browser = Client()
    browser.force_login(enrolled)
    now = time.time()
    for minutes in range(0, 480, 10):
        with time_machine.travel(now + minutes * 60, tick=False):
            assert browser.get("/awake/").status_code == 204
    with time_machine.travel(now + 8 * 3600 + 1, tick=False):
        ended = browser.get("/awake/", headers={"hx-request": "true"})
    assert (ended.status_code, ended["HX-Redirect"]) == (204, "/sign-in/")


def test_sign_in_makes_a_new_session_key(enrolled: Member) -> None:
    browser = english()
    browser.get("/sign-in/")
    try_passphrase(browser, "lawyer")
    before = browser.session.session_key
    browser.post("/sign-in/code/", {"code": code()})
    assert browser.session.session_key != before


def test_nobody_signs_up_and_no_other_page_of_allauth_is_there(db: None) -> None:
    for address in (
        "/signup/",
        "/accounts/signup/",
        "/account/email/",
        "/password/reset/",
        "/account/password/reset/",
    ):
        assert english().get(address).status_code == 404


def test_behind_tls_every_cookie_is_bound_to_this_host() -> None:
    asked = (
        "from guvoh.config import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.LANGUAGE_COOKIE_NAME, s.SESSION_COOKIE_SECURE)"
    )
    told = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, "SECURE": "true"},
        cwd=Path(__file__).resolve().parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["__Host-session", "__Host-csrf", "__Host-language", "True"]
