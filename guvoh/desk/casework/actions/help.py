import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.casework.access import consent_to
from guvoh.desk.casework.actions.team import add_to_team
from guvoh.desk.casework.models import Case, Intervention, Need, Referral, Task, TeamSeat
from guvoh.desk.casework.vocabulary import CaseRole, NeedKind, Purpose, ReferralState
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.permissions import Right, has_right
from guvoh.desk.staff.record import record


@transaction.atomic
def add_need(case: Case, *, by: Member, **fields: Any) -> Need:
    """Record what the client needs. Raises ValidationError."""
    need = Need(case=case, **fields)
    need.full_clean()
    need.save()
    record("need.added", by=by, case=case.code, kind=need.kind)
    return need


def _require_consent(case: Case, purpose: Purpose) -> None:
    clients = [person.actor for person in case.people.filter(role=CaseRole.CLIENT).select_related("actor")]
    if not clients:
        raise ValidationError(_("The case has no client yet. Add the client first."))
    if not all(consent_to(case, client, purpose) for client in clients):
        raise ValidationError(
            _("The client has not consented to this referral. Ask, record the consent, then send it.")
        )


@transaction.atomic
def send_referral(need: Need, to_member: Member, *, by: Member, **fields: Any) -> Referral:
    """Ask a colleague to take up a need. Raises ValidationError, also where the client's consent is missing."""
    _require_consent(need.case, Purpose.LAWYER if need.kind == NeedKind.LEGAL else Purpose.SUPPORT)
    referral = Referral(need=need, to_member=to_member, sent_by=by, **fields)
    referral.full_clean()
    referral.save()
    record("referral.sent", by=by, case=need.case.code, subject=to_member.username, need=need.kind)
    return referral


def _move(referral: Referral, state: ReferralState, allowed: set[ReferralState], by: Member) -> None:
    # she who answers and she who takes it back may press at the same moment
    referral.refresh_from_db(fields=["state"])
    if ReferralState(referral.state) not in allowed:
        raise ValidationError(_("This referral has been answered in the meantime. Look at it again."))
    referral.state = state
    if state in (ReferralState.DECLINED, ReferralState.DONE, ReferralState.REVOKED):
        referral.closed_at = timezone.now()
    referral.full_clean()
    referral.save()
    record(f"referral.{state}", by=by, case=referral.need.case.code, need=referral.need.kind)


@transaction.atomic
def accept_referral(referral: Referral, *, by: Member) -> None:
    """Take up a referral: its addressee joins the case team, unless she is a partner's. Raises ValidationError."""
    _move(referral, ReferralState.ACCEPTED, {ReferralState.SENT}, by)
    joins = has_right(by.roles, Right.TAKE_REFERRALS)
    if joins and not TeamSeat.objects.current().filter(case=referral.need.case, member=by).exists():
        add_to_team(referral.need.case, by, by=by)
    record("referral.taken_up", by=by, case=referral.need.case.code)


@transaction.atomic
def decline_referral(referral: Referral, *, by: Member, reason: str) -> None:
    """Decline a referral with a reason. Raises ValidationError."""
    referral.decline_reason = reason
    _move(referral, ReferralState.DECLINED, {ReferralState.SENT}, by)
    record("referral.declined_because", by=by, case=referral.need.case.code, reason=reason)


@transaction.atomic
def revoke_referral(referral: Referral, *, by: Member) -> None:
    """Take back a referral that was not answered yet. Raises ValidationError."""
    _move(referral, ReferralState.REVOKED, {ReferralState.SENT}, by)
    record("referral.taken_back", by=by, case=referral.need.case.code)


@transaction.atomic
def finish_referral(referral: Referral, *, by: Member) -> None:
    """Say that the need was met. Raises ValidationError."""
    _move(referral, ReferralState.DONE, {ReferralState.ACCEPTED}, by)
    Need.objects.filter(pk=referral.need_id).update(met_on=timezone.localdate())
    record("need.met", by=by, case=referral.need.case.code, kind=referral.need.kind)


@transaction.atomic
def set_appointment(referral: Referral, at: dt.datetime, place: str, *, by: Member) -> None:
    """Set when and where client and colleague meet. Raises ValidationError."""
    if referral.state not in (ReferralState.SENT, ReferralState.ACCEPTED):
        raise ValidationError(_("This referral is over. Send a new one first."))
    referral.appointment_at, referral.appointment_place = at, place
    referral.full_clean()
    referral.save()
    record("referral.appointment_set", by=by, case=referral.need.case.code, at=at.isoformat())


@transaction.atomic
def record_intervention(case: Case, *, by: Member, **fields: Any) -> Intervention:
    """Record what was done for the client, or what the authorities decided. Raises ValidationError."""
    intervention = Intervention(case=case, **{"by_member": by, **fields})
    intervention.full_clean()
    intervention.save()
    record("intervention.recorded", by=by, case=case.code, kind=intervention.kind)
    return intervention


@transaction.atomic
def add_task(case: Case, *, by: Member, **fields: Any) -> Task:
    """Give somebody of the team something to do. Raises ValidationError for a member who may not see the case."""
    task = Task(case=case, **fields)
    if not Case.objects.visible_to(task.owner).filter(pk=case.pk).exists():
        raise ValidationError({"owner": _("This colleague is not on the case team. Add her to the team first.")})
    task.full_clean()
    task.save()
    record("task.added", by=by, case=case.code, subject=task.owner.username)
    return task


@transaction.atomic
def finish_task(task: Task, *, by: Member) -> None:
    """Mark a task as done."""
    task.done_at = timezone.now()
    task.save(update_fields=["done_at"])
    record("task.done", by=by, case=task.case.code, task=task.pk)


@transaction.atomic
def hand_over_task(task: Task, to: Member, *, by: Member) -> None:
    """Give a task to somebody else of the team. Raises ValidationError for one who may not see the case."""
    if not Case.objects.visible_to(to).filter(pk=task.case_id).exists():
        raise ValidationError({"owner": _("This colleague is not on the case team. Add her to the team first.")})
    task.owner = to
    task.save(update_fields=["owner"])
    record("task.handed_over", by=by, case=task.case.code, subject=to.username, task=task.pk)
