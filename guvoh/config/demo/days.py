"""The days of the demo: its stories are told relative to the day it is made on, side by side, in order of time."""

import datetime as dt
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import Final, TypeVar

from django.utils import timezone

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)
DAY: Final = dt.timedelta(days=1)

# A story yields the moment at which its next step happens; the step is what follows up to the next yield.
Result = TypeVar("Result")
Story = Iterator[dt.datetime]
Part = Generator[dt.datetime, None, Result]


@dataclass(frozen=True)
class Days:
    """Days counted back from the one the demo is made on."""

    today: dt.date

    def ago(self, days: int) -> dt.date:
        return self.today - days * DAY

    def working(self, days: int) -> dt.date:
        """So many days ago, or the Friday before when that is a weekend."""
        day = self.ago(days)
        return day - max(0, day.weekday() - FRIDAY) * DAY

    def week(self, weeks_ago: int, weekday: int) -> dt.date:
        return self.today - (self.today.weekday() + 7 * weeks_ago - weekday) * DAY


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))


@contextmanager
def dated(moment: dt.datetime) -> Iterator[None]:
    """Let the desk take `moment` for the present: record, timeline and clocks then carry the days of the story."""
    present = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = present


def play(stories: Iterable[Story]) -> None:
    """Let the stories happen side by side, so that the record runs in order of time."""
    waiting = [(next(story), number, story) for number, story in enumerate(stories)]
    heapify(waiting)
    while waiting:
        moment, number, story = heappop(waiting)
        with dated(moment):
            following = next(story, None)
        if following is not None:
            heappush(waiting, (following, number, story))
