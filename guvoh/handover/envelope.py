"""The envelope: a sealed report on its way in, and the sealed reply on its way back.

Layout of the intake spool, a folder that can be shared, synchronised or carried:

    notice.json                       the desk's intake key, recovery key and hotlines, signed by the desk
    in/<envelope>/envelope.json       format, key id, day, names of the parts
    in/<envelope>/report.age          the report, padded, sealed to the intake and recovery keys
    in/<envelope>/file-<n>.age        attached files, padded and sealed the same way
    mailboxes/<mailbox>               an empty file: this receipt is known
    replies/<mailbox>/reply.age       the conversation, padded, sealed to the key of her receipt

All times are days: nothing in the spool says at what hour a report came.
"""

import datetime as dt
import errno
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final, Literal, get_args

from guvoh.handover.malformed import MalformedEnvelope
from guvoh.handover.notice import ExpiredNotice, Notice, verified
from guvoh.handover.padding import padding
from guvoh.handover.receipt import Receipt
from guvoh.handover.reply import Reply
from guvoh.handover.spoolfile import (
    is_plain_file,
    keep_names,
    modified,
    parse_object,
    printable,
    read_plain_file,
    round_time,
    write_atomically,
    write_durably,
)
from guvoh.instruments.seal import age, signature

FORMAT: Final = "guvoh-envelope-1"
PADDING_BYTES: Final = 4096
LANGUAGES: Final = ("tg", "ru", "en")
PARTS_MAX: Final = 16
# Largest files of an envelope in bytes; the front door keeps to much less.
HEADER_BYTES: Final = 64 * 1024
REPORT_BYTES: Final = 4 * 1024 * 1024
PART_BYTES: Final = 64 * 1024 * 1024

ContactSafety = Literal["yes", "no", "careful"]


@dataclass(frozen=True)
class AttachedFile:
    """One file of a report: its sealed part, how the reporter named it, and its bytes without the padding."""

    part: str
    name: str
    content_type: str
    size: int


@dataclass(frozen=True)
class Report:
    """What a reporter wrote, in her words. Every text may be empty but `what`."""

    language: str
    what: str
    when: str
    where: str
    whom: str
    contact_safety: ContactSafety
    contact_how: str
    mailbox: str
    reply_to: str
    received_on: dt.date
    files: tuple[AttachedFile, ...] = ()
    # whether she writes again with the receipt of an earlier report
    follows: bool = False

    def to_bytes(self) -> bytes:
        """Return UTF-8 JSON padded with spaces to a multiple of PADDING_BYTES, so that sizes tell little."""
        document = json.dumps(asdict(self), default=str, ensure_ascii=False).encode()
        return document.ljust(-(-len(document) // PADDING_BYTES) * PADDING_BYTES)

    @classmethod
    def from_bytes(cls, document: bytes) -> "Report":
        """Return the report of to_bytes(). Raises MalformedEnvelope."""
        try:
            fields = parse_object(document)
            fields["received_on"] = dt.date.fromisoformat(fields["received_on"])
            fields["files"] = tuple(_attached(AttachedFile(**attached)) for attached in fields["files"])
            report = cls(**fields)
        except (ValueError, KeyError, TypeError) as error:
            raise MalformedEnvelope("report") from error
        report._check()
        return report

    def _check(self) -> None:
        # whoever has the public intake key can seal anything to it
        texts = (self.what, self.when, self.where, self.whom, self.contact_how, self.mailbox, self.reply_to)
        if not all(isinstance(text, str) for text in texts):
            raise MalformedEnvelope("texts")
        if self.language not in LANGUAGES or self.contact_safety not in get_args(ContactSafety):
            raise MalformedEnvelope("choices")
        if not re.fullmatch(r"[0-9a-f]{32}", self.mailbox) or not age.is_recipient(self.reply_to):
            raise MalformedEnvelope("receipt")
        if not isinstance(self.follows, bool):
            raise MalformedEnvelope("follows")
        if len({attached.part for attached in self.files}) < len(self.files):
            raise MalformedEnvelope("parts")


def _attached(attached: AttachedFile) -> AttachedFile:
    """The file's card with words that can be shown. Raises TypeError for what is no card."""
    if not isinstance(attached.part, str) or not isinstance(attached.size, int) or attached.size < 0:
        raise TypeError("part or size")
    return replace(attached, name=printable(attached.name), content_type=printable(attached.content_type))


@dataclass(frozen=True)
class Header:
    """The open half of an envelope: which key opens it, the day, and its sealed parts."""

    id: str
    key_id: str
    day: dt.date
    parts: tuple[str, ...]


class AlreadySent(Exception):
    """An envelope of this id waits in the spool: the same form was sent twice."""


class Staging:
    """An envelope that is still being filled: sealed parts in a hidden folder of the spool.

    It can be left and taken up again by its token while a form is being corrected.
    """

    def __init__(self, spool: "IntakeSpool", token: str | None = None) -> None:
        """Start a new staging, or take up the one named by `token`. Raises FileNotFoundError if unknown."""
        self._spool = spool
        self.token = token or secrets.token_hex(16)
        self._folder = spool.root / "in" / f".staging-{self.token}"
        if token is None:
            # the desk is another user of the spool's group, and removes what it has taken in
            self._folder.mkdir(parents=True, mode=0o770)
        elif not re.fullmatch(r"[0-9a-f]{32}", token) or not self._folder.is_dir():
            raise FileNotFoundError("staging")

    def parts(self) -> tuple[str, ...]:
        """Names of the sealed files staged so far, in order."""
        return tuple(sorted(path.name for path in self._folder.glob("file-*.age")))

    def new_part(self, recipients: tuple[str, str]) -> tuple[str, age.SealingWriter]:
        """Return the name of the next part and a writer that seals into it."""
        name = f"file-{secrets.token_hex(4)}.age"
        return name, age.SealingWriter(self._folder / name, recipients)

    @staticmethod
    def close_part(writer: age.SealingWriter, size: int) -> None:
        """Pad a part of `size` plain bytes and finish it. Raises OSError."""
        for block in padding(size):
            writer.write(block)
        writer.close()

    def take_parts(self, other: "Staging") -> None:
        """Move all parts of another staging of the same spool into this one. Raises OSError."""
        for name in other.parts():
            (other._folder / name).rename(self._folder / name)

    def drop_part(self, name: str) -> None:
        """Remove one staged part; an unknown one is no error."""
        if name in self.parts():
            (self._folder / name).unlink()

    def send(self, report: Report, notice: Notice, envelope_id: str = "") -> str:
        """Seal the report, put the envelope into the spool in one step, return its id.

        `envelope_id` is 16 hex digits, random unless given. Raises AlreadySent when one of this id waits, OSError.
        """
        named = tuple(attached.part for attached in report.files)
        for stray in set(self.parts()) - set(named):
            self.drop_part(stray)
        write_durably(self._folder / "report.age", age.seal(report.to_bytes(), [notice.intake, notice.recovery]))
        envelope_id = envelope_id or secrets.token_hex(8)
        header = Header(envelope_id, notice.key_id, report.received_on, ("report.age", *named))
        document = {"format": FORMAT, **asdict(header)}
        write_durably(self._folder / "envelope.json", json.dumps(document, default=str).encode())
        for path in self._folder.iterdir():
            round_time(path)
        round_time(self._folder)
        try:
            self._folder.rename(self._spool.root / "in" / envelope_id)
        except OSError as error:
            # a folder takes the place of an empty one only, and no envelope is empty
            if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
                self.discard()
                raise AlreadySent from error
            raise
        round_time(self._spool.root / "in")
        keep_names(self._spool.root / "in")
        # last: a mailbox that is known says that its report is in the spool
        self._spool.open_mailbox(report.mailbox)
        return envelope_id

    def discard(self) -> None:
        """Remove the staging with all its parts."""
        shutil.rmtree(self._folder)


def _folder_bytes(folder: str) -> int:
    """Bytes of the files in a folder; what goes away meanwhile counts nothing."""
    try:
        return sum(entry.stat(follow_symlinks=False).st_size for entry in os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return 0


@dataclass(frozen=True)
class Held:
    """How many folders of one kind lie in the spool, and the bytes of their files."""

    count: int = 0
    bytes: int = 0

    def with_one(self, more: int) -> "Held":
        """Return the same with one folder of `more` bytes added."""
        return Held(self.count + 1, self.bytes + more)


@dataclass(frozen=True)
class IntakeSpool:
    """The spool folder between front door and desk."""

    root: Path

    def publish_notice(self, notice: Notice, seed: bytes) -> None:
        """Write the notice for the front door, signed with the desk's 32-byte signing seed. Raises OSError."""
        self.root.mkdir(parents=True, exist_ok=True)
        document = json.dumps(asdict(notice), default=str, ensure_ascii=False, indent=1).encode()
        # the notice carries its own signature, so that the two can never be read from different moments
        signed = {"notice": document.decode(), "signature": signature.sign(document, seed).hex()}
        write_atomically(self.root / "notice.json", json.dumps(signed).encode())

    def notice(self, verify_key: str, today: dt.date) -> Notice:
        """Return the current notice.

        Raises FileNotFoundError, signature.BadSignature, MalformedEnvelope, or ExpiredNotice.
        """
        notice = verified((self.root / "notice.json").read_bytes(), verify_key)
        if notice.valid_until < today:
            raise ExpiredNotice(notice)
        return notice

    def envelope_ids(self) -> list[str]:
        """Ids of the envelopes that wait, oldest day first."""
        folder = self.root / "in"
        if not folder.is_dir():
            return []
        waiting = [
            path
            for path in folder.iterdir()
            if re.fullmatch(r"[0-9a-f]{16}", path.name)
            and not path.is_symlink()
            and is_plain_file(path / "envelope.json", HEADER_BYTES)
        ]
        return [path.name for path in sorted(waiting, key=lambda path: (modified(path, 0), path.name))]

    def is_whole(self, header: Header) -> bool:
        """Whether every part of the envelope has arrived: a spool that is carried can be ahead of its files."""
        folder = self.folder(header.id)
        return all(is_plain_file(folder / part, PART_BYTES) for part in header.parts)

    def folder(self, envelope_id: str) -> Path:
        """The folder of one envelope. Raises MalformedEnvelope for an id that is not one."""
        if not re.fullmatch(r"[0-9a-f]{16}", envelope_id):
            raise MalformedEnvelope("id")
        return self.root / "in" / envelope_id

    def header(self, envelope_id: str) -> Header:
        """Return the open half of an envelope. Raises MalformedEnvelope."""
        try:
            fields = parse_object(read_plain_file(self.folder(envelope_id) / "envelope.json", HEADER_BYTES))
            key_id, day, parts = fields["key_id"], dt.date.fromisoformat(fields["day"]), tuple(fields["parts"])
            well_formed = fields["format"] == FORMAT and re.fullmatch(r"[0-9a-f]{16}", key_id)
            named = all(re.fullmatch(r"report\.age|file-[0-9a-f]{8}\.age", part) for part in parts)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise MalformedEnvelope("header") from error
        if not (well_formed and named and len(parts) <= PARTS_MAX):
            raise MalformedEnvelope("header")
        # the folder's own name is the id: what the header says of itself could point to another envelope
        return Header(envelope_id, key_id, day, parts)

    def report(self, envelope_id: str, identity: str) -> Report:
        """Open the report of an envelope. Raises MalformedEnvelope, age.CannotOpen."""
        try:
            sealed = read_plain_file(self.folder(envelope_id) / "report.age", REPORT_BYTES)
        except OSError as error:
            raise MalformedEnvelope("report") from error
        report = Report.from_bytes(age.unseal(sealed, identity))
        header = self.header(envelope_id)
        if not {attached.part for attached in report.files} <= set(header.parts) or not self.is_whole(header):
            raise MalformedEnvelope("parts")
        return report

    def attached(self, envelope_id: str, attached: AttachedFile, identity: str) -> Iterator[bytes]:
        """Yield the plain bytes of an attached file without its padding.

        Raises MalformedEnvelope, age.CannotOpen, possibly after some chunks.
        """
        left = attached.size
        for chunk in age.unseal_chunks(self.folder(envelope_id) / attached.part, identity):
            if kept := chunk[:left]:
                left -= len(kept)
                yield kept
        if left:
            raise MalformedEnvelope("shorter than said")

    def held(self) -> tuple[Held, Held]:
        """Return what lies in the spool: envelopes that wait, and stagings that are not sent."""
        folders = os.scandir(self.root / "in") if (self.root / "in").is_dir() else ()
        sent, unsent = Held(), Held()
        for folder in folders:
            if folder.name.startswith(".staging-"):
                unsent = unsent.with_one(_folder_bytes(folder.path))
            else:
                sent = sent.with_one(_folder_bytes(folder.path))
        return sent, unsent

    def remove(self, envelope_id: str) -> None:
        """Remove an envelope that the desk has taken in. Raises MalformedEnvelope, OSError."""
        shutil.rmtree(self.folder(envelope_id))

    def open_mailbox(self, mailbox: str) -> None:
        """Make the receipt of this mailbox known. Raises OSError."""
        path = self.root / "mailboxes" / mailbox
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        round_time(path)
        round_time(path.parent)

    def knows(self, mailbox: str) -> bool:
        """Whether a report was sent with the receipt of this mailbox, or somebody has read it."""
        return (self.root / "mailboxes" / mailbox).exists() or (self.root / "replies" / mailbox).exists()

    def put_reply(self, mailbox: str, reply_to: str, reply: Reply) -> None:
        """Seal a reply to the reporter's key, put it into her mailbox. Raises OSError, MalformedEnvelope."""
        if not re.fullmatch(r"[0-9a-f]{32}", mailbox):
            raise MalformedEnvelope("mailbox")
        folder = self.root / "replies" / mailbox
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / "reply.age", age.seal(reply.to_bytes(), [reply_to]))

    def read_reply(self, receipt: Receipt) -> Reply | None:
        """Return the conversation, None when there is none yet. Raises age.CannotOpen, MalformedEnvelope."""
        path = self.root / "replies" / receipt.mailbox / "reply.age"
        if not path.exists():
            return None
        return Reply.from_bytes(age.unseal(path.read_bytes(), receipt.identity))

    def discard_old_stagings(self, now: float, older_than_seconds: float) -> int:
        """Remove stagings left behind by aborted uploads, return how many. `now` is a Unix time."""
        stale = [
            path
            for path in (self.root / "in").glob(".staging-*")
            if now - modified(path, now) > older_than_seconds
        ]
        for path in stale:
            shutil.rmtree(path, ignore_errors=True)
        return len(stale)
