"""The hourly run over all cases: no page is open, nobody's rights narrow it, and it tells nothing but numbers."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone

from guvoh.desk.casework.access import may_see
from guvoh.desk.correspondence.access import who_acts
from guvoh.desk.correspondence.actions import escalate_unattended
from guvoh.desk.correspondence.models import Clock, Letter
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.roles import Role


@dataclass
class Moved:
    """What a run came to: tasks made, terms that nobody answers for, and tasks that were refused."""

    tasks: int = 0
    nobodys: int = 0
    refused: int = 0


def escalate_all(may_go_on: Callable[[], bool]) -> Moved:
    """Turn every term that has run out into a task, each in a transaction of its own, until told to stop.

    A term whose letter nobody on its team or in its organisation can work stays for whoever looks first.
    """
    moved = Moved()
    new = Clock.objects.unescalated(timezone.now()).select_related(
        "letter__case", "letter__body", "letter__author"
    )
    for clock in list(new):
        if not may_go_on():
            break
        owner = who_acts(clock.letter) or _officer_of(clock.letter)
        if owner is None:
            moved.nobodys += 1
            continue
        try:
            moved.tasks += escalate_unattended(clock, by=owner) is not None
        except ValidationError:
            moved.refused += 1
    return moved


def _officer_of(letter: Letter) -> Member | None:
    officers = Member.objects.filter(
        is_active=True, organisation=letter.case.organisation_id, grants__role=Role.OFFICER
    )
    return next((officer for officer in officers.order_by("pk") if may_see(officer, letter.case)), None)
