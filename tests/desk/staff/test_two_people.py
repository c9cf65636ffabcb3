"""What gives power over others takes two people, and taking it away takes one."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from guvoh.desk.staff import actions
from guvoh.desk.staff.models import Entry, Member, Proposal
from guvoh.desk.staff.roles import Role
from tests.desk.conftest import make_member


@pytest.fixture
def second(cast: SimpleNamespace) -> Member:
    return make_member("second_coordinator", cast.theirs, Role.COORDINATOR)


def fresh(member: Member) -> Member:
    return Member.objects.get(pk=member.pk)


def test_a_new_role_waits_for_a_second_person_who_sees_why(cast: Any, second: Member, sign_in: Any) -> None:
    first, other = sign_in(cast.coordinator), sign_in(second)
    roles = {"roles": ["doctor", "officer"], "reason": "She leads the Sughd cases from May"}
    first.post(f"/coalition/members/{cast.doctor.pk}/roles/", roles)
    assert fresh(cast.doctor).roles == {"doctor"}
    page = other.get("/").content.decode()
    assert "Give roles" in page
    assert "Case officer" in page
    assert "Sughd" in other.get("/second-person/").content.decode()
    proposal = Proposal.objects.get()
    own = first.post(f"/second-person/{proposal.pk}/agree/")
    assert own.status_code == 404
    assert fresh(cast.doctor).roles == {"doctor"}
    other.post(f"/second-person/{proposal.pk}/agree/")
    assert fresh(cast.doctor).roles == {"doctor", "officer"}
    told = list(Entry.objects.filter(subject="doctor").values_list("act", "member__username"))
    assert ("proposal.seconded", "second_coordinator") in told
    assert ("member.roles_set", "coordinator") in told


def test_taking_a_role_away_acts_at_once_and_a_new_one_beside_it_waits(cast: Any, second: Member) -> None:
    cast.doctor.grants.create(role=Role.ANALYST)
    actions.set_roles(cast.doctor, [Role.DOCTOR, Role.EDITOR], by=cast.coordinator, reason="Writes now")
    assert fresh(cast.doctor).roles == {"doctor"}
    assert Proposal.objects.get().about["roles"] == ["editor"]


def test_a_new_role_without_a_reason_is_refused_and_nothing_is_taken(
    cast: Any, second: Member, sign_in: Any
) -> None:
    browser = sign_in(cast.coordinator)
    answer = browser.post(f"/coalition/members/{cast.doctor.pk}/roles/", {"roles": ["officer"]})
    assert answer.status_code == 422
    assert fresh(cast.doctor).roles == {"doctor"}


def test_the_only_coordinator_acts_alone_and_the_record_says_so(cast: Any) -> None:
    actions.set_roles(cast.doctor, [Role.DOCTOR, Role.EDITOR], by=cast.coordinator, reason="Nobody else yet")
    assert fresh(cast.doctor).roles == {"doctor", "editor"}
    assert Entry.objects.filter(act="proposal.done_alone", subject="doctor").exists()


def test_whoever_shuts_the_other_out_is_not_alone_for_a_week(cast: Any, second: Member) -> None:
    actions.close_account(second, by=cast.coordinator)
    made = actions.set_roles(cast.doctor, [Role.DOCTOR, Role.EDITOR], by=cast.coordinator, reason="Now I can")
    assert made.state == Proposal.State.WAITING
    with time_machine.travel(timezone.now() + dt.timedelta(days=8)):
        later = actions.set_roles(cast.lawyer, [Role.LAWYER, Role.EDITOR], by=cast.coordinator, reason="Alone")
        assert later.state == Proposal.State.ALONE


def test_the_last_coordinator_is_neither_closed_nor_stripped(cast: Any) -> None:
    for act in (
        lambda: actions.close_account(cast.coordinator, by=cast.administrator),
        lambda: actions.let_go(cast.coordinator, by=cast.administrator, reason="x"),
        lambda: actions.revoke(cast.coordinator, by=cast.administrator, reason="x"),
        lambda: actions.take_roles(cast.coordinator, [Role.COORDINATOR], by=cast.administrator),
    ):
        with pytest.raises(ValidationError, match="last coordinator"):
            act()
    assert fresh(cast.coordinator).is_active


def test_an_administrator_proposes_and_never_seconds(cast: Any, sign_in: Any) -> None:
    made = actions.set_roles(cast.doctor, [Role.DOCTOR, Role.OFFICER], by=cast.administrator, reason="Please")
    assert made.state == Proposal.State.WAITING
    other = make_member("other_administrator", cast.ours, Role.ADMINISTRATOR)
    assert sign_in(other).post(f"/second-person/{made.pk}/agree/").status_code == 404
    with pytest.raises(ValidationError):
        actions.second(made, by=other)
    actions.second(made, by=cast.coordinator)
    assert fresh(cast.doctor).roles == {"doctor", "officer"}


def test_the_database_refuses_one_person_as_both(cast: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.create(
            kind="member.roles",
            reason="x",
            proposed_by=cast.coordinator,
            decided_by=cast.coordinator,
            decided_at=timezone.now(),
            state=Proposal.State.SECONDED,
        )


def test_a_proposal_falls_away_after_a_week_and_is_answered_once(cast: Any, second: Member) -> None:
    made = actions.propose("desk.export", {}, by=cast.coordinator, reason="Yearly copy")
    with time_machine.travel(timezone.now() + dt.timedelta(days=7, minutes=1)):
        assert not Proposal.objects.waiting().exists()
        with pytest.raises(ValidationError, match="does not wait"):
            actions.second(made, by=second)
    actions.refuse(made, by=second)
    with pytest.raises(ValidationError, match="does not wait"):
        actions.second(made, by=second)


def test_what_somebody_closed_since_proposed_is_not_done(cast: Any, second: Member) -> None:
    made = actions.propose("desk.export", {}, by=cast.administrator, reason="Copy")
    actions.close_account(cast.administrator, by=cast.coordinator)
    with pytest.raises(ValidationError, match="may not do it any more"):
        actions.second(made, by=second)


def test_an_agreed_export_may_be_begun_once_within_the_hour(cast: Any, second: Member) -> None:
    with pytest.raises(ValidationError):
        actions.use_proposal("desk.export", by=cast.coordinator)
    for minutes, usable in ((59, True), (61, False)):
        made = actions.propose("desk.export", {}, by=cast.coordinator, reason="Yearly copy")
        actions.second(made, by=second)
        with time_machine.travel(timezone.now() + dt.timedelta(minutes=minutes)):
            assert Proposal.objects.usable("desk.export").exists() is usable
            if usable:
                actions.use_proposal("desk.export", by=cast.coordinator)
            with pytest.raises(ValidationError):
                actions.use_proposal("desk.export", by=cast.coordinator)


def test_a_forgotten_second_factor_takes_two_and_tells_its_owner(cast: Any, second: Member, sign_in: Any) -> None:
    hers: Client = sign_in(cast.doctor)
    made = actions.reset_second_factor(cast.doctor, by=cast.coordinator, reason="Lost on the road")
    assert hers.get("/")["Location"].startswith("/sign-in/")
    assert Authenticator.objects.filter(user=cast.doctor).exists()
    actions.second(made, by=second)
    assert not Authenticator.objects.filter(user=cast.doctor).exists()
    assert "Second factor forgotten by order" in sign_in(second).get("/coalition/members/").content.decode()
    again = sign_in(cast.doctor)
    page = again.get("/").content.decode()
    assert "Second factor forgotten by order" in page
    notice = cast.doctor.notices.get()
    again.post(f"/notices/{notice.pk}/read/")
    assert "Second factor forgotten by order" not in again.get("/").content.decode()
    assert sign_in(cast.lawyer).post(f"/notices/{notice.pk}/read/").status_code == 404


def test_a_partner_gets_no_role_of_the_coalition_and_nobody_else_hers(cast: Any) -> None:
    for member, roles in ((cast.partner, [Role.PARTNER, Role.OFFICER]), (cast.doctor, [Role.PARTNER])):
        with pytest.raises(ValidationError, match="partner organisation"):
            actions.set_roles(member, roles, by=cast.coordinator, reason="x")
