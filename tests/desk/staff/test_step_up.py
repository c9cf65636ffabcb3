"""What does harm in a stolen session asks for the second factor again, and loses nothing of what was typed."""

import time
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from guvoh.desk.casework.models import Case
from guvoh.desk.staff.models import Member
from tests.desk.conftest import prove
from tests.desk.staff.test_sign_in import SECRET, code


@pytest.fixture
def stale(cast: SimpleNamespace) -> Client:
    """A coordinator's browser whose second factor was given six minutes ago."""
    TOTP.activate(cast.coordinator, SECRET)
    browser = Client()
    browser.force_login(cast.coordinator)
    prove(browser, cast.coordinator, time.time() - 360)
    return browser


def test_a_role_change_waits_for_the_code_and_keeps_what_was_typed(stale: Client, cast: Any) -> None:
    address = f"/coalition/members/{cast.doctor.pk}/roles/"
    asked = stale.post(address, {"roles": ["doctor", "analyst"], "reason": "She counts <b>too</b>"})
    assert asked.status_code == 403
    assert "Nothing was done yet" in asked.content.decode()
    assert Member.objects.get(pk=cast.doctor.pk).roles == {"doctor"}
    kept = asked.context["kept"]
    assert ("roles", "analyst") in kept
    assert ("reason", "She counts <b>too</b>") in kept
    assert "<b>too" not in asked.content.decode()
    typed = {"roles": ["doctor", "analyst"], "reason": "She counts too"}
    assert stale.post(address, {**typed, "proof-code": "000000"}).status_code == 403
    assert stale.post(address, {**typed, "proof-code": code()}).status_code == 302
    assert Member.objects.get(pk=cast.doctor.pk).roles == {"doctor", "analyst"}
    # proved once, for five minutes
    assert stale.post(address, {"roles": ["doctor"]}).status_code == 302


@pytest.mark.parametrize(("age", "asked"), [(290, False), (310, True), (-100, True)])
def test_a_proof_lasts_five_minutes_and_one_from_the_future_is_none(
    stale: Client, cast: Any, age: int, asked: bool
) -> None:
    prove(stale, cast.coordinator, time.time() - age)
    answer = stale.post(f"/coalition/members/{cast.doctor.pk}/roles/", {"roles": ["doctor"]})
    assert (answer.status_code == 403) is asked


def test_the_passphrase_alone_is_no_proof(stale: Client, cast: Any) -> None:
    assert stale.get("/account/confirm/?next=/coalition/members/")["Location"].startswith("/account/confirm/code/")


@pytest.mark.parametrize(
    "address",
    [
        *(f"/coalition/members/{{doctor}}/{act}/" for act in ("passphrase", "active", "second-factor", "leave")),
        "/coalition/members/invite/",
        "/second-person/export/",
        "/second-person/1/agree/",
        "/inbox/keys/",
        "/cases/emergency/",
    ],
)
def test_every_dangerous_act_asks(stale: Client, cast: Any, address: str) -> None:
    assert stale.post(address.format(doctor=cast.doctor.pk), {"x": "1"}).status_code == 403


def test_sealing_asks_and_being_in_danger_never_does(cast: Any, case: Case, sign_in: Any, stale: Client) -> None:
    officer = sign_in(cast.officer)
    prove(officer, cast.officer, time.time() - 360)
    assert officer.post(f"/cases/{case.code}/seal/", {"reason": "danger"}).status_code == 403
    case.refresh_from_db()
    assert not case.sealed
    assert stale.post(f"/coalition/members/{cast.doctor.pk}/danger/", {"reason": "Taken"}).status_code == 302
    assert officer.post("/account/danger/").status_code == 302


def test_a_session_does_not_live_longer_by_a_clock_set_back(cast: Any, sign_in: Any) -> None:
    now = time.time()
    for back, expected in ((30, 200), (600, 302)):
        with time_machine.travel(now, tick=False):
            browser = sign_in(cast.lawyer)
            browser.get("/")
        with time_machine.travel(now - back, tick=False):
            assert browser.get("/").status_code == expected


def test_a_browser_is_told_apart_by_what_it_calls_itself(cast: Any, sign_in: Any) -> None:
    browser = sign_in(cast.lawyer)
    agent = "Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0"
    page = browser.get("/account/", headers={"user-agent": agent})
    page = browser.get("/account/", headers={"user-agent": agent}).content.decode()
    assert "Firefox, Android" in page
    assert "128.0" not in page


def test_unknown_name_and_wrong_passphrase_cost_the_same(cast: Any) -> None:
    cast.lawyer.set_password("four words and then some")
    cast.lawyer.save()

    def cost(name: str) -> float:
        spent = []
        for _ in range(3):
            before = time.process_time()
            Client().post("/sign-in/", {"login": name, "password": "wrong words here"})
            spent.append(time.process_time() - before)
        return min(spent)

    # without a passphrase of her own: invited again after danger
    unusable = Member.objects.get(pk=cast.doctor.pk)
    unusable.set_unusable_password()
    unusable.save()
    known, unknown, closed = cost("lawyer"), cost("nobody-of-this-name"), cost("doctor")
    assert known > 0.02, "no key was stretched"
    assert 0.6 < unknown / known < 1.6
    assert 0.6 < closed / known < 1.6
