"""Owns the objects of a PDF beside its pages: every string, description and file that any of them holds."""

import struct
import zlib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ByteStringObject,
    DictionaryObject,
    EncodedStreamObject,
    IndirectObject,
    StreamObject,
    TextStringObject,
)

from guvoh.instruments.names.documents import xml
from guvoh.instruments.names.documents.reading import Place, Reading, Unread, Where
from guvoh.instruments.names.documents.strings import paragraphs, readable

# What pypdf raises when a file is not what it says it is, beside its own errors.
BROKEN = (
    PyPdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError, OSError,
    EOFError, RecursionError, NotImplementedError, zlib.error, struct.error,
)  # fmt: skip
OBJECTS_MAX = 500_000
DEPTH_MAX = 60
UNPACKED_AT_ONCE = 1_000_000
# Entries by the names ISO 32000 gives them; the rest go under their own.
_KINDS = {
    "/Contents": "annotation", "/RC": "annotation", "/Subj": "annotation", "/URI": "link", "/V": "form field",
    "/DV": "form field", "/TU": "form field", "/Alt": "alternative text", "/ActualText": "alternative text",
    "/E": "alternative text", "/JS": "script", "/UF": "file name", "/F": "file name",
}  # fmt: skip
# Checksums and keys, and the letters that fonts map to: bytes, not words.
_BYTES = frozenset({"/ID", "/CheckSum", "/O", "/U", "/OE", "/UE", "/Perms", "/Panose", "/CIDSet", "/Lookup"})
_DRAWING = frozenset(
    {"/Contents", "/FontFile", "/FontFile2", "/FontFile3", "/ToUnicode", "/CIDToGIDMap", "/CIDSet"}
)
_JPEG = "/DCTDecode"


def read(reading: Reading, where: Where, document: PdfReader) -> None:
    """Add the strings of all objects, whether or not a page leads to them, metadata, scripts and attached files.

    An object that cannot be read becomes a gap.
    """
    found: defaultdict[Place, list[str]] = defaultdict(list)
    names: dict[int, str] = {}
    drawing: set[int] = set()
    streams: list[tuple[int, StreamObject]] = []
    properties = _properties(document)
    for number, value in _objects(reading, where, document):
        if value is not properties:
            for key, text in _strings(value, "", 0):
                found[_place(key)].append(text)
        if isinstance(value, StreamObject):
            streams.append((number, value))
        names.update(_attached_names(value, 0))
        drawing |= set(_drawing(value))
    for key, text in _strings(properties, "", 0):
        found[Place("property", key[1:])].append(text)
    found[Place("properties")] += [str(key)[1:] for key in properties]
    for place, texts in found.items():
        reading.add((*where, place), paragraphs(texts))
    for number, stream in streams:
        _check_whole(reading, (*where, Place("object", str(number))), stream)
        if number in drawing:
            continue
        with reading.missing((*where, Place("object", str(number)))), whole():
            _stream(reading, where, stream, names.get(number, ""))


def _check_whole(reading: Reading, where: Where, stream: StreamObject) -> None:
    """A packed stream that breaks off is a gap: the library would keep silent and give what it could unpack."""
    filters = entry(stream, "/Filter")
    first = filters[0] if isinstance(filters, list) and filters else filters
    if first != "/FlateDecode" or not isinstance(stream, EncodedStreamObject):
        return
    unpacking = zlib.decompressobj()
    rest = stream._data
    try:
        while rest and not unpacking.eof:
            reading.spend(len(unpacking.decompress(rest, UNPACKED_AT_ONCE)))
            rest = unpacking.unconsumed_tail
    except zlib.error:
        reading.missed(where, "damaged")
        return
    if stream._data and not unpacking.eof:
        reading.missed(where, "damaged")


def _properties(document: PdfReader) -> DictionaryObject:
    properties = entry(document.trailer, "/Info")
    return properties if isinstance(properties, DictionaryObject) else DictionaryObject()


def entry(dictionary: DictionaryObject, key: str) -> Any:
    """What `dictionary` has at `key`, itself and not a reference to it; None where it has nothing."""
    if key not in dictionary:
        return None
    return dictionary[key]


@contextmanager
def whole() -> Iterator[None]:
    """What the library raises for a broken file becomes Unread."""
    try:
        yield
    except Unread:
        raise
    except BROKEN as error:
        raise Unread("damaged") from error


def _objects(reading: Reading, where: Where, document: PdfReader) -> Iterator[tuple[int, Any]]:
    numbers = [(number, generation) for generation, table in document.xref.items() for number in table] + [
        (number, 0) for number in document.xref_objStm
    ]
    if len(numbers) > OBJECTS_MAX:
        raise Unread("too much")
    for number, generation in dict.fromkeys(numbers):
        if document.xref_free_entry.get(generation, {}).get(number):
            continue
        reading.spend(0)
        try:
            value = document.get_object(IndirectObject(number, generation, document))
        except BROKEN:
            reading.missed((*where, Place("object", str(number))), "damaged")
            continue
        yield number, value


def removed_pages(reading: Reading, where: Where, document: PdfReader) -> Iterator[PageObject]:
    """Pages that some program took out of the order of pages and left in the file."""
    kept = {page.indirect_reference.idnum for page in document.pages if page.indirect_reference}
    for number, value in _objects(reading, where, document):
        if isinstance(value, DictionaryObject) and entry(value, "/Type") == "/Page" and number not in kept:
            page = PageObject(document, IndirectObject(number, 0, document))
            page.update(value)
            yield page


def _strings(value: Any, key: str, depth: int) -> Iterator[tuple[str, str]]:
    """Every string under `value`, with the key it stands at; what other objects hold comes with those."""
    if depth > DEPTH_MAX:
        raise Unread("too deep")
    if isinstance(value, TextStringObject | ByteStringObject) and key not in _BYTES:
        for text in _readings(value):
            yield key, text
    elif isinstance(value, DictionaryObject):
        for name, item in value.items():
            yield from _strings(item, str(name), depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item, key, depth + 1)


def _readings(value: TextStringObject | ByteStringObject) -> Iterator[str]:
    """A string as the standard reads it and, since old programs write Windows letters into it, as these."""
    original = value.original_bytes
    if isinstance(value, TextStringObject):
        yield str(value)
        if original.isascii() or original.startswith((b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf")):
            return
    yield readable(original, single_byte=True)


def _place(key: str) -> Place:
    return Place(_KINDS[key]) if key in _KINDS else Place("entry", key.lstrip("/"))


def _attached_names(value: Any, depth: int) -> dict[int, str]:
    """Number of the stream and name of each attached file under `value` (ISO 32000, 7.11.3)."""
    named: dict[int, str] = {}
    if isinstance(value, DictionaryObject) and depth < DEPTH_MAX:
        files = entry(value, "/EF")
        if isinstance(files, DictionaryObject):
            name = str(entry(value, "/UF") or entry(value, "/F") or "")
            named |= {each.idnum: name for each in files.values() if isinstance(each, IndirectObject)}
        for item in value.values():
            named |= _attached_names(item, depth + 1)
    elif isinstance(value, list) and depth < DEPTH_MAX:
        for item in value:
            named |= _attached_names(item, depth + 1)
    return named


def _drawing(value: Any) -> Iterator[int]:
    """Numbers of the streams that draw a page or are its fonts: what they say is read page by page."""
    for key in _DRAWING & value.keys() if isinstance(value, DictionaryObject) else ():
        held = value.raw_get(key)
        told = entry(value, key)
        for each in [held, *told] if isinstance(told, list) else [held]:
            if isinstance(each, IndirectObject):
                yield each.idnum


def _stream(reading: Reading, where: Where, stream: StreamObject, name: str) -> None:
    kind, subtype = entry(stream, "/Type"), entry(stream, "/Subtype")
    if kind in ("/XRef", "/ObjStm"):
        return
    if subtype == "/Image":
        _picture(reading, where, stream)
        return
    data = stream.get_data()
    reading.spend(len(data))
    if name or kind == "/EmbeddedFile":
        reading.embed((*where, Place("attachment", name)), name, data)
    elif kind == "/Metadata" or subtype == "/XML":
        xml.read(reading, where, data.strip(b"\0 \r\n"), Place("XMP"))
    elif data.lstrip()[:1] == b"<" and b"</" in data:
        xml.read(reading, where, data.strip(b"\0 \r\n"), Place("form data"))
    elif subtype != "/Form":
        reading.add((*where, Place("bytes")), readable(data), again=True)


def _picture(reading: Reading, where: Where, stream: StreamObject) -> None:
    """A photograph is kept in a PDF as the file it was, with all it says about itself."""
    if isinstance(stream, EncodedStreamObject) and entry(stream, "/Filter") in (_JPEG, [_JPEG]):
        reading.embed((*where, Place("picture")), "", stream._data)
    else:
        reading.noticed((*where, Place("picture")), "picture")
