"""Looks through the whole record: every entry against its hash, the tree against its edge and the signed heads.

Rows are read as they lie in the table, past the models: what somebody wrote into it need not be readable any more.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection

from guvoh.desk.staff.models import RightEdge
from guvoh.instruments.seal.heads import SignedHead
from guvoh.instruments.seal.leaves import Leaf
from guvoh.instruments.seal.log import HASH_BYTES, Edge, unpacked

AT_ONCE: Final = 2000
# `|| ''` takes a column as text: the driver would stop at a day that is none
ROWS: Final = """
SELECT number, at || '', act, member_id, "case", subject, detail || '', words, salt, hashes
FROM staff_entry ORDER BY number, id
"""


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was written: of what kind, which thing, and a sentence that says so."""

    kind: str
    what: str
    sentence: str


@dataclass(frozen=True)
class AwaitedHead:
    """A head that the record must come by on its way, and who keeps it."""

    signed: SignedHead
    kept_by: str


@dataclass
class Walk:
    """How far the record was read, and what could be followed up to there."""

    edge: Edge = field(default_factory=Edge)
    seen: int = 0
    # false after a hole: no root can be made any more
    whole: bool = True
    # false once the stored hashes of subtrees left the way: what follows differs by that alone
    fits: bool = True


def look_through_record(awaited: Iterable[AwaitedHead]) -> Iterator[Finding]:
    """Read every entry once, and yield what is wrong. The record may grow meanwhile; memory stays flat.

    Raises django.db.DatabaseError for a damaged database.
    """
    by_size: dict[int, list[AwaitedHead]] = {}
    for head in awaited:
        by_size.setdefault(head.signed.head.size, []).append(head)
    kept, problem = _kept_edge()
    yield from problem
    walk = Walk()
    for row in _rows():
        yield from _look_at(row, walk)
        yield from _missed(by_size.pop(walk.seen, ()), walk)
        if kept is not None and walk.whole and walk.seen == kept.size and walk.edge != kept:
            yield Finding(
                "edge", "edge", f"The edge kept beside the record is not that of its {kept.size} entries."
            )
    if kept is not None:
        yield from _cut(walk, kept)
    for heads in by_size.values():
        yield from _unreached(heads, walk)


def _kept_edge() -> tuple[Edge | None, list[Finding]]:
    try:
        return RightEdge.objects.present(), []
    except (ValueError, TypeError):
        return None, [Finding("edge", "edge", "The edge kept beside the record was changed: it fits no record.")]


def _rows() -> Iterator[Sequence[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(ROWS)
        while rows := cursor.fetchmany(AT_ONCE):
            yield from rows


def _look_at(row: Sequence[Any], walk: Walk) -> Iterator[Finding]:
    number = row[0]
    if not isinstance(number, int) or number <= walk.seen:
        yield Finding("entry.doubled", f"entry {number}", f"The number {number} is in the record more than once.")
        return
    if number != walk.seen + 1:
        walk.whole = False
        yield _missing(walk.seen + 1, number - 1)
    walk.seen = number
    stored = _stored(row[9])
    made = _leaf_hash(row)
    if made is None or not stored or made != stored[0]:
        yield Finding(
            "entry.changed", f"entry {number}", f"Entry {number} was changed: it is not what was written."
        )
    if walk.whole:
        yield from _grow(walk, stored, made)


def _stored(hashes: Any) -> tuple[bytes, ...]:
    whole = isinstance(hashes, bytes) and hashes and len(hashes) % HASH_BYTES == 0
    return unpacked(hashes) if whole else ()


def _leaf_hash(row: Sequence[Any]) -> bytes | None:
    number, at, act, member, case, subject, detail, words, salt, _hashes = row
    fields = {"member": str(member), "case": case, "subject": subject, "words": words}
    try:
        moment = dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC)
        return Leaf(number, moment, act, {**fields, "detail": json.loads(detail)}).hash(salt)
    except (ValueError, TypeError):
        return None


def _grow(walk: Walk, stored: tuple[bytes, ...], made: bytes | None) -> Iterator[Finding]:
    # A changed entry is named by itself; the tree goes on with the hash that it had.
    leaf = stored[0] if stored else made
    if leaf is None:
        walk.whole = False
        return
    walk.edge, completed = walk.edge.appended(leaf)
    if walk.fits and stored and completed != stored:
        walk.fits = False
        first = walk.seen - (1 << _lowest_difference(completed, stored)) + 1
        yield Finding(
            "entry.rewritten",
            f"entry {first}-{walk.seen}",
            f"Among the entries {first} to {walk.seen} something was rewritten together with its hash.",
        )


def _lowest_difference(completed: tuple[bytes, ...], stored: tuple[bytes, ...]) -> int:
    pairs = enumerate(zip(completed, stored, strict=False))
    return next((level for level, (made, kept) in pairs if made != kept), min(len(completed), len(stored)))


def _missing(first: int, last: int) -> Finding:
    if first == last:
        return Finding("entry.missing", f"entry {first}", f"Entry {first} is missing.")
    return Finding("entry.missing", f"entry {first}-{last}", f"The entries {first} to {last} are missing.")


def _missed(heads: Iterable[AwaitedHead], walk: Walk) -> Iterator[Finding]:
    for awaited in heads if walk.whole else ():
        head = awaited.signed.head
        if walk.edge.root.hex() != head.root:
            yield Finding(
                "record.rewritten",
                f"head {head.number}",
                f"The first {head.size} entries are not those of the head of {head.at}, kept by "
                f"{awaited.kept_by}: the record was rewritten.",
            )


def _cut(walk: Walk, kept: Edge) -> Iterator[Finding]:
    if walk.seen < kept.size:
        yield _missing(walk.seen + 1, kept.size)
        return
    again, _problem = _kept_edge()
    if again is not None and again.size < walk.seen:
        sentence = f"The edge kept beside the record ends at {again.size}, the entries at {walk.seen}."
        yield Finding("edge", "edge", sentence)


def _unreached(heads: Iterable[AwaitedHead], walk: Walk) -> Iterator[Finding]:
    for awaited in heads:
        head = awaited.signed.head
        # a hole in the middle was named where it is
        if head.size > walk.seen:
            yield Finding(
                "record.cut",
                f"head {head.number}",
                f"The record was cut: the head of {head.at}, kept by {awaited.kept_by}, held {head.size} entries, "
                f"and there are {walk.seen}.",
            )
