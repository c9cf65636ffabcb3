"""The rules of the clocks and the calendar, as the coalition's lawyers signed and completed them."""

import datetime as dt
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from guvoh.desk.correspondence.frozen import thaw
from guvoh.desk.correspondence.models import CalendarDay, SignedRule
from guvoh.desk.correspondence.vocabulary import DayKind
from guvoh.instruments.terms.calendar import Calendar
from guvoh.instruments.terms.overrides import Override
from guvoh.instruments.terms.rules import Rule, load_versions, rule_in_force


@cache
def _shipped() -> Calendar:
    return Calendar.load()


@cache
def _shipped_rules() -> dict[str, tuple[Rule, ...]]:
    return load_versions()


def calendar() -> Calendar:
    """The calendar of the tables with the days entered at this desk."""
    return _completed(tuple(CalendarDay.objects.values_list("pk", "date", "kind", "holiday").order_by("date")))


@lru_cache(1)
def _completed(_entered: tuple[tuple[Any, ...], ...]) -> Calendar:
    """Made once for the days that are entered: they are never changed, only put in and taken out."""
    return _shipped().corrected_by(entered_days())


def entered_days() -> list[Override]:
    return [as_override(day) for day in CalendarDay.objects.all()]


def as_override(day: CalendarDay) -> Override:
    reason = {"tg": day.reason_tg, "ru": day.reason_ru, "en": day.reason_en}
    return Override(day.date, day.kind == DayKind.OFF, reason, day.source, day.holiday or None)


def versions() -> dict[str, tuple[Rule, ...]]:
    """Every version of every rule by id, oldest first, with the signatures of the coalition's lawyers."""
    known = dict(_shipped_rules())
    for row in SignedRule.objects.standing():
        rule = thaw(row.row).signed(row.signed_by.full_name, row.signed_on)
        known[row.rule_id] = _with_version(known[row.rule_id], rule)
    return known


def _with_version(found: tuple[Rule, ...], rule: Rule) -> tuple[Rule, ...]:
    """The signed version in the place of the one with the same first day, or after all others, ending the last."""
    if any(version.valid_from == rule.valid_from for version in found):
        return tuple(
            replace(rule, valid_to=version.valid_to) if version.valid_from == rule.valid_from else version
            for version in found
        )
    if rule.valid_from is None:
        return found
    ended = replace(found[-1], valid_to=rule.valid_from - dt.timedelta(days=1))
    return (*found[:-1], ended, rule)


def rule_on(rule_id: str, day: dt.date) -> Rule:
    """The version of a rule in force that day. Raises UnknownRule."""
    return rule_in_force(versions(), rule_id, day)
