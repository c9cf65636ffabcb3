"""The front list: overdue, due today and this week, running, waiting for proof, answered with something else."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guvoh.desk.correspondence.access import cases_with_letters
from guvoh.desk.correspondence.models import Clock, Escalation, Letter
from guvoh.desk.staff.models import Member

ClockFilter = Callable[[Any, dt.datetime], QuerySet[Clock]]
LetterFilter = Callable[[Any], QuerySet[Letter]]

OF_CLOCKS: Final[dict[str, tuple[Any, ClockFilter]]] = {
    "overdue": (_("Overdue"), lambda clocks, now: clocks.overdue(now).alarming()),
    "today": (_("Due today"), lambda clocks, now: clocks.due_on_day_of(now)),
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
LASTING: Final = ("overdue", "today", "week", "running", "all")
MINE: Final = "mine"


@dataclass(frozen=True)
class Row:
    """One line of the list: a letter with its clock, where it has one."""

    letter: Letter
    clock: Clock | None


@dataclass(frozen=True)
class Deadlines:
    """The clocks and letters of the cases this member works: all, or one colleague's, or one case's."""

    member: Member
    person: Member | None = None
    case_code: str = ""

    @property
    def clocks(self) -> Any:
        found = Clock.objects.of_cases(cases_with_letters(self.member))
        if self.person is not None:
            found = found.filter(_answered_for_by(self.person, "letter"))
        return found.filter(letter__case__code=self.case_code) if self.case_code else found

    @property
    def letters(self) -> Any:
        found = Letter.objects.of_cases(cases_with_letters(self.member))
        if self.person is not None:
            found = found.filter(_answered_for_by(self.person))
        return found.filter(case__code=self.case_code) if self.case_code else found

    def picked(self, state: str) -> QuerySet[Any]:
        """What belongs to a list, without what its lines show."""
        if state in OF_LETTERS:
            return OF_LETTERS[state][1](self.letters)
        return OF_CLOCKS[state][1](self.clocks, timezone.now())

    def of_state(self, state: str) -> QuerySet[Any]:
        return with_rows(self.picked(state))

    def tabs(self) -> list[dict[str, Any]]:
        """Every state with its label and how many there are."""
        clocks, letters, now = self.clocks, self.letters, timezone.now()
        counted = [(state, label, pick(clocks, now).count()) for state, (label, pick) in OF_CLOCKS.items()]
        counted += [(state, label, pick(letters).count()) for state, (label, pick) in OF_LETTERS.items()]
        return [{"state": state, "label": label, "count": count} for state, label, count in counted]


def asked_for(member: Member, typed: Mapping[str, str]) -> Deadlines:
    """What the address of the page asks for; a colleague who is no choice of hers narrows nothing."""
    whose, person = typed.get("person", ""), None
    if whose == MINE:
        person = member
    elif whose.isdecimal():
        person = people(member).filter(pk=int(whose)).first()
    return Deadlines(member, person, typed.get("case", "").strip().upper()[:20])


def people(member: Member) -> QuerySet[Member]:
    """The colleagues who answer for a letter in the cases this member works."""
    letters = Letter.objects.of_cases(cases_with_letters(member))
    wrote = Exists(letters.filter(author=OuterRef("pk")))
    asked = Exists(_open_tasks().filter(task__owner=OuterRef("pk"), letter__in=letters))
    return Member.objects.filter(Q(wrote) | Q(asked)).order_by("full_name", "pk")


def _open_tasks() -> QuerySet[Escalation]:
    return Escalation.objects.filter(task__done_at__isnull=True).order_by()


def _answered_for_by(person: Member, letter: str = "") -> Q:
    """Letters whose next step is this colleague's task; of those without an open task, the letters she wrote."""
    row, author = (letter, f"{letter}__author") if letter else ("pk", "author")
    hers = _open_tasks().filter(task__owner=person).values("letter")
    nobodys = ~Q(**{f"{row}__in": _open_tasks().values("letter")})
    return Q(**{f"{row}__in": hers}) | (Q(**{author: person}) & nobodys)


def with_rows(picked: QuerySet[Any]) -> QuerySet[Any]:
    """The same with all that a line shows. Sorted and cut before: whole letters are too long to be sorted."""
    return picked.model.objects.filter(pk__in=picked.values("pk")).with_rows()


def as_row(found: Clock | Letter) -> Row:
    if isinstance(found, Clock):
        return Row(found.letter, found)
    return Row(found, next(iter(found.clocks.all()), None))
