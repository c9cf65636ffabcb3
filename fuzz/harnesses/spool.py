"""Envelopes, reports, replies and notices, as they lie in a spool that others can write to."""

import datetime as dt
import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from guvoh.handover.envelope import AttachedFile, IntakeSpool, Report, Staging
from guvoh.handover.malformed import MalformedEnvelope
from guvoh.handover.notice import ExpiredNotice, Hotline, Notice
from guvoh.handover.receipt import open_receipt
from guvoh.handover.reply import Message, Reply
from guvoh.instruments.seal import age, signature

TODAY: Final = dt.date(2026, 11, 22)
SEED: Final = b"f" * 32
ID: Final = "0123456789abcdef"
KEYS: Final = [age.recipient_of(age.new_identity()) for _ in range(2)]
RECEIPT: Final = open_receipt("1" * 24, "fuzz")
NOTICE: Final = Notice(KEYS[0], KEYS[1], TODAY, (Hotline("KT", "+992 900 11 22 33", "conscripts"),))
REPORT: Final = Report("tg", "What", "", "", "", "no", "", RECEIPT.mailbox, RECEIPT.recipient, TODAY)
# kept until the process ends
_FOLDER: Final = tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None)  # noqa: S108
_SPOOL: Final = IntakeSpool(Path(_FOLDER.name))


def _header(document: bytes) -> None:
    folder = _SPOOL.folder(ID)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "envelope.json").write_bytes(document)
    _SPOOL.is_whole(_SPOOL.header(ID))


def _notice(document: bytes) -> None:
    (_SPOOL.root / "notice.json").write_bytes(document)
    _SPOOL.notice(signature.public_half(SEED), TODAY)


def _signed_notice(document: bytes) -> None:
    """The inside of the signature: what a desk in other hands could say."""
    text = document.decode(errors="replace")
    _notice(_as_signed(text))


def _as_signed(text: str) -> bytes:
    return json.dumps({"notice": text, "signature": signature.sign(text.encode(), SEED).hex()}).encode()


READERS: Final[tuple[Callable[[bytes], object], ...]] = (
    _header,
    Report.from_bytes,
    Reply.from_bytes,
    _notice,
    _signed_notice,
)


def seeds() -> list[bytes]:
    files = (AttachedFile("file-00000000.age", "photo.jpg", "image/jpeg", 7),)
    with tempfile.TemporaryDirectory() as name:
        spool = IntakeSpool(Path(name))
        envelope_id = Staging(spool).send(replace(REPORT, follows=True), NOTICE)
        spool.publish_notice(NOTICE, SEED)
        header = (spool.folder(envelope_id) / "envelope.json").read_bytes()
        notice = (spool.root / "notice.json").read_bytes()
    reply = Reply("answered", TODAY, (Message("desk", TODAY, "Answer"), Message("reporter", TODAY)))
    old_reply = b'{"state": "answered", "answer": "Answer", "day": "2026-11-22"}'
    return [
        b"\0" + header,
        b"\1" + replace(REPORT, files=files).to_bytes(),
        b"\2" + reply.to_bytes().rstrip(),
        b"\2" + old_reply,
        b"\3" + notice,
        b"\4" + json.loads(notice)["notice"].encode(),
    ]


def one(data: bytes) -> None:
    if not data:
        return
    try:
        READERS[data[0] % len(READERS)](data[1:])
    except (MalformedEnvelope, ExpiredNotice, signature.BadSignature):
        return
