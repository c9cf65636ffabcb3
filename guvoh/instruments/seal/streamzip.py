"""Zip archives made while they are sent: nothing of them is held, and nothing is written to a disk on the way.

Members are stored, not deflated; zip64 is used where a size asks for it (APPNOTE.TXT 6.3.10, 4.3.9 and 4.4.4).
"""

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Member:
    """One file of an archive: its path inside, its size in bytes, its bytes in pieces of any length."""

    name: str
    size: int
    chunks: Iterable[bytes]


class _Sink(io.RawIOBase):
    """Takes what zipfile writes until somebody fetches it. It cannot be sought in."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        view = memoryview(data)
        self._held += view
        return view.nbytes

    def taken(self) -> bytes:
        held = bytes(self._held)
        self._held.clear()
        return held


def stream(members: Iterable[Member]) -> Iterator[bytes]:
    """Yield an archive of these members piece by piece.

    Whatever their chunks raise is raised here, and the archive then ends without its directory: no program takes
    it for a whole one.
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for member in members:
            entry = zipfile.ZipInfo(member.name)
            entry.file_size, entry.external_attr = member.size, 0o600 << 16
            with archive.open(entry, "w") as target:
                for chunk in member.chunks:
                    target.write(chunk)
                    yield sink.taken()
    yield sink.taken()
