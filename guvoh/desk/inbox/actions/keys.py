import contextlib
import datetime as dt
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.facts.exits import refuse_names
from guvoh.desk.inbox.identities import wrapped
from guvoh.desk.inbox.models import CHANGE_DAYS, Envelope, IntakeKey, RecoveryKey
from guvoh.desk.inbox.vocabulary import EnvelopeState
from guvoh.desk.staff.models import Hotline, Member
from guvoh.desk.staff.record import record
from guvoh.handover import envelope as handover
from guvoh.handover import notice as notices
from guvoh.handover.malformed import MalformedEnvelope
from guvoh.instruments.seal import age

# A new key every thirty days, seven before the last one ends.
KEY_DAYS: Final = 30 + CHANGE_DAYS
# so long after its end a key still waits for envelopes that are carried slowly
GRACE_DAYS: Final = 7


@transaction.atomic
def set_recovery_key(recipient: str, *, by: Member) -> RecoveryKey:
    """Take the public half of the paper key into use."""
    key = RecoveryKey.objects.create(recipient=recipient)
    record("recovery_key.set", by=by, subject=age.key_id(recipient))
    return key


@transaction.atomic
def issue_intake_key(*, by: Member) -> IntakeKey:
    """Make a new intake key and publish it to the front door. Raises ValidationError without a recovery key."""
    identity = age.new_identity()
    recipient = age.recipient_of(identity)
    today = timezone.localdate()
    key = IntakeKey.objects.create(
        key_id=age.key_id(recipient),
        recipient=recipient,
        wrapped_identity=wrapped(identity, age.key_id(recipient)),
        valid_from=today,
        valid_until=today + dt.timedelta(days=KEY_DAYS),
    )
    record("intake_key.issued", by=by, subject=key.key_id)
    publish_notice(by=by)
    return key


@transaction.atomic
def destroy_spent_keys(*, by: Member) -> int:
    """Destroy the private halves of keys whose time is over and whose reports are all in; return how many.

    What was sealed to them can then be opened by the recovery key on paper alone. Raises OSError where the spool
    cannot be read: a report may wait there.
    """
    today = timezone.localdate()
    in_spool = _keys_in_the_spool()
    spent = [
        key for key in IntakeKey.objects.spent(today - dt.timedelta(days=GRACE_DAYS)) if key.key_id not in in_spool
    ]
    for key in spent:
        key.wrapped_identity, key.destroyed_at = b"", timezone.now()
        key.save(update_fields=["wrapped_identity", "destroyed_at"])
        record("intake_key.destroyed", by=by, subject=key.key_id)
    if spent:
        # the old page would lie in the write-ahead log until that is written over
        transaction.on_commit(connection.drop_old_pages)
    return len(spent)


def _keys_in_the_spool() -> set[str]:
    """Raises OSError where the spool is not in its place, say a share that is not mounted."""
    spool, found = handover.IntakeSpool(settings.INTAKE_SPOOL), set()
    (spool.root / "notice.json").stat()
    waiting = spool.envelope_ids()
    unreadable = Envelope.objects.filter(envelope_id__in=waiting, state=EnvelopeState.UNREADABLE)
    for envelope_id in set(waiting) - set(unreadable.values_list("envelope_id", flat=True)):
        with contextlib.suppress(MalformedEnvelope):
            found.add(spool.header(envelope_id).key_id)
    return found


@transaction.atomic
def publish_notice(*, by: Member) -> None:
    """Write keys and hotlines into the spool for the front door.

    Raises ValidationError when a key is missing, or a hotline is a protected person's number or names one.
    """
    key, recovery = IntakeKey.objects.first(), RecoveryKey.objects.order_by("-pk").first()
    if key is None or recovery is None:
        raise ValidationError(_("The desk has no intake key and recovery key yet. Run “guvoh init” first."))
    hotlines = tuple(
        notices.Hotline(line.region, line.number, line.audience_en)
        for line in Hotline.objects.order_by("region", "pk")
    )
    refuse_names({f"hotline {line.number}": f"{line.region} {line.number} {line.audience}" for line in hotlines})
    notice = notices.Notice(key.recipient, recovery.recipient, key.valid_until, hotlines)
    record("notice.published", by=by, subject=key.key_id)
    seed = settings.VAULT.key("release/v1")
    transaction.on_commit(lambda: handover.IntakeSpool(settings.INTAKE_SPOOL).publish_notice(notice, seed))
