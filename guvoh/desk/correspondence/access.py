from typing import Final

from django.db.models import QuerySet
from django.http import Http404

from guvoh.desk.casework.access import case_to_work_on
from guvoh.desk.casework.models import Case
from guvoh.desk.correspondence.models import Clock, Letter
from guvoh.desk.staff.access import has_role
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record
from guvoh.desk.staff.roles import Role, Section

# A letter says who the client is and what the lawyers do: both sections, as for work on the case itself.
NEEDED: Final = {Section.IDENTITY, Section.LEGAL}

writes_letters = has_role(Role.LAWYER, Role.OFFICER)
signs_rules = has_role(Role.LAWYER)
sees_bodies = has_role(Role.LAWYER, Role.OFFICER, Role.COORDINATOR)


def cases_with_letters(member: Member) -> QuerySet[Case]:
    """The cases whose letters this member may read, for lists and counts."""
    return Case.objects.opened_to(member, *NEEDED)


def letter_for(member: Member, pk: int) -> Letter:
    """The door to a letter: through its case, and refusal looks like absence."""
    letter = Letter.objects.with_rows().filter(pk=pk).first()
    if letter is None:
        raise Http404
    case_to_work_on(member, letter.case.code)
    record("letter.read", by=member, case=letter.case.code, subject=f"letter {letter.pk}")
    return letter


def clock_for(member: Member, pk: int) -> Clock:
    clock = Clock.objects.with_rows().filter(pk=pk).first()
    if clock is None:
        raise Http404
    letter_for(member, clock.letter_id)
    return clock
