"""An index of many people takes one in at once, and keeps nothing of the texts it looked at but ordinary words."""

import random
import sys
from collections.abc import Callable
from copy import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guvoh.instruments.names.clean import _PLAIN_RUN, clean
from guvoh.instruments.names.guard import Index, scan
from guvoh.instruments.names.person import Protected
from guvoh.instruments.names.postings import Postings
from guvoh.instruments.names.skeleton import likeliest, skeletons, steady
from guvoh.instruments.names.slips import Near, one_error_apart
from tests.instruments.names import leaks

NIGORA = Protected("new", given="Нигора", surname="Бузургмеҳрова", gender="f", phone="+992935550199")


def calls_of(act: Callable[[], object]) -> int:
    """How many functions `act` calls, the built-in ones too."""
    count = 0

    def counted(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(counted)
    try:
        act()
    finally:
        sys.setprofile(None)
    return count


@pytest.fixture(scope="module")
def many() -> list[Protected]:
    return leaks.register(random.Random(5), 1500)


def test_taking_one_in_costs_the_same_among_few_and_among_many(many):
    few, crowd = Index.build(many[:20]), Index.build(many)
    among_few, among_many = calls_of(lambda: few.add(NIGORA)), calls_of(lambda: crowd.add(NIGORA))
    assert abs(among_many - among_few) < 20
    assert {mark.person for mark in scan("Нигору Бузургмеҳрову и 93 555 01 99", crowd)} == {"new"}


def test_a_changed_copy_costs_the_same_among_few_and_among_many(many):
    few, crowd = Index.build(many[:20]), Index.build(many)
    among_few = calls_of(lambda: few.changed([NIGORA], ["3"]))
    changed = []
    among_many = calls_of(lambda: changed.append(crowd.changed([NIGORA], ["3"])))
    assert among_many - among_few < 200
    assert {mark.person for mark in scan("Нигору Бузургмеҳрову", changed[0])} == {"new"}


def test_a_person_taken_out_is_forgotten(many):
    index = Index.build([*many[:5], NIGORA])
    index.remove("new")
    assert scan("Нигора Бузургмеҳрова, Нигора Бузургмехроша, 935550199", index) == []
    assert "buzurgmihr" not in str([vars(index.near_surname), index.persian_surname, index.entries])


def test_no_name_stays_behind_after_a_scan():
    index = Index.build([Protected("1", given="Рустам", surname="Саидов", gender="m", aliases=("Мулло Соқӣ",))])
    scan("рустам саидов ва мулло соқӣ омаданд, рустамсаидов, Зафар Қодиров, саидоф рустам", index)
    assert set(index.ordinary) <= {"ва", "омаданд"}


def test_what_was_kept_of_ordinary_words_goes_when_somebody_comes():
    index = Index.build([Protected("1", given="Рустам", surname="Саидов")])
    assert scan("вчера нигора бузургмеҳрова омад", index) == []
    index.add(NIGORA)
    assert {mark.person for mark in scan("вчера нигора бузургмеҳрова омад", index)} == {"new"}


def test_an_attribute_stands_under_another_key_in_every_index():
    one, other = (Index.build([Protected("1", phone="+992935123456")]) for _ in range(2))
    assert one.entries["1"].attributes != other.entries["1"].attributes
    assert {mark.person for mark in scan("тел. 935 12 34 56", one)} == {"1"}


@given(st.lists(st.tuples(st.booleans(), st.sampled_from("abc"), st.sampled_from("123"), st.booleans())))
def test_a_copied_table_and_its_original_go_their_own_ways(steps):
    tables: list[tuple[Postings, dict[str, set[str]]]] = [(Postings(), {})]
    for adding, key, one, copying in steps:
        if copying:
            table, known = tables[-1]
            tables.append((copy(table), {each: set(found) for each, found in known.items()}))
        table, known = tables[len(steps) % len(tables)]
        (table.add if adding else table.discard)(key, one)
        (known.setdefault(key, set()).add if adding else known.setdefault(key, set()).discard)(one)
    for table, known in tables:
        assert {key: set(table[key]) for key in "abc"} == {key: known.get(key, set()) for key in "abc"}
        assert [key in table for key in "abc"] == [bool(known.get(key)) for key in "abc"]


@given(st.lists(st.text("abi", min_size=4, max_size=10), max_size=8), st.text("abi", min_size=4, max_size=10))
def test_every_key_one_error_away_is_near(keys, form):
    near = Near()
    for key in keys:
        near.add(key)
    assert {key for key in keys if one_error_apart(key, form)} <= set(near.of([form]))


@given(st.text("аеёжийдшоуъь", max_size=8) | st.text("aeiouyschjkhw", max_size=8))
def test_the_likeliest_outlines_are_the_first_ones(word):
    assert likeliest(word) == skeletons(word)[:2]
    if steady(word):
        outlines = ["".join(skeletons(word[:size])) for size in range(1, len(word) + 1)]
        assert all(outlines[-1].startswith(outline) for outline in outlines)


def test_letters_of_a_plain_run_stand_for_themselves():
    plain = [chr(number) for number in range(0x10000) if _PLAIN_RUN.fullmatch(chr(number))]
    assert [letter for letter in plain if clean(letter).text != letter] == []
