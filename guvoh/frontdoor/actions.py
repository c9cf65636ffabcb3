import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils import timezone

from guvoh.frontdoor.attachments import Attachments
from guvoh.frontdoor.notice import spool
from guvoh.frontdoor.once import seed_of
from guvoh.frontdoor.quota import quota
from guvoh.frontdoor.throttle import Bucket, Throttle
from guvoh.handover.envelope import AlreadySent, ContactSafety, Report, Staging
from guvoh.handover.notice import Notice
from guvoh.handover.receipt import Receipt, open_receipt, receipt_code_of
from guvoh.handover.reply import Reply

RECEIPTS_A_MINUTE = 60
# The coalition's whole year is two thousand reports: a night of raids passes, a flood does not.
REPORTS_AT_ONCE = 30
REPORTS_A_MINUTE = 5

openings = Throttle(RECEIPTS_A_MINUTE, 60)
sendings = Bucket(REPORTS_AT_ONCE, REPORTS_A_MINUTE)
# the first receipts take 64 MiB each: side by side they would be a cheap way to bring the door down
_one_derivation = threading.Lock()


class UnknownReceipt(Exception):
    """No report was sent with this code, or it is no code at all: the reader is told the same."""


class TooManyOpenings(Exception):
    """More receipts than a minute allows were tried, by anybody."""


class TooManyReports(Exception):
    """More was sent than the door takes at once, by anybody."""


@dataclass(frozen=True)
class Written:
    """The fields of the form, in the reporter's words."""

    what: str
    when: str = ""
    where: str = ""
    whom: str = ""
    contact_safety: ContactSafety = "no"
    contact_how: str = ""


@dataclass(frozen=True)
class Sending:
    """One form on its way: the token it carried, its files, the keys, and the reader's language."""

    once: str
    attachments: Attachments
    notice: Notice
    language: str

    def seed(self, words: Iterable[str]) -> bytes:
        return seed_of(self.once, (*words, *self.attachments.marks))


def code_of(written: Written, sending: Sending) -> str:
    """The receipt of a form: the same one when it comes a second time, so that no second click loses it."""
    return receipt_code_of(sending.seed(vars(written).values()))


def was_sent(code: str) -> bool:
    return spool().knows(_receipt(code).mailbox)


def message_waits(code: str, text: str, sending: Sending) -> bool:
    return spool().folder(_id(sending.seed((code, text)))).is_dir()


def send_report(written: Written, sending: Sending) -> str:
    """Seal a report and hand it over; return the receipt code. A form that was sent before is not sent again.

    Raises TooManyReports, SpoolFull, and OSError when it could not be stored.
    """
    code = code_of(written, sending)
    receipt = _receipt(code)
    if spool().knows(receipt.mailbox):
        sending.attachments.discard()
        return code
    _hand_over(_report(written, sending, receipt), sending, sending.seed((code,)))
    return code


def write_again(code: str, text: str, sending: Sending) -> None:
    """Seal a further message to those who read the report of this receipt.

    Raises UnknownReceipt, TooManyReports, SpoolFull, and OSError when it could not be stored.
    """
    receipt = _known(code)
    report = _report(Written(text), sending, receipt)
    _hand_over(replace(report, follows=True), sending, sending.seed((code, text)))


def _report(written: Written, sending: Sending, receipt: Receipt) -> Report:
    return Report(
        **vars(written),
        language=sending.language,
        mailbox=receipt.mailbox,
        reply_to=receipt.recipient,
        received_on=timezone.localdate(),
        files=sending.attachments.files,
    )


def _id(seed: bytes) -> str:
    return seed[:8].hex()


def _hand_over(report: Report, sending: Sending, seed: bytes) -> None:
    quota.check()
    if not sendings.admits():
        raise TooManyReports
    staging = sending.attachments.staging or Staging(spool())
    try:
        staging.send(report, sending.notice, _id(seed))
    except AlreadySent:
        # the first click has put it there; whether it came to make the mailbox is not known
        spool().open_mailbox(report.mailbox)


def read_answer(code: str) -> Reply | None:
    """Return the conversation of a receipt, None when nobody has touched the report yet.

    Raises TooManyOpenings, UnknownReceipt, and age.CannotOpen or MalformedEnvelope for a damaged reply.
    """
    if not openings.admits():
        raise TooManyOpenings
    return spool().read_reply(_known(code))


def _known(code: str) -> Receipt:
    receipt = _receipt(code)
    if receipt is None or not spool().knows(receipt.mailbox):
        raise UnknownReceipt
    return receipt


def _receipt(code: str) -> Receipt | None:
    with _one_derivation:
        return open_receipt(code, settings.INSTALLATION)
