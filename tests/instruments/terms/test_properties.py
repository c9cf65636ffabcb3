"""What holds of every rule that can be written, not only of those in the tables."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from guvoh.instruments.terms.calendar import Calendar
from guvoh.instruments.terms.clock import STEPS, Clock, Step, StepRefused, clock
from guvoh.instruments.terms.due import Window, due, due_if_extended, reminders
from guvoh.instruments.terms.overrides import Override
from guvoh.instruments.terms.rules import UNITS, Extension, Length, Rule, load_rules
from guvoh.instruments.terms.tables import LANGUAGES

CALENDAR = Calendar.load()
RULES = load_rules()
TEXT = dict.fromkeys(LANGUAGES, "x")
STARTS = st.datetimes(datetime(2012, 1, 1), datetime(2040, 12, 31))
MOST = {"h": 240, "cd": 90, "wd": 60, "mo": 24, "y": 5}
LENGTHS = st.sampled_from(UNITS).flatmap(
    lambda unit: st.integers(0, MOST[unit]).map(lambda length: Length(length, unit))
)
EXTENSIONS = st.one_of(st.none(), LENGTHS.map(lambda adds: Extension(TEXT, adds=adds)), st.just(Extension(TEXT)))


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Any forward rule: every unit, every setting, further readings, an extension that adds or says nothing."""
    main = draw(LENGTHS)
    return replace(
        RULES["TJ-ATI"],
        length=main.length,
        unit=main.unit,
        uncertain=tuple(draw(st.lists(LENGTHS, max_size=3))),
        extension=draw(EXTENSIONS),
        warn_at=tuple(draw(st.lists(LENGTHS, max_size=2))),
        day_of_event_counts=draw(st.booleans()),
        ends_on_day_off_moves=draw(st.booleans()),
    )


def with_days(calendar: Calendar, days: Iterable[date], *, off: bool) -> Calendar:
    """The calendar with these days off, or worked, whatever the tables say of them."""
    return calendar.corrected_by(Override(day, off, TEXT, "test") for day in days)


def near(start: datetime, offsets: Iterable[int]) -> set[date]:
    return {start.date() + timedelta(days=n) for n in offsets}


def ends(window: Window) -> tuple[datetime, datetime]:
    assert window.earliest is not None
    assert window.latest is not None
    return window.earliest, window.latest


@settings(max_examples=80, deadline=None)
@given(rules(), STARTS)
def test_earliest_is_never_after_latest_and_neither_before_the_day_of_the_start(
    rule: Rule, start: datetime
) -> None:
    for window in (due(rule, start, CALENDAR), due_if_extended(rule, start, CALENDAR)):
        earliest, latest = ends(window)
        assert earliest <= latest
        counted_today = timedelta(days=1) if rule.day_of_event_counts else timedelta()
        assert earliest.date() >= start.date() - counted_today


@settings(max_examples=120, deadline=None)
@given(rules(), STARTS, st.sets(st.integers(-3, 100), max_size=20))
def test_more_days_off_never_bring_an_end_nearer(rule: Rule, start: datetime, offsets: set[int]) -> None:
    longer = with_days(CALENDAR, near(start, offsets), off=True)
    for counts in (due, due_if_extended):
        before, after = ends(counts(rule, start, CALENDAR)), ends(counts(rule, start, longer))
        assert before[0] <= after[0]
        assert before[1] <= after[1]
    pairs = zip(reminders(rule, start, CALENDAR), reminders(rule, start, longer), strict=True)
    assert all(before <= after for before, after in pairs)


@settings(max_examples=80, deadline=None)
@given(rules(), STARTS, st.sets(st.integers(-3, 100), max_size=20))
def test_more_worked_days_never_push_an_end_away(rule: Rule, start: datetime, offsets: set[int]) -> None:
    shorter = with_days(CALENDAR, near(start, offsets), off=False)
    before, after = ends(due(rule, start, CALENDAR)), ends(due(rule, start, shorter))
    assert after[0] <= before[0]
    assert after[1] <= before[1]


@settings(max_examples=60, deadline=None)
@given(rules(), STARTS, st.integers(1, 40))
def test_a_later_start_never_ends_earlier(rule: Rule, start: datetime, days: int) -> None:
    first, second = ends(due(rule, start, CALENDAR)), ends(due(rule, start + timedelta(days=days), CALENDAR))
    assert first[0] <= second[0]
    assert first[1] <= second[1]


def outcome(rule: Rule, steps: Iterable[Step], now: datetime) -> Clock | str:
    try:
        return clock(rule, steps, now, CALENDAR)
    except StepRefused as refused:
        return str(refused)


# few days and few hours, so that steps meet on one day and at one moment
MOMENTS = st.builds(
    lambda day, hour: datetime(2026, 3, 14, hour) + timedelta(days=day),
    st.integers(0, 50),
    st.sampled_from([0, 9]),
)
STEPS_OF_ALL_KINDS = st.lists(
    st.builds(Step, st.sampled_from([*STEPS, "posted"]), MOMENTS, st.sampled_from([None, "slip", "stamp"])),
    max_size=7,
)


@settings(max_examples=150, deadline=None)
@given(rules(), st.sampled_from(["occurred", "sent", "delivered", "known"]), STEPS_OF_ALL_KINDS, st.data())
def test_whatever_happened_is_told_the_same_in_any_order(
    rule: Rule, starts_on: str, steps: list[Step], data: st.DataObject
) -> None:
    rule = replace(rule, starts_on=starts_on)
    now = data.draw(MOMENTS)
    shuffled = data.draw(st.permutations(steps))
    assert outcome(rule, shuffled, now) == outcome(rule, steps, now)


@settings(max_examples=60, deadline=None)
@given(rules(), STARTS, st.integers(0, 200), st.integers(0, 200))
def test_time_alone_only_ever_makes_a_running_clock_overdue(
    rule: Rule, start: datetime, days: int, more: int
) -> None:
    delivered = [Step("delivered", start, "stamp")]
    then, later = start + timedelta(days=days), start + timedelta(days=days + more)
    states = [clock(rule, delivered, now, CALENDAR).state for now in (then, later)]
    assert states in (["running", "running"], ["running", "overdue"], ["overdue", "overdue"])
