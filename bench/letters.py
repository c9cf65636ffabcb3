"""A desk full of letters, in the mix that an old coalition has; for use in the desk's zone.

Every share of the mix grows with the desk, so that each list of the deadlines page grows too. Rows are written in
bulk as the actions leave them: what has run out has its task already, as it has after the first look of a day.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from guvoh.desk.casework.models import Case, Task
from guvoh.desk.correspondence.frozen import freeze
from guvoh.desk.correspondence.lawbook import calendar, rule_on
from guvoh.desk.correspondence.models import (
    AskedPoint,
    Clock,
    Delivery,
    Escalation,
    Letter,
    PointAnswer,
    Reply,
    StateBody,
)
from guvoh.desk.correspondence.models.letters import seal_of
from guvoh.desk.correspondence.vocabulary import Answer, BodyKind, Cause, DeliveryHow, LetterState, ProofKind
from guvoh.desk.staff.models import Member, Organisation, RoleGrant
from guvoh.desk.staff.roles import Role
from guvoh.instruments.terms.due import due

DRAFT, SENT, ANSWERED = LetterState.DRAFT, LetterState.DELIVERED, LetterState.ANSWERED
BLOCK = 100
# So many letters are written one by one; a larger desk holds copies of them, which take a hundredth of the time.
WRITTEN = 1000
COPIED = (Case, Task, Letter, AskedPoint, Delivery, Clock, Reply, PointAnswer, Escalation)
LETTERS_OF_A_CASE = 5
POINTS = ("Who gave the order?", "Which measures were taken, and when?")
TEXT = "\n\n".join(["The applicant was held for six hours and no record was drawn up. " * 4] * 4)
TEN_YEARS = 3650


@dataclass(frozen=True)
class Sort:
    """One sort of letter: so many of every hundred, delivered `days_ago`, with what became of it."""

    share: int
    state: LetterState
    kind: str = "request-information"
    rule_id: str = "TJ-ATI"
    days_ago: tuple[int, int] = (60, TEN_YEARS)
    proof: ProofKind = ProofKind.STAMP
    answer: Answer | None = None
    closed: bool = False
    escalated: bool = False
    # each follows the letter so many places before it, which stands in the same case
    follows_back: int = 0


MIX = (
    Sort(4, DRAFT, days_ago=(0, 20)),
    Sort(6, SENT, kind="request-examination", rule_id=""),
    Sort(5, SENT, proof=ProofKind.NONE),
    Sort(10, SENT, days_ago=(16, 29)),
    Sort(10, SENT, kind="request-media-law", rule_id="TJ-MEDIA-INFO", escalated=True),
    Sort(5, SENT, kind="complaint-prosecutor", rule_id="TJ-COMPL-PROS"),
    Sort(10, ANSWERED, answer=Answer.SOMETHING_ELSE),
    Sort(10, ANSWERED, answer=Answer.SOMETHING_ELSE),
    Sort(10, SENT, closed=True),
    Sort(10, ANSWERED, answer=Answer.YES, follows_back=20),
    Sort(20, ANSWERED, answer=Answer.YES),
)
PLACES = tuple(sort for sort in MIX for _ in range(sort.share))


@dataclass(frozen=True)
class Desk:
    """`member` works every case of her organisation, `colleague` wrote half of its letters."""

    member: Member
    colleague: Member
    body: StateBody


def found() -> Desk:
    Organisation.objects.create(name_tg="Эътилоф", name_ru="Коалиция", name_en="Coalition", standing="coalition")
    ours = Organisation.objects.create(name_tg="Умед", name_ru="Надежда", name_en="Hope", standing="member")
    members = [
        Member.objects.create(username=name, full_name=name.title(), organisation=ours, language="en")
        for name in ("nozanin", "siyovush")
    ]
    RoleGrant.objects.bulk_create(RoleGrant(member=one, role=role) for one in members for role in (Role.OFFICER,))
    body = StateBody.objects.create(
        name_tg="Прокуратура", name_ru="Прокуратура", name_en="Prosecutor", kind=BodyKind.PROSECUTOR
    )
    return Desk(*members, body)


def fill(desk: Desk, letters: int) -> None:
    """Add so many letters to an empty desk: a round hundred, and from WRITTEN on a round thousand."""
    today = timezone.localdate()
    for first in range(0, min(letters, WRITTEN), BLOCK):
        _block(desk, first, today)
    last = {model: model._default_manager.latest("pk").pk for model in COPIED}
    for number in range(1, letters // WRITTEN):
        with transaction.atomic():
            for model in COPIED:
                _copy(model, number, last)


def _copy(model: type[Model], number: int, last: dict[type[Model], int]) -> None:
    """Add the written rows once more: their keys behind those of the last copy, their numbers made unlike."""
    names, values = [], []
    for field in model._meta.concrete_fields:
        points_to = model if field.primary_key else field.related_model
        name = connection.ops.quote_name(field.column)
        names.append(name)
        if points_to in last:
            values.append(f"{name} + {number * last[points_to]}")
        elif name in ('"number"', '"code"') and field.get_internal_type() == "CharField":
            values.append(f"CASE WHEN {name} = '' THEN '' ELSE {name} || '-{number}' END")
        else:
            values.append(name)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {table} "  # noqa: S608
            f"WHERE id <= {last[model]}"
        )


@transaction.atomic
def _block(desk: Desk, first: int, today: dt.date) -> None:
    cases = Case.objects.bulk_create(_cases(desk, first, today))
    letters: list[Letter] = []
    for place, sort in enumerate(PLACES):
        earlier = letters[place - sort.follows_back] if sort.follows_back else None
        letters.append(_letter(desk, cases[place % len(cases)], sort, first + place, today, earlier))
    head = next(place for place, sort in enumerate(PLACES) if sort.follows_back)
    Letter.objects.bulk_create(letters[:head])
    Letter.objects.bulk_create(letters[head:])
    AskedPoint.objects.bulk_create(
        AskedPoint(letter=letter, number=number, text=text)
        for letter in letters
        for number, text in enumerate(POINTS, 1)
    )
    sent = [(letter, sort) for letter, sort in zip(letters, PLACES, strict=True) if sort.state != DRAFT]
    Delivery.objects.bulk_create(_delivery(letter, sort) for letter, sort in sent)
    Clock.objects.bulk_create(_clock(letter, sort) for letter, sort in sent if sort.rule_id)
    _answer([(letter, sort.answer) for letter, sort in sent if sort.answer], today)
    _escalate([letter for letter, sort in sent if sort.escalated], desk, today)


def _cases(desk: Desk, first: int, today: dt.date) -> Iterator[Case]:
    for number in range(BLOCK // LETTERS_OF_A_CASE):
        opened_on = today - dt.timedelta(days=TEN_YEARS)
        code = f"{opened_on.year}-{first + number:06}"
        yield Case(
            code=code, title="Held for six hours", organisation=desk.member.organisation, opened_on=opened_on
        )


def _letter(desk: Desk, case: Case, sort: Sort, number: int, today: dt.date, earlier: Letter | None) -> Letter:
    shortest, longest = sort.days_ago
    # spread over the span without chance: the same desk each time
    ago = shortest + number * 7919 % (longest - shortest + 1)
    letter = Letter(
        case=case,
        template=sort.kind,
        rule_id=sort.rule_id,
        language="en",
        body=desk.body,
        heading=f"Request {number}",
        text=TEXT,
        author=desk.member if number % 2 else desk.colleague,
        written_on=today - dt.timedelta(days=ago),
        follows=earlier,
    )
    if sort.state != DRAFT:
        letter.number, letter.state = f"{number}/{letter.written_on.year}", sort.state
        letter.frozen = {"heading": letter.heading, "text": TEXT, "points": POINTS, "number": letter.number}
        letter.content_hash = seal_of(letter.frozen)
    return letter


def _delivery(letter: Letter, sort: Sort) -> Delivery:
    on = letter.written_on
    return Delivery(letter=letter, how=DeliveryHow.BY_HAND, sent_on=on, delivered_on=on, proof=sort.proof)


def _clock(letter: Letter, sort: Sort) -> Clock:
    counted = _counted(sort.rule_id, letter.written_on)
    clock = Clock(letter=letter, rule_id=sort.rule_id, rule=counted["rule"], raises_alarm=counted["raises_alarm"])
    if sort.proof:
        for name in ("started_at", "earliest", "latest", "explanation"):
            setattr(clock, name, counted[name])
    if sort.closed:
        clock.closed_on, clock.closed_reason = letter.written_on + dt.timedelta(days=50), "withdrawn"
    return clock


@cache
def _counted(rule_id: str, day: dt.date) -> dict[str, Any]:
    rule, started_at = rule_on(rule_id, day), timezone.make_aware(dt.datetime.combine(day, dt.time()))
    window = due(rule, started_at, calendar())
    return {
        "rule": freeze(rule),
        "raises_alarm": rule.raises_alarm,
        "started_at": started_at,
        "earliest": window.earliest,
        "latest": window.latest,
        "explanation": dict(window.explanation),
    }


def _answer(answered: list[tuple[Letter, Answer]], today: dt.date) -> None:
    replies = Reply.objects.bulk_create(
        Reply(
            letter=letter, received_on=today, letter_left_on=letter.written_on, summary="We have looked into it."
        )
        for letter, _ in answered
    )
    points = AskedPoint.objects.filter(letter__in=[letter for letter, _ in answered])
    given = {letter.pk: (reply, answer) for (letter, answer), reply in zip(answered, replies, strict=True)}
    PointAnswer.objects.bulk_create(
        PointAnswer(
            reply=given[point.letter_id][0],
            point=point,
            answer=given[point.letter_id][1],
            quote="It was looked into.",
        )
        for point in points
    )


def _escalate(overdue: list[Letter], desk: Desk, today: dt.date) -> None:
    # most were done by and by: the letter stays unanswered, the task does not stay open
    tasks = Task.objects.bulk_create(
        Task(
            case=letter.case,
            title="No answer in time",
            owner=desk.member,
            due_on=today,
            done_at=timezone.now() if place else None,
        )
        for place, letter in enumerate(overdue)
    )
    Escalation.objects.bulk_create(
        Escalation(letter=letter, cause=Cause.OVERDUE, task=task)
        for letter, task in zip(overdue, tasks, strict=True)
    )
