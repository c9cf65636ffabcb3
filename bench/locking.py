"""`python -m bench.locking`: how long a locked desk of four workers still shows a page to anybody.

The exit status is 1 when the floor is missed, 2 when the desk of the bench cannot be made.
"""

import statistics
import sys

from bench import report
from bench.figures import Column, Figure
from bench.guard import STATUS_MISSED, STATUS_REACHED, STATUS_UNUSABLE
from bench.sealed_desk import PASSPHRASE, DeskBroken, in_a_desk
from bench.targets import Target

ROUNDS = 5
WORKERS = 4
LAST_PAGE_MS = Target(1000, 100, least=True)


def main() -> int:
    try:
        found = in_a_desk("bench.onlookers", str(ROUNDS), str(WORKERS), PASSPHRASE)
    except DeskBroken as error:
        sys.stderr.write(f"{error}\n")
        return STATUS_UNUSABLE
    columns = [Column(label, "", frozenset(), frozenset()) for label in ("worst", "median")]
    worst, median = max(found["last_page_ms"]), statistics.median(found["last_page_ms"])
    figures = [
        Figure("LOCK to the last page, ms", LAST_PAGE_MS, (worst, median), "{:.0f}"),
        Figure(
            "pages asked for after LOCK", None, (max(found["asked"]), statistics.median(found["asked"])), "{:.0f}"
        ),
    ]
    sys.stdout.write(report.table(f"LOCK, {WORKERS} workers, {ROUNDS} rounds", columns, figures) + "\n")
    return STATUS_MISSED if any(figure.missed for figure in figures) else STATUS_REACHED


if __name__ == "__main__":
    raise SystemExit(main())
