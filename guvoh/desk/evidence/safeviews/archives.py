"""Documents that are zip archives are counted and weighed before a byte of them is unpacked."""

import re
import stat
import zipfile
from pathlib import Path, PurePosixPath
from typing import Final

from guvoh.desk.evidence.safeviews.parts import Refused

ENTRIES_MAX: Final = 2000
UNPACKED_MAX: Final = 300 * 1024 * 1024
ENTRY_MAX: Final = 100 * 1024 * 1024
# deflate reaches 1032; documents of honest people stay far below
RATIO_MAX: Final = 200
RATIO_COUNTS_FROM: Final = 1024 * 1024
DEPTH_MAX: Final = 12
_ARCHIVES: Final = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_ENTITY: Final = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
READ_AT_ONCE: Final = 1 << 16


def check_document(path: Path) -> None:
    """Raise Refused for a zip that is a bomb, points outside itself, hides archives or declares XML entities."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_count(entries)
            for entry in entries:
                _check_entry(entry)
            for entry in entries:
                _check_content(archive, entry)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise Refused("damaged") from error


def _check_count(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > ENTRIES_MAX:
        raise Refused("bomb")
    if len({entry.filename for entry in entries}) != len(entries):
        raise Refused("archive_tricks")
    if len({entry.header_offset for entry in entries}) != len(entries):
        raise Refused("archive_tricks")
    if sum(entry.file_size for entry in entries) > UNPACKED_MAX:
        raise Refused("bomb")


def _check_entry(entry: zipfile.ZipInfo) -> None:
    place = PurePosixPath(entry.filename.replace("\\", "/"))
    if place.is_absolute() or ".." in place.parts or ":" in entry.filename or len(place.parts) > DEPTH_MAX:
        raise Refused("archive_tricks")
    if stat.S_ISLNK(entry.external_attr >> 16) or entry.flag_bits & 1:
        raise Refused("archive_tricks")
    heavy = entry.file_size > RATIO_COUNTS_FROM and entry.file_size > RATIO_MAX * max(1, entry.compress_size)
    if heavy or entry.file_size > ENTRY_MAX:
        raise Refused("bomb")


def _check_content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unpack into nothing, counting: what the table of contents said may be a lie."""
    unpacked, first = 0, b""
    with archive.open(entry) as opened:
        while chunk := opened.read(READ_AT_ONCE):
            first = first or chunk
            unpacked += len(chunk)
            if unpacked > entry.file_size:
                raise Refused("bomb")
    if first.startswith(_ARCHIVES):
        raise Refused("nested")
    if entry.filename.endswith((".xml", ".rels")) and _ENTITY.search(first):
        raise Refused("entities")
