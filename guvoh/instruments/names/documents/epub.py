"""Owns electronic books: chapters, contents, and the package's description of them."""

import re
import zipfile

from guvoh.instruments.names.documents import archive, html, plain, xml
from guvoh.instruments.names.documents.reading import Place, Reading, Where

_FONT = re.compile(r"(?i).*\.(?:ttf|otf|woff2?)")
_ENCRYPTED = re.compile(rb'CipherReference[^>]*URI="([^"]+)"')


def read(reading: Reading, where: Where, opened: zipfile.ZipFile) -> None:
    """Add every chapter, the table of contents and the metadata of a book, and have its pictures read.

    Fonts may be scrambled as the publisher's licence asks; anything else that is becomes a gap.
    """
    for name, data in archive.members(reading, where, opened):
        place = (*where, Place("part", name))
        if name == "META-INF/encryption.xml":
            _tell_encrypted(reading, where, data)
        if name.endswith(".opf"):
            with reading.missing(place):
                xml.read_properties(reading, where, data)
        elif name.lower().endswith((".xhtml", ".html", ".htm")):
            _chapter(reading, place, data)
        elif name.endswith((".xml", ".ncx", ".smil", ".pls")):
            kind = Place("contents") if name.endswith(".ncx") else place[-1]
            xml.read(reading, where, data, kind)
        elif name != "mimetype":
            archive.embed(reading, where, name, data)


def _chapter(reading: Reading, where: Where, data: bytes) -> None:
    for text in plain.decoded(data).values():
        reading.spend(len(data))
        html.read(reading, where, text)
    if not plain.decoded(data) and data:
        reading.missed(where, "damaged")


def _tell_encrypted(reading: Reading, where: Where, data: bytes) -> None:
    for found in _ENCRYPTED.findall(data):
        name = found.decode("utf-8", "replace")
        if not _FONT.fullmatch(name):
            reading.missed((*where, Place("part", name)), "encrypted")
