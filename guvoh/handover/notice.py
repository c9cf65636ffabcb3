"""The notice: what the desk tells the front door, signed by the desk."""

import datetime as dt
from dataclasses import dataclass, field
from functools import lru_cache

from guvoh.handover.malformed import MalformedEnvelope
from guvoh.handover.spoolfile import parse_object
from guvoh.instruments.seal import age, signature


class ExpiredNotice(Exception):
    """The desk's notice is genuine, but nothing may be sealed to its key any more; its hotlines still hold."""

    def __init__(self, notice: "Notice") -> None:
        super().__init__("the intake key has expired")
        self.notice = notice


@dataclass(frozen=True)
class Hotline:
    """One hotline number for one region code (DU, RA, SU, KT, GB, or empty for everywhere)."""

    region: str
    number: str
    audience: str = ""


@dataclass(frozen=True)
class Notice:
    """What the desk tells the front door: the keys to seal to, until when, and the hotlines."""

    intake: str
    recovery: str
    valid_until: dt.date
    hotlines: tuple[Hotline, ...] = field(default=())

    @property
    def key_id(self) -> str:
        """The id of the intake key, as stamped on every envelope."""
        return age.key_id(self.intake)


# the same bytes under the same key are asked about at every page: what raises is not kept
@lru_cache(maxsize=2)
def verified(signed_notice: bytes, verify_key: str) -> Notice:
    """Return the notice that the desk signed.

    Raises signature.BadSignature, MalformedEnvelope.
    """
    try:
        signed = parse_object(signed_notice)
        document: bytes = signed["notice"].encode()
        signature.verify(document, bytes.fromhex(signed["signature"]), verify_key)
        fields = parse_object(document)
        fields["valid_until"] = dt.date.fromisoformat(fields["valid_until"])
        fields["hotlines"] = tuple(Hotline(**hotline) for hotline in fields["hotlines"])
        return Notice(**fields)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise MalformedEnvelope("notice") from error
