"""`python -m bench.database`: the desk's own pages on its sealed database, beside the same pages on a plain one.

Both are the same SQLite library with the same settings; one has a key. The exit status is 1 when a floor is
missed, 2 when the desk of the bench cannot be made.
"""

import argparse
import statistics
import sys
from collections.abc import Sequence

from bench import report
from bench.figures import Column, Figure
from bench.guard import STATUS_MISSED, STATUS_REACHED, STATUS_UNUSABLE
from bench.sealed_desk import DeskBroken, in_a_desk
from bench.targets import Target

LETTERS = 5_000
RUNS = 3
# The two pages that everybody uses all day.
ASKED = frozenset({"case page", "search"})
TIMES_PLAIN = Target(1.5, 1.3, least=True)
SEALED, PLAIN = "guvoh.config.settings", "bench.plain.settings"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.database", description=__doc__.splitlines()[2])
    parser.add_argument("--letters", type=int, default=LETTERS, help="a round thousand; five stand in a case")
    letters = str(parser.parse_args(arguments).letters)
    try:
        # by turns, so that a busy machine slows both
        runs = [
            [in_a_desk("bench.pages", letters, settings=engine) for engine in (SEALED, PLAIN)] for _ in range(RUNS)
        ]
    except DeskBroken as error:
        sys.stderr.write(f"{error}\n")
        return STATUS_UNUSABLE
    figures = [_figure(name, runs) for name in runs[0][0]]
    columns = [Column(label, "", frozenset(), frozenset()) for label in ("times plain", "sealed, ms", "plain, ms")]
    title = f"Sealed beside plain, {int(letters) // 5:,} cases with {int(letters):,} letters: CPU"
    sys.stdout.write(report.table(title, columns, figures) + "\n")
    missed = [figure.label for figure in figures if figure.missed]
    sys.stdout.write(f"Below the floor: {', '.join(missed)}.\n" if missed else "Every floor is reached.\n")
    return STATUS_MISSED if missed else STATUS_REACHED


def _figure(name: str, runs: list[list[dict[str, float]]]) -> Figure:
    sealed, plain = (statistics.median(run[side][name] for run in runs) for side in (0, 1))
    return Figure(name, TIMES_PLAIN if name in ASKED else None, (sealed / plain, sealed, plain), "{:.2f}")


if __name__ == "__main__":
    raise SystemExit(main())
