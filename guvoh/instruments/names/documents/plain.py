"""Owns text files: which letters their bytes stand for, and pictures written into them."""

import base64
import binascii
import re

from guvoh.instruments.names.documents import html
from guvoh.instruments.names.documents.reading import Place, Reading, Unread, Where

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# What a text of the region that is not UTF-8 may be. Nobody can tell them apart surely, so each one is read.
_SINGLE_BYTE = ("cp1251", "koi8-t", "cp866", "cp1252", "mac-cyrillic")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x0b\x1b"))
CONTROLS_SHARE = 0.01
WIDE_SHARE = 0.9
_MAIL = re.compile(r"(?i)\b(?:quoted-printable|content-transfer-encoding:\s*base64|encoding=b(?:ase64)?\b)")
_DATA_URI = re.compile(r"data:([\w/+.-]*)(?:;[\w=.-]+)*;base64,([A-Za-z0-9+/=\s]+)")


def decoded(data: bytes) -> dict[str, str]:
    """The readings of the bytes of a text file by name of encoding; empty where they are no text."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data, encoding)
    if b"\0" in data:
        return _wide(data)
    if len(data.translate(None, _CONTROLS)) < len(data) * (1 - CONTROLS_SHARE):
        return {}
    return _strict(data, "utf-8") or {
        "utf-8": data.decode("utf-8", "replace"),
        **{encoding: data.decode(encoding, "replace") for encoding in _SINGLE_BYTE},
    }


def _strict(data: bytes, encoding: str) -> dict[str, str]:
    try:
        return {encoding: data.decode(encoding)}
    except UnicodeDecodeError:
        return {}


def _wide(data: bytes) -> dict[str, str]:
    """UTF-16 without a mark: in running text of our scripts the high bytes are few and the same."""
    for encoding, high in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        usual = sum(high.count(byte) for byte in b"\x00\x04\x06\x20")
        if usual >= WIDE_SHARE * len(high):
            return _strict(data, encoding)
    return {}


def read(reading: Reading, where: Where, data: bytes) -> None:
    """Add the text of a text file; raises Unread where it is not text, or is letters packed for the mail."""
    texts = decoded(data)
    if not texts:
        raise Unread("unknown kind")
    for encoding, text in texts.items():
        place = where if len(texts) == 1 else (*where, Place("encoding", encoding))
        reading.spend(len(data))
        bare = _data_uris_out(reading, place, text)
        if html.looks_like(bare):
            html.read(reading, place, bare)
        else:
            reading.add((*place, Place("text")), bare)
        if _MAIL.search(bare):
            reading.missed(where, "packed mail")


def _data_uris_out(reading: Reading, where: Where, text: str) -> str:
    """`text` without files written into it in base64; these are read on their own."""
    for number, found in enumerate(_DATA_URI.finditer(text), 1):
        place = (*where, Place("inside", f"data:{found[1]} {number}"))
        try:
            reading.embed(place, "", base64.b64decode(found[2]))
        except binascii.Error:
            reading.missed(place, "damaged")
    return _DATA_URI.sub(r"data:\1", text)
