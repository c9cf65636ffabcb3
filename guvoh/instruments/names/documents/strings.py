"""Owns readable runs of bytes in what has no other reader: maker notes, unknown chunks, old Office objects."""

import re
from collections.abc import Iterable

_UTF8 = re.compile(rb"(?:[\t\x20-\x7e]|[\xc2-\xdb][\x80-\xbf]|\xe1[\xb8-\xbb][\x80-\xbf]|\xe2\x80[\x80-\xbf]){4,}")
# Latin, Cyrillic, Arabic script and the apostrophes and dashes between them: bytes of chance seldom look so.
_UTF16_LE = re.compile(rb"(?:[\t\x20-\x7e\xa0-\xff]\x00|.\x04|[\x20-\xff]\x06|[\x10-\x3a]\x20){4,}", re.DOTALL)
_UTF16_BE = re.compile(rb"(?:\x00[\t\x20-\x7e\xa0-\xff]|\x04.|\x06[\x20-\xff]|\x20[\x10-\x3a]){4,}", re.DOTALL)
_CP1251 = re.compile(rb"[\t\x20-\x7e\xa8\xb8\xc0-\xff]{4,}")


def readable(data: bytes, single_byte: bool = False) -> str:
    """Every run of four or more characters of `data` in UTF-8 or UTF-16, a paragraph each.

    `single_byte`: also runs in Windows Cyrillic, for short data where bytes of chance are few.
    """
    found = [run[0].decode("utf-8", "replace") for run in _UTF8.finditer(data)]
    found += [run[0].decode("utf-16-le", "replace") for run in _UTF16_LE.finditer(data)]
    found += [run[0].decode("utf-16-be", "replace") for run in _UTF16_BE.finditer(data)]
    if single_byte:
        found += [run[0].decode("cp1251") for run in _CP1251.finditer(data) if not run[0].isascii()]
    return paragraphs(run for run in found if any(letter.isalnum() for letter in run))


def paragraphs(texts: Iterable[str]) -> str:
    """Unlike texts one under the other. An empty line between them keeps two from being read as one name."""
    return "\n\n".join(dict.fromkeys(texts))
