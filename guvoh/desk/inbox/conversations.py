"""The conversation under a receipt: as the desk shows it, and as it is left for the reporter."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from guvoh.desk.inbox.models import Answer, Envelope
from guvoh.handover.envelope import IntakeSpool
from guvoh.handover.reply import Message, Reply


@dataclass(frozen=True)
class Turn:
    """One message of a conversation, as the desk shows it: an answer of ours, or a further message of hers."""

    answer: Answer | None = None
    message: Envelope | None = None

    @property
    def at(self) -> dt.datetime:
        return self.answer.written_at if self.answer else self.message.opened_at

    @property
    def outward(self) -> Message:
        if self.answer:
            return Message("desk", timezone.localdate(self.answer.written_at), self.answer.text)
        return Message("reporter", self.message.received_on)


def conversation_of(envelope: Envelope) -> list[Turn]:
    """What was written under the receipt of a report beside its own words, in the order of _turns()."""
    return [turn for turn in _turns(envelope) if turn.message != envelope]


def _turns(envelope: Envelope) -> list[Turn]:
    """Everything written under a receipt, in the order in which the desk wrote and read it."""
    received = Envelope.objects.of_receipt(envelope)
    answers = Answer.objects.filter(envelope__in=received).select_related("written_by", "envelope")
    messages = received.filter(is_follow_up=True).prefetch_related("files")
    turns = [Turn(answer=answer) for answer in answers]
    turns += [Turn(message=message) for message in messages.select_related("opened_by")]
    return sorted(turns, key=lambda turn: turn.at)


def leave_reply(envelope: Envelope) -> None:
    """Put the whole conversation into the reporter's mailbox, in the place of what lay there. Raises OSError."""
    turns = _turns(envelope)
    state = "answered" if any(turn.answer for turn in turns) else "being_read"
    reply = Reply(state, timezone.localdate(), tuple(turn.outward for turn in turns))
    IntakeSpool(settings.INTAKE_SPOOL).put_reply(envelope.mailbox, envelope.reply_to, reply)
