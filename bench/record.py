"""`python -m bench.record`: the record as a Merkle tree, beside pymerkle in memory, and in a real sealed desk.

Appending and proving are measured side by side on the same leaves; looking through the whole record, and the proof
of one entry, in a desk whose database is SQLCipher. The exit status is 1 when a floor is missed, 2 when the desk
of the bench cannot be made.
"""

import argparse
import math
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import pymerkle

from bench import report
from bench.figures import Column, Figure
from bench.guard import STATUS_MISSED, STATUS_REACHED, STATUS_UNUSABLE
from bench.sealed_desk import DeskBroken, in_a_desk
from bench.targets import Target
from guvoh.instruments.seal.log import Tree, leaf_hash, verify_consistency, verify_inclusion

LEAVES = 1_000_000
PROOFS = 200
LOOK_SECONDS = Target(60, 30, least=True)
PROOF_MS = Target(1, 0.5, least=True)
TIMES_PYMERKLE = Target(1, 0.5, least=True)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.record", description=__doc__.splitlines()[0])
    parser.add_argument("--leaves", type=int, default=LEAVES)
    chosen = parser.parse_args(arguments)
    beside = _beside_pymerkle(chosen.leaves)
    try:
        found = in_a_desk("bench.record_desk", str(chosen.leaves))
    except DeskBroken as error:
        sys.stderr.write(f"{error}\n")
        return STATUS_UNUSABLE
    desk = [
        Figure("looking through the whole record, CPU s", LOOK_SECONDS, (found["look_seconds"],), "{:.1f}"),
        Figure("grown by while looking, MB", None, (found["grown_mb"],), "{:.1f}"),
        Figure("inclusion proof from the database, CPU ms", PROOF_MS, (found["proof_ms"],), "{:.2f}"),
        Figure("the same with leaf, openings and signed head", None, (found["document_ms"],), "{:.2f}"),
        Figure("an act written, CPU microseconds", None, (found["record_us"],), "{:.0f}"),
        Figure("the same row without a tree", None, (found["plain_us"],), "{:.0f}"),
    ]
    _say(report.table(f"A sealed desk with {chosen.leaves:,} entries", _columns(), desk))
    missed = [figure.label for figure in (*beside, *desk) if figure.missed]
    _say(f"Below the floor: {', '.join(missed)}." if missed else "Every floor is reached.")
    return STATUS_MISSED if missed else STATUS_REACHED


def _beside_pymerkle(leaves: int) -> list[Figure]:
    contents = [f"entry {number}".encode() for number in range(leaves)]
    ours, theirs = Tree(), pymerkle.InmemoryTree(algorithm="sha256")
    append = _seconds(lambda: [ours.append(leaf_hash(content)) for content in contents]) / leaves * 1e6
    other_append = _seconds(lambda: [theirs.append_entry(content) for content in contents]) / leaves * 1e6
    places = [number * 7919 % leaves for number in range(PROOFS)]
    proof = _median_ms(lambda place: _prove(ours, contents, place, leaves), places)
    other_proof = _median_ms(lambda place: _prove_theirs(theirs, contents, place, leaves), places)
    figures = [
        Figure("append, CPU microseconds", None, (append, other_append), "{:.2f}"),
        Figure("append, times pymerkle", TIMES_PYMERKLE, (append / other_append, 1.0), "{:.2f}"),
        Figure("one leaf proved and checked, CPU ms", PROOF_MS, (proof, other_proof), "{:.3f}"),
        Figure("the same, times pymerkle", None, (proof / other_proof, 1.0), "{:.2f}"),
        Figure("same root", None, (float(ours.root(leaves) == theirs.get_root(leaves)), math.nan), "{:.0f}"),
    ]
    _say(report.table(f"A tree of {leaves:,} leaves in memory", _columns("pymerkle"), figures))
    return figures


def _prove(tree: Tree, contents: list[bytes], place: int, size: int) -> None:
    root, half = tree.root(size), max(1, size // 2)
    verify_inclusion(leaf_hash(contents[place]), place, size, tree.inclusion(place, size), root)
    verify_consistency(half, tree.root(half), size, root, tree.consistency(half, size))


def _prove_theirs(tree: Any, contents: list[bytes], place: int, size: int) -> None:
    root, half = tree.get_root(size), max(1, size // 2)
    pymerkle.verify_inclusion(tree.hash_buff(contents[place]), root, tree.prove_inclusion(place + 1, size))
    pymerkle.verify_consistency(tree.get_root(half), root, tree.prove_consistency(half, size))


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _median_ms(work: Callable[[int], None], places: list[int]) -> float:
    def at(place: int) -> float:
        return _seconds(lambda: work(place)) * 1000

    return statistics.median(map(at, places))


def _columns(*labels: str) -> list[Column]:
    return [Column(label, "", frozenset(), frozenset()) for label in ("Guvoh", *labels)]


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
