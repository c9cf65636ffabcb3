"""The desk's notice, as the front door reads it: which keys to seal to, and whom one can call."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.handover.envelope import IntakeSpool
from guvoh.handover.malformed import MalformedEnvelope
from guvoh.handover.notice import ExpiredNotice, Hotline, Notice
from guvoh.instruments.seal import age
from guvoh.instruments.seal.signature import BadSignature


class Closed(Exception):
    """No report can be taken now: the notice is absent, not genuine, or its key has expired."""

    def __init__(self, hotlines: tuple[Hotline, ...] = ()) -> None:
        super().__init__("closed")
        self.hotlines = hotlines


@dataclass(frozen=True)
class Line:
    """A hotline as a reader sees it."""

    place: str
    audience: str
    number: str
    dial: str


def spool() -> IntakeSpool:
    return IntakeSpool(settings.INTAKE_SPOOL)


def current_notice() -> Notice:
    """Return the notice that reports may be sealed to. Raises Closed."""
    try:
        return spool().notice(settings.DESK_VERIFY_KEY, timezone.localdate())
    except ExpiredNotice as expired:
        raise Closed(expired.notice.hotlines) from expired
    except (OSError, BadSignature, MalformedEnvelope) as error:
        raise Closed from error


@dataclass(frozen=True)
class Fingerprint:
    """The intake key as a reader compares it: the short form and the whole, in groups of four."""

    short: str
    whole: str


def fingerprint_of(notice: Notice) -> Fingerprint:
    return Fingerprint(age.in_groups(notice.key_id), age.in_groups(age.fingerprint(notice.intake)))


def fingerprint() -> Fingerprint | None:
    try:
        return fingerprint_of(current_notice())
    except Closed:
        return None


def hotlines() -> list[Line]:
    try:
        return lines(current_notice().hotlines)
    except Closed as closed:
        return lines(closed.hotlines)


def lines(known: tuple[Hotline, ...]) -> list[Line]:
    places = {
        "DU": _("Dushanbe"),
        "RA": _("Districts of Republican Subordination"),
        "SU": _("Sughd"),
        "KT": _("Khatlon"),
        "GB": _("Badakhshan (GBAO)"),
        "": _("All regions"),
    }
    audiences = {"conscripts": _("for soldiers and conscripts")}
    return [
        Line(
            places.get(hotline.region, hotline.region),
            audiences.get(hotline.audience, hotline.audience),
            hotline.number,
            "".join(sign for sign in hotline.number if sign in "+0123456789"),
        )
        for hotline in known
    ]
