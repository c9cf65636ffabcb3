"""Owns what comes of reading one file: its parts, what could not be looked at, and the limits of the reading."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

# Documents inside documents: a letter in an archive in a letter is three deep.
NESTING_MAX = 5
EMBEDDED_MAX = 2_000
# Bytes unpacked and characters read of one file with all that it holds, and the seconds spent on them.
UNPACKED_MAX = 300_000_000
CHARACTERS_MAX = 20_000_000
SECONDS_MAX = 120.0


class Place(NamedTuple):
    """A place in a file: `kind` is a key of `places` in rules/report.yaml, `detail` a number or name of it."""

    kind: str
    detail: str = ""


Where = tuple[Place, ...]


@dataclass(frozen=True)
class Part:
    """Text that a receiver of the file could read, and where it stands: outermost place first.

    `again` is true for another reading of text that stands in other parts too (changes undone, gaps closed).
    """

    where: Where
    text: str
    again: bool = False


@dataclass(frozen=True)
class Gap:
    """What could not be looked at, and the key of `reasons` in rules/report.yaml that says why."""

    where: Where
    reason: str


@dataclass(frozen=True)
class Notice:
    """What a person should know: `picture` - its pixels were not looked at; `coordinates` - it tells a place."""

    where: Where
    kind: Literal["picture", "coordinates"]
    detail: str = ""


class CouldNotLook(ValueError):
    """Some of the file was not looked at; `gaps` says what and why, `parts` has the rest."""

    def __init__(self, gaps: list[Gap], parts: list[Part]) -> None:
        super().__init__("; ".join(gap.reason for gap in gaps))
        self.gaps = gaps
        self.parts = parts


class Unread(ValueError):
    """Raised by the readers of one kind: this document, or what is left of it, cannot be read."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Embedded(NamedTuple):
    """A document waiting to be read: the file itself, or one found inside it."""

    where: Where
    name: str
    data: bytes


@dataclass
class Reading:
    """What was read of one file so far. Readers add to it; `waiting` holds documents found inside."""

    parts: list[Part] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    waiting: list[Embedded] = field(default_factory=list)
    embedded: int = 0
    unpacked: int = 0
    characters: int = 0
    until: float = field(default_factory=lambda: time.monotonic() + SECONDS_MAX)

    def add(self, where: Where, text: str, again: bool = False) -> None:
        """Keep a part; raises Unread when the file holds more text than is looked at."""
        if not text.strip():
            return
        self.characters += len(text)
        if self.characters > CHARACTERS_MAX:
            raise Unread("too much")
        self.parts.append(Part(where, text, again))

    def embed(self, where: Where, name: str, data: bytes) -> None:
        """Have `data`, a document found at `where`, read after the one being read."""
        self.embedded += 1
        if len(where) > NESTING_MAX:
            self.missed(where, "too deep")
        elif self.embedded > EMBEDDED_MAX:
            raise Unread("too much")
        else:
            self.waiting.append(Embedded(where, name, data))

    def missed(self, where: Where, reason: str) -> None:
        gap = Gap(where, reason)
        if gap not in self.gaps:
            self.gaps.append(gap)

    def noticed(self, where: Where, kind: Literal["picture", "coordinates"], detail: str = "") -> None:
        notice = Notice(where, kind, detail)
        if notice not in self.notices:
            self.notices.append(notice)

    def spend(self, size: int) -> None:
        """Count `size` bytes about to be unpacked; raises Unread over the limits of size and time."""
        self.unpacked += size
        if self.unpacked > UNPACKED_MAX:
            raise Unread("too much")
        if time.monotonic() > self.until:
            raise Unread("too slow")

    @contextmanager
    def missing(self, where: Where) -> Iterator[None]:
        """What raises Unread inside becomes a gap at `where`; the rest of the document is still read."""
        try:
            yield
        except Unread as error:
            self.missed(where, error.reason)
