"""Members, organisations, teams, seals and emergencies at random: every door agrees with a reading of the table
written here anew, from the sentences of the plan and not from the code."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import Http404
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guvoh.desk.casework.access import case_for, may_see, sections_of
from guvoh.desk.casework.emergencies import Emergency
from guvoh.desk.casework.models import Case, TeamSeat
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.permissions import TABLE
from guvoh.desk.staff.roles import Role, Section

ALL = sorted(Section.values)
OFFICERS = {"identity", "legal", "protection", "media"}


@pytest.fixture
def stage(cast: SimpleNamespace) -> SimpleNamespace:
    case = Case.objects.create(
        code="2026-7000", title="Case", organisation=cast.ours, opened_on=dt.date(2026, 5, 1)
    )
    member = Member.objects.create(username="she", full_name="She", organisation=cast.ours, language="en")
    return SimpleNamespace(case=case, member=member, ours=cast.ours, theirs=cast.theirs)


worlds = st.fixed_dictionaries(
    {
        # half of them officers, to whom the most doors open
        "roles": st.just({"officer"}) | st.sets(st.sampled_from(Role.values), max_size=4),
        "near": st.booleans(),
        "sealed": st.booleans(),
        # None: no seat; a set: the sections of her seat
        "seat": st.none() | st.sets(st.sampled_from(ALL)),
        "left": st.booleans(),
        "emergency": st.none() | st.sets(st.sampled_from(ALL), min_size=1),
        "running": st.booleans(),
    }
)
at_random = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


def build(stage: SimpleNamespace, world: dict[str, Any]) -> Member:
    now = timezone.now()
    TeamSeat.objects.all().delete()
    Emergency.objects.all().delete()
    stage.member.grants.all().delete()
    Case.objects.filter(pk=stage.case.pk).update(
        organisation=stage.ours if world["near"] else stage.theirs, sealed=world["sealed"]
    )
    for role in world["roles"]:
        stage.member.grants.create(role=role)
    if world["seat"] is not None:
        TeamSeat.objects.create(
            case=stage.case,
            member=stage.member,
            sections=sorted(world["seat"]),
            left_at=now if world["left"] else None,
        )
    if world["emergency"]:
        ends = now + dt.timedelta(hours=1 if world["running"] else -1)
        began = now - dt.timedelta(hours=2)
        row = {
            "sections": sorted(world["emergency"]),
            "reason": "x",
            "hours": 3,
            "began_at": began,
            "ends_at": ends,
        }
        Emergency.objects.create(case=stage.case, member=stage.member, **row)
    stage.case.refresh_from_db()
    return Member.objects.get(pk=stage.member.pk)


def open_to(world: dict[str, Any]) -> set[str] | None:
    """What the plan opens to her; None where she must not even know of the case."""
    seated = world["seat"] is not None and not world["left"]
    of_office = "officer" in world["roles"] and world["near"] and not world["sealed"]
    hurried = bool(world["emergency"]) and world["running"] and not world["sealed"]
    if not (seated or of_office or hurried):
        return None
    lasting = world["seat"] if seated else (OFFICERS if of_office else set())
    return set(lasting) | (world["emergency"] if hurried else set())


@at_random
@given(world=worlds)
def test_every_door_agrees_with_the_plan(stage: SimpleNamespace, world: dict[str, Any]) -> None:
    member, expected = build(stage, world), open_to(world)
    assert may_see(member, stage.case) is (expected is not None)
    if expected is None:
        with pytest.raises(Http404):
            case_for(member, stage.case.code)
        assert not Case.objects.opened_to(member).exists()
        return
    opened = case_for(member, stage.case.code)
    assert opened.sections == expected == sections_of(member, stage.case)
    for section in Section:
        asked = Case.objects.opened_to(member, section)
        assert asked.exists() is (section in expected), section
        if section not in expected:
            with pytest.raises(Http404):
                case_for(member, stage.case.code, section)
    assert Case.objects.led_by(member).exists() is opened.leads_case


@at_random
@given(world=worlds, further=st.sampled_from(Role.values))
def test_a_further_role_takes_nothing_away(stage: SimpleNamespace, world: dict[str, Any], further: str) -> None:
    before = build(stage, world)
    seen, had = may_see(before, stage.case), sections_of(before, stage.case)
    led = Case.objects.led_by(before).exists()
    after = build(stage, world | {"roles": world["roles"] | {further}})
    assert may_see(after, stage.case) or not seen
    assert had <= sections_of(after, stage.case)
    assert Case.objects.led_by(after).exists() or not led


@at_random
@given(world=worlds)
def test_leaving_a_team_leaves_what_a_colleague_without_a_seat_has(stage: SimpleNamespace, world: dict) -> None:
    left = build(stage, world | {"left": True})
    seen, sections = (
        may_see(left, stage.case),
        sections_of(left, stage.case) if may_see(left, stage.case) else None,
    )
    never = build(stage, world | {"seat": None})
    assert may_see(never, stage.case) is seen
    assert seen is False or sections_of(never, stage.case) == sections


@at_random
@given(world=worlds)
def test_a_sealed_case_needs_a_seat(stage: SimpleNamespace, world: dict[str, Any]) -> None:
    member = build(stage, world | {"sealed": True})
    assert may_see(member, stage.case) is (world["seat"] is not None and not world["left"])


def test_roles_without_cases_have_none_of_their_parts() -> None:
    for role in (Role.ADMINISTRATOR, Role.AUDITOR):
        row = TABLE[role]
        assert row.seat | row.organisation | row.emergency == frozenset()
    assert set(TABLE) == set(Role.values)
