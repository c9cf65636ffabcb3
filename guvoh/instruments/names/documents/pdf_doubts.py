"""Owns what the PDF library says it has mended or left out, which it tells to a log alone."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from guvoh.instruments.names.documents.reading import Unread

# Mends that lose no text: of marks, gaps, names and widths.
_HARMLESS = re.compile(
    r"EOF marker|Duplicate %%EOF|Superfluous whitespace|Illegal character in NameObject|invalid pdf header"
    r"|Xref table not zero-indexed|startxref on same line|Optional font table|Unknown destination"
    r"|Expected numeric value for width|Expected an array for /Widths|Invalid font width|.*first /ID entry"
    r"|Ignoring malformed /ID|FloatObject|%\(error\)s : FloatObject|SASLprep|ignore '/Perms'|Rotated text"
    r"|Ignoring invalid /FirstChar|Ignoring missing Ascii85|Image data is not rectangular"
)


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.doubtful = False

    def emit(self, record: logging.LogRecord) -> None:
        # only the words of the library are looked at: the record's values may be names
        self.doubtful |= not _HARMLESS.match(str(record.msg))


_LOGGER = logging.getLogger("pypdf")
_LOGGER.propagate = False


@contextmanager
def heard() -> Iterator[None]:
    """Raises Unread at the end where the library left out, or guessed, something of the file meanwhile.

    Nobody else hears the library: what it says may have text of the file in it, and no name may reach a log.
    """
    listener = _Listener()
    others, _LOGGER.handlers = _LOGGER.handlers, [listener]
    try:
        yield
    finally:
        _LOGGER.handlers = others
    if listener.doubtful:
        raise Unread("damaged")
