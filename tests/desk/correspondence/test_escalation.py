"""Silence and a reply that says nothing turn into the next step: a task for a named person, a letter drafted."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from guvoh.desk.casework import actions as casework
from guvoh.desk.casework.models import Task
from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.kinds import letter_kinds
from guvoh.desk.correspondence.ladder import ladder, next_rung, rungs_above
from guvoh.desk.correspondence.models import Escalation, Letter, StateBody
from guvoh.desk.correspondence.vocabulary import Answer, BodyKind, BodyLevel, Cause, LetterState
from tests.desk.correspondence.conftest import Draft, answer, body_of, deliver

READ = "CPC art. 121, edition of 3 January 2024"
LATER = dt.datetime(2026, 6, 1, 10, tzinfo=dt.UTC)


@pytest.fixture
def overdue(final: Letter, cast: SimpleNamespace) -> Letter:
    actions.sign_rule("TJ-COMPL-PROS", READ, by=cast.lawyer)
    return deliver(final, cast.lawyer)


def test_silence_becomes_a_task_with_the_next_letter_drafted(
    overdue: Letter, cast: SimpleNamespace, city: StateBody
) -> None:
    with time_machine.travel(LATER, tick=False):
        assert len(actions.escalate_overdue(by=cast.officer)) == 1
        task = Task.objects.get()
        assert (task.owner, task.case) == (cast.lawyer, overdue.case)
        assert task.due_on == dt.date(2026, 6, 4)
    drafted = overdue.followed_by.get()
    assert (drafted.state, drafted.body, drafted.author) == (LetterState.DRAFT, city, cast.lawyer)
    assert overdue.number in task.title


def test_it_happens_once(overdue: Letter, cast: SimpleNamespace) -> None:
    assert actions.escalate_overdue(by=cast.officer)
    assert not actions.escalate_overdue(by=cast.lawyer)
    assert Task.objects.count() == 1


def test_whoever_opens_the_desk_finds_what_ran_out(overdue: Letter, cast: SimpleNamespace, sign_in: Any) -> None:
    page = sign_in(cast.lawyer).get("/").content.decode()
    assert overdue.number in page
    assert Escalation.objects.get().cause == Cause.OVERDUE


def test_a_stranger_who_opens_the_desk_moves_nothing(overdue: Letter, cast: SimpleNamespace, sign_in: Any) -> None:
    sign_in(cast.stranger).get("/")
    assert not Escalation.objects.exists()


def test_a_rule_nobody_has_signed_moves_nothing(final: Letter, cast: SimpleNamespace) -> None:
    deliver(final, cast.lawyer)
    assert not actions.escalate_overdue(by=cast.lawyer)


def test_a_formal_reply_is_answered_by_a_drafted_appeal_with_the_table(
    final: Letter, cast: SimpleNamespace
) -> None:
    answered = answer(deliver(final, cast.lawyer), cast.lawyer, [Answer.SOMETHING_ELSE] * 3)
    row = answered.escalations.get()
    assert row.cause == Cause.FORMAL
    assert row.drafted.template == "appeal-refusal"
    assert len(row.drafted.answered_table) == 3
    assert row.drafted.is_draft
    assert "does not say what was asked" in row.task.title


@pytest.mark.parametrize("kinds", [[Answer.YES] * 3, [Answer.YES, Answer.NO, Answer.NO]])
def test_a_reply_of_substance_moves_nothing(final: Letter, cast: SimpleNamespace, kinds: list[Answer]) -> None:
    assert not answer(deliver(final, cast.lawyer), cast.lawyer, kinds).escalations.exists()


def test_where_no_letter_can_be_drafted_the_task_says_why(overdue: Letter, cast: SimpleNamespace) -> None:
    casework.withdraw_consent(overdue.case.consents.get(), by=cast.officer, reason="The client asked for it.")
    [row] = actions.escalate_overdue(by=cast.lawyer)
    assert row.drafted is None
    assert "has not consented" in row.obstacle
    assert "decide on the next step" in row.task.title


def test_the_task_goes_to_somebody_who_still_works_the_case(overdue: Letter, cast: SimpleNamespace) -> None:
    cast.lawyer.is_active = False
    cast.lawyer.save()
    [row] = actions.escalate_overdue(by=cast.officer)
    assert row.task.owner == cast.officer
    assert row.drafted.author == cast.officer


def test_the_table_climbs_from_the_district_to_the_world(cast: SimpleNamespace) -> None:
    police = actions.add_state_body(
        name_tg="ШКД", name_ru="ОВД", name_en="District police", kind=BodyKind.POLICE, by=cast.lawyer
    )
    for kind, level in [("prosecutor", "district"), ("prosecutor", "region"), ("prosecutor", "national")]:
        body = body_of(cast, f"{kind} {level}", BodyKind(kind))
        actions.change_state_body(body, level=BodyLevel(level), by=cast.lawyer)
    for level in BodyLevel.values:
        actions.change_state_body(body_of(cast, f"court {level}", BodyKind.COURT), level=level, by=cast.lawyer)
    ombudsman = body_of(cast, "ombudsman", BodyKind.OMBUDSMAN)
    actions.change_state_body(ombudsman, level=BodyLevel.NATIONAL, by=cast.lawyer)
    climbed = [(rung.kind, rung.level) for rung in rungs_above(police)]
    assert climbed == [
        ("prosecutor", "district"),
        ("prosecutor", "region"),
        ("prosecutor", "national"),
        ("court", "district"),
        ("court", "region"),
        ("court", "national"),
        ("ombudsman", "national"),
        ("international", "national"),
    ]


def test_a_body_of_the_same_region_comes_first(final: Letter, cast: SimpleNamespace, district: StateBody) -> None:
    deliver(final, cast.lawyer)
    for name, region in (("Sughd prosecutor", "SU"), ("Dushanbe prosecutor", "DU")):
        body = body_of(cast, name, BodyKind.PROSECUTOR)
        actions.change_state_body(body, level=BodyLevel.REGION, region=region, by=cast.lawyer)
    actions.change_state_body(district, superior=None, region="DU", by=cast.lawyer)
    assert next_rung(Letter.objects.get(pk=final.pk)).body.name_en == "Dushanbe prosecutor"


def test_every_rung_and_letter_of_the_table_exists() -> None:
    table = ladder()
    kinds, levels = set(BodyKind.values), set(BodyLevel.values)
    for row in table["rungs"]:
        assert row["kind"] in kinds
        assert row["to"] in kinds | {"international"}
        assert {row["level"], row["at"]} <= levels
    for letters in table["letters"].values():
        assert set(letters.values()) <= letter_kinds().keys()
    assert table["look_after_days"].keys() <= letter_kinds().keys()


def test_a_request_for_examination_is_looked_after_the_next_day(
    draft: Draft, consent: Any, cast: SimpleNamespace
) -> None:
    consent()
    letter = actions.finalise_letter(draft(kind_id="request-examination"), by=cast.lawyer)
    deliver(letter, cast.lawyer)
    task = Task.objects.get()
    assert (task.owner, task.due_on) == (cast.lawyer, dt.date(2026, 3, 17))
    actions.register_delivery(letter, by=cast.lawyer, register_number="77")
    assert Task.objects.count() == 1


def test_the_ladder_of_a_case_shows_rungs_dates_and_answers(
    final: Letter, cast: SimpleNamespace, sign_in: Any
) -> None:
    answer(deliver(final, cast.lawyer), cast.lawyer, [Answer.YES, Answer.NO, Answer.SOMETHING_ELSE])
    address = reverse("correspondence:ladder", args=[final.case.code])
    page = sign_in(cast.lawyer).get(address).content.decode()
    assert "District prosecutor" in page
    assert "Prosecutor of Dushanbe" in page
    assert "1 of 3" in page
    assert sign_in(cast.stranger).get(address).status_code == 404
    assert timezone.localdate()
