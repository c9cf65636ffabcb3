"""Ends of terms counted by Guvoh, and by the loop that a lawyer's spreadsheet or a script would hold instead.

The alternative is PyPI `holidays`, the calendar that a programmer finds first for Tajikistan: days are added to
the start, and a last day that is a holiday or a weekend moves on. numpy's busday functions are no alternative:
they ask for the list of days off, which is the whole work.
"""

import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import holidays

from guvoh.instruments.terms.calendar import Calendar
from guvoh.instruments.terms.counting import count, local
from guvoh.instruments.terms.due import due
from guvoh.instruments.terms.rules import Length, Rule, load_rules

# the letters a coalition writes most: calendar days, working days, and a length that is read in two ways
RULES = ("TJ-ATI", "TJ-MEDIA-INFO", "TJ-APPEAL", "TJ-COMPL-PROS")
FIRST_START = dt.datetime(2021, 1, 1, 9)
SPAN_HOURS = 6 * 365 * 24

Start = tuple[Rule, dt.datetime]


@dataclass(frozen=True)
class Counted:
    """CPU seconds for all starts, and how many of their readings the alternative ends on another day, and when."""

    readings: int
    dates_seconds: float
    explained_seconds: float
    other_seconds: float
    other_day: int
    too_early: int


def measure(clocks: int) -> Counted:
    known = load_rules()
    # spread without chance: the same clocks each time
    starts = [
        (known[RULES[n % len(RULES)]], FIRST_START + dt.timedelta(hours=n * 7919 % SPAN_HOURS))
        for n in range(clocks)
    ]
    calendar, other = Calendar.load(), holidays.country_holidays("TJ")
    # both make their years once, outside the measure
    _ends_of_all(starts, calendar)
    _others_of_all(starts, other)
    ours, dates_seconds = _timed(lambda: _ends_of_all(starts, calendar))
    theirs, other_seconds = _timed(lambda: _others_of_all(starts, other))
    _windows, explained_seconds = _timed(lambda: [due(rule, start, calendar) for rule, start in starts])
    pairs = list(zip(ours, theirs, strict=True))
    return Counted(
        readings=len(pairs),
        dates_seconds=dates_seconds,
        explained_seconds=explained_seconds,
        other_seconds=other_seconds,
        other_day=sum(mine != its for mine, its in pairs),
        too_early=sum(its < mine for mine, its in pairs),
    )


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    started = time.process_time()
    done = work()
    return done, time.process_time() - started


def _ends_of_all(starts: Sequence[Start], calendar: Calendar) -> list[dt.date]:
    return [
        count(reading, rule, local(start), calendar).end.date()
        for rule, start in starts
        for reading in rule.readings
    ]


def _others_of_all(starts: Sequence[Start], other: holidays.HolidayBase) -> list[dt.date]:
    return [_other(reading, start.date(), other) for rule, start in starts for reading in rule.readings]


def _other(reading: Length, start: dt.date, other: holidays.HolidayBase) -> dt.date:
    if reading.unit == "wd":
        return other.get_nth_working_day(start, reading.length)
    last = start + dt.timedelta(days=reading.length)
    while not other.is_working_day(last):
        last += dt.timedelta(days=1)
    return last
