"""The figures as Markdown tables."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from bench.edges import Edges
from bench.figures import Column, Figure
from bench.measuring import Measured
from bench.targets import Target
from guvoh.instruments.names.person import Protected

MISSED = " (!)"


def table(title: str, columns: Sequence[Column], figures: Iterable[Figure]) -> str:
    """One row a figure: the floor and the goal, then each tool's value; `(!)` where Guvoh is below its floor."""
    head = ["", "floor", "goal", *(column.label for column in columns)]
    rows = [head, ["---"] * len(head), *map(_row, figures)]
    widths = [max(len(row[number]) for row in rows) for number in range(len(head))]
    lines = ["| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in rows]
    return f"## {title}\n\n" + "\n".join(lines) + "\n"


def _row(figure: Figure) -> list[str]:
    values = [_value(figure.form, value) for value in figure.values]
    return [
        figure.label,
        *_asked(figure.target, figure.form),
        values[0] + (MISSED if figure.missed else ""),
        *values[1:],
    ]


def _value(form: str, value: float) -> str:
    return "–" if math.isnan(value) else form.format(value)


def _asked(target: Target | None, form: str) -> list[str]:
    return ["", ""] if target is None else [form.format(target.floor), form.format(target.goal)]


def sampled(measured: Iterable[Measured]) -> str:
    return "\n".join(
        f"{each.told.partition(':')[0]}: {len(each.answers):,} of the {each.of_texts:,} texts.\n"
        for each in measured
        if len(each.answers) < each.of_texts
    )


def misses(measured: Measured, column: Column, people: Iterable[Protected], show: int) -> str:
    """The first `show` texts of each kind in which a person is not found, and as many false alarms."""
    names = {person.id: f"{person.given} {person.surname} {person.patronymic}" for person in people}
    lines: dict[str, list[str]] = defaultdict(list)
    for text, answer in measured.answers:
        marked = set[str]().union(*(answer[level] for level in column.found))
        for person, kind in text.truth:
            if person not in marked:
                lines[f"missed, {kind}"].append(f"{text.text!r}  [{names[person]}]")
        strangers = {person for level in column.named for person in answer[level]}
        for person in sorted(strangers - {person for person, _ in text.truth}):
            lines["named, not there"].append(f"{text.text!r}  [{names[person]}]")
    return "".join(f"{kind}: {line}\n" for kind in sorted(lines) for line in lines[kind][:show])


def at_the_edges(edges: Edges) -> str:
    slowest = max(edges.seconds, key=edges.seconds.__getitem__)
    refused = f", {len(edges.refused)} of them refused as too long" if edges.refused else ""
    return (
        "## At the edges, Guvoh alone\n\n"
        "A person named right after an ordinary word with a capital, in a text known to be about that person: "
        f"{len(edges.missed)} of {edges.openings} missed.\n"
        f"{len(edges.seconds)} texts made to keep the guard busy, at the longest it takes{refused}: "
        f"at most {edges.seconds[slowest]:.1f} s of CPU ({slowest}).\n"
        + "".join(f"Out of memory: {name}.\n" for name in edges.out_of_memory)
    )
