"""The list for a day without electricity: letter, body, date, next rung, and no person's name."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from guvoh.desk.correspondence.deadlines import Deadlines
from guvoh.desk.correspondence.models import Clock
from guvoh.desk.facts.exits import BLOCK, look_through

DAYS_AHEAD: Final = 14
# Six sheets: whoever has more than that narrows the list to herself or to one case.
LINES_ON_PAPER: Final = 150


@dataclass(frozen=True)
class PaperRow:
    """One line on paper. `clock` gives the date or the window; words that would name somebody are left out."""

    number: str
    body: str
    clock: Clock
    next_rung: str


@dataclass(frozen=True)
class PaperList:
    rows: list[PaperRow]
    until: dt.date
    left_out: int
    overdue: int


def paper_list(deadlines: Deadlines) -> PaperList:
    """What falls due in the coming two weeks. Raises ValidationError when the guard cannot look at all of it."""
    now = timezone.now()
    due = deadlines.clocks.due_within(now, dt.timedelta(days=DAYS_AHEAD))
    # sorted and cut before: whole letters are too long to be sorted
    printed = due.values("pk")[:LINES_ON_PAPER]
    clocks = list(Clock.objects.filter(pk__in=printed).select_related("letter__body"))
    naming = _naming({words for clock in clocks for words in (str(clock.letter.body), clock.next_rung)})
    rows = [
        PaperRow(
            number=clock.letter.number,
            body=clock.letter.body.get_kind_display()
            if str(clock.letter.body) in naming
            else str(clock.letter.body),
            clock=clock,
            next_rung="" if clock.next_rung in naming else clock.next_rung,
        )
        for clock in clocks
    ]
    until = timezone.localdate(now) + dt.timedelta(days=DAYS_AHEAD)
    return PaperList(rows, until, due.count() - len(rows), deadlines.clocks.overdue(now).alarming().count())


def _naming(said: Collection[str]) -> set[str]:
    """Those of the words that surely name a protected person."""
    marks = look_through({words: words for words in said if words}).marks
    return {words for words, found in marks.items() if any(mark.level == BLOCK for mark in found)}
