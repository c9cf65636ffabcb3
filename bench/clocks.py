"""`python -m bench.clocks`: recomputing running clocks, and the deadlines page of a desk with many letters.

The ends are counted beside PyPI `holidays`; the page is measured in a real sealed desk, against one with few.
The exit status is 1 when a floor is missed, 2 when the desk of the bench cannot be made.
"""

import argparse
import math
import sys
from collections.abc import Sequence

from bench import counting, report
from bench.figures import Column, Figure
from bench.guard import STATUS_MISSED, STATUS_REACHED, STATUS_UNUSABLE
from bench.sealed_desk import DeskBroken, in_a_desk
from bench.targets import Target

CLOCKS = 10_000
FEW, MANY = 100, 100_000
# One transaction: a colleague's writing waits ten seconds for it, then is refused, and tries again.
ANEW_SECONDS = Target(20, 10, least=True)
# The alternative gives no reasons: counting alone may not cost more than this many times its price.
TIMES_THE_LOOP = Target(5, 2, least=True)
# A page reads forty rows of a thousand times as many; its ten tabs are counted, which grows with the desk.
TIMES_FEW = Target(10, 3, least=True)
SAME = Target(0, 0, least=True)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.clocks", description=__doc__.splitlines()[2])
    parser.add_argument("--clocks", type=int, default=CLOCKS)
    parser.add_argument("--letters", type=int, default=MANY, help="a round thousand")
    chosen = parser.parse_args(arguments)
    counted = _of_counting(chosen.clocks)
    try:
        paged = _of_pages(chosen.letters)
    except DeskBroken as error:
        sys.stderr.write(f"{error}\n")
        return STATUS_UNUSABLE
    missed = [figure.label for figure in (*counted, *paged) if figure.missed]
    _say(f"Below the floor: {', '.join(missed)}." if missed else "Every floor is reached.")
    return STATUS_MISSED if missed else STATUS_REACHED


def _of_counting(clocks: int) -> list[Figure]:
    found = counting.measure(clocks)
    figures = [
        Figure("ends alone, CPU s", None, (found.dates_seconds, found.other_seconds), "{:.2f}"),
        Figure("times the loop", TIMES_THE_LOOP, (found.dates_seconds / found.other_seconds, 1.0), "{:.1f}"),
        Figure("with the sentence in three languages, CPU s", None, (found.explained_seconds, math.nan), "{:.2f}"),
        Figure("ends on another day than the announced calendar", None, (0, found.other_day), "{:.0f}"),
        Figure("of them too early", None, (0, found.too_early), "{:.0f}"),
    ]
    _say(
        report.table(
            f"{clocks:,} clocks, {found.readings:,} readings of their rules", _columns("holidays"), figures
        )
    )
    return figures


def _of_pages(letters: int) -> list[Figure]:
    few, many = (in_a_desk("bench.deadlines", str(number)) for number in (FEW, letters))
    shown = {name: (few["lists"][name], many["lists"][name]) for name in many["lists"]}
    times = [
        Figure(name, TIMES_FEW, (after["ms"] / before["ms"], after["ms"], before["ms"], after["rows"]), "{:.1f}")
        for name, (before, after) in shown.items()
    ]
    queries = [
        Figure(f"queries, {name}", SAME, (after["queries"] - before["queries"], after["queries"]), "{:.0f}")
        for name, (before, after) in shown.items()
    ]
    anew = [Figure("a day is announced, CPU s", ANEW_SECONDS, (many["anew_seconds"], many["moved"]), "{:.1f}")]
    title = f"The deadlines page at {letters:,} letters"
    _say(report.table(f"{title}: CPU ms", _columns(f"at {letters:,}", f"at {FEW}", "lines", own="times"), times))
    _say(report.table(f"{title}: queries", _columns("in all", own="more than with few"), queries))
    _say(
        report.table(
            f"Some {letters // 10:,} running clocks counted anew in the desk", _columns("clocks moved"), anew
        )
    )
    return [*times, *queries, *anew]


def _columns(*labels: str, own: str = "Guvoh") -> list[Column]:
    return [Column(label, "", frozenset(), frozenset()) for label in (own, *labels)]


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
