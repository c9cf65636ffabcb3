"""From a rule and the moment its clock started to the window in which the term ends."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from guvoh.instruments.terms.calendar import Calendar
from guvoh.instruments.terms.counting import Count, count, local
from guvoh.instruments.terms.explaining import explain, explain_extended
from guvoh.instruments.terms.rules import Length, Rule
from guvoh.instruments.terms.tables import LANGUAGES, Texts


@dataclass(frozen=True)
class Window:
    """When a term ends at the earliest and at the latest, in Asia/Dushanbe; both None for a rule with no length.

    The two are equal when the law can be read in one way only. `unit` is that of the rule's main reading.
    """

    earliest: datetime | None
    latest: datetime | None
    unit: str | None
    basis: Texts
    certainty: str
    explanation: Texts


def due(rule: Rule, start: datetime, calendar: Calendar) -> Window:
    """The window in which the term of `rule` ends when its clock started at `start`.

    A `start` without a time zone is in Asia/Dushanbe. Hour terms run through nights and days off; other terms
    end at 23:59:59 of their last day. Raises OutsideCalendar when the term leaves the years the calendar knows.
    """
    counts = _counts(rule, rule.readings, start, calendar)
    return _window(rule, counts, {lang: explain(rule, counts, calendar, lang) for lang in LANGUAGES})


def due_if_extended(rule: Rule, start: datetime, calendar: Calendar) -> Window:
    """The window once an extension has been notified; the same as `due` where the extension has no length.

    An extension that adds is counted from the day the first term would have ended on. Raises OutsideCalendar like
    `due`.
    """
    extension = rule.extension
    if extension and extension.total:
        counts = _counts(rule, [extension.total], start, calendar)
    elif extension and extension.adds:
        adding = replace(rule, day_of_event_counts=False)
        firsts = _counts(rule, rule.readings, start, calendar)
        counts = [count(extension.adds, adding, _nominal_end(first), calendar) for first in firsts]
    else:
        return due(rule, start, calendar)
    return _window(rule, counts, {lang: explain_extended(rule, counts, calendar, lang) for lang in LANGUAGES})


def reminders(rule: Rule, start: datetime, calendar: Calendar) -> list[datetime]:
    """Moments, in order, at which the holder of a long term is to be reminded of it."""
    return sorted(counted.end for counted in _counts(rule, rule.warn_at, start, calendar))


def _counts(rule: Rule, readings: Sequence[Length], start: datetime, calendar: Calendar) -> list[Count]:
    return [count(reading, rule, local(start), calendar) for reading in readings]


def _nominal_end(counted: Count) -> datetime:
    """The end before it moved past a day off: an extension lengthens the term, not the move."""
    return datetime.combine(counted.last, counted.end.timetz())


def _window(rule: Rule, counts: Sequence[Count], explanation: Texts) -> Window:
    ends = [counted.end for counted in counts]
    earliest, latest = (min(ends), max(ends)) if ends else (None, None)
    return Window(earliest, latest, rule.unit, rule.basis, rule.certainty, explanation)
