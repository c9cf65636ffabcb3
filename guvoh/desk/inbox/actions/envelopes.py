from collections.abc import Iterator
from itertools import islice
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.evidence.actions import FileCard, keep_file
from guvoh.desk.evidence.models import SealedFile
from guvoh.desk.inbox.conversations import leave_reply
from guvoh.desk.inbox.identities import KeyDestroyed, identity_of
from guvoh.desk.inbox.models import Envelope, IntakeKey
from guvoh.desk.inbox.vocabulary import EnvelopeState
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record
from guvoh.handover.envelope import AttachedFile, IntakeSpool, Report
from guvoh.handover.malformed import MalformedEnvelope
from guvoh.instruments.seal import age

# so that a flooded spool takes the inbox a moment at each look, and never the whole desk
COLLECTED_AT_ONCE: Final = 200


def _spool() -> IntakeSpool:
    return IntakeSpool(settings.INTAKE_SPOOL)


@transaction.atomic
def collect_envelopes(*, by: Member) -> int:
    """Take note of the envelopes that wait in the spool, return how many are new. None is opened by this."""
    spool = _spool()
    waiting = spool.envelope_ids()
    known = dict(Envelope.objects.filter(envelope_id__in=waiting).values_list("envelope_id", "state"))
    for envelope_id in waiting:
        # taken in, and then the power went before it could leave the spool
        if known.get(envelope_id) in (EnvelopeState.OPENED, EnvelopeState.DECIDED):
            spool.remove(envelope_id)
    fresh = [envelope_id for envelope_id in waiting if envelope_id not in known]
    # those that never become whole must not stand in the way of those behind them
    noted = len(list(islice(filter(lambda envelope_id: _take_note(spool, envelope_id), fresh), COLLECTED_AT_ONCE)))
    if noted:
        record("envelopes.collected", by=by, count=noted)
    return noted


def _take_note(spool: IntakeSpool, envelope_id: str) -> bool:
    """Whether it is noted now; one whose parts are still on their way waits for the next look."""
    try:
        header = spool.header(envelope_id)
    except MalformedEnvelope:
        Envelope.objects.create(
            envelope_id=envelope_id, received_on=timezone.localdate(), state=EnvelopeState.UNREADABLE
        )
        return True
    if not spool.is_whole(header):
        return False
    known_key = IntakeKey.objects.filter(key_id=header.key_id, destroyed_at=None).exists()
    Envelope.objects.create(
        envelope_id=envelope_id,
        key_id=header.key_id,
        received_on=header.day,
        state=EnvelopeState.WAITING if known_key else EnvelopeState.UNREADABLE,
    )
    return True


def open_envelope(envelope: Envelope, *, by: Member) -> None:
    """Open a report, take in its files, and tell the reporter that it is being read.

    Raises ValidationError when it cannot be opened; it stays in the spool then and is marked unreadable.
    """
    envelope.refresh_from_db()
    if envelope.state != EnvelopeState.WAITING:
        return
    key = IntakeKey.objects.get(key_id=envelope.key_id)
    try:
        identity = identity_of(key)
        _take_in(envelope, _spool().report(envelope.envelope_id, identity), identity, by=by)
    except (MalformedEnvelope, age.CannotOpen, KeyDestroyed) as error:
        # somebody else may have opened it meanwhile, and it left the spool by that
        if not Envelope.objects.filter(pk=envelope.pk, state=EnvelopeState.WAITING).update(
            state=EnvelopeState.UNREADABLE
        ):
            return
        record("envelope.unreadable", by=by, subject=f"envelope {envelope.envelope_id}")
        raise ValidationError(_("This report cannot be opened. It is kept in the spool as it came.")) from error


@transaction.atomic
def _take_in(envelope: Envelope, report: Report, identity: str, *, by: Member) -> None:
    envelope.refresh_from_db()
    if envelope.state != EnvelopeState.WAITING:
        return
    for field in (
        "language",
        "what",
        "when",
        "where",
        "whom",
        "contact_safety",
        "contact_how",
        "mailbox",
        "reply_to",
    ):
        setattr(envelope, field, getattr(report, field))
    envelope.state = EnvelopeState.OPENED
    envelope.opened_by, envelope.opened_at = by, timezone.now()
    envelope.is_follow_up = report.follows
    envelope.follows = _first_of(envelope) if report.follows else None
    # a further message belongs to the case of its report, and is sealed with it
    case = envelope.case = envelope.follows.case if envelope.follows else None
    if case is not None and not case.is_open:
        raise ValidationError(_("This further message goes to a case that only its team can open. It waits."))
    envelope.save()
    if not report.follows:
        # messages that were opened before the report itself
        Envelope.objects.of_receipt(envelope).undecided().filter(is_follow_up=True).update(follows=envelope)
    for attached in report.files:
        card = FileCard(attached.name, attached.content_type, SealedFile.Origin.REPORT)
        envelope.files.add(keep_file(card, _plain(envelope, attached, identity), by=by, case=case))
    record(
        "envelope.opened",
        by=by,
        subject=f"envelope {envelope.envelope_id}",
        case=case.code if case else "",
        files=len(report.files),
    )
    transaction.on_commit(lambda: _leave_the_spool(envelope))


def _first_of(message: Envelope) -> Envelope | None:
    """The report that a message follows, by its receipt; None where it has not been opened yet."""
    return Envelope.objects.of_receipt(message).filter(is_follow_up=False).exclude(pk=message.pk).first()


def _leave_the_spool(envelope: Envelope) -> None:
    """What was taken in does not stay where a front door is seized, whether or not the reply could be left."""
    try:
        leave_reply(envelope)
    finally:
        _spool().remove(envelope.envelope_id)


def _plain(envelope: Envelope, attached: AttachedFile, identity: str) -> Iterator[bytes]:
    return _spool().attached(envelope.envelope_id, attached, identity)
