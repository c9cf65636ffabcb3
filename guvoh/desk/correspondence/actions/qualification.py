from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.casework.models import Case
from guvoh.desk.correspondence.models import Allegation, ElementFact, StateQualification
from guvoh.desk.correspondence.models.qualification import WrittenOnce
from guvoh.desk.evidence.medical.calling import call_for_allegation
from guvoh.desk.facts.models import Event
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record

Row = TypeVar("Row", bound=WrittenOnce)


def _write(row: Row) -> Row:
    if not row.case.events.filter(pk=row.event_id).exists():
        raise ValidationError(_("This event is not in the case."))
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def write_allegation(case: Case, event: Event, *, by: Member, **fields: Any) -> Allegation:
    """Keep what the person says, in her words. Raises ValidationError."""
    row = _write(Allegation(case=case, event=event, added_by=by, **fields))
    record("element.allegation_written", by=by, case=case.code, subject=f"event {event.pk}")
    call_for_allegation(case, event, row.victim_id, by)
    return row


@transaction.atomic
def add_fact(case: Case, event: Event, *, by: Member, **fields: Any) -> ElementFact:
    """Add a fact that bears on an element. Raises ValidationError."""
    row = _write(ElementFact(case=case, event=event, added_by=by, **fields))
    record(
        "element.fact_added",
        by=by,
        case=case.code,
        subject=f"event {event.pk}",
        kind=row.heading,
        grade=row.grade,
    )
    return row


@transaction.atomic
def qualify_as_state_does(case: Case, event: Event, *, by: Member, **fields: Any) -> StateQualification:
    """Keep what the state calls it, beside our map. Raises ValidationError."""
    row = _write(StateQualification(case=case, event=event, added_by=by, **fields))
    record("element.state_qualified", by=by, case=case.code, subject=f"event {event.pk}", kind=row.article)
    return row


@transaction.atomic
def retract(row: WrittenOnce, reason: str, *, by: Member) -> None:
    """Take a row back; it stays to be read, with the reason. Raises ValidationError without a reason."""
    row.refresh_from_db()
    if row.retracted_at is not None:
        raise ValidationError(_("This was taken back already."))
    row.retracted_at, row.retracted_by, row.retracted_because = timezone.now(), by, reason.strip()
    row.validate_constraints()
    row.clean_fields()
    row.save()
    record("element.retracted", by=by, case=row.case.code, subject=f"event {row.event_id}")
