"""How long one waits, when some are waiting still: the product-limit estimate of Kaplan and Meier.

Rule: E. L. Kaplan and P. Meier, Nonparametric Estimation from Incomplete Observations, Journal of the American
Statistical Association 53 (1958), 457-481. Its variance: M. Greenwood, The Natural Duration of Cancer, Reports on
Public Health 33 (1926). The limits on the scale of log(-log S), which keeps them between 0 and 1:
J. D. Kalbfleisch and R. L. Prentice, The Statistical Analysis of Failure Time Data (1980).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import exp, log, sqrt

# 97.5th percentile of the normal distribution: both limits together hold 95 %.
_NORMAL_975 = 1.959963984540054
# A share of exactly one half, reached through a product of floats, may lie this much above it.
_ROUNDING = 1e-9
Limits = tuple[float, float]


@dataclass(frozen=True)
class Wait:
    """One wait. days: whole days, 0 or more. ended: False where it was still going on when last looked at."""

    days: int
    ended: bool


@dataclass(frozen=True)
class Step:
    """One day on which a wait ended or was lost from sight.

    at_risk: waits that had lasted until this day. ended, lost: how many of them ended on it, or were followed no
    further. share: the part of all waits that goes on after this day, 0 to 1. limits: its 95 % limits, 0 to 1;
    None after the last of those followed has ended, where nothing is left to estimate them from.
    """

    day: int
    at_risk: int
    ended: int
    lost: int
    share: float
    limits: Limits | None


@dataclass(frozen=True)
class Curve:
    """The share of waits that goes on, by day. waits: how many there are. steps: in order of their days."""

    waits: int
    steps: tuple[Step, ...]

    @property
    def longest(self) -> int:
        """The longest wait that was seen, in days: the curve says nothing beyond it."""
        return self.steps[-1].day

    @property
    def ended(self) -> int:
        return sum(step.ended for step in self.steps)

    @property
    def median(self) -> int | None:
        """The first day by whose end half of the waits are over; None where more than half outlast the longest."""
        return next((step.day for step in self.steps if step.share <= 0.5 + _ROUNDING), None)

    @property
    def median_limits(self) -> tuple[int | None, int | None]:
        """95 % limits of the median in days, each None where its limit of the curve stays above one half.

        Rule: R. Brookmeyer and J. Crowley, A Confidence Interval for the Median Survival Time,
        Biometrics 38 (1982).
        """
        drawn = [(step.day, step.limits or (0.0, 0.0)) for step in self.steps]
        low = next((day for day, limits in drawn if limits[0] <= 0.5 + _ROUNDING), None)
        high = next((day for day, limits in drawn if limits[1] <= 0.5 + _ROUNDING), None)
        return low, high

    def share_after(self, day: int) -> float:
        """The share of waits, 0 to 1, that goes on after `day`."""
        step = self._last_step(day)
        return step.share if step else 1.0

    def limits_after(self, day: int) -> Limits | None:
        """95 % limits of that share, 0 to 1; (1, 1) while none has ended, None where nothing is left."""
        step = self._last_step(day)
        return step.limits if step else (1.0, 1.0)

    def at_risk(self, day: int) -> int:
        """How many waits had lasted until `day`."""
        return next((step.at_risk for step in self.steps if step.day >= day), 0)

    def _last_step(self, day: int) -> Step | None:
        return next((step for step in reversed(self.steps) if step.day <= day), None)


def estimate(waits: Iterable[Wait]) -> Curve:
    """The product-limit estimate from waits in any order.

    A wait that ends on a day counts before one that is lost from sight on it, as in the paper.
    Raises ValueError when there is no wait, or one of fewer than 0 days.
    """
    seen = tuple(waits)
    if not seen:
        raise ValueError("There are no waits to estimate from.")
    if any(wait.days < 0 for wait in seen):
        raise ValueError("A wait has fewer than 0 days: it would end before it began.")
    return Curve(len(seen), tuple(_steps(seen)))


def _steps(waits: tuple[Wait, ...]) -> Iterator[Step]:
    ended = Counter(wait.days for wait in waits if wait.ended)
    lost = Counter(wait.days for wait in waits if not wait.ended)
    at_risk, share, greenwood = len(waits), 1.0, 0.0
    for day in sorted(ended | lost):
        going_on = at_risk - ended[day]
        share *= going_on / at_risk
        if going_on:
            greenwood += ended[day] / (at_risk * going_on)
        yield Step(day, at_risk, ended[day], lost[day], share, _limits(share, greenwood))
        at_risk = going_on - lost[day]


def _limits(share: float, greenwood: float) -> Limits | None:
    """95 % limits of a share; `greenwood` is its variance divided by its square."""
    if share == 0:
        return None
    if greenwood == 0:
        return 1.0, 1.0
    spread = exp(_NORMAL_975 * sqrt(greenwood) / -log(share))
    return share**spread, share ** (1 / spread)
