import threading
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from guvoh.frontdoor.attachments import Attachments
from guvoh.frontdoor.notice import spool
from guvoh.frontdoor.throttle import Throttle
from guvoh.handover.envelope import (
    ContactSafety,
    Notice,
    Receipt,
    Reply,
    Report,
    Staging,
    new_receipt_code,
    open_receipt,
)

RECEIPTS_A_MINUTE = 60

openings = Throttle(RECEIPTS_A_MINUTE, 60)
# every derivation takes 64 MiB: side by side they would be a cheap way to bring the door down
_one_derivation = threading.Lock()


class UnknownReceipt(Exception):
    """No report was sent with this code, or it is no code at all: the reader is told the same."""


class TooManyOpenings(Exception):
    """More receipts than a minute allows were tried, by anybody."""


@dataclass(frozen=True)
class Written:
    """The fields of the form, in the reporter's words."""

    what: str
    when: str
    where: str
    whom: str
    contact_safety: ContactSafety
    contact_how: str


def send_report(written: Written, attachments: Attachments, notice: Notice, language: str) -> str:
    """Seal a report and hand it over; return the receipt code. Raises OSError when it could not be stored."""
    code = new_receipt_code()
    receipt = _receipt(code)
    report = Report(
        **vars(written),
        language=language,
        mailbox=receipt.mailbox,
        reply_to=receipt.recipient,
        received_on=timezone.localdate(),
        files=attachments.files,
    )
    staging = attachments.staging or Staging(spool())
    staging.send(report, notice)
    return code


def read_answer(code: str) -> Reply | None:
    """Return the latest reply for a receipt, None when nobody has touched the report yet.

    Raises TooManyOpenings, UnknownReceipt, and age.CannotOpen or MalformedEnvelope for a damaged reply.
    """
    if not openings.admits():
        raise TooManyOpenings
    receipt = _receipt(code)
    if receipt is None or not spool().knows(receipt.mailbox):
        raise UnknownReceipt
    return spool().read_reply(receipt)


def _receipt(code: str) -> Receipt | None:
    with _one_derivation:
        return open_receipt(code, settings.INSTALLATION)
