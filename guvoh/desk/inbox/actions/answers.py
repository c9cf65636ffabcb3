"""What the desk answers to a reporter, and what becomes of her further messages."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.facts.exits import refuse_names
from guvoh.desk.inbox.conversations import leave_reply
from guvoh.desk.inbox.models import Answer, Envelope
from guvoh.desk.inbox.vocabulary import Decision, EnvelopeState
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record


@transaction.atomic
def answer_reporter(envelope: Envelope, text: str, *, by: Member) -> Answer:
    """Write an answer that only the receipt opens. Raises ValidationError when empty or before opening.

    It may name nobody: whoever holds the receipt may be somebody else than the one who wrote.
    """
    if not envelope.mailbox:
        raise ValidationError(_("Open the report first."))
    try:
        refuse_names({"text": text})
    except ValidationError as refused:
        raise ValidationError({"text": refused.messages}) from refused
    answer = Answer(envelope=envelope, text=text.strip(), written_by=by)
    answer.full_clean()
    answer.save()
    record("reporter.answered", by=by, subject=f"envelope {envelope.envelope_id}")
    for message in envelope.follow_ups.filter(state=EnvelopeState.OPENED):
        _settle(message, by)
    transaction.on_commit(lambda: leave_reply(envelope))
    return answer


@transaction.atomic
def settle_message(message: Envelope, *, by: Member) -> None:
    """Note that a further message needs no answer. Raises ValidationError when it is none, or settled already."""
    message.refresh_from_db()
    if message.follows_id is None or message.state != EnvelopeState.OPENED:
        raise ValidationError(_("This message is settled already."))
    _settle(message, by)
    record("message.settled", by=by, subject=f"envelope {message.envelope_id}")


def _settle(message: Envelope, by: Member) -> None:
    message.state, message.decision = EnvelopeState.DECIDED, Decision.FOLLOW_UP
    message.decided_by, message.decided_at = by, timezone.now()
    message.save(update_fields=["state", "decision", "decided_by", "decided_at"])
