import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.casework.access import leaders_of, running_emergency
from guvoh.desk.casework.emergencies import LONGEST_HOURS, Emergency
from guvoh.desk.casework.models import Case
from guvoh.desk.staff.actions import give_notice
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.permissions import emergency_sections
from guvoh.desk.staff.record import record
from guvoh.desk.staff.roles import Role


@transaction.atomic
def open_in_emergency(case: Case, *, by: Member, reason: str, sections: Iterable[str], hours: int) -> Emergency:
    """Open these sections of a case to a member for some hours; who leads it hears of it at once.

    Raises ValidationError for a sealed case, for sections beyond her roles, for more than a day, and when it is
    open to her in this way already.
    """
    chosen, near = sorted(set(sections)), case.organisation_id == by.organisation_id
    if case.sealed or not chosen or not set(chosen) <= emergency_sections(by.roles, same_organisation=near):
        raise ValidationError(_("This cannot be opened to you in an emergency."))
    if not 1 <= hours <= LONGEST_HOURS:
        raise ValidationError({"hours": _("Between one hour and twenty-four.")})
    if running_emergency(by, case):
        raise ValidationError(_("It is open to you already. When the time is over, open it again."))
    now = timezone.now()
    lapsed = Emergency.objects.filter(case=case, member=by, ended_at__isnull=True)
    lapsed.update(ended_at=F("ends_at"))
    emergency = Emergency(case=case, member=by, reason=reason, sections=chosen, hours=hours, began_at=now)
    emergency.ends_at = now + dt.timedelta(hours=hours)
    emergency.full_clean()
    emergency.save()
    record("emergency.opened", by=by, case=case.code, sections=", ".join(chosen), number=hours, reason=reason)
    give_notice(
        _who_must_know(case, by), "emergency.opened", by=by, case=case.code, reason=reason, until=emergency.ends_at
    )
    return emergency


@transaction.atomic
def end_emergency(emergency: Emergency, *, by: Member) -> None:
    """Close the case again before the hours are over."""
    emergency.ended_at, emergency.ended_by = timezone.now(), by
    emergency.save(update_fields=["ended_at", "ended_by"])
    record("emergency.ended", by=by, case=emergency.case.code, subject=emergency.member.username)


def _who_must_know(case: Case, by: Member) -> list[Member]:
    coordinators = Member.objects.filter(is_active=True, grants__role=Role.COORDINATOR)
    return [member for member in (*leaders_of(case), *coordinators) if member != by]
