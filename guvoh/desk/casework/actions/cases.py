import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.casework.models import Case, Closure, TeamSeat
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.permissions import TABLE, seat_sections
from guvoh.desk.staff.record import record
from guvoh.desk.staff.roles import Role


def _next_code(year: int) -> str:
    last = (
        Case.objects.filter(code__startswith=f"{year}-").order_by("-code").values_list("code", flat=True).first()
    )
    return f"{year}-{int(last.split('-')[1]) + 1 if last else 1:04d}"


@transaction.atomic
def open_case(title: str, *, by: Member, summary: str = "", opened_on: dt.date | None = None) -> Case:
    """Open a case in the member's organisation, with her on its team. Raises ValidationError."""
    day = opened_on or timezone.localdate()
    case = Case(
        code=_next_code(day.year), title=title, summary=summary, organisation=by.organisation, opened_on=day
    )
    case.full_clean()
    case.save()
    sections = TABLE[Role.OFFICER].seat | seat_sections(by.roles)
    TeamSeat.objects.create(case=case, member=by, sections=sorted(sections))
    record("case.opened", by=by, case=case.code)
    return case


@transaction.atomic
def describe_case(case: Case, *, by: Member, **fields: Any) -> None:
    """Correct the title or the summary. Raises ValidationError."""
    for field, value in fields.items():
        setattr(case, field, value)
    case.full_clean()
    case.save(update_fields=list(fields))
    record("case.described", by=by, case=case.code, fields=", ".join(sorted(fields)))


@transaction.atomic
def close_case(case: Case, *, by: Member, **fields: Any) -> Closure:
    """Close a case with its outcome. Raises ValidationError when it is closed already or tasks are left."""
    if case.state == Case.State.CLOSED:
        raise ValidationError(_("This case is closed already."))
    if case.tasks.undone().exists():
        raise ValidationError(_("There are tasks left. Finish them first, then close the case."))
    closure = Closure(case=case, closed_by=by, **{"closed_on": timezone.localdate(), **fields})
    closure.full_clean()
    closure.save()
    case.state = Case.State.CLOSED
    case.save(update_fields=["state"])
    record("case.closed", by=by, case=case.code, outcome=closure.outcome)
    return closure


@transaction.atomic
def reopen_case(case: Case, *, by: Member, reason: str) -> None:
    """Open a closed case again; the closure stays in its story. Raises ValidationError when it is open."""
    if case.state == Case.State.OPEN:
        raise ValidationError(_("This case is open already."))
    case.closures.filter(reopened_on__isnull=True).update(reopened_on=timezone.localdate())
    case.state = Case.State.OPEN
    case.save(update_fields=["state"])
    record("case.reopened", by=by, case=case.code, reason=reason)
