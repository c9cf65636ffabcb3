"""Owns the decision what kind of document some bytes are, made by the bytes and never by the name."""

import zipfile

from guvoh.instruments.names.documents import archive, epub, office, pdf, pictures, plain
from guvoh.instruments.names.documents.reading import CouldNotLook, Embedded, Part, Place, Reading, Unread
from guvoh.instruments.names.documents.strings import readable

FILE_MAX = 200_000_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")


def parts_of(data: bytes, name: str) -> list[Part]:
    """All text that a receiver of the file `data` could read, its `name` among it, in parts.

    Body, headers, notes, comments, tracked changes, hidden text, attributes, properties, metadata, links, earlier
    versions, and the same of every document and picture inside, NESTING_MAX deep. Each Part says `where` it stands
    (outermost place first) and its `text`; a part with `again` reads the text of others in another way. The kind
    is decided by the bytes: txt, md, html, docx, xlsx, pptx, odt and its kin, epub, pdf, jpeg, png, webp, gif,
    tiff, heic, zip. The pixels of pictures are never read.
    Everything stays in memory; nothing is logged and no connection is opened.

    Raises CouldNotLook where anything in the file could not be looked at (encrypted, damaged, a kind that is not
    known, a scanned page, more than the limits of `reading` allow); it carries the gaps and the other parts.
    """
    reading = read(data, name)
    if reading.gaps:
        raise CouldNotLook(reading.gaps, reading.parts)
    return reading.parts


def read(data: bytes, name: str) -> Reading:
    """As `parts_of`, with gaps and notices told in the Reading instead of raised."""
    reading = Reading()
    if len(data) > FILE_MAX:
        reading.missed((), "too much")
        return reading
    reading.waiting.append(Embedded((), name, data))
    while reading.waiting:
        document = reading.waiting.pop(0)
        with reading.missing(document.where):
            if document.name:
                reading.add((*document.where, Place("file name")), document.name)
            _read_one(reading, document)
    return reading


def _read_one(reading: Reading, document: Embedded) -> None:
    where, _, data = document
    reading.spend(0)
    if not data:
        return
    if pdf.starts(data):
        pdf.read(reading, where, data)
    elif data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        _packed(reading, document, archive.opened(data))
    elif not pictures.read(reading, where, data):
        _other(reading, document)


def _packed(reading: Reading, document: Embedded, opened: zipfile.ZipFile) -> None:
    names = set(opened.namelist())
    if "[Content_Types].xml" in names:
        office.read_ooxml(reading, document.where, opened)
    elif "META-INF/container.xml" in names:
        epub.read(reading, document.where, opened)
    elif "content.xml" in names:
        office.read_odf(reading, document.where, opened)
    else:
        archive.read(reading, document.where, opened)


def _other(reading: Reading, document: Embedded) -> None:
    """Text, or a kind that is not known: then its readable runs are added, and the gap is told."""
    where, _, data = document
    try:
        if data.startswith((_OLD_OFFICE, b"{\\rtf")):
            raise Unread("encrypted" if _LOCKED in data else "unknown kind")
        plain.read(reading, where, data)
    except Unread as error:
        reading.missed(where, error.reason)
        reading.add((*where, Place("bytes")), readable(data, single_byte=True))
