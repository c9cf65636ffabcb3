"""What a task in the sandbox gives out, and how it says no."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

READ_AT_ONCE: Final = 1 << 17


class Refused(Exception):
    """Nothing is made of this file; `code` names the reason, the desk has the words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Part:
    """One piece that was made: its kind and number, what it is, and its bytes or the file they lie in."""

    kind: str
    content_type: str
    content: bytes | Path
    number: int = 0
    width: int = 0
    height: int = 0

    def described(self) -> dict[str, Any]:
        names = ("kind", "content_type", "number", "width", "height")
        return {name: getattr(self, name) for name in names}

    def chunks(self) -> Iterator[bytes]:
        if isinstance(self.content, bytes):
            for start in range(0, len(self.content), READ_AT_ONCE):
                yield self.content[start : start + READ_AT_ONCE]
            return
        with self.content.open("rb") as file:
            while chunk := file.read(READ_AT_ONCE):
                yield chunk
