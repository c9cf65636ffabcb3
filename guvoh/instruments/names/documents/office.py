"""Owns what office programs write into ZIP archives: DOCX and its kin, OpenDocument."""

import re
import zipfile

from guvoh.instruments.names.documents import archive, sheets, xml
from guvoh.instruments.names.documents.reading import Place, Reading, Unread, Where

_PLACES = (
    (r"docProps/", "properties"),
    (r"word/document\d*\.xml", "text"),
    (r"word/header", "header"),
    (r"word/footer", "footer"),
    (r"word/footnotes", "footnotes"),
    (r"word/endnotes", "endnotes"),
    (r"(?:word|xl|ppt)/(?:threadedC|c)omments", "comments"),
    (r"(?:word|xl|ppt)/(?:people|persons|commentAuthors|authors)", "author of a change"),
    (r"ppt/slides/slide", "slide"),
    (r"ppt/notesSlides/", "notes"),
    (r"word/settings", "settings"),
    (r"word/styles", "styles"),
    (r"customXml/", "custom data"),
    (r".*\.rels", "links"),
    (r"content\.xml", "text"),
    (r"styles\.xml", "styles"),
    (r"settings\.xml", "settings"),
)
_KNOWN = [(re.compile(pattern), kind) for pattern, kind in _PLACES]


def place_of(member: str) -> Place:
    """The place that a member of the archive is, in a reader's words; its own name where there are none."""
    for pattern, kind in _KNOWN:
        if pattern.match(member):
            numbered = re.search(r"(\d+)\.xml", member)
            return Place(kind, numbered[1] if kind == "slide" and numbered else "")
    return Place("part", member)


def read_ooxml(reading: Reading, where: Where, opened: zipfile.ZipFile) -> None:
    """Add all text of a document in Office Open XML, shown or hidden, and have what it embeds read."""
    workbook: dict[str, bytes] = {}
    for name, data in archive.members(reading, where, opened):
        if name.startswith("docProps/") and name.endswith(".xml"):
            _properties(reading, (*where, Place("part", name)), data)
        elif name.endswith((".xml", ".rels", ".vml")):
            place = place_of(name)
            xml.read(reading, where, data, place, xml.PLAIN if place.kind == "custom data" else xml.OOXML)
            if name.startswith("xl/"):
                workbook[name] = data
        else:
            archive.embed(reading, where, name, data)
    with reading.missing((*where, Place("text"))):
        sheets.read(reading, where, workbook)


def read_odf(reading: Reading, where: Where, opened: zipfile.ZipFile) -> None:
    """Add all text of an OpenDocument file, tracked changes among it, and have what it embeds read.

    Raises Unread for a document under a password.
    """
    contents = dict(archive.members(reading, where, opened))
    if b"encryption-data" in contents.get("META-INF/manifest.xml", b""):
        raise Unread("encrypted")
    for name, data in contents.items():
        if name == "meta.xml":
            _properties(reading, (*where, Place("part", name)), data)
        elif name.endswith((".xml", ".rdf")):
            xml.read(reading, where, data, place_of(name), xml.ODF)
        elif name != "mimetype":
            archive.embed(reading, where, name, data)


def _properties(reading: Reading, where: Where, data: bytes) -> None:
    with reading.missing(where):
        xml.read_properties(reading, where[:-1], data)
