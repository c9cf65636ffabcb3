"""The reply: what a reporter reads with her receipt, the whole conversation in one sealed file."""

import datetime as dt
import json
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal, get_args

from guvoh.handover.malformed import MalformedEnvelope
from guvoh.handover.spoolfile import parse_object

# Padded to powers of two from here on: a conversation that grows by an answer mostly keeps its size.
SMALLEST_BYTES: Final = 8192

ReplyState = Literal["received", "being_read", "answered"]
Side = Literal["desk", "reporter"]


@dataclass(frozen=True)
class Message:
    """One message of a conversation. The reporter's own carry no text: her words never come back to her door."""

    side: Side
    day: dt.date
    text: str = ""


@dataclass(frozen=True)
class Reply:
    """What the reporter reads with her receipt: a state, and what was written both ways, the oldest first."""

    state: ReplyState
    day: dt.date
    messages: tuple[Message, ...] = ()

    def to_bytes(self) -> bytes:
        """Return UTF-8 JSON padded with spaces to a power of two, at least SMALLEST_BYTES."""
        document = json.dumps(asdict(self), default=str, ensure_ascii=False).encode()
        return document.ljust(max(SMALLEST_BYTES, 1 << (len(document) - 1).bit_length()))

    @classmethod
    def from_bytes(cls, document: bytes) -> "Reply":
        """Return the reply of to_bytes(), or of the older format with its one answer. Raises MalformedEnvelope."""
        try:
            fields = parse_object(document)
            day = dt.date.fromisoformat(fields["day"])
            reply = cls(fields["state"], day, _messages(fields, day))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise MalformedEnvelope("reply") from error
        if reply.state not in get_args(ReplyState):
            raise MalformedEnvelope("state")
        return reply


def _messages(fields: dict[str, Any], day: dt.date) -> tuple[Message, ...]:
    """Raises ValueError, KeyError, TypeError, AttributeError for what is no list of messages."""
    if "messages" not in fields:
        answer = fields["answer"]
        return (Message("desk", day, answer),) if answer else ()
    found = tuple(
        Message(each["side"], dt.date.fromisoformat(each["day"]), each["text"]) for each in fields["messages"]
    )
    if any(each.side not in get_args(Side) or not isinstance(each.text, str) for each in found):
        raise ValueError("side or text")
    return found
