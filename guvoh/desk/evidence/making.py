"""What comes out of the sandbox, taken with distrust: each piece is checked, and sealed while it arrives."""

import codecs
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from guvoh.desk.evidence.safeviews import frames, sandbox
from guvoh.desk.evidence.safeviews.parts import Refused
from guvoh.instruments.seal import sealedfile

JPEG: Final = (0, b"\xff\xd8\xff")
MP4: Final = (4, b"ftyp")
# What each kind of piece may be, and how its bytes must begin; a note is a few words for the desk itself.
TYPES: Final[dict[str, tuple[str, int, bytes]]] = {
    "thumb": ("image/jpeg", *JPEG),
    "picture": ("image/jpeg", *JPEG),
    "page": ("image/jpeg", *JPEG),
    "frame": ("image/jpeg", *JPEG),
    "video": ("video/mp4", *MP4),
    "audio": ("audio/mp4", *MP4),
    "text": ("text/plain; charset=utf-8", 0, b""),
}
NOTES: Final = {"found", "more", "faces", "left"}
NOTE_MAX: Final = 4 * 1024 * 1024
NUMBER_MAX: Final = 100_000
# a page shows the whole text at once, and each piece is a file and a row of the desk
TEXT_BYTES_MAX: Final = 1024 * 1024
PIECES_MAX: Final = 2000
SIDE_MAX: Final = 20_000


@dataclass(frozen=True)
class Piece:
    """One piece sealed: where it lies, its own key and what it is."""

    id: uuid.UUID
    kind: str
    number: int
    width: int
    height: int
    content_type: str
    size: int
    key: bytes


@dataclass
class Made:
    """Everything one job gave: sealed pieces, notes, and the versions of the programs that made them."""

    pieces: list[Piece] = field(default_factory=list)
    notes: dict[str, bytes] = field(default_factory=dict)
    tools: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Order:
    """A job for the sandbox: its words, the file's plain bytes, its limits, and whether to go on."""

    job: dict[str, Any]
    chunks: Iterable[bytes]
    limits: sandbox.Limits
    go_on: Callable[[], bool]

    def frames(self) -> Iterator[frames.Frame]:
        return sandbox.run(self.job, self.chunks, self.limits, self.go_on)


def make(order: Order, folder: Path) -> Made:
    """Run a job and seal its pieces into this folder, which is emptied first: what a killed run left goes.

    Raises Refused with the reason; SandboxStopped when the desk was locked; OSError.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    made = Made()
    coming = order.frames()
    try:
        for frame in coming:
            if frame.kind == frames.REFUSED:
                raise Refused(str(frame.told.get("code"))[:30])
            if frame.kind == frames.DONE:
                made.tools = _tools(frame.told)
            else:
                _take(frame, coming, made, folder)
    except sandbox.SandboxMissing as error:
        raise Refused("no_sandbox") from error
    except sandbox.SandboxFailed as error:
        raise Refused(error.code) from error
    except (ValueError, TypeError) as error:
        raise Refused("broke") from error
    return made


def _tools(told: dict[str, Any]) -> dict[str, str]:
    return {str(name)[:40]: str(version)[:40] for name, version in dict(told.get("tools", {})).items()}


def _take(frame: frames.Frame, coming: Iterator[frames.Frame], made: Made, folder: Path) -> None:
    if frame.kind != frames.PART:
        raise ValueError("data of no part")
    told = frame.told
    if told.get("kind") in NOTES:
        made.notes[told["kind"]] = b"".join(_data(coming, NOTE_MAX))
    elif len(made.pieces) < PIECES_MAX:
        made.pieces.append(_sealed(told, _data(coming), folder))
    else:
        raise ValueError("pieces without end")


def _data(coming: Iterator[frames.Frame], most: int | None = None) -> Iterator[bytes]:
    arrived = 0
    for frame in coming:
        if frame.kind == frames.END:
            return
        arrived += len(frame.payload)
        if frame.kind != frames.DATA or (most is not None and arrived > most):
            raise ValueError("no data")
        yield frame.payload
    raise ValueError("a part without an end")


def _sealed(told: dict[str, Any], data: Iterator[bytes], folder: Path) -> Piece:
    content_type, offset, begins = TYPES[told["kind"]]
    number, width, height = (_bounded(told[name], NUMBER_MAX) for name in ("number", "width", "height"))
    if told["content_type"] != content_type or max(width, height) > SIDE_MAX:
        raise ValueError("another type")
    identity, key = uuid.uuid4(), sealedfile.new_key()
    checked = _worded(data) if told["kind"] == "text" else _begun(data, offset, begins)
    size = sealedfile.write(folder / identity.hex, checked, key)
    return Piece(identity, told["kind"], number, width, height, content_type, size, key)


def _bounded(told: object, most: int) -> int:
    if not isinstance(told, int) or not 0 <= told <= most:
        raise ValueError("no such number")
    return told


def _worded(data: Iterator[bytes]) -> Iterator[bytes]:
    """The bytes, as long as they are text that a page can show."""
    decoder, arrived = codecs.getincrementaldecoder("utf-8")(), 0
    for chunk in data:
        arrived += len(chunk)
        if arrived > TEXT_BYTES_MAX:
            raise ValueError("text without end")
        decoder.decode(chunk)
        yield chunk
    decoder.decode(b"", final=True)


def _begun(data: Iterator[bytes], offset: int, begins: bytes) -> Iterator[bytes]:
    """The bytes, once the first of them are what they should be."""
    first = next(data, b"")
    if first[offset : offset + len(begins)] != begins:
        raise ValueError("another content")
    yield first
    yield from data
