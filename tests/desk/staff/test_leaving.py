"""A member who leaves or is in danger: what was open to her is closed in one act."""

import os
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import connection

from guvoh.desk.casework import actions as casework
from guvoh.desk.casework.models import Case, Referral, TeamSeat
from guvoh.desk.staff import actions
from guvoh.desk.staff.models import Entry, Member
from guvoh.desk.staff.parting import Parting, _hooks, on_parting
from guvoh.desk.staff.roles import Role
from guvoh.desk.staff.sessions import sessions_of
from tests.desk.conftest import make_member


@pytest.fixture
def told() -> Any:
    """Another app's hook: what it was told."""
    seen: list = []

    def hook(member: Member, parting: Parting, *, by: Member) -> list[str]:
        seen.append((member.username, parting, by.username))
        return []

    on_parting(hook)
    yield seen
    _hooks.remove(hook)


def test_leaving_ends_sessions_factors_roles_seats_and_referrals(
    cast: SimpleNamespace, case: Case, client_of_case: Any, sign_in: Any, told: list
) -> None:
    seat = casework.add_to_team(case, cast.lawyer, by=cast.officer)
    casework.give_consent(case, client_of_case, by=cast.officer, purpose="lawyer", how="oral")
    referral = casework.send_referral(
        casework.add_need(case, by=cast.officer, kind="legal"), cast.lawyer, by=cast.officer
    )
    task = casework.add_task(case, by=cast.officer, title="Ring the court", owner=cast.lawyer)
    hers, coordinator = sign_in(cast.lawyer), sign_in(cast.coordinator)
    address = f"/coalition/members/{cast.lawyer.pk}/leave/"
    page = coordinator.post(address, {"reason": "Moves abroad"}, follow=True).content.decode()
    assert "1 task of hers waits" in page
    assert hers.get("/")["Location"].startswith("/sign-in/")
    member = Member.objects.get(pk=cast.lawyer.pk)
    assert not member.is_active
    assert member.roles == set()
    assert not member.has_usable_password()
    assert not Authenticator.objects.filter(user=member).exists()
    assert TeamSeat.objects.get(pk=seat.pk).left_at is not None
    assert Referral.objects.get(pk=referral.pk).state == "revoked"
    assert told == [("lawyer", Parting.LEAVING, "coordinator")]
    officer = sign_in(cast.officer)
    assert "Tasks a colleague left" in officer.get("/").content.decode()
    officer.post(f"/cases/{case.code}/tasks/{task.pk}/hand-over/", {"owner": cast.officer.pk})
    task.refresh_from_db()
    assert task.owner == cast.officer
    assert "Tasks a colleague left" not in officer.get("/").content.decode()


def test_who_alone_opens_a_sealed_case_leaves_only_once_a_colleague_can_but_is_closed_out_in_danger(
    cast: Any, case: Case, own_keys: Any
) -> None:
    own_keys.of(cast.lawyer)
    with own_keys.here(cast.officer):
        casework.seal_case(case, by=cast.officer, reason="danger")
        with pytest.raises(ValidationError, match="1 sealed case") as refused:
            actions.let_go(cast.officer, by=cast.coordinator, reason="Moves abroad")
        assert case.code not in str(refused.value)
        cast.officer.refresh_from_db()
        assert cast.officer.is_active
        sealed = Case.objects.get(pk=case.pk)
        casework.add_to_team(sealed, cast.lawyer, by=cast.officer)
    actions.let_go(cast.officer, by=cast.coordinator, reason="Moves abroad")
    assert not TeamSeat.objects.current().filter(case=case, member=cast.officer).exists()
    assert list(case.key_wraps.values_list("member__username", flat=True)) == ["lawyer"]
    actions.revoke(cast.lawyer, by=cast.coordinator, reason="Arrested")
    assert case.key_wraps.count() == 1


def test_the_last_seat_of_a_sealed_case_is_kept_and_said_without_its_number(
    cast: Any, case: Case, own_keys: Any
) -> None:
    officers = (cast.coordinator, cast.stranger)
    for officer in officers:
        own_keys.of(officer)
    with own_keys.here(cast.officer):
        casework.seal_case(case, by=cast.officer, reason="danger", officers=officers)
    left = actions.let_go(cast.officer, by=cast.coordinator, reason="Moves abroad")
    assert any("1 sealed case" in sentence for sentence in left)
    assert case.code not in " ".join(left)
    assert TeamSeat.objects.current().filter(case=case, member=cast.officer).exists()


def test_one_button_of_her_own_closes_everything(cast: Any, case: Case, sign_in: Any, told: list) -> None:
    here, elsewhere = sign_in(cast.officer), sign_in(cast.officer)
    assert here.post("/account/danger/")["Location"] == "/sign-in/"
    for browser in (here, elsewhere):
        assert browser.get("/")["Location"].startswith("/sign-in/")
    member = Member.objects.get(pk=cast.officer.pk)
    assert (member.is_active, member.has_usable_password()) == (False, False)
    assert sessions_of(member) == []
    assert not Authenticator.objects.filter(user=member).exists()
    assert told == [("officer", Parting.DANGER, "officer")]
    assert TeamSeat.objects.current().filter(member=member).exists()
    page = sign_in(cast.coordinator).get("/").content.decode()
    assert "Account closed in danger" in page


def test_only_two_people_open_it_again(cast: Any) -> None:
    second = make_member("second_coordinator", cast.theirs, Role.COORDINATOR)
    actions.revoke(cast.officer, by=cast.coordinator, reason="Taken from home")
    made = actions.reopen_account(cast.officer, by=cast.coordinator, reason="She is free and called us")
    assert not Member.objects.get(pk=cast.officer.pk).is_active
    actions.second(made, by=second)
    member = Member.objects.get(pk=cast.officer.pk)
    assert member.is_active
    assert not member.has_usable_password()


def test_a_proposal_of_somebody_revoked_is_not_carried_out(cast: Any) -> None:
    second = make_member("second_coordinator", cast.theirs, Role.COORDINATOR)
    made = actions.set_roles(cast.doctor, [Role.DOCTOR, Role.OFFICER], by=cast.coordinator, reason="x")
    actions.revoke(cast.coordinator, by=second, reason="Taken from home")
    with pytest.raises(ValidationError):
        actions.second(made, by=second)


@pytest.mark.django_db(transaction=True)
def test_the_command_closes_an_account(cast: Any) -> None:
    def run(name: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", COMMAND, name, str(connection.settings_dict["NAME"])],
            env=dict(os.environ),
            capture_output=True,
            text=True,
            check=False,
        )

    assert run("nobody").returncode == 1
    closed = run("officer")
    assert (closed.returncode, closed.stderr) == (0, "")
    assert not Member.objects.get(pk=cast.officer.pk).is_active
    assert Entry.objects.filter(act="member.revoked", subject="officer").exists()


# the command itself, on the tests' database
COMMAND = """
import sys
from django.conf import settings
from guvoh.config import command, revoking
database = sys.argv[2]
enter = revoking.enter_desk
def on_the_tests_database():
    settings.DATABASES["default"]["NAME"] = database
    enter()
revoking.enter_desk = on_the_tests_database
sys.argv = ["guvoh", "revoke", sys.argv[1]]
sys.exit(command.main())
"""
