"""The fixed cast of the desk's tests, in a real sealed database."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.test import Client
from django.utils import translation

from guvoh.desk.casework import actions as casework
from guvoh.desk.casework.models import Case
from guvoh.desk.casework.vocabulary import CaseRole
from guvoh.desk.facts.models import Actor
from guvoh.desk.staff.models import Member, Organisation, RoleGrant
from guvoh.desk.staff.roles import Role
from guvoh.instruments.seal.vault import Vault
from tests import vault_agent
from tests.desk.own_keys import OwnKeys

SignIn = Callable[[Member], Client]


def make_member(username: str, organisation: Organisation, *roles: Role, language: str = "en") -> Member:
    member = Member.objects.create(
        username=username,
        full_name=username.replace("_", " ").title(),
        organisation=organisation,
        language=language,
    )
    RoleGrant.objects.bulk_create(RoleGrant(member=member, role=role) for role in roles)
    return member


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A page asked for earlier leaves its language to this thread; a verb called by itself starts in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def cast(db: None) -> SimpleNamespace:
    """Members of two organisations: `stranger` is an officer of the other one."""
    Organisation.objects.create(name_tg="Эътилоф", name_ru="Коалиция", name_en="Coalition", standing="coalition")
    ours = Organisation.objects.create(
        name_tg="Умеди нав", name_ru="Новая надежда", name_en="New Hope", standing="member"
    )
    theirs = Organisation.objects.create(name_tg="Паноҳ", name_ru="Убежище", name_en="Shelter", standing="member")
    outside = Organisation.objects.create(name_tg="Ёр", name_ru="Друг", name_en="Friend", standing="partner")
    return SimpleNamespace(
        outside=outside,
        ours=ours,
        theirs=theirs,
        operator=make_member("operator", ours, Role.OPERATOR),
        officer=make_member("officer", ours, Role.OFFICER),
        lawyer=make_member("lawyer", ours, Role.LAWYER),
        psychologist=make_member("psychologist", ours, Role.PSYCHOLOGIST),
        doctor=make_member("doctor", ours, Role.DOCTOR),
        analyst=make_member("analyst", ours, Role.ANALYST),
        editor=make_member("editor", ours, Role.EDITOR),
        second_editor=make_member("second_editor", ours, Role.EDITOR),
        coordinator=make_member("coordinator", ours, Role.COORDINATOR),
        stranger=make_member("stranger", theirs, Role.OFFICER, Role.OPERATOR),
        other_editor=make_member("other_editor", theirs, Role.EDITOR),
        administrator=make_member("administrator", ours, Role.ADMINISTRATOR),
        auditor=make_member("auditor", ours, Role.AUDITOR),
        partner=make_member("partner", outside, Role.PARTNER),
    )


@pytest.fixture
def case(cast: SimpleNamespace) -> Case:
    """A case of the officer's with its client, Rustam Saidov."""
    opened = casework.open_case("Doctor held for seven hours", by=cast.officer)
    casework.add_person(
        opened,
        CaseRole.CLIENT,
        [
            {"script": "tg", "surname": "Саидов", "given": "Рустам", "patronymic": "Каримович"},
            {"script": "en", "surname": "Saidov", "given": "Rustam"},
        ],
        [("phone", "+992 93 555 01 23")],
        by=cast.officer,
        gender="m",
    )
    return opened


@pytest.fixture
def client_of_case(case: Case) -> Actor:
    return case.people.get(role=CaseRole.CLIENT).actor


def prove(browser: Client, member: Member, at: float | None = None) -> None:
    """The second factor was given in this browser now, or at that moment."""
    session = browser.session
    given = {"method": "mfa", "type": "totp", "at": time.time() if at is None else at}
    session.update(
        {"account_authentication_methods": [given], "account_authentication_methods_user": str(member.pk)}
    )
    session.save()


@pytest.fixture
def own_keys() -> OwnKeys:
    return OwnKeys()


@pytest.fixture
def sign_in(own_keys: OwnKeys) -> SignIn:
    """A browser of a member who has passed both factors; her own key is open where the test gave her one."""

    def signed_in(member: Member) -> Client:
        if not Authenticator.objects.filter(user=member).exists():
            TOTP.activate(member, generate_totp_secret())
        browser = Client()
        browser.force_login(member)
        prove(browser, member)
        if member.pk in own_keys.pairs:
            own_keys.bring(browser, member)
        return browser

    return signed_in


@pytest.fixture
def second_agent(tmp_path: Path) -> Iterator[Vault]:
    """Another agent over the same master key: it can be locked while the one that the tests share stays open."""
    shutil.copy(settings.VAULT.socket_path.parent / "keyslots.json", tmp_path)
    agent, vault = vault_agent.start(tmp_path)
    vault.unlock(os.environ["TEST_PASSPHRASE"])
    yield vault
    agent.terminate()
    agent.wait()
