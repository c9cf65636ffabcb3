"""What has changed between two texts, word by word, as the pages draw it."""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

PIECES: Final = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Change:
    """A run of words: "same", "gone" or "new"."""

    kind: str
    words: str


@dataclass(frozen=True)
class ChangedPart:
    label: str
    changes: tuple[Change, ...]


def changed_parts(parts: Iterable[tuple[str, str, str]]) -> list[ChangedPart]:
    """Of (label, words before, words now), those that differ."""
    return [ChangedPart(label, tuple(changes(old, new))) for label, old, new in parts if old != new]


def changes(old: str, new: str) -> Iterator[Change]:
    left, right = PIECES.findall(old), PIECES.findall(new)
    for kind, start, end, first, last in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Change("same", "".join(left[start:end]))
            continue
        if start < end:
            yield Change("gone", "".join(left[start:end]))
        if first < last:
            yield Change("new", "".join(right[first:last]))
