"""A passkey as second factor: set up, used to sign in and to confirm, refused in wrong hands, removed."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from guvoh.desk.staff.models import Entry, Member
from tests.desk.staff.soft_key import SoftKey
from tests.desk.staff.test_sign_in import PASSPHRASE, english, try_passphrase

ADD = "/account/passkeys/add/"


@pytest.fixture
def member(cast: SimpleNamespace) -> Member:
    cast.coordinator.set_password(PASSPHRASE)
    cast.coordinator.save()
    return cast.coordinator


def options(page: Any, kind: str) -> dict[str, Any]:
    return page.context["js_data"][f"{kind}_options"]["publicKey"]


def post(browser: Client, address: str, credential: dict, **other: str) -> Any:
    return browser.post(address, {"credential": json.dumps(credential), **other})


def with_passphrase() -> Client:
    browser = english()
    try_passphrase(browser, "coordinator")
    return browser


def enrol(browser: Client, key: SoftKey) -> Any:
    return post(browser, ADD, key.made(options(browser.get(ADD), "creation")["challenge"]), name="Blue key")


def sign_in_with(key: SoftKey) -> tuple[Client, Any]:
    browser = with_passphrase()
    page = browser.get("/sign-in/code/")
    return browser, post(browser, "/sign-in/code/", key.given(options(page, "request")["challenge"]))


@pytest.fixture
def key(member: Member) -> SoftKey:
    key = SoftKey()
    enrol(with_passphrase(), key)
    return key


def test_a_passkey_alone_is_a_second_factor_from_the_first_sign_in_on(member: Member) -> None:
    browser, key = with_passphrase(), SoftKey()
    assert browser.get("/")["Location"] == "/account/second-factor/set-up/"
    assert ADD in browser.get("/account/second-factor/set-up/").content.decode()
    assert enrol(browser, key)["Location"] == "/account/recovery-codes/"
    assert browser.get("/").status_code == 200
    assert "Blue key" in browser.get("/account/").content.decode()
    assert Entry.objects.filter(act="member.passkey_added", member=member).exists()
    again, answer = sign_in_with(key)
    assert answer["Location"] == "/"
    assert "Passkey set up" in again.get("/").content.decode()


def test_the_device_must_ask_who_holds_it(member: Member) -> None:
    browser = with_passphrase()
    asked = options(browser.get(ADD), "creation")
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert asked["rp"] == {"id": "testserver", "name": "testserver"}
    assert asked["user"]["displayName"] == "coordinator"
    refused = enrol(browser, SoftKey(verifies=False))
    assert "was not set up" in refused.content.decode()
    assert not Authenticator.objects.filter(user=member).exists()


@pytest.mark.parametrize(
    "twist",
    [
        lambda _key: SoftKey(),
        lambda key: setattr(key, "flags", 0x01) or key,
        lambda key: setattr(key, "origin", "https://testserver.example") or key,
        lambda key: setattr(key, "host", "elsewhere") or key,
    ],
    ids=["another key", "nobody asked who holds it", "false page", "for another desk"],
)
def test_what_is_not_her_key_does_not_open(key: SoftKey, twist: Any) -> None:
    browser, answer = sign_in_with(twist(key))
    assert "was not accepted" in answer.content.decode()
    assert browser.get("/")["Location"].startswith("/sign-in/")


def test_an_answer_opens_once(key: SoftKey) -> None:
    first, second = with_passphrase(), with_passphrase()
    old = key.given(options(first.get("/sign-in/code/"), "request")["challenge"])
    assert post(first, "/sign-in/code/", old).status_code == 302
    second.get("/sign-in/code/")
    assert "was not accepted" in post(second, "/sign-in/code/", old).content.decode()


def test_a_key_is_never_enough_without_the_passphrase(key: SoftKey) -> None:
    assert english().get("/sign-in/code/")["Location"].startswith("/sign-in/")
    for address in ("/account/login/webauthn/", "/sign-in/passkey/", "/account/signup/webauthn/"):
        assert english().get(address).status_code == 404


def test_it_confirms_a_dangerous_act_with_what_was_typed_kept(key: SoftKey, cast: Any, member: Member) -> None:
    browser, _answer = sign_in_with(key)
    session = browser.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
    session.save()
    address = f"/coalition/members/{cast.doctor.pk}/roles/"
    typed = {"roles": ["doctor", "analyst"], "reason": "She counts too"}
    asked = browser.post(address, typed)
    assert asked.status_code == 403
    proof = json.dumps(key.given(options(asked, "request")["challenge"]))
    assert browser.post(address, {**typed, "proof-credential": proof}).status_code == 302
    assert Member.objects.get(pk=cast.doctor.pk).roles == {"doctor", "analyst"}


def test_confirming_on_its_own_page_and_a_refusal_said_there(key: SoftKey) -> None:
    browser, _answer = sign_in_with(key)
    page = browser.get("/account/confirm/passkey/?next=/account/")
    refused = post(browser, "/account/confirm/passkey/?next=/account/", SoftKey().given("AAAA"))
    assert (refused.status_code, "was not accepted" in refused.content.decode()) == (422, True)
    page = browser.get("/account/confirm/passkey/?next=/account/")
    right = key.given(options(page, "request")["challenge"])
    assert post(browser, "/account/confirm/passkey/?next=/account/", right)["Location"] == "/account/"


def test_the_last_factor_removed_closes_the_desk_until_another_is_set_up(key: SoftKey, member: Member) -> None:
    browser, _answer = sign_in_with(key)
    row = Authenticator.objects.get(user=member, type="webauthn")
    assert browser.get(f"/account/passkeys/{row.pk}/remove/").status_code == 200
    browser.post(f"/account/passkeys/{row.pk}/remove/")
    assert not Authenticator.objects.filter(user=member).exists()
    assert browser.get("/")["Location"] == "/account/second-factor/set-up/"
    assert Entry.objects.filter(act="member.passkey_removed", member=member).exists()


def test_nobody_removes_the_key_of_another(key: SoftKey, cast: Any, sign_in: Any, member: Member) -> None:
    row = Authenticator.objects.get(user=member, type="webauthn")
    assert sign_in(cast.doctor).post(f"/account/passkeys/{row.pk}/remove/").status_code == 404
    assert Authenticator.objects.filter(pk=row.pk).exists()


def test_recovery_codes_are_shown_once(key: SoftKey, member: Member) -> None:
    browser, _answer = sign_in_with(key)
    first = browser.get("/account/recovery-codes/")
    codes = first.context["unused_codes"]
    assert codes[0] in first.content.decode()
    assert codes[0] not in browser.get("/account/recovery-codes/").content.decode()
