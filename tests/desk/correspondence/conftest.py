import datetime as dt
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation

from guvoh.desk.casework import actions as casework
from guvoh.desk.casework.models import Case
from guvoh.desk.casework.vocabulary import Identification, Purpose
from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.merging import Plan
from guvoh.desk.correspondence.models import Letter, StateBody
from guvoh.desk.correspondence.vocabulary import Answer, BodyKind, DeliveryHow, ProofKind
from guvoh.desk.facts.actions import add_act
from guvoh.desk.facts.models import Actor

ASKED = ("who recorded the video", "who distributed it", "why they did so")
REFUSAL = "no criminal elements were found in the actions of the man"
WRITTEN = dt.date(2026, 3, 16)

Draft = Callable[..., Letter]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def body_of(cast: SimpleNamespace, name: str, kind: BodyKind, superior: StateBody | None = None) -> StateBody:
    return actions.add_state_body(
        name_tg=f"{name} (тоҷикӣ)",
        name_ru=f"{name} (русский)",
        name_en=name,
        kind=kind,
        address="734000, Dushanbe",
        superior=superior,
        by=cast.lawyer,
    )


@pytest.fixture
def city(cast: SimpleNamespace) -> StateBody:
    return body_of(cast, "Prosecutor of Dushanbe", BodyKind.PROSECUTOR)


@pytest.fixture
def district(cast: SimpleNamespace, city: StateBody) -> StateBody:
    return body_of(cast, "District prosecutor", BodyKind.PROSECUTOR, city)


@pytest.fixture
def team(cast: SimpleNamespace, case: Case) -> Case:
    """The case with the lawyer on its team."""
    casework.add_to_team(case, cast.lawyer, by=cast.officer)
    event = casework.add_event_to_case(
        case,
        by=cast.officer,
        title="Video spread online",
        earliest=dt.date(2025, 9, 14),
        latest=dt.date(2025, 9, 14),
        place="Dushanbe",
        narrative="A private video was recorded and spread without consent.",
    )
    victim = case.people.get().actor
    add_act(event, victim, kind="smear", law_article="article 241", hours=7, by=cast.officer)
    return case


@pytest.fixture
def consent(team: Case, client_of_case: Actor, cast: SimpleNamespace) -> Callable[..., Any]:
    def given(level: Identification = Identification.FULL_NAME) -> Any:
        return casework.give_consent(
            team,
            client_of_case,
            purpose=Purpose.STATE_BODY,
            identification=level,
            how="written",
            given_on=dt.date(2025, 9, 20),
            by=cast.officer,
        )

    return given


@pytest.fixture
def draft(team: Case, cast: SimpleNamespace, district: StateBody) -> Draft:
    """Draft a complaint of the smear-video case; keywords change its plan."""

    def drafted(**changes: Any) -> Letter:
        plan = {
            "kind_id": "complaint-prosecutor",
            "language": "en",
            "body": district,
            "asked": ASKED,
            "event": team.events.first(),
            "written_on": WRITTEN,
            **changes,
        }
        return actions.draft_letter(team, Plan(**plan), by=cast.lawyer)

    return drafted


@pytest.fixture
def final(draft: Draft, consent: Callable[..., Any], cast: SimpleNamespace) -> Letter:
    consent()
    return actions.finalise_letter(draft(), by=cast.lawyer)


def deliver(letter: Letter, by: Any, on: dt.date = WRITTEN, **changes: Any) -> Letter:
    fields = {
        "how": DeliveryHow.BY_HAND,
        "sent_on": on,
        "delivered_on": on,
        "proof": ProofKind.STAMP,
        **changes,
    }
    actions.register_delivery(letter, by=by, **fields)
    letter.refresh_from_db()
    return letter


def answer(letter: Letter, by: Any, kinds: list[Answer], on: dt.date = dt.date(2026, 4, 1)) -> Letter:
    answers = [
        actions.GivenAnswer(point, kind, "" if kind == Answer.NO else REFUSAL)
        for point, kind in zip(letter.points.all(), kinds, strict=True)
    ]
    actions.record_reply(
        letter, answers, by=by, received_on=on, summary="Refusal", register_number="5/12", signed_by="A. Chief"
    )
    return Letter.objects.get(pk=letter.pk)
