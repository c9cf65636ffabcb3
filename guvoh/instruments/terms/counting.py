"""One reading of one rule, counted out: where the term ends and which days were passed over on the way."""

import calendar as gregorian
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from guvoh.instruments.terms.calendar import ONE_DAY, Calendar, OutsideCalendar
from guvoh.instruments.terms.rules import Length, Rule

DUSHANBE = ZoneInfo("Asia/Dushanbe")
END_OF_DAY = time(23, 59, 59, tzinfo=DUSHANBE)


@dataclass(frozen=True)
class Count:
    """A counted reading.

    end: last moment of the term. last: the day it would have ended, had it not been a day off (day terms only).
    skipped: days off passed over, in order: on the way in a count of working days, at the end in any other.
    """

    reading: Length
    start: datetime
    end: datetime
    last: date
    skipped: tuple[date, ...] = ()

    @property
    def moved(self) -> bool:
        return self.reading.unit != "h" and self.last != self.end.date()


def local(moment: datetime) -> datetime:
    """The moment in Asia/Dushanbe; one without a time zone is taken to be in it already."""
    return moment.replace(tzinfo=DUSHANBE) if moment.tzinfo is None else moment.astimezone(DUSHANBE)


def count(reading: Length, rule: Rule, start: datetime, calendar: Calendar) -> Count:
    """Count `reading` from `start` (in Asia/Dushanbe) with the settings of `rule`.

    Raises OutsideCalendar when the term leaves the years the calendar knows.
    """
    if start.year > calendar.rules.last_year:
        raise OutsideCalendar(
            f"The start {start.date()} lies after {calendar.rules.last_year}, the calendar's end."
        )
    if reading.unit == "h":
        hours = timedelta(hours=reading.length)
        end = start + hours if rule.counts == "forward" else start - hours
        return Count(reading, start, end, end.date())
    if reading.unit == "wd":
        last = calendar.add_working_days(_day_before_count(rule, reading, start), reading.length)
    else:
        last = _last_day(reading, rule, start)
    end_day = calendar.next_working_day(last) if rule.ends_on_day_off_moves else last
    passed_from = start.date() + ONE_DAY if reading.unit == "wd" else last
    skipped = tuple(day for day in _days(passed_from, end_day) if calendar.is_off(day))
    return Count(reading, start, datetime.combine(end_day, END_OF_DAY), last, skipped)


def _day_before_count(rule: Rule, reading: Length, start: datetime) -> date:
    counts_from_today = rule.day_of_event_counts and reading.length > 0
    return start.date() - ONE_DAY if counts_from_today else start.date()


def _last_day(reading: Length, rule: Rule, start: datetime) -> date:
    sign = 1 if rule.counts == "forward" else -1
    day = start.date()
    if reading.unit == "cd":
        last = day + sign * timedelta(days=reading.length)
    else:
        months = reading.length * (12 if reading.unit == "y" else 1)
        last = _add_months(day, sign * months)
    return last - sign * ONE_DAY if rule.day_of_event_counts and reading.length > 0 else last


def _add_months(day: date, months: int) -> date:
    """The same day so many months on; the last day of the month where that month is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, gregorian.monthrange(year, month + 1)[1]))


def _days(first: date, end: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((end - first).days))
