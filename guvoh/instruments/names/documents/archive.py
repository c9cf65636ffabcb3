"""Owns ZIP archives: their members one by one, within limits set before anything is unpacked."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from guvoh.instruments.names.documents.reading import Place, Reading, Unread, Where
from guvoh.instruments.names.documents.strings import paragraphs, readable

MEMBERS_MAX = 10_000
MEMBER_MAX = 100_000_000
# Text and XML shrink to a twentieth or so; what shrinks further and is large was made to burst.
RATIO_MAX = 200
RATIO_ALLOWED = 10_000_000
_ENCRYPTED = 0x1
# Fonts and settings of printers say nothing a person reads beyond their names.
_SILENT = re.compile(r"(?i).*(?:\.(?:odttf|ttf|otf|woff2?|eot|icc|icm)|printersettings\d*\.bin)")
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError)


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive; raises Unread where it is damaged or says itself that it is too large."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        raise Unread("damaged") from error
    members = archive.infolist()
    if len(members) > MEMBERS_MAX or any(_bursts(member) for member in members):
        raise Unread("bomb")
    return archive


def _bursts(member: zipfile.ZipInfo) -> bool:
    if member.file_size > MEMBER_MAX:
        return True
    return member.file_size > RATIO_ALLOWED and member.file_size > RATIO_MAX * max(member.compress_size, 1)


def members(reading: Reading, where: Where, archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Name and content of each member that can be read; the others become gaps. Names and remarks are parts."""
    infos = archive.infolist()
    reading.add((*where, Place("member names")), paragraphs(info.filename for info in infos))
    remarks = [archive.comment, *(info.comment for info in infos), *(info.extra for info in infos)]
    reading.add((*where, Place("archive comment")), readable(b"\0".join(remarks), single_byte=True))
    reading.spend(sum(info.file_size for info in infos))
    for info in infos:
        if info.is_dir():
            continue
        try:
            content = _content(archive, info)
        except Unread as error:
            reading.missed((*where, Place("inside", info.filename)), error.reason)
            continue
        yield info.filename, content


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.flag_bits & _ENCRYPTED:
        raise Unread("encrypted")
    try:
        with archive.open(info) as member:
            return member.read(info.file_size)
    except _BROKEN as error:
        raise Unread("damaged") from error


def embed(reading: Reading, where: Where, name: str, data: bytes) -> None:
    """Have a member read as a document of its own. Fonts and the like are only looked through for words."""
    place = (*where, Place("inside", name))
    if _SILENT.fullmatch(name):
        reading.add(place, readable(data))
    else:
        reading.embed(place, "", data)


def read(reading: Reading, where: Where, archive: zipfile.ZipFile) -> None:
    """Add everything in an archive that is no document itself."""
    for name, data in members(reading, where, archive):
        embed(reading, where, name, data)
