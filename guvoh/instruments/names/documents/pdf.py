"""Owns PDF files: pages, what is written beside them, and the versions that were saved before."""

import io
import re
from collections.abc import Iterator

from pypdf import PageObject, PasswordType, PdfReader

from guvoh.instruments.names.documents import pdf_objects, pdf_pages
from guvoh.instruments.names.documents.pdf_doubts import heard
from guvoh.instruments.names.documents.pdf_objects import whole
from guvoh.instruments.names.documents.reading import Place, Reading, Unread, Where
from guvoh.instruments.names.documents.strings import readable

PAGES_MAX = 5_000
VERSIONS_MAX = 20
_HEAD = re.compile(rb"%PDF-\d")
_TABLE = re.compile(rb"\s*(?:xref|\d+\s+\d+\s+obj)")
_END = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF\r?\n?")


def starts(data: bytes) -> bool:
    """Whether readers take `data` for a PDF: its mark may stand a little after the beginning."""
    return _HEAD.search(data, 0, 1024) is not None


def read(reading: Reading, where: Where, data: bytes) -> None:
    """Add all text of a PDF and of its earlier versions. What cannot be read becomes a gap."""
    head = _HEAD.search(data, 0, 1024)
    if head and head.start():
        reading.add((*where, Place("bytes")), readable(data[: head.start()], single_byte=True))
        data = data[head.start() :]
    with reading.missing(where), heard():
        _version(reading, where, data)
    seen = {part.text for part in reading.parts}
    earlier = list(_earlier(data))
    if len(earlier) > VERSIONS_MAX:
        reading.missed(where, "too many versions")
    for number, end in enumerate(earlier[-VERSIONS_MAX:], 1):
        older = Reading(until=reading.until, unpacked=reading.unpacked)
        place = (*where, Place("earlier version", str(number)))
        with older.missing(place), heard():
            _version(older, place, data[:end])
        _keep(reading, older, seen)


def _keep(reading: Reading, older: Reading, seen: set[str]) -> None:
    """What an earlier version said that the later ones do not."""
    for part in older.parts:
        if part.text not in seen:
            seen.add(part.text)
            reading.add(part.where, part.text, part.again)
    reading.gaps += older.gaps
    reading.unpacked = older.unpacked
    known = {document.data for document in reading.waiting}
    for document in older.waiting:
        if document.data not in known:
            reading.embed(*document)


def _earlier(data: bytes) -> Iterator[int]:
    """Where each version before the last ends: its cross-reference table lies where its end says it does."""
    ends = list(_END.finditer(data))
    for end in ends[:-1]:
        table = data[int(end[1]) : int(end[1]) + 20]
        # the first end of a file made for the web stands before most of it, and is of no version
        partial = end is ends[0] and b"/Linearized" in data[:2048]
        if not partial and int(end[1]) < end.start() and _TABLE.match(table):
            yield end.end()


def _version(reading: Reading, where: Where, data: bytes) -> None:
    with whole():
        document = PdfReader(io.BytesIO(data))
        if document.is_encrypted and document.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise Unread("encrypted")
        pages = len(document.pages)
    if pages > PAGES_MAX:
        raise Unread("too much")
    _pages(reading, where, document)
    with whole():
        pdf_objects.read(reading, where, document)
        for number, page in enumerate(pdf_objects.removed_pages(reading, where, document), 1):
            _page(reading, (*where, Place("removed page", str(number))), page)


def _pages(reading: Reading, where: Where, document: PdfReader) -> None:
    before = ""
    for number in range(len(document.pages)):
        place = (*where, Place("page", str(number + 1)))
        with reading.missing(place), whole():
            text = _page(reading, place, document.pages[number])
            _add_seam(reading, where, number, (before, text))
            before = text


def _page(reading: Reading, where: Where, page: PageObject) -> str:
    reading.spend(0)
    text = pdf_pages.text_of(reading, page)
    reading.add(where, text)
    reading.add((*where, Place("gaps closed")), pdf_pages.gaps_closed(text), again=True)
    pdf_pages.tell_unread(reading, where, page, text)
    pdf_pages.read_appearances(reading, where, page)
    return text


def _add_seam(reading: Reading, where: Where, number: int, texts: tuple[str, str]) -> None:
    """A name may begin on one page and end on the next."""
    before, after = (pdf_pages.without_number(text) for text in texts)
    if before and after:
        place = (*where, Place("pages", f"{number}–{number + 1}"))
        reading.add(place, f"{before[-200:]}\n{after[:200]}", again=True)
