"""Owns web pages: what is shown, what stands in attributes, comments and scripts, and the source as a whole."""

import re
from collections import defaultdict
from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]

from guvoh.instruments.names.documents.reading import Place, Reading, Where
from guvoh.instruments.names.documents.strings import paragraphs

_TAGS = "!doctype html|html|head|body|title|meta|script|style|div|p|a|span|br|img|table|h[1-6]|ul|li|svg"
_LOOKS = re.compile(rf"(?i)<(?:{_TAGS})\b[^<>]*>")
# Elements inside a line: their ends do not part words. All others begin a line of their own.
_INLINE_NAMES = (
    "a abbr b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q s samp small span "
    "strike strong sub sup time tt u var wbr tspan"
)
_INLINE = frozenset(_INLINE_NAMES.split())
_SCRIPTS = frozenset({"script", "style", "template", "noscript"})
_ATTRIBUTES = {"alt": "alternative text", "title": "alternative text", "href": "link", "src": "link"}


def looks_like(text: str) -> bool:
    """Whether a text file holds HTML: by its tags, whatever its name says."""
    return _LOOKS.search(text) is not None


def read(reading: Reading, where: Where, text: str) -> None:
    """Add what a page shows and what it hides; the whole source once more, since a parser may drop things."""
    parser = etree.HTMLParser(no_network=True, huge_tree=False, recover=True, encoding="utf-8")
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is not None:
        pieces: defaultdict[str, list[str]] = defaultdict(list)
        for kind, piece in _walk(root):
            pieces[kind].append(piece)
        reading.add((*where, Place("text")), "".join(pieces.pop("text", [])))
        for kind, found in pieces.items():
            reading.add((*where, Place(kind)), paragraphs(found))
    reading.add((*where, Place("source")), text, again=root is not None)


def _walk(root: etree._Element) -> Iterator[tuple[str, str]]:
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            yield "source comment", element.text or ""
        elif event == "start":
            yield from _opened(element)
        if event == "end" and element.tag not in _INLINE:
            yield "text", "\n"
        if event != "start":
            yield "text", element.tail or ""


def _opened(element: etree._Element) -> Iterator[tuple[str, str]]:
    if element.tag not in _INLINE:
        yield "text", "\n"
    yield "script" if element.tag in _SCRIPTS else "text", element.text or ""
    for name, value in element.attrib.items():
        kind = "metadata" if element.tag == "meta" else _ATTRIBUTES.get(str(name), "attribute")
        if len(value) > 2:
            yield kind, str(value)
