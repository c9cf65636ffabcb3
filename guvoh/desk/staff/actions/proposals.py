from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.staff.models import Member, Proposal
from guvoh.desk.staff.record import record
from guvoh.desk.staff.two_people import acts_alone, kind_of


@transaction.atomic
def propose(code: str, about: Mapping[str, Any], *, by: Member, reason: str, subject: str = "") -> Proposal:
    """Propose an act of this kind. Where nobody else could second it, it is done at once.

    Raises ValidationError for a member who may not propose it, without a reason, and when the act is refused.
    """
    kind = kind_of(code)
    if not kind.proposes(by):
        raise ValidationError(_("This is not yours to propose."))
    proposal = Proposal(kind=code, about=dict(about), subject=subject, reason=reason.strip(), proposed_by=by)
    proposal.full_clean(exclude=["about"])
    if not acts_alone(kind, by):
        proposal.save()
        record("proposal.made", by=by, subject=subject, kind=code, reason=reason)
        return proposal
    proposal.state, proposal.decided_at = Proposal.State.ALONE, timezone.now()
    proposal.save()
    record("proposal.done_alone", by=by, subject=subject, kind=code, reason=reason)
    kind.run(proposal)
    return proposal


@transaction.atomic
def second(proposal: Proposal, *, by: Member) -> Proposal:
    """Agree, and let the act be done. Raises ValidationError, also from the act itself: it then still waits."""
    found, kind = _still_waiting(proposal), kind_of(proposal.kind)
    if by == found.proposed_by or not kind.seconds(by):
        raise ValidationError(_("Somebody else must agree to what you propose."))
    if not (found.proposed_by.is_active and kind.proposes(found.proposed_by)):
        raise ValidationError(_("Whoever proposed this may not do it any more. Refuse it."))
    _decide(found, Proposal.State.SECONDED, by)
    record("proposal.seconded", by=by, subject=found.subject, kind=found.kind)
    kind.run(found)
    return found


@transaction.atomic
def refuse(proposal: Proposal, *, by: Member) -> None:
    """Say no for good. Raises ValidationError when it does not wait any more."""
    found = _still_waiting(proposal)
    if by == found.proposed_by or not kind_of(found.kind).seconds(by):
        raise ValidationError(_("This is not yours to refuse."))
    _decide(found, Proposal.State.REFUSED, by)
    record("proposal.refused", by=by, subject=found.subject, kind=found.kind)


@transaction.atomic
def withdraw(proposal: Proposal, *, by: Member) -> None:
    """Take one's own proposal back. Raises ValidationError when it does not wait any more."""
    found = _still_waiting(proposal)
    if by != found.proposed_by:
        raise ValidationError(_("Only the one who proposed this can take it back."))
    _decide(found, Proposal.State.WITHDRAWN, by)
    record("proposal.withdrawn", by=by, subject=found.subject, kind=found.kind)


@transaction.atomic
def use_proposal(code: str, *, by: Member) -> Proposal:
    """Begin what two people agreed to within the last hour; each agreement serves once. Raises ValidationError."""
    found = Proposal.objects.usable(code).filter(proposed_by=by).select_for_update().first()
    if found is None:
        raise ValidationError(_("Two people must agree to this first, within the last hour."))
    found.used_at = timezone.now()
    found.save(update_fields=["used_at"])
    record("proposal.used", by=by, subject=found.subject, kind=found.kind)
    return found


def _still_waiting(proposal: Proposal) -> Proposal:
    # two who press at the same moment: the second of them finds it decided
    found = (
        Proposal.objects.waiting().select_for_update().filter(pk=proposal.pk).select_related("proposed_by").first()
    )
    if found is None:
        raise ValidationError(_("This does not wait any more. It was decided, withdrawn, or a week went by."))
    return found


def _decide(proposal: Proposal, state: Proposal.State, by: Member) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, timezone.now()
    proposal.full_clean(exclude=["about"])
    proposal.save()
