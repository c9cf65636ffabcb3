"""Files of a spool: written so that their times tell little, and read as somebody else's work.

The other side of a spool may be in other hands: what lies there can be a link, a pipe, a device, endless, or JSON
of any shape. Nothing of it is trusted before it was read by these functions.
"""

import json
import os
import secrets
import stat
from pathlib import Path
from typing import Any, Final

DAY_SECONDS: Final = 86_400
# a link is not followed, and a pipe without a writer does not hold the reader up
_OPEN_FLAGS: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def write_atomically(path: Path, content: bytes) -> None:
    """Put `content` in the place of the file in one step. Raises OSError."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    part.write_bytes(content)
    round_time(part)
    part.replace(path)


def write_durably(path: Path, content: bytes) -> None:
    """Write a new file that outlives a power cut: a receipt is a promise. Raises OSError."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def keep_names(folder: Path) -> None:
    """Make what was put into a folder or renamed in it outlive a power cut. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def round_time(path: Path) -> None:
    """Set a modification time back to its day: it would tell the minute at which a report came. Raises OSError."""
    day = int(path.stat().st_mtime) // DAY_SECONDS * DAY_SECONDS
    os.utime(path, (day, day))


def modified(path: Path, otherwise: float) -> float:
    """Return the modification time as a Unix time; `otherwise` when the file is gone since it was listed."""
    try:
        return path.lstat().st_mtime
    except FileNotFoundError:
        return otherwise


def is_plain_file(path: Path, largest: int) -> bool:
    """Whether a file lies there, no link, of at most `largest` bytes."""
    try:
        found = path.lstat()
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and found.st_size <= largest


def read_plain_file(path: Path, largest: int) -> bytes:
    """Return the content. Raises OSError when it is absent, no plain file, or over `largest` bytes."""
    with os.fdopen(os.open(path, _OPEN_FLAGS), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError("no plain file")
        content = file.read(largest + 1)
    if len(content) > largest:
        raise OSError("larger than allowed")
    return content


def parse_object(document: bytes) -> dict[str, Any]:
    """Return a JSON object. Raises ValueError for anything else, however deep or odd."""
    try:
        parsed = json.loads(document)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(parsed, dict):
        raise ValueError("no object")
    return parsed


def printable(text: str) -> str:
    """Return `text` without line breaks, control characters and marks that turn the direction of reading."""
    return "".join(sign for sign in text if sign.isprintable())
