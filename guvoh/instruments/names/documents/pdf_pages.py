"""Owns the text of a PDF page: in what order, with what gaps, and whether it is all there is to see."""

import re
from typing import Any, cast

from pypdf import PageObject
from pypdf.generic import DictionaryObject, EncodedStreamObject, StreamObject

from guvoh.instruments.names.documents.pdf_objects import entry
from guvoh.instruments.names.documents.reading import Place, Reading, Unread, Where

# Bytes of drawing orders on a page, those of forms counted as often as they are drawn.
ORDERS_MAX = 20_000_000
FORMS_DEEP_MAX = 12
# A page of pictures with less text than a stamp or a page number holds is a scan.
SCAN_LETTERS = 80
# Letters drawn as outlines take a score of strokes each; frames and rules take few.
STROKES_MANY = 150
_INVOKED = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")
_STROKES = re.compile(rb"\s[clvy](?=\s)")
_INLINE_PICTURE = re.compile(rb"\bBI\s.*?\bID\s", re.DOTALL)
_NUMBER_LINE = re.compile(r"(?:^\s*[-–—]?\s*\d+\s*[-–—]?\s*$\n?)|\s+\Z", re.MULTILINE)
_UNMAPPED = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")
UNMAPPED_SHARE = 0.05


def text_of(reading: Reading, page: PageObject) -> str:
    """The text of a page in the order of drawing; raises Unread where drawing it has no end."""
    size = orders(page, 0)
    if size > ORDERS_MAX:
        raise Unread("bomb")
    reading.spend(size)
    return page.extract_text()


def _stream_data(stream: Any) -> bytes:
    return stream.get_data() if isinstance(stream, StreamObject) else b""


def _content(holder: DictionaryObject) -> bytes:
    if isinstance(holder, PageObject):
        contents = holder.get_contents()
        return contents.get_data() if contents is not None else b""
    return _stream_data(holder)


def _resources(holder: DictionaryObject, kind: str) -> dict[str, DictionaryObject]:
    """Forms, pictures (`/XObject`) or fonts (`/Font`) that a page or form has at hand, by name."""
    if isinstance(holder, PageObject):
        resources = holder.get_inherited("/Resources")
    else:
        resources = entry(holder, "/Resources")
    held = entry(resources, kind) if isinstance(resources, DictionaryObject) else None
    if not isinstance(held, DictionaryObject):
        return {}
    found = {str(name)[1:]: held[name] for name in held}
    return {name: each for name, each in found.items() if isinstance(each, DictionaryObject)}


def orders(holder: DictionaryObject, depth: int) -> int:
    """Bytes of drawing orders of a page or form with all the forms it draws, each time it draws them."""
    if depth > FORMS_DEEP_MAX:
        raise Unread("bomb")
    data = _content(holder)
    size = len(data)
    forms = {
        name: form for name, form in _resources(holder, "/XObject").items() if entry(form, "/Subtype") == "/Form"
    }
    invoked = [name.decode("latin-1") for name in _INVOKED.findall(data)]
    for name in forms.keys() & set(invoked):
        size += invoked.count(name) * orders(forms[name], depth + 1)
        if size > ORDERS_MAX:
            raise Unread("bomb")
    return size


def gaps_closed(text: str) -> str:
    """`text` with every gap a line's end, which the guard tries to read across: the places of letters on a page
    may break a name into pieces.
    """
    return re.sub(r"(?<=\S) (?=\S)", "\n", text)


def without_number(text: str) -> str:
    """A page's text without lines that are only its number."""
    return _NUMBER_LINE.sub("", text).strip()


def tell_unread(reading: Reading, where: Where, page: PageObject, text: str) -> None:
    """Add gaps for a page that shows more than its text says: a scan, outlined letters, a font of no letters."""
    letters = sum(letter.isalpha() for letter in text)
    pictures, strokes = _shown(page, 0)
    if pictures:
        reading.noticed(where, "picture")
    if letters < SCAN_LETTERS and pictures:
        reading.missed(where, "page is a picture")
    elif letters < SCAN_LETTERS and strokes > STROKES_MANY:
        reading.missed(where, "page is drawn")
    if _letterless(page, 0) or len(_UNMAPPED.findall(text)) > UNMAPPED_SHARE * max(letters, 20):
        reading.missed(where, "letters unknown")


def _letterless(holder: DictionaryObject, depth: int) -> bool:
    """Whether some font draws shapes by number and does not say which letters they are (ISO 32000, 9.10.2)."""
    for font in _resources(holder, "/Font").values():
        numbered = (
            entry(font, "/Encoding") in ("/Identity-H", "/Identity-V") or entry(font, "/Subtype") == "/Type3"
        )
        if numbered and "/ToUnicode" not in font:
            return True
    forms = _resources(holder, "/XObject").values() if depth < FORMS_DEEP_MAX else ()
    return any(_letterless(form, depth + 1) for form in forms if entry(form, "/Subtype") == "/Form")


def _shown(holder: DictionaryObject, depth: int) -> tuple[int, int]:
    """How many pictures a page or form draws, and how many straight and curved strokes."""
    data = _content(holder)
    pictures = len(_INLINE_PICTURE.findall(data))
    strokes = len(_STROKES.findall(data))
    invoked = {name.decode("latin-1") for name in _INVOKED.findall(data)}
    for name, form in _resources(holder, "/XObject").items():
        if name not in invoked:
            continue
        if entry(form, "/Subtype") == "/Image":
            pictures += 1
        elif depth < FORMS_DEEP_MAX:
            more = _shown(form, depth + 1)
            pictures, strokes = pictures + more[0], strokes + more[1]
    return pictures, strokes


def read_appearances(reading: Reading, where: Where, page: PageObject) -> None:
    """Add the text drawn by annotations: stamps, notes on the page, filled fields."""
    for annotation in entry(page, "/Annots") or []:
        appearance = entry(annotation.get_object(), "/AP") or DictionaryObject()
        drawn = entry(appearance, "/N") or DictionaryObject()
        for form in [drawn] if isinstance(drawn, StreamObject) else [drawn[state] for state in drawn]:
            if isinstance(form, StreamObject) and orders(form, 0):
                reading.add(
                    (*where, Place("annotation")), page.extract_xform_text(cast(EncodedStreamObject, form))
                )
