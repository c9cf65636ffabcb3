"""Counts what the tools answered against the truth."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bench import targets
from bench.measuring import Measured
from bench.targets import Row, Target


@dataclass(frozen=True)
class Column:
    """A tool as the tables show it: which of its answers count as found, which as naming somebody outright."""

    label: str
    module: str
    found: frozenset[str]
    named: frozenset[str]


@dataclass(frozen=True)
class Scored:
    """`recall` is by row; `asked` is the share of texts about nobody in which the tool asks and does not name."""

    recall: dict[str, float]
    overall: float
    precision: float
    harmless: float
    asked: float
    leaks: int
    harmless_texts: int


def rows_of(kinds: Iterable[str]) -> list[Row]:
    """The rows that count these kinds of leak, in the order of the table; an unknown kind has a row of its own."""
    kinds = set(kinds)
    known = [row for row in targets.ROWS if row.kinds & kinds]
    counted = {kind for row in known for kind in row.kinds}
    return known + [Row(kind, frozenset({kind})) for kind in sorted(kinds - counted)]


def score(measured: Measured, column: Column) -> Scored:
    found: Counter[str] = Counter()
    leaks: Counter[str] = Counter()
    right = named_in_all = alarms = asked = harmless = 0
    for text, answer in measured.answers:
        marked = set[str]().union(*(answer[level] for level in column.found))
        named = set[str]().union(*(answer[level] for level in column.named))
        for person, kind in text.truth:
            leaks[kind] += 1
            found[kind] += person in marked
        right += len(named & {person for person, _ in text.truth})
        named_in_all += len(named)
        if not text.truth:
            harmless += 1
            alarms += bool(named)
            asked += bool(marked) and not named
    return Scored(
        recall={row.label: _share(_of(row, found), _of(row, leaks)) for row in rows_of(leaks)},
        overall=_share(found.total(), leaks.total()),
        precision=_share(right, named_in_all) if leaks else math.nan,
        harmless=_share(alarms, harmless),
        asked=_share(asked, harmless),
        leaks=leaks.total(),
        harmless_texts=harmless,
    )


def _of(row: Row, counts: Counter[str]) -> int:
    return sum(counts[kind] for kind in row.kinds)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else math.nan


@dataclass(frozen=True)
class Figure:
    """One line of a table: the value of each column, the first being Guvoh's, and what is asked of Guvoh."""

    label: str
    target: Target | None
    values: tuple[float, ...]
    form: str = "{:.3f}"

    @property
    def missed(self) -> bool:
        return self.target is not None and self.target.missed(self.values[0])


def by_kind(scored: list[Scored]) -> list[Figure]:
    rows = {row.label: row.target for row in rows_of(scored[0].recall)}
    lines = [
        Figure(label, target, tuple(each.recall.get(label, math.nan) for each in scored))
        for label, target in rows.items()
    ]
    return [*lines, Figure("all leaks", targets.RECALL, tuple(each.overall for each in scored))]


def of_register(size: int, scored: list[Scored], measured: list[Measured]) -> list[Figure]:
    """What a register of `size` people leaves of the figures, and what it costs."""
    large = size >= targets.LARGE

    def line(label: str, target: Target | None, values: Iterable[float], form: str = "{:.3f}") -> Figure:
        return Figure(label, target, tuple(values), form)

    drafts = [each.draft_ms for each in measured]
    return [
        line("recall", targets.RECALL, (each.overall for each in scored)),
        line("precision", targets.PRECISION[large], (each.precision for each in scored)),
        line("harmless blocked", targets.HARMLESS[large], (each.harmless for each in scored), "{:.1%}"),
        line("harmless asked about", None, (each.asked for each in scored), "{:.1%}"),
        line("index build, s", targets.BUILD_SECONDS, (each.build_seconds for each in measured), "{:.2f}"),
        line("memory, MB", targets.MEMORY_MB, (each.memory_mb for each in measured), "{:.0f}"),
        line("of it the index, MB", None, (each.index_mb for each in measured), "{:.0f}"),
        line("1,000-word draft, ms", targets.DRAFT_MS, drafts, "{:.1f}"),
        line("the draft, times Guvoh's", None, (each / drafts[0] for each in drafts), "{:.1f}"),
    ]
