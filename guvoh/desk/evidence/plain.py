"""Sealed files and pieces as plain bytes for the sandbox and for the page; nothing of it is kept."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from guvoh.desk.evidence.making import Piece
from guvoh.desk.evidence.models import CopyFrame, SafePart, SealedFile
from guvoh.desk.evidence.safeviews.kinds import KINDS
from guvoh.desk.evidence.safeviews.sandbox import MIB, Limits
from guvoh.desk.evidence.wrapping import key_of
from guvoh.instruments.seal import sealedfile

FOR_CLIPS: Final = Limits(seconds=1800, cpu_seconds=3600, room=768 * MIB, input=768 * MIB, output=768 * MIB)
FOR_FACES: Final = Limits(seconds=7200, cpu_seconds=10_000, room=768 * MIB, input=768 * MIB, output=768 * MIB)
CLIP_ENDINGS: Final = {
    ending for kind in KINDS.values() if kind.family in ("video", "audio") for ending in kind.endings
}


def ending_of(file: SealedFile) -> str:
    """The ending of the file's name, small; empty where it has none."""
    name, dot, ending = file.name.rpartition(".")
    return ending.lower() if dot and name and ending.isalnum() and len(ending) <= 5 else ""


def limits_for(file: SealedFile) -> Limits:
    return FOR_CLIPS if ending_of(file) in CLIP_ENDINGS else Limits()


def plain_bytes(file: SealedFile) -> Iterator[bytes]:
    return sealedfile.read(file.path, key_of(file))


def part_bytes(part: SafePart | CopyFrame, start: int = 0) -> Iterator[bytes]:
    """The plain bytes of a piece from this offset on. Raises sealedfile.DamagedFile."""
    return sealedfile.read(part.path, part_key(part), start)


def part_key(part: SafePart | CopyFrame) -> bytes:
    """Raises sealedfile.DamagedFile."""
    return sealedfile.unwrap_key(bytes(part.wrapped_key), key_of(part.source))


def piece_bytes(piece: Piece, folder: Path) -> Iterator[bytes]:
    """The plain bytes of a piece that has just been sealed into this folder."""
    return sealedfile.read(folder / piece.id.hex, piece.key)
