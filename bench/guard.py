"""`python -m bench.guard`: the identity guard beside the tools a user would pick instead.

Without files it measures a generated set against 420 people, then against 100,000; a seed gives one set.
The exit status is 1 when Guvoh misses a floor, 2 when a set or a tool cannot be used.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from bench import edges, figures, report, sets
from bench.figures import Column
from bench.measuring import Broken, Measured, Task, measure
from bench.sets import Files
from tests.instruments.names import texts

STATUS_REACHED, STATUS_MISSED, STATUS_UNUSABLE = 0, 1, 2
COLUMNS = (
    Column("Guvoh", "guard", frozenset({"block", "review"}), frozenset({"block"})),
    Column("exact search", "exact", frozenset({"exact"}), frozenset({"exact"})),
    Column("rapidfuzz 90", "rapidfuzz_ratio", frozenset({"90"}), frozenset({"90"})),
    Column("rapidfuzz 80", "rapidfuzz_ratio", frozenset({"90", "80"}), frozenset({"90", "80"})),
    Column("rigour", "rigour_parts", frozenset({"likely"}), frozenset({"likely"})),
    Column("natasha", "natasha_lemmas", frozenset({"found"}), frozenset({"found"})),
)
SIZES = (2 * texts.TARGETS, 100_000)
DRAFTS = 9
# From so many on, a tool that holds every name against every sentence gets a share of the texts and one draft.
MANY_PEOPLE = 10_000
SLOW_STRIDE = {"rapidfuzz_ratio": 40}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = _parser()
    chosen = parser.parse_args(arguments)
    files = (chosen.register, chosen.texts, chosen.truth)
    if any(files) and not all(files):
        parser.error("a set from outside is --register, --texts and --truth together")
    # one thread each: CPU time would add up what idle threads spin away
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    columns = COLUMNS[:1] if chosen.alone else COLUMNS
    try:
        missed = _from_files(chosen, columns) if chosen.register else _generated(chosen, columns)
    except (sets.BadSet, Broken, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return STATUS_UNUSABLE
    _say(f"Below the floor: {', '.join(missed)}." if missed else "Every floor is reached.")
    return STATUS_MISSED if missed else STATUS_REACHED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.guard", description=__doc__.splitlines()[2])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=int, nargs="+", default=SIZES, help="sizes of the register")
    parser.add_argument("--alone", action="store_true", help="Guvoh only; needs none of the other tools")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N of Guvoh's misses of each kind")
    parser.add_argument("--register", type=Path, metavar="R.jsonl", help="a set from outside; as guvoh guard scan")
    parser.add_argument("--texts", type=Path, metavar="T.jsonl")
    parser.add_argument("--truth", type=Path, metavar="truth.jsonl", help='"case", "person", "kind" a line')
    return parser


def _generated(chosen: argparse.Namespace, columns: Sequence[Column]) -> list[str]:
    missed = []
    for number, size in enumerate(chosen.people):
        people = texts.register(chosen.seed, size)
        made = texts.texts(chosen.seed, people, texts.LEAKS_OF_A_KIND, texts.HARMLESS)
        with tempfile.TemporaryDirectory(prefix="guvoh-bench-") as folder:
            files = sets.write(Path(folder), people, made)
            missed += _on_set(f"seed {chosen.seed}", files, columns, chosen.show, by_kind=number == 0)
    with _processes() as processes:
        found = processes.submit(edges.measure, chosen.seed, texts.register(chosen.seed, SIZES[0])).result()
    _say(report.at_the_edges(found))
    return missed + [f"memory on a crafted text ({name})" for name in found.out_of_memory]


def _from_files(chosen: argparse.Namespace, columns: Sequence[Column]) -> list[str]:
    files = Files(chosen.register, chosen.texts, chosen.truth)
    return _on_set(str(chosen.texts), files, columns, chosen.show, by_kind=True)


def _on_set(source: str, files: Files, columns: Sequence[Column], show: int, *, by_kind: bool) -> list[str]:
    """Print the tables of one set; the labels of the floors Guvoh misses."""
    people = sets.read_people(files.register)
    measured = _measured(files, columns, len(people))
    scored = [figures.score(measured[column.module], column) for column in columns]
    title = (
        f"{len(people):,} people, {scored[0].leaks:,} leaks, {scored[0].harmless_texts:,} harmless texts; {source}"
    )
    lines = figures.by_kind(scored) if by_kind else []
    costs = figures.of_register(len(people), scored, [measured[column.module] for column in columns])
    if by_kind:
        _say("\n".join(f"- {each.told}" for each in measured.values()) + "\n")
        _say(report.table(f"Leaks found, by kind. {title}", columns, lines))
    _say(report.table(f"The register. {title}", columns, costs))
    _say(report.sampled(measured.values()))
    _say(report.misses(measured[columns[0].module], columns[0], people, show))
    return [f"{figure.label} ({len(people):,} people)" for figure in (*lines, *costs) if figure.missed]


def _measured(files: Files, columns: Sequence[Column], size: int) -> dict[str, Measured]:
    """Guvoh by itself first, then the others, a process each."""
    many = size > MANY_PEOPLE
    tasks = {
        column.module: Task(
            column.module,
            files,
            stride=SLOW_STRIDE.get(column.module, 1) if many else 1,
            drafts=1 if many and column.module in SLOW_STRIDE else DRAFTS,
        )
        for column in columns
    }
    own, *rest = tasks.values()
    with _processes() as processes:
        first = processes.submit(measure, own).result()
        return dict(zip(tasks, [first, *processes.map(measure, rest)], strict=True))


def _processes() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(2, mp_context=get_context("spawn"), max_tasks_per_child=1)


def _say(words: str) -> None:
    if words:
        sys.stdout.write(words + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
