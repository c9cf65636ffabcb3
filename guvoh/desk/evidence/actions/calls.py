import datetime as dt
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from guvoh.desk.casework.access import may_see
from guvoh.desk.casework.actions import add_task
from guvoh.desk.casework.models import Case, Task, TeamSeat
from guvoh.desk.evidence.medical.vocabulary import EXAMINED
from guvoh.desk.evidence.models import ExaminationCall
from guvoh.desk.facts.models import Act, Actor, Event
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record
from guvoh.desk.staff.roles import Role, Section
from guvoh.instruments.terms.dates import format_short

WITHIN: Final = dt.timedelta(hours=24)
LATE: Final = dt.timedelta(days=14)


@transaction.atomic
def call_for_examination(
    case: Case, event: Event, person: Actor, *, by: Member, act: Act | None = None, fresh: bool = True
) -> ExaminationCall | None:
    """Give the case's doctor, else who leads the case, the task to examine; once per act and person.

    An act beside another whose examination is still to come joins its task. None where it was called for before,
    and for whoever is no person.
    """
    if person.kind not in EXAMINED:
        return None
    called = ExaminationCall.objects.filter(event=event, person=person)
    if (called.filter(act=act) if act else called).exists():
        return None
    waiting = ExaminationCall.objects.filter(person=person, task__case=case, task__done_at__isnull=True).first()
    task = waiting.task if waiting else _task(case, person, by, fresh)
    row = ExaminationCall.objects.create(event=event, person=person, act=act, task=task)
    record("examination.called_for", by=by, case=case.code, subject=f"event {event.pk}", person=person.pseudonym)
    return row


def _task(case: Case, person: Actor, by: Member, fresh: bool) -> Task:
    owner = _owner(case, by)
    until = timezone.localtime() + (WITHIN if fresh else LATE)
    with override(owner.language):
        if fresh:
            title = _("Examination within 24 hours, photographs with scale: %(person)s, until %(until)s") % {
                "person": person.pseudonym,
                "until": f"{format_short(until.date(), owner.language)} {until:%H:%M}",
            }
        else:
            title = _("Examination of old marks and of the mind, photographs with scale: %(person)s") % {
                "person": person.pseudonym
            }
    return add_task(case, by=by, title=title, owner=owner, due_on=until.date())


def _owner(case: Case, by: Member) -> Member:
    seats = TeamSeat.objects.current().filter(case=case, member__is_active=True).select_related("member")
    doctors = [
        seat.member for seat in seats if Section.MEDICAL in seat.sections and seat.member.has_role(Role.DOCTOR)
    ]
    leads = [seat.member for seat in seats if seat.member.has_role(Role.OFFICER)]
    working = [by] if may_see(by, case) else []
    return [*doctors, *leads, *working, *(seat.member for seat in seats)][0]
