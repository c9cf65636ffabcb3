"""The page of the calendar: a year by months, each day off with its reason, and what was entered here."""

import calendar as months
import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from guvoh.desk.correspondence.lawbook import calendar
from guvoh.desk.correspondence.models import CalendarDay
from guvoh.instruments.terms.calendar import Calendar, Reason
from guvoh.instruments.terms.dates import sheet_heads

_MONDAY_FIRST = months.Calendar(firstweekday=0)


@dataclass(frozen=True)
class Day:
    """One day of a month's sheet; `date` is None for the blanks before the first and after the last."""

    date: dt.date | None
    reason: Reason | None = None
    worked_weekend: bool = False

    @property
    def css(self) -> str:
        if self.worked_weekend:
            return "is-worked"
        if self.reason is None:
            return ""
        return (
            "is-weekend"
            if self.reason.kind == "weekend"
            else "is-estimated"
            if self.reason.estimated
            else "is-off"
        )


@dataclass(frozen=True)
class Month:
    name: str
    weekdays: list[str]
    weeks: list[list[Day]]


def calendar_page(typed_year: str) -> dict[str, Any]:
    known, language = calendar(), get_language() or "tg"
    rules = known.rules
    this_year = timezone.localdate().year
    year = int(typed_year) if typed_year.isdigit() and len(typed_year) == 4 else this_year
    year = min(max(year, rules.first_year), rules.last_year)
    special = [
        (day, reason.names[language], reason)
        for day in known.days_off(year)
        if (reason := known.why_off(day)) and reason.kind != "weekend"
    ]
    return {
        "year": year,
        "before": year - 1 if year > rules.first_year else None,
        "after": year + 1 if year < rules.last_year else None,
        "months": [_month(known, year, number) for number in range(1, 13)],
        "special": special,
        "days_off": len(known.days_off(year)),
        "entered": CalendarDay.objects.select_related("entered_by"),
    }


def _month(known: Calendar, year: int, number: int) -> Month:
    weeks = [
        [_day(known, day) if day.month == number else Day(None) for day in week]
        for week in _MONDAY_FIRST.monthdatescalendar(year, number)
    ]
    return Month(*sheet_heads(number, get_language() or "tg"), weeks)


def _day(known: Calendar, day: dt.date) -> Day:
    reason = known.why_off(day)
    return Day(day, reason, worked_weekend=reason is None and day.weekday() >= 5)
