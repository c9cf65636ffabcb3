"""Clocks around a filing: how long the door to a body stays open, and when the State owes it an answer."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language

from guvoh.desk.correspondence.filings.mechanisms import Mechanism, Term
from guvoh.desk.correspondence.lawbook import calendar, rule_on
from guvoh.desk.correspondence.models import Filing
from guvoh.instruments.terms.due import Window, due, reminders
from guvoh.instruments.terms.rules import Rule


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def counted(rule_id: str, day: dt.date) -> tuple[Rule, Window]:
    """The rule in force that day and its window from then. Raises UnknownRule and OutsideCalendar."""
    rule = rule_on(rule_id, day)
    return rule, due(rule, _midnight(day), calendar())


@dataclass(frozen=True)
class OpenDoor:
    """How long a filing is in time, counted from a day that it names."""

    rule: Rule
    started_on: dt.date
    window: Window
    reminders: list[dt.datetime]

    @property
    def basis(self) -> str:
        return self.rule.basis[get_language() or "tg"]

    @property
    def trigger(self) -> str:
        return self.rule.trigger[get_language() or "tg"]

    @property
    def how_counted(self) -> str:
        return self.window.explanation[get_language() or "tg"]

    @property
    def is_shut(self) -> bool:
        return self.window.latest is not None and self.window.latest < timezone.now()

    @property
    def reminded(self) -> int:
        """How many of its reminders have come."""
        return sum(moment < timezone.now() for moment in self.reminders)


def open_doors(filing: Filing, mechanism: Mechanism) -> list[OpenDoor]:
    return [door_of(term, day) for term, day in _dated(filing, mechanism)]


def _dated(filing: Filing, mechanism: Mechanism) -> Iterator[tuple[Term, dt.date]]:
    for term in mechanism.before:
        told = filing.fields.get(term.field)
        if told and len(told) == len("2026-01-01"):
            yield term, dt.date.fromisoformat(told)


def door_of(term: Term, day: dt.date) -> OpenDoor:
    rule, window = counted(term.rule, day)
    return OpenDoor(rule, day, window, reminders(rule, _midnight(day), calendar()))


def terms_once_transmitted(filing: Filing, mechanism: Mechanism) -> list[Term]:
    """The rules that begin when the body, or another State, has written to the State."""
    return [term for term in mechanism.after if not term.field or filing.fields.get(term.field) == term.value]
