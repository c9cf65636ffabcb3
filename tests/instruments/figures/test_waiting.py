"""The product-limit estimate beside published tables, and what must hold of any."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guvoh.instruments.figures.waiting import Curve, Wait, estimate

WAITS = st.lists(st.builds(Wait, st.integers(0, 400), st.booleans()), min_size=1, max_size=60)
ALL_ENDED = st.lists(st.builds(Wait, st.integers(0, 400), st.just(True)), min_size=1, max_size=60)


def waits(*written: str) -> list[Wait]:
    """As tables write them: a plus sign where the wait was still going on."""
    return [Wait(int(one.rstrip("+")), not one.endswith("+")) for one in " ".join(written).split()]


# Kaplan and Meier 1958, section 2: deaths at 0.8, 3.1, 5.4, 9.2, losses at 1.0, 2.7, 7.0, 12.1 (here in tenths).
OF_THE_PAPER = waits("8 31 54 92 10+ 27+ 70+ 121+")
# Freireich and others, Blood 21 (1963): weeks in remission under 6-mercaptopurine and under placebo.
TREATED = waits("6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+")
PLACEBO = waits("1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23")
# Week, at risk, share and 95 % limits as the textbooks print them for the treated.
PUBLISHED = (
    (6, 21, 0.8571, 0.6197, 0.9516),
    (7, 17, 0.8067, 0.5631, 0.9228),
    (10, 15, 0.7529, 0.5032, 0.8894),
    (13, 12, 0.6902, 0.4316, 0.8491),
    (16, 11, 0.6275, 0.3675, 0.8049),
    (22, 7, 0.5378, 0.2678, 0.7468),
    (23, 6, 0.4482, 0.1881, 0.6801),
)


def test_example_of_the_paper() -> None:
    curve = estimate(OF_THE_PAPER)
    shares = [curve.share_after(day) for day in (7, 8, 31, 54, 92)]
    assert shares == pytest.approx([1, 0.875, 0.7, 0.525, 0.2625])
    assert curve.median == 92


@pytest.mark.parametrize(("week", "at_risk", "share", "low", "high"), PUBLISHED)
def test_published_table(week: int, at_risk: int, share: float, low: float, high: float) -> None:
    curve = estimate(TREATED)
    assert curve.at_risk(week) == at_risk
    assert curve.share_after(week) == pytest.approx(share, abs=5e-5)
    assert curve.limits_after(week) == pytest.approx((low, high), abs=5e-5)


def test_published_medians() -> None:
    treated, placebo = estimate(TREATED), estimate(PLACEBO)
    assert (treated.median, treated.median_limits) == (23, (13, None))
    assert (placebo.median, placebo.median_limits) == (8, (4, 11))
    assert (treated.ended, treated.longest) == (9, 35)


def test_no_median_while_more_than_half_are_waiting() -> None:
    assert estimate(waits("3 9 40+ 40+ 40+")).median is None


def test_exactly_half_is_the_median_in_spite_of_rounding() -> None:
    assert estimate(waits("1 2 3 4 5 6 7+ 7+ 7+ 7+ 7+ 7+")).median == 6


def test_end_counts_before_loss_on_the_same_day() -> None:
    assert estimate(waits("5 5+")).share_after(5) == 0.5


def test_after_the_last_has_ended_there_are_no_limits() -> None:
    curve = estimate(waits("2 4"))
    assert (curve.share_after(4), curve.limits_after(4)) == (0, None)


@pytest.mark.parametrize("refused", [[], [Wait(-1, True)]])
def test_nothing_to_estimate_from_is_refused(refused: list[Wait]) -> None:
    with pytest.raises(ValueError, match="wait"):
        estimate(refused)


@given(WAITS)
def test_starts_at_one_and_never_rises(seen: list[Wait]) -> None:
    curve = estimate(seen)
    assert curve.share_after(-1) == 1
    shares = [1.0, *(step.share for step in curve.steps)]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] >= 0


@given(WAITS)
def test_everybody_is_counted_once_and_at_risk_falls(seen: list[Wait]) -> None:
    curve = estimate(seen)
    assert sum(step.ended + step.lost for step in curve.steps) == curve.waits == len(seen)
    at_risk = [step.at_risk for step in curve.steps]
    assert at_risk == sorted(at_risk, reverse=True)
    assert [curve.at_risk(step.day) for step in curve.steps] == at_risk
    assert curve.at_risk(curve.longest + 1) == 0


@given(ALL_ENDED, st.integers(0, 400))
def test_without_open_waits_it_is_the_plain_share(seen: list[Wait], day: int) -> None:
    going_on = sum(wait.days > day for wait in seen)
    assert estimate(seen).share_after(day) == pytest.approx(going_on / len(seen))


@given(ALL_ENDED)
def test_without_open_waits_the_median_is_the_lower_middle_one(seen: list[Wait]) -> None:
    assert estimate(seen).median == sorted(wait.days for wait in seen)[(len(seen) - 1) // 2]


@given(WAITS)
def test_limits_hold_the_share_between_them(seen: list[Wait]) -> None:
    for step in estimate(seen).steps:
        if step.limits is not None:
            low, high = step.limits
            assert 0 <= low <= step.share + 1e-12
            assert step.share - 1e-12 <= high <= 1


@given(WAITS)
def test_calling_open_waits_answered_only_shortens(seen: list[Wait]) -> None:
    """What a mean over the answered alone gets wrong: leaving the silent out makes a body look quicker."""
    as_if = estimate(Wait(wait.days, True) for wait in seen)
    curve = estimate(seen)
    assert all(as_if.share_after(step.day) <= curve.share_after(step.day) + 1e-9 for step in curve.steps)


@given(WAITS, st.randoms())
def test_order_of_the_waits_does_not_matter(seen: list[Wait], chance: object) -> None:
    mixed = list(seen)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert estimate(mixed) == estimate(seen)


def test_curve_of_many_open_letters_stays_at_one() -> None:
    curve: Curve = estimate([Wait(90, False)] * 12)
    assert (curve.share_after(90), curve.ended, curve.median) == (1, 0, None)
