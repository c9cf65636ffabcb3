"""The front list: what is overdue, due this week, running, waiting for proof, and answered with something else."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guvoh.desk.correspondence.access import cases_with_letters
from guvoh.desk.correspondence.models import Clock, Letter
from guvoh.desk.staff.models import Member

ClockFilter = Callable[[Any, dt.datetime], QuerySet[Clock]]
LetterFilter = Callable[[Any], QuerySet[Letter]]

OF_CLOCKS: Final[dict[str, tuple[Any, ClockFilter]]] = {
    "overdue": (_("Overdue"), lambda clocks, now: clocks.overdue(now).alarming()),
    "week": (_("Due this week"), lambda clocks, now: clocks.due_within(now)),
    "running": (_("Running"), lambda clocks, now: clocks.running(now)),
    "left_open": (_("Not answered"), lambda clocks, _now: clocks.left_open()),
    "unconfirmed": (_("Over, rule not confirmed"), lambda clocks, now: clocks.overdue(now).only_informing()),
    "unproven": (_("No proof of delivery"), lambda clocks, _now: clocks.not_started()),
}
OF_LETTERS: Final[dict[str, tuple[Any, LetterFilter]]] = {
    "no_clock": (_("No clock"), lambda letters: letters.without_clock()),
    "not_sent": (_("Not sent yet"), lambda letters: letters.not_sent()),
    "all": (_("All letters"), lambda letters: letters.all()),
}
FIRST: Final = "week"
# Drawn also when there is nothing in them.
LASTING: Final = ("overdue", "week", "running", "all")


@dataclass(frozen=True)
class Row:
    """One line of the list: a letter with its clock, where it has one."""

    letter: Letter
    clock: Clock | None


@dataclass(frozen=True)
class Deadlines:
    """The clocks and letters of the cases this member works, hers alone or all of them."""

    member: Member
    only_mine: bool = False

    @property
    def clocks(self) -> Any:
        found = Clock.objects.of_cases(cases_with_letters(self.member))
        return found.filter(letter__author=self.member) if self.only_mine else found

    @property
    def letters(self) -> Any:
        found = Letter.objects.of_cases(cases_with_letters(self.member))
        return found.filter(author=self.member) if self.only_mine else found

    def of_state(self, state: str) -> QuerySet[Any]:
        if state in OF_LETTERS:
            return OF_LETTERS[state][1](self.letters).with_rows()
        return OF_CLOCKS[state][1](self.clocks, timezone.now()).with_rows()

    def tabs(self) -> list[dict[str, Any]]:
        """Every state with its label and how many there are."""
        clocks, letters, now = self.clocks, self.letters, timezone.now()
        counted = [(state, label, pick(clocks, now).count()) for state, (label, pick) in OF_CLOCKS.items()]
        counted += [(state, label, pick(letters).count()) for state, (label, pick) in OF_LETTERS.items()]
        return [{"state": state, "label": label, "count": count} for state, label, count in counted]


def as_row(found: Clock | Letter) -> Row:
    if isinstance(found, Clock):
        return Row(found.letter, found)
    return Row(found, next(iter(found.clocks.all()), None))
