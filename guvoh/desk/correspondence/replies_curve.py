"""The curve of replies as an SVG drawing and as the table beside it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from guvoh.desk.correspondence.fates import Term
from guvoh.desk.correspondence.lawbook import versions
from guvoh.instruments.figures.waiting import Curve

# The drawing in its own units; the style sheet scales it.
WIDTH, HEIGHT = 600, 320
LEFT, RIGHT, TOP, BOTTOM = 78, 574, 16, 276
SPACINGS: Final = (1, 2, 5, 10, 15, 30, 60, 90, 180, 365, 730)
TICKS_AT_MOST: Final = 7
# More terms in one picture could not be told apart.
MARKS_AT_MOST: Final = 3


@dataclass(frozen=True)
class Mark:
    """Where the law's term ends for the letters of one rule, in days since delivery.

    `x` and `end` are the same two days in units of the drawing.
    """

    number: int
    rule_id: str
    basis: str
    earliest: int
    latest: int
    x: str
    end: str

    @property
    def band(self) -> str:
        return f"M{self.x} {TOP}H{self.end}V{BOTTOM}H{self.x}Z"

    @property
    def is_window(self) -> bool:
        return self.earliest != self.latest

    @property
    def label_y(self) -> int:
        return TOP + 14 * self.number


@dataclass(frozen=True)
class Tick:
    at: str
    label: str


@dataclass(frozen=True)
class Row:
    """One line of the table beside the curve. `marks` are the numbers of the terms that end on this day."""

    day: int
    waiting: int
    replied: str
    limits: str
    in_substance: str
    marks: tuple[int, ...]


@dataclass(frozen=True)
class Picture:
    replied: str
    band: str
    lost: str
    in_substance: str
    marks: tuple[Mark, ...]
    too_many_rules: bool
    days: tuple[Tick, ...]
    shares: tuple[Tick, ...]
    rows: tuple[Row, ...]
    frame: tuple[int, int, int, int] = (LEFT, RIGHT, TOP, BOTTOM)

    @property
    def label_at(self) -> tuple[int, int]:
        """Where the labels of the days and of the shares stand."""
        return BOTTOM + 24, LEFT - 8


@dataclass(frozen=True)
class _Scale:
    days: int

    def x(self, day: int) -> str:
        return f"{LEFT + (RIGHT - LEFT) * day / self.days:.1f}"

    def y(self, share_waiting: float) -> str:
        """The curve is drawn as what has come, so it rises from the lower edge."""
        return f"{TOP + (BOTTOM - TOP) * share_waiting:.1f}"


def picture(to_reply: Curve, to_substance: Curve, terms: Iterable[Term], language: str) -> Picture:
    """Draw both curves of a group of letters with the ends of their terms."""
    windows = _windows(terms)
    drawn = windows if len(windows) <= MARKS_AT_MOST else {}
    last = max(to_reply.longest, to_substance.longest, 1, *(latest for _earliest, latest in drawn.values()))
    every = _spacing(last)
    scale = _Scale(-(-last // every) * every)
    ticks = range(0, scale.days + 1, every)
    marks = tuple(_marks(drawn, scale, language))
    return Picture(
        replied=_line(to_reply, scale),
        band=_band(to_reply, scale),
        lost=_lost(to_reply, scale),
        in_substance=_line(to_substance, scale),
        marks=marks,
        too_many_rules=len(windows) > MARKS_AT_MOST,
        days=tuple(Tick(scale.x(day), str(day)) for day in ticks),
        shares=tuple(Tick(scale.y(1 - part / 4), percent(part / 4)) for part in range(5)),
        rows=tuple(_rows(to_reply, to_substance, ticks, marks)),
    )


def percent(share: float) -> str:
    return _("%(share)d%%") % {"share": round(100 * share)}


def _windows(terms: Iterable[Term]) -> dict[str, tuple[int, int]]:
    """By rule, from the first to the last day on which it ended for one of the letters."""
    windows: dict[str, tuple[int, int]] = {}
    for term in terms:
        first, last = windows.get(term.rule_id, (term.earliest, term.latest))
        windows[term.rule_id] = min(first, term.earliest), max(last, term.latest)
    return windows


def _spacing(last: int) -> int:
    return next((days for days in SPACINGS if last / days <= TICKS_AT_MOST), -(-last // TICKS_AT_MOST))


def _marks(windows: dict[str, tuple[int, int]], scale: _Scale, language: str) -> Iterator[Mark]:
    if not windows:
        return
    rules = versions()
    in_order = sorted(windows.items(), key=lambda item: item[1])
    for number, (rule_id, (earliest, latest)) in enumerate(in_order, 1):
        begins, ends = scale.x(max(earliest, 0)), scale.x(max(latest, 0))
        yield Mark(number, rule_id, rules[rule_id][-1].basis[language], earliest, latest, begins, ends)


def _line(curve: Curve, scale: _Scale) -> str:
    turns = [f"M{scale.x(0)} {scale.y(1)}"]
    turns += [f"H{scale.x(step.day)}V{scale.y(step.share)}" for step in curve.steps if step.ended]
    return "".join([*turns, f"H{scale.x(curve.longest)}"])


def _band(curve: Curve, scale: _Scale) -> str:
    """The area between the 95 % limits, as far as there are any."""
    known = [(step.day, *step.limits) for step in curve.steps if step.limits]
    if not known:
        return ""
    forth = [f"H{scale.x(day)}V{scale.y(high)}" for day, _low, high in known]
    lows = [1.0, *(low for _day, low, _high in known)]
    back = [f"H{scale.x(known[at][0])}V{scale.y(lows[at])}" for at in reversed(range(len(known)))]
    return "".join([f"M{scale.x(0)} {scale.y(1)}", *forth, f"V{scale.y(lows[-1])}", *back, "Z"])


def _lost(curve: Curve, scale: _Scale) -> str:
    """A short stroke on the curve for every day on which letters were lost from sight or wait until today."""
    strokes = [(scale.x(step.day), float(scale.y(step.share))) for step in curve.steps if step.lost]
    return "".join(f"M{x} {y - 5:.1f}V{y + 5:.1f}" for x, y in strokes)


def _rows(to_reply: Curve, to_substance: Curve, ticks: Iterable[int], marks: tuple[Mark, ...]) -> Iterator[Row]:
    seen = {day for day in ticks if day <= to_reply.longest}
    ends = {mark.latest for mark in marks if mark.latest >= 0}
    for day in sorted(seen | ends):
        limits = to_reply.limits_after(day) if day <= to_reply.longest else None
        yield Row(
            day=day,
            waiting=to_reply.at_risk(day),
            replied=_come(to_reply, day),
            limits=f"{percent(1 - limits[1])} – {percent(1 - limits[0])}" if limits and limits[0] < 1 else "",
            in_substance=_come(to_substance, day),
            marks=tuple(mark.number for mark in marks if mark.latest == day),
        )


def _come(curve: Curve, day: int) -> str:
    """The share that has come by the end of a day; nothing is known beyond the longest wait."""
    return percent(1 - curve.share_after(day)) if day <= curve.longest else "—"
