"""Owns XML of any vocabulary: its running text, its fields, its attributes, and changes that were tracked."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

from guvoh.instruments.names.documents.reading import Place, Reading, Unread, Where
from guvoh.instruments.names.documents.strings import paragraphs, readable

# By local name, in Office Open XML (ECMA-376) and OpenDocument (ISO/IEC 26300).
_BREAKS = frozenset(
    {
        "p",
        "br",
        "cr",
        "h",
        "line-break",
        "tr",
        "table-row",
        "list-item",
        "si",
        "row",
        "comment",
        "footnote",
        "endnote",
    }
)
_CELLS = frozenset({"tc", "table-cell"})
_TABS = frozenset({"tab", "ptab"}) | _CELLS
_INSERTED = frozenset({"ins", "moveTo"})
_DELETED = frozenset({"del", "moveFrom", "deletion"})
_FIELDS = frozenset({"instrText", "delInstrText"})
_ATTRIBUTES = {
    "descr": "alternative text", "title": "alternative text", "author": "author of a change",
    "initials": "author of a change", "userId": "author of a change", "creator": "author of a change",
    "Target": "link", "href": "link", "src": "link",
}  # fmt: skip
# Random numbers by which Word tells savings and paragraphs apart; they look like papers' numbers.
_NUMBERED_BY_WORD = re.compile(r"(?:.*:)?(?:rsid\w*|paraId(?:Parent)?|textId|durableId)")
# Words of the formats themselves, and numbers too short to be anybody's: each would be looked up in vain.
_OF_THE_FORMAT = re.compile(
    r"https?://(?:schemas\.(?:openxmlformats|microsoft)|www\.w3|purl\.o(?:rg|clc)|ns\.adobe)\b[^ ]*"
    r"|urn:schemas-microsoft-com:[^ ]*|application/(?:vnd\.openxmlformats|xml)[^ ]*|rId\d+|-?[\d.]{1,6}[a-z%]{0,2}"
)
DEPTH_MAX = 500


@dataclass
class Content:
    """What an XML document says. `body` has each piece with `ins`, `del` or nothing, as tracked changes tell;
    `leaves` has the text of each element that holds nothing but text, under the name given to it or its holder.
    """

    body: list[tuple[str, str]] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    attributes: defaultdict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    leaves: list[tuple[str, str]] = field(default_factory=list)

    def text(self, without: str = "") -> str:
        return "".join(piece for piece, state in self.body if not without or state != without)

    def changed(self) -> bool:
        return any(state for _, state in self.body)


class Vocabulary(NamedTuple):
    """How a kind of document uses XML. `spoken`: local names whose text is running text; all when empty.
    `flowing`: elements stand inside lines but for those in _BREAKS; else each is a line of its own.
    """

    spoken: frozenset[str]
    flowing: bool


# Office Open XML keeps running text and deleted text in two elements (ECMA-376, 17.3.3).
OOXML = Vocabulary(frozenset({"t", "delText"}), flowing=True)
ODF = Vocabulary(frozenset(), flowing=True)
PLAIN = Vocabulary(frozenset(), flowing=False)


class _Gatherer:
    """Listens to the parser."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.content = Content()
        self._spoken, self._flowing = vocabulary
        self._open: list[str] = []
        self._in_cells = 0
        self._named: list[str] = [""]
        self._text: list[str] = []

    def _state(self) -> str:
        for name in reversed(self._open):
            if name in _DELETED:
                return "del"
            if name in _INSERTED:
                return "ins"
        return ""

    def _say(self, text: str) -> None:
        self.content.body.append((text, self._state()))

    def _end_line(self) -> None:
        """In a table a row is a line, so that its cells stand beside each other."""
        end = " " if self._in_cells else "\n"
        if self.content.body and not self.content.body[-1][0].endswith(end):
            self._say(end)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        self._open.append(name)
        if len(self._open) > DEPTH_MAX:
            raise Unread("too deep")
        self._text = []
        self._named.append(attributes.get("name") or attributes.get("meta:name") or self._named[-1])
        self._in_cells += name in _CELLS
        if name in _BREAKS or not self._flowing:
            self._end_line()
        elif name in _TABS:
            self._say("\t")
        elif name == "s":
            self._say(" ")
        elif name in ("noBreakHyphen", "softHyphen"):
            self._say("\u00ad")
        elif name == "sym":
            self._say(_symbol(attributes))
        for attribute, value in attributes.items():
            self._attribute(attribute, value)

    def _attribute(self, attribute: str, value: str) -> None:
        silent = _NUMBERED_BY_WORD.fullmatch(attribute) or _OF_THE_FORMAT.fullmatch(value)
        if len(value) > 2 and not silent:
            kind = _ATTRIBUTES.get(attribute.rpartition(":")[2], "attribute")
            self.content.attributes[kind][value] = None

    def data(self, text: str) -> None:
        self._text.append(text)
        name = self._open[-1]
        if name in _FIELDS:
            self.content.fields.append(text)
        elif (not self._spoken or name in self._spoken) and (self._flowing or text.strip()):
            self._say(text)

    def end(self, _tag: str) -> None:
        name, label = self._open.pop(), self._named.pop()
        text = "".join(self._text)
        if text.strip():
            self.content.leaves.append((label or name, text))
            if self._spoken and name not in self._spoken and name not in _FIELDS:
                self.content.attributes["data"][text] = None
        self._text = []
        if name in _FIELDS:
            self.content.fields.append("\n")
        self._in_cells -= name in _CELLS
        if name in _BREAKS or not self._flowing:
            self._end_line()

    def remark(self, text: str) -> None:
        self.content.remarks.append(text)

    def instruction(self, target: str, text: str) -> None:
        self.content.remarks.append(f"{target} {text}")

    def entity(self, *_: object) -> None:
        # A declared entity may stand for a file of this machine or grow without end.
        raise Unread("entities")


def _symbol(attributes: dict[str, str]) -> str:
    code = attributes.get("w:char", "")
    if not re.fullmatch(r"[0-9A-Fa-f]{4}", code):
        return ""
    return chr(int(code, 16) & 0x0FFF if code.upper().startswith("F0") else int(code, 16))


def parsed(data: bytes, vocabulary: Vocabulary = PLAIN) -> Content:
    """The content of the XML document `data`; raises Unread where it is damaged or declares entities."""
    gatherer = _Gatherer(vocabulary)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = gatherer.start
    parser.EndElementHandler = gatherer.end
    parser.CharacterDataHandler = gatherer.data
    parser.CommentHandler = gatherer.remark
    parser.ProcessingInstructionHandler = gatherer.instruction
    parser.EntityDeclHandler = gatherer.entity
    try:
        parser.Parse(data, True)
    except Unread:
        raise
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Unread("damaged") from error
    return gatherer.content


def read(reading: Reading, where: Where, data: bytes, body: Place, vocabulary: Vocabulary = PLAIN) -> None:
    """Add what the XML document says; one that cannot be parsed is a gap, with its readable runs added."""
    reading.spend(len(data))
    if not data.strip():
        return
    try:
        content = parsed(data, vocabulary)
    except Unread as error:
        reading.missed((*where, body), error.reason)
        reading.add((*where, body, Place("bytes")), readable(data, single_byte=True))
        return
    reading.add((*where, body), content.text())
    if content.changed():
        reading.add((*where, body, Place("changes accepted")), content.text(without="del"), again=True)
        reading.add((*where, body, Place("changes rejected")), content.text(without="ins"), again=True)
    _add_rest(reading, (*where, body), content)


def _add_rest(reading: Reading, where: Where, content: Content) -> None:
    reading.add((*where, Place("field")), "".join(content.fields))
    reading.add((*where, Place("source comment")), paragraphs(content.remarks))
    for kind, values in content.attributes.items():
        reading.add((*where, Place(kind)), paragraphs(values))


def read_properties(reading: Reading, where: Where, data: bytes) -> None:
    """Add a document of properties, each under its own name; raises Unread where it cannot be parsed."""
    reading.spend(len(data))
    content = parsed(data)
    for label, text in content.leaves:
        reading.add((*where, Place("property", label)), text)
    _add_rest(reading, (*where, Place("properties")), content)
