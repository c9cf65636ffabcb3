"""Owns workbooks: the cells of a row beside each other, as a reader sees them."""

import re
from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]

from guvoh.instruments.names.documents.reading import Place, Reading, Unread, Where

_SHEET = re.compile(r"xl/worksheets/([^/]+)\.xml")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)


def read(reading: Reading, where: Where, members: dict[str, bytes]) -> None:
    """Add the rows of each sheet, cells parted by tabs. `members`: the XML members of the workbook by name."""
    shared: list[str] = []
    if strings := members.get("xl/sharedStrings.xml"):
        shared = ["".join(item.itertext("{*}t")) for item in _tree(strings).iter("{*}si")]
    for name, data in members.items():
        if sheet := _SHEET.fullmatch(name):
            rows = ("\t".join(_cells(row, shared)) for row in _tree(data).iter("{*}row"))
            reading.add((*where, Place("sheet", sheet[1])), "\n".join(rows))


def _tree(data: bytes) -> etree._Element:
    try:
        return etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as error:
        raise Unread("damaged") from error


def _cells(row: etree._Element, shared: list[str]) -> Iterator[str]:
    for cell in row.iter("{*}c"):
        value = "".join(cell.itertext("{*}v", "{*}t"))
        if cell.get("t") == "s" and value.isdecimal() and int(value) < len(shared):
            value = shared[int(value)]
        yield value
