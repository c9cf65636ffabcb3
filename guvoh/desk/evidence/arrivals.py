"""A file that comes with a form: sealed segment by segment while it arrives, whatever its size."""

import hashlib
import uuid
from pathlib import Path
from types import TracebackType
from typing import Final

from django.conf import settings

from guvoh.desk.evidence.fingerprints import HEAD_BYTES
from guvoh.desk.evidence.room import full_disk_said, refuse_without_room
from guvoh.instruments.seal import sealedfile
from guvoh.instruments.seal.sealedfile import SEGMENT_BYTES, Progress

HELD_BYTES: Final = 4 * SEGMENT_BYTES


class Arrival:
    """Left without being claimed, whatever was sealed is removed."""

    progress: Progress

    def __init__(self) -> None:
        self.id, self.key = uuid.uuid4(), sealedfile.new_key()
        self.name = self.content_type = self.refused = ""
        self.size, self.first, self.claimed = 0, b"", False
        self._held, self._digest = bytearray(), hashlib.sha256()

    @property
    def path(self) -> Path:
        return settings.DESK_DIR / "arriving" / self.id.hex

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def open(self, name: str, content_type: str) -> None:
        """Raises ValidationError, OSError."""
        self.name, self.content_type = name, content_type
        self.path.parent.mkdir(mode=0o700, exist_ok=True)
        with full_disk_said():
            self.progress = sealedfile.begin(self.path)

    def take(self, piece: bytes) -> None:
        """Raises ValidationError when the disk is full."""
        self.size += len(piece)
        self._digest.update(piece)
        if len(self.first) < HEAD_BYTES:
            self.first = (self.first + piece)[:HEAD_BYTES]
        self._held += piece
        if len(self._held) >= HELD_BYTES:
            whole = len(self._held) - len(self._held) % SEGMENT_BYTES
            self._seal(bytes(self._held[:whole]), last=False)
            del self._held[:whole]

    def close(self) -> None:
        """Raises ValidationError when the disk is full."""
        self._seal(bytes(self._held), last=True)
        self._held.clear()

    def _seal(self, piece: bytes, *, last: bool) -> None:
        refuse_without_room(len(piece))
        with full_disk_said():
            self.progress = sealedfile.append(self.path, [piece], self.key, self.progress, last=last)

    def __enter__(self) -> "Arrival":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self.claimed:
            self.path.unlink(missing_ok=True)
