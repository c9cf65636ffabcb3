from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.casework.actions import open_case
from guvoh.desk.casework.keyring import case_key
from guvoh.desk.casework.models import Case
from guvoh.desk.evidence.actions import move_to_case
from guvoh.desk.evidence.models import SealedFile
from guvoh.desk.inbox.models import Envelope
from guvoh.desk.inbox.vocabulary import Decision, EnvelopeState
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record
from guvoh.desk.staff.sealed_text import rewrite


def _decide(
    envelope: Envelope,
    decision: Decision,
    *,
    by: Member,
    reason: str,
    case: Case | None = None,
    referred_to: str = "",
) -> None:
    # two members may have the same report before them
    envelope.refresh_from_db()
    if envelope.state != EnvelopeState.OPENED or envelope.follows_id:
        raise ValidationError(_("Only a report that was opened and not decided yet can be decided."))
    envelope.state, envelope.decision = EnvelopeState.DECIDED, decision
    envelope.decided_by, envelope.decided_at = by, timezone.now()
    envelope.reason, envelope.case, envelope.referred_to = reason, case, referred_to
    envelope.full_clean()
    envelope.save()
    if case is not None:
        for message in envelope.follow_ups.all():
            message.case = case
            message.save()
        for file in SealedFile.objects.filter(Q(envelopes=envelope) | Q(envelopes__follows=envelope)):
            move_to_case(file, case, by=by)
        # with it come the answers that were written before
        if case.sealed_in is not None:
            rewrite(case.pk, case_key(case), case_key(case))


@transaction.atomic
def accept_as_case(envelope: Envelope, title: str, *, by: Member, reason: str = "") -> Case:
    """Open a case from a report. Raises ValidationError."""
    case = open_case(title, by=by, opened_on=timezone.localdate())
    _decide(envelope, Decision.NEW_CASE, by=by, reason=reason, case=case)
    record("envelope.accepted", by=by, case=case.code, subject=f"envelope {envelope.envelope_id}")
    return case


@transaction.atomic
def join_to_case(envelope: Envelope, case: Case, *, by: Member, reason: str = "") -> None:
    """Add a report to a case that is open already. Raises ValidationError."""
    if case.state == Case.State.CLOSED:
        raise ValidationError(_("This case is closed. Reopen it first, or open a new one."))
    _decide(envelope, Decision.JOINED, by=by, reason=reason, case=case)
    record("envelope.joined", by=by, case=case.code, subject=f"envelope {envelope.envelope_id}")


@transaction.atomic
def refer_outside(envelope: Envelope, to_whom: str, *, by: Member, reason: str) -> None:
    """Note that somebody outside takes this up. Nothing is sent by the desk. Raises ValidationError."""
    _decide(envelope, Decision.REFERRED, by=by, reason=reason, referred_to=to_whom)
    record("envelope.referred", by=by, subject=f"envelope {envelope.envelope_id}", reason=reason)


@transaction.atomic
def keep_as_information(envelope: Envelope, *, by: Member, reason: str) -> None:
    """Keep a report without a case. Raises ValidationError."""
    _decide(envelope, Decision.INFORMATION, by=by, reason=reason)
    record("envelope.kept_as_information", by=by, subject=f"envelope {envelope.envelope_id}", reason=reason)
