"""How every counted letter fared: how long it waited, for a reply and for an answer in substance."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from guvoh.desk.correspondence.models import AskedPoint, Clock, Letter
from guvoh.desk.correspondence.vocabulary import Answer, AnswerClass
from guvoh.instruments.figures.waiting import Wait


@dataclass(frozen=True)
class Term:
    """The law's term of one letter: the rule, and the days of its wait on which the two readings end."""

    rule_id: str
    earliest: int
    latest: int


@dataclass(frozen=True)
class Fate:
    """One letter without its case. Days run from its delivery; where that is not known, from its sending."""

    body_id: int
    body_kind: str
    reply: Wait
    substance: Wait
    amounts_to: AnswerClass
    term: Term | None


@dataclass(frozen=True)
class _Points:
    """What the replies say to the points of one letter. `full_on` is the day the last was answered with yes."""

    full_on: dt.date | None
    something: bool

    @property
    def amounts_to(self) -> AnswerClass:
        if self.full_on is not None:
            return AnswerClass.SUBSTANCE
        return AnswerClass.PART if self.something else AnswerClass.FORMALLY


@dataclass(frozen=True)
class _Counting:
    """The clock of one letter."""

    rule_id: str
    earliest: dt.datetime | None
    latest: dt.datetime | None
    closed_on: dt.date | None

    def term(self, since: dt.date) -> Term | None:
        if self.earliest is None or self.latest is None:
            return None
        ends = [(timezone.localdate(end) - since).days for end in (self.earliest, self.latest)]
        return Term(self.rule_id, *ends)


def fates(letters: QuerySet[Letter]) -> list[Fate]:
    """Every one of these letters, in three queries."""
    points, clocks, today = _points(letters), _clocks(letters), timezone.localdate()
    rows = (
        letters.order_by()
        .annotate(replied_on=Min("replies__received_on"))
        .values_list(
            "pk", "body_id", "body__kind", "delivery__sent_on", "delivery__delivered_on", "replied_on", named=True
        )
    )
    found = []
    for row in rows:
        since, clock = row.delivery__delivered_on or row.delivery__sent_on, clocks.get(row.pk)
        said = points.get(row.pk, _Points(None, something=False))
        # a clock that was closed: the letter is followed no further from that day on
        seen_until = clock.closed_on if clock and clock.closed_on else today
        found.append(
            Fate(
                body_id=row.body_id,
                body_kind=row.body__kind,
                reply=_wait(since, row.replied_on, seen_until),
                substance=_wait(since, said.full_on, seen_until),
                amounts_to=said.amounts_to if row.replied_on else AnswerClass.NONE,
                term=clock.term(since) if clock else None,
            )
        )
    return found


def _wait(since: dt.date, ended_on: dt.date | None, seen_until: dt.date) -> Wait:
    # a reply may come before the slip that proves the delivery: such a letter waited 0 days
    return Wait(max(((ended_on or seen_until) - since).days, 0), ended_on is not None)


def _points(letters: QuerySet[Letter]) -> dict[int, _Points]:
    """By letter, for those that have a reply."""
    rows = (
        AskedPoint.objects.filter(letter__in=letters.filter(replies__isnull=False))
        .order_by()
        .values_list("letter_id", "pk")
        .annotate(
            yes_on=Min("answers__reply__received_on", filter=Q(answers__answer=Answer.YES)),
            in_part=Count("answers", filter=Q(answers__answer=Answer.IN_PART)),
        )
    )
    of_letter: defaultdict[int, list[tuple[dt.date | None, int]]] = defaultdict(list)
    for letter_id, _pk, yes_on, in_part in rows:
        of_letter[letter_id].append((yes_on, in_part))
    return {letter_id: _together(answers) for letter_id, answers in of_letter.items()}


def _together(answers: list[tuple[dt.date | None, int]]) -> _Points:
    days = [yes_on for yes_on, _in_part in answers if yes_on is not None]
    full_on = max(days) if len(days) == len(answers) else None
    return _Points(full_on, bool(days) or any(in_part for _yes_on, in_part in answers))


def _clocks(letters: QuerySet[Letter]) -> dict[int, _Counting]:
    rows: Iterator[tuple] = (
        Clock.objects.filter(letter__in=letters)
        .order_by("pk")
        .values_list("letter_id", "rule_id", "earliest", "latest", "closed_on")
        .iterator()
    )
    return {letter_id: _Counting(*counting) for letter_id, *counting in rows}
