from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from guvoh.desk.staff.models import Entry, Member
from guvoh.desk.staff.sessions import sessions_of

NEW_PASSPHRASE = "seven green apples on the roof"


@pytest.fixture
def coordinator(cast: SimpleNamespace, sign_in: Any) -> Client:
    return sign_in(cast.coordinator)


def address_of(member: Member, act: str = "") -> str:
    return f"/coalition/members/{member.pk}/{act}"


def test_accounts_are_for_coordinators_and_absent_for_everybody_else(cast: SimpleNamespace, sign_in: Any) -> None:
    acts = ("roles/", "passphrase/", "active/", "second-factor/", "sessions/", "danger/", "leave/")
    for name in ("operator", "officer", "lawyer", "psychologist", "doctor", "analyst", "editor", "stranger"):
        browser = sign_in(getattr(cast, name))
        for address in ("/coalition/members/", "/coalition/members/invite/", address_of(cast.doctor), "/record/"):
            assert browser.get(address).status_code == 404, (name, address)
        for act in acts:
            assert browser.post(address_of(cast.doctor, act), {"open": "1"}).status_code == 404, (name, act)
        assert browser.get("/coalition/").status_code == 200


def test_coordinator_sets_the_roles_of_another_but_not_her_own(coordinator: Client, cast: SimpleNamespace) -> None:
    coordinator.post(
        address_of(cast.doctor, "roles/"), {"roles": ["doctor", "analyst"], "reason": "She counts too"}
    )
    assert Member.objects.get(pk=cast.doctor.pk).roles == {"doctor", "analyst"}
    for act in ("roles/", "passphrase/", "active/", "second-factor/", "sessions/"):
        assert coordinator.post(address_of(cast.coordinator, act), {"roles": ["editor"]}).status_code == 404
    herself = Member.objects.get(pk=cast.coordinator.pk)
    assert herself.is_active
    assert herself.roles == {"coordinator"}


def test_closing_an_account_ends_its_sessions_at_once(
    coordinator: Client, cast: SimpleNamespace, sign_in: Any
) -> None:
    browser = sign_in(cast.doctor)
    assert browser.get("/").status_code == 200
    coordinator.post(address_of(cast.doctor, "active/"), {"close": "1"})
    assert browser.get("/")["Location"].startswith("/sign-in/")
    assert sessions_of(cast.doctor) == []
    coordinator.post(address_of(cast.doctor, "active/"), {"open": "1", "reason": "Back from leave"})
    assert Member.objects.get(pk=cast.doctor.pk).is_active


def test_lost_phone_is_forgotten_and_a_new_one_must_be_set_up(
    coordinator: Client, cast: SimpleNamespace, sign_in: Any
) -> None:
    browser = sign_in(cast.doctor)
    coordinator.post(address_of(cast.doctor, "second-factor/"), {"reason": "Phone in the river"})
    assert not Authenticator.objects.filter(user=cast.doctor).exists()
    assert browser.get("/")["Location"].startswith("/sign-in/")


def test_new_passphrase_replaces_the_old_one_and_signs_out(
    coordinator: Client, cast: SimpleNamespace, sign_in: Any
) -> None:
    browser = sign_in(cast.doctor)
    refused = coordinator.post(address_of(cast.doctor, "passphrase/"), {"passphrase": "short"})
    assert "too short" in refused.content.decode()
    coordinator.post(address_of(cast.doctor, "passphrase/"), {"passphrase": NEW_PASSPHRASE})
    assert Member.objects.get(pk=cast.doctor.pk).check_password(NEW_PASSPHRASE)
    assert browser.get("/")["Location"].startswith("/sign-in/")


def test_member_sees_her_own_sessions_and_ends_one(cast: SimpleNamespace, sign_in: Any) -> None:
    here, elsewhere, somebody_else = sign_in(cast.lawyer), sign_in(cast.lawyer), sign_in(cast.doctor)
    for browser in (elsewhere, somebody_else, here):
        browser.get("/")
    page = here.get("/account/")
    assert len(page.context["sessions"]) == 2
    other = next(one for one in page.context["sessions"] if one.name != page.context["this_session"])
    assert other.key not in page.content.decode()
    here.post(f"/account/sessions/{other.name}/end/")
    assert elsewhere.get("/")["Location"].startswith("/sign-in/")
    not_hers = sessions_of(cast.doctor)[0]
    here.post(f"/account/sessions/{not_hers.name}/end/")
    assert somebody_else.get("/").status_code == 200


def test_member_changes_her_passphrase_only_with_the_old_one(cast: SimpleNamespace, sign_in: Any) -> None:
    cast.lawyer.set_password("four words and then some")
    cast.lawyer.save()
    browser = sign_in(cast.lawyer)
    typed = {"oldpassword": "not this one", "password1": NEW_PASSPHRASE, "password2": NEW_PASSPHRASE}
    assert "not your passphrase" in browser.post("/account/passphrase/", typed).content.decode()
    typed["oldpassword"] = "four words and then some"
    differs = browser.post("/account/passphrase/", typed | {"password2": "something else here"})
    assert "differ" in differs.content.decode()
    assert browser.post("/account/passphrase/", typed).status_code == 302
    assert Member.objects.get(pk=cast.lawyer.pk).check_password(NEW_PASSPHRASE)
    assert Entry.objects.filter(act="member.passphrase_changed", member=cast.lawyer).exists()


def test_language_is_kept_for_a_member_and_for_a_stranger(cast: SimpleNamespace, sign_in: Any) -> None:
    browser = sign_in(cast.lawyer)
    chosen = browser.post("/language/", {"language": "ru", "next": "/coalition/"})
    assert chosen["Location"] == "/coalition/"
    assert '<html lang="ru">' in browser.get("/coalition/").content.decode()
    assert Member.objects.get(pk=cast.lawyer.pk).language == "ru"
    stranger = Client(headers={"accept-language": "en"})
    stranger.post("/language/", {"language": "tg", "next": "/sign-in/"})
    assert '<html lang="tg">' in stranger.get("/sign-in/").content.decode()


def test_language_form_leads_to_no_other_site_and_takes_no_other_language(cast: Any, sign_in: Any) -> None:
    browser = sign_in(cast.lawyer)
    answer = browser.post("/language/", {"language": "xx", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"
    assert Member.objects.get(pk=cast.lawyer.pk).language == "en"
