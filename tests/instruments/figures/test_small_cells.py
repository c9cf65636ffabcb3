import pytest
from hypothesis import given
from hypothesis import strategies as st

from guvoh.instruments.figures.small_cells import hidden

COUNTS = st.dictionaries(st.integers(), st.integers(0, 12), max_size=12)
LEAST = st.integers(1, 8)


def test_small_cell_takes_the_next_one_with_it() -> None:
    assert hidden({"court": 2, "police": 6, "prosecutor": 30}, 5) == {"court", "police"}


def test_two_small_cells_that_make_a_large_one_hide_nobody_else() -> None:
    assert hidden({"court": 3, "ombudsman": 2, "police": 6}, 5) == {"court", "ombudsman"}


def test_empty_cells_hide_nothing() -> None:
    assert hidden({"court": 0, "police": 6}, 5) == frozenset()


def test_threshold_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="below 1"):
        hidden({"court": 1}, 0)


@given(COUNTS, LEAST)
def test_no_small_cell_is_shown(counts: dict[int, int], least: int) -> None:
    left_out = hidden(counts, least)
    assert all(counts[name] >= least for name in counts if counts[name] and name not in left_out)


@given(COUNTS, LEAST)
def test_total_less_what_is_shown_gives_nothing_small_away(counts: dict[int, int], least: int) -> None:
    left_out = hidden(counts, least)
    together = sum(counts[name] for name in left_out)
    everything = len(left_out) == sum(1 for count in counts.values() if count)
    assert together == 0 or together >= least or everything
