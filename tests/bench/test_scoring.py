"""The figures count what was found, what was only asked about, and who was named without being there."""

import math

import pytest

from bench import figures, report, targets
from bench.edges import Edges
from bench.figures import Column
from bench.measuring import Measured
from bench.targets import Target
from tests.instruments.names import adversary, leaks
from tests.instruments.names.texts import Text

GUARD = Column("Guvoh", "guard", frozenset({"block", "review"}), frozenset({"block"}))
SAID = [
    (Text("1", "…", (("anna", "exact"), ("boris", "phone"))), {"block": {"anna"}, "review": {"boris"}}),
    (Text("2", "…", (("anna", "exact"),)), {"block": {"boris"}, "review": set()}),
    (Text("3", "…"), {"block": {"anna"}, "review": set()}),
    (Text("4", "…"), {"block": set(), "review": {"anna"}}),
    (Text("5", "…"), {"block": set(), "review": set()}),
    (Text("6", "…", (("anna", "a new trick"),)), {"block": {"anna"}, "review": set()}),
]


def measured(answers=SAID, draft_ms=10.0):
    return Measured("a tool", answers, len(answers), 1.0, 100.0, 50.0, draft_ms)


@pytest.fixture
def scored():
    return figures.score(measured(), GUARD)


def test_a_leak_is_found_when_the_person_is_blocked_or_asked_about(scored):
    assert scored.recall == {"exact": 0.5, "phone": 1.0, "a new trick": 1.0}
    assert scored.overall == 0.75


def test_whoever_is_named_without_being_there_costs_precision_in_any_text(scored):
    assert scored.precision == 0.5


def test_of_the_harmless_texts_those_blocked_and_those_asked_about_are_told_apart(scored):
    assert (scored.harmless, scored.asked) == (pytest.approx(1 / 3), pytest.approx(1 / 3))


def test_a_tool_is_counted_by_its_own_levels():
    scored = figures.score(
        measured(), Column("only review", "guard", frozenset({"review"}), frozenset({"review"}))
    )
    assert scored.overall == 0.25
    assert scored.precision == 0.5


def test_a_kind_without_a_row_gets_one_and_a_kind_with_one_does_not():
    assert [row.label for row in figures.rows_of({"phone", "a new trick", "suffixed"})] == [
        "izofat, -ро, enclitics",
        "phone",
        "a new trick",
    ]


def test_every_kind_the_generators_make_has_a_row_and_every_row_a_kind():
    kinds = {*leaks.KINDS, *adversary.KINDS}
    assert {row.label for row in figures.rows_of(kinds)} == {row.label for row in targets.ROWS}


@pytest.mark.parametrize(
    ("target", "value", "missed"),
    [
        (Target(0.97, 0.99), 0.969, True),
        (Target(0.97, 0.99), 0.97, False),
        (Target(100, 30, least=True), 101, True),
        (Target(100, 30, least=True), 100, False),
    ],
)
def test_a_floor_is_missed_from_below_and_a_cost_from_above(target, value, missed):
    assert target.missed(value) is missed


def test_rows_with_a_floor_are_missed_by_guvohs_figure_not_by_others():
    nothing_found = [(text, {"block": set(), "review": set()}) for text, _ in SAID]
    scored = [figures.score(measured(), GUARD), figures.score(measured(nothing_found), GUARD)]
    missed = {line.label for line in figures.by_kind(scored) if line.missed}
    assert missed == {"exact", "all leaks"}


def test_a_kind_that_a_sampled_tool_never_met_has_no_figure():
    scored = [figures.score(measured(), GUARD), figures.score(measured(SAID[1:]), GUARD)]
    line = next(line for line in figures.by_kind(scored) if line.label == "phone")
    assert line.values[0] == 1.0
    assert math.isnan(line.values[1])


def test_a_large_register_has_floors_of_its_own():
    answers = [(Text("1", "…", (("anna", "exact"),)), {"block": {"anna"}, "review": set()})] * 95
    answers += [(Text("2", "…"), {"block": set(), "review": set()})] * 95
    answers += [(Text("3", "…"), {"block": {"anna"}, "review": set()})] * 3
    once = measured(answers)
    scored = [figures.score(once, GUARD)]

    def missed(size):
        return {line.label for line in figures.of_register(size, scored, [once]) if line.missed}

    assert missed(420) == {"precision", "harmless blocked"}
    assert missed(100_000) == set()


def test_drafts_are_compared_with_guvohs():
    both = [measured(draft_ms=20.0), measured(draft_ms=50.0)]
    lines = figures.of_register(420, [figures.score(each, GUARD) for each in both], both)
    assert next(line.values for line in lines if line.label == "the draft, times Guvoh's") == (1.0, 2.5)


def test_a_set_without_harmless_texts_says_nothing_of_them():
    scored = figures.score(measured(SAID[:2]), GUARD)
    assert math.isnan(scored.harmless)
    assert math.isnan(scored.asked)


def test_a_set_without_leaks_says_nothing_of_recall_and_precision():
    scored = figures.score(measured(SAID[2:5]), GUARD)
    assert math.isnan(scored.overall)
    assert math.isnan(scored.precision)
    assert scored.harmless == pytest.approx(1 / 3)


def test_the_slowest_crafted_text_and_those_that_need_too_much_memory_are_named():
    told = report.at_the_edges(Edges(["one"], 2000, {"tags": 1.25, "camel": 9.0}, [], ["camel"]))
    assert "1 of 2000 missed" in told
    assert "at most 9.0 s of CPU (camel)" in told
    assert "Out of memory: camel." in told
