"""The tamper-evident log: a Merkle tree that only grows, after RFC 9162 (Certificate Transparency 2.0), section 2.

The hash of every complete subtree is made once, when its last leaf comes, and kept with that leaf: `Edge.appended`
returns them. A proof then reads some twenty rows of a million. A log cannot prove from the inside that it was
never rewritten; that takes heads which somebody else keeps (guvoh.instruments.seal.heads).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, NamedTuple

HASH_BYTES: Final = 32


class BadProof(Exception):
    """The proof does not lead from what was given to the root."""


class Subtree(NamedTuple):
    """A complete subtree of 2**level leaves, the `place`-th of its level, counted from 0."""

    level: int
    place: int

    @property
    def last_leaf(self) -> int:
        """The leaf, counted from 0, with which this subtree's hash is kept, at position `level`."""
        return ((self.place + 1) << self.level) - 1


# One hash of a proof: the root of neighbouring complete subtrees, the largest first.
Run = tuple[Subtree, ...]


def leaf_hash(leaf: bytes) -> bytes:
    """Return the 32-byte hash of a leaf (RFC 9162, 2.1.1): SHA-256 behind a 0x00 byte."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the 32-byte hash of an inner node (RFC 9162, 2.1.1): SHA-256 behind a 0x01 byte."""
    return sha256(b"\x01" + left + right).digest()


def joined(hashes: Sequence[bytes]) -> bytes:
    """Return the root over neighbouring complete subtrees, largest first; of none, that of the empty tree."""
    if not hashes:
        return sha256(b"").digest()
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = node_hash(left, root)
    return root


@dataclass(frozen=True, slots=True)
class Edge:
    """The right edge of a tree: all that is needed to add a leaf, at most one hash for each bit of the size."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    @property
    def root(self) -> bytes:
        """The 32-byte root of the whole tree (RFC 9162, 2.1.1)."""
        return joined(self.peaks)

    def appended(self, leaf: bytes) -> tuple["Edge", tuple[bytes, ...]]:
        """Return the edge after one more leaf hash, and the hashes of the subtrees it completes.

        The first of them is the leaf itself, the last the largest subtree that ends with it.
        """
        peaks, completed = list(self.peaks), [leaf]
        left = self.size
        while left & 1:
            completed.append(node_hash(peaks.pop(), completed[-1]))
            left >>= 1
        return Edge(self.size + 1, (*peaks, completed[-1])), tuple(completed)

    @property
    def packed(self) -> bytes:
        return b"".join(self.peaks)

    @classmethod
    def unpacked(cls, size: int, packed: bytes) -> "Edge":
        """Return the edge of `size` leaves from its packed peaks. Raises ValueError where they do not fit."""
        if size < 0 or len(packed) != HASH_BYTES * size.bit_count():
            raise ValueError("the edge does not fit its size")
        return cls(size, unpacked(packed))


def unpacked(packed: bytes) -> tuple[bytes, ...]:
    """Return the 32-byte hashes of which these bytes are the row."""
    return tuple(packed[start : start + HASH_BYTES] for start in range(0, len(packed), HASH_BYTES))


def inclusion_runs(leaf: int, size: int) -> list[Run]:
    """Return of what the inclusion proof of a leaf (from 0) in a tree of `size` is made (RFC 9162, 2.1.3.1).

    Raises IndexError for a leaf outside of the tree.
    """
    if not 0 <= leaf < size:
        raise IndexError(leaf)
    runs, low, high = [], 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if leaf < middle:
            runs.append(_run(middle, high))
            high = middle
        else:
            runs.append(_run(low, middle))
            low = middle
    return runs[::-1]


def consistency_runs(old: int, size: int) -> list[Run]:
    """Return of what the proof is made that a tree of `size` extends that of `old` leaves (RFC 9162, 2.1.4.1).

    Raises IndexError unless 0 < old <= size.
    """
    if not 0 < old <= size:
        raise IndexError(old)
    runs, low, high = [], 0, size
    while old != high:
        middle = low + _split(high - low)
        if old <= middle:
            runs.append(_run(middle, high))
            high = middle
        else:
            runs.append(_run(low, middle))
            low = middle
    # the old tree whole needs no hash: whoever checks has its root
    if low:
        runs.append(_run(low, high))
    return runs[::-1]


def root_run(size: int) -> Run:
    """Return the subtrees that make the root of the first `size` leaves, largest first."""
    return _run(0, size)


def proof(runs: Iterable[Run], hashes: Mapping[Subtree, bytes]) -> list[bytes]:
    """Return the proof's 32-byte hashes, made of those of complete subtrees. Raises KeyError for one not given."""
    return [joined([hashes[subtree] for subtree in run]) for run in runs]


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Return when this leaf hash is leaf `index` (from 0) of the tree (RFC 9162, 2.1.3.2). Raises BadProof."""
    if not 0 <= index < size:
        raise BadProof("the leaf lies outside of the tree")
    place, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise BadProof("the proof is too long")
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    if last != 0 or found != root:
        raise BadProof("the proof does not lead to the root")


def verify_consistency(old: int, old_root: bytes, size: int, root: bytes, path: Sequence[bytes]) -> None:
    """Return when the tree of `size` leaves extends the one of `old` (RFC 9162, 2.1.4.2). Raises BadProof."""
    if not 0 < old <= size:
        raise BadProof("the sizes do not follow each other")
    if old == size:
        if path or old_root != root:
            raise BadProof("two roots of one size")
        return
    whole = old & (old - 1) == 0
    hashes = [old_root, *path] if whole else list(path)
    if not hashes:
        raise BadProof("the proof is empty")
    place, last = _above_ones(old - 1, size - 1)
    before = after = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            raise BadProof("the proof is too long")
        if place & 1 or place == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, sibling)
        place, last = place >> 1, last >> 1
    if last != 0 or before != old_root or after != root:
        raise BadProof("the proof does not lead to both roots")


def _above_ones(place: int, last: int) -> tuple[int, int]:
    while place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _split(count: int) -> int:
    """The largest power of two below `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def _run(low: int, high: int) -> Run:
    run = []
    while low < high:
        level = (high - low).bit_length() - 1
        run.append(Subtree(level, low >> level))
        low += 1 << level
    return tuple(run)


class Tree:
    """A tree in memory. The desk keeps its hashes in the database instead."""

    def __init__(self) -> None:
        self.edge = Edge()
        self._completed: list[tuple[bytes, ...]] = []

    def append(self, leaf: bytes) -> None:
        """Add the 32-byte hash of a leaf."""
        self.edge, completed = self.edge.appended(leaf)
        self._completed.append(completed)

    def hashes(self, runs: Iterable[Run]) -> dict[Subtree, bytes]:
        """Return the hashes of the complete subtrees in these runs. Raises IndexError for one not there."""
        return {part: self._completed[part.last_leaf][part.level] for run in runs for part in run}

    def root(self, size: int) -> bytes:
        """Return the 32-byte root of the first `size` leaves. Raises IndexError for more than there are."""
        return proof([root_run(size)], self.hashes([root_run(size)]))[0]

    def inclusion(self, leaf: int, size: int) -> list[bytes]:
        """Return the inclusion proof of a leaf, from 0. Raises IndexError."""
        runs = inclusion_runs(leaf, size)
        return proof(runs, self.hashes(runs))

    def consistency(self, old: int, size: int) -> list[bytes]:
        """Return the consistency proof between two sizes. Raises IndexError."""
        runs = consistency_runs(old, size)
        return proof(runs, self.hashes(runs))
