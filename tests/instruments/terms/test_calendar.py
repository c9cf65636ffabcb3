"""Days off in Tajikistan as they were announced, and how the yearly table changes them."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guvoh.instruments.terms.calendar import Calendar, OutsideCalendar
from guvoh.instruments.terms.overrides import Override, parse_overrides
from guvoh.instruments.terms.tables import RowRefused

CALENDAR = Calendar.load()
TEXT = {"tg": "сабаб", "ru": "причина", "en": "reason"}
LUNAR = ("idi-ramazon", "idi-qurbon")


def days(*spans: int | tuple[int, int]) -> list[int]:
    return [day for span in spans for day in (range(span[0], span[1] + 1) if isinstance(span, tuple) else [span])]


@pytest.mark.parametrize(
    ("year", "month", "expected"),
    [
        (2015, 3, days(1, 7, 8, 9, 14, 15, (21, 26), 28, 29)),
        (2017, 3, days(4, 5, 8, 11, 12, 18, 19, (21, 26))),
        (2018, 3, days(3, 4, 8, 10, 11, 17, 18, (21, 26), 31)),
        (2021, 3, days(6, 7, 8, 13, 14, (20, 25), 27, 28)),
        (2021, 5, days(1, 2, 8, 9, 10, 13, 15, 16, 22, 23, 29, 30)),
        (2024, 6, days(1, 2, 8, 9, (15, 17), 22, 23, 27, 29, 30)),
        (2021, 7, days(3, 4, 10, 11, 17, 18, 20, 24, 25, 31)),
        (2022, 7, days(2, 3, (9, 11), 16, 17, 23, 24, 30, 31)),
        (2023, 6, days(3, 4, 10, 11, 17, 18, (25, 28))),
        (2026, 1, days((1, 4), 11, 17, 18, 24, 25, 31)),
        (2026, 3, days(1, 7, 8, 9, 15, (20, 29))),
        (2026, 5, days(2, 3, (9, 11), 16, 17, 23, 24, 27, 30, 31)),
        (2026, 6, days(6, 7, 13, 14, 20, 21, (27, 29))),
        (2026, 11, days(1, (6, 8), 14, 15, 21, 22, 28, 29)),
        (2027, 5, days(1, 2, (8, 10), (15, 17), 22, 23, 29, 30)),
    ],
)
def test_month_has_the_days_off_that_were_announced(year: int, month: int, expected: list[int]) -> None:
    assert [day.day for day in CALENDAR.days_off(year, month)] == expected


def test_2026_has_116_days_off_and_two_working_saturdays() -> None:
    assert len(CALENDAR.days_off(2026)) == 116
    assert not CALENDAR.is_off(date(2026, 1, 10))
    assert not CALENDAR.is_off(date(2026, 3, 14))
    assert CALENDAR.is_off(date(2026, 1, 2))
    assert CALENDAR.is_off(date(2026, 3, 27))


def test_swap_of_2023_makes_a_saturday_worked_and_a_monday_free() -> None:
    assert not CALENDAR.is_off(date(2023, 6, 24))
    assert CALENDAR.is_off(date(2023, 6, 26))


def test_first_of_may_is_worked_since_2017() -> None:
    assert CALENDAR.is_off(date(2015, 5, 1))
    assert not CALENDAR.is_off(date(2017, 5, 1))


def test_computed_id_is_estimated_and_announced_id_is_not() -> None:
    announced, computed = CALENDAR.why_off(date(2026, 3, 20)), CALENDAR.why_off(date(2026, 5, 27))
    assert announced is not None
    assert computed is not None
    assert (announced.holiday, announced.estimated) == ("idi-ramazon", False)
    assert announced.source
    assert (computed.holiday, computed.estimated) == ("idi-qurbon", True)


def test_day_freed_by_an_estimated_id_on_a_sunday_is_estimated_too() -> None:
    freed = CALENDAR.why_off(date(2027, 5, 17))
    assert freed is not None
    assert (freed.kind, freed.estimated) == ("moved", True)
    assert freed.names["en"] == "in place of a holiday: Idi Qurbon"


def test_announced_id_takes_the_place_of_the_estimate() -> None:
    announced = Override(date(2027, 3, 10), True, TEXT, "Council of Ulema", holiday="idi-ramazon")
    calendar = CALENDAR.with_overrides([announced])
    assert calendar.is_off(date(2027, 3, 10))
    assert not calendar.is_off(date(2027, 3, 9))
    assert CALENDAR.is_off(date(2027, 3, 9))


def test_announced_id_far_from_its_computed_date_is_a_slip_and_refused() -> None:
    with pytest.raises(RowRefused, match="2027-04-10: the field “date” is more than 3 days away"):
        CALENDAR.with_overrides([Override(date(2027, 4, 10), True, TEXT, "Council of Ulema", "idi-ramazon")])


def test_override_outside_the_years_of_the_calendar_is_refused() -> None:
    with pytest.raises(RowRefused, match="2090-01-02: the field “date” is outside the years"):
        CALENDAR.with_overrides([Override(date(2090, 1, 2), True, TEXT, "resolution", "idi-ramazon")])


def test_year_with_two_ids_of_one_name_keeps_the_estimate_of_the_other() -> None:
    calendar = CALENDAR.with_overrides([Override(date(2033, 1, 3), True, TEXT, "Council of Ulema", "idi-ramazon")])
    ids = {day for day in calendar.days_off(2033) if (r := calendar.why_off(day)) and r.holiday == "idi-ramazon"}
    assert date(2033, 1, 3) in ids
    assert any(day.month == 12 for day in ids)


def test_working_day_has_no_reason_to_be_off() -> None:
    assert CALENDAR.why_off(date(2026, 3, 18)) is None


def test_working_days_are_counted_over_navruz() -> None:
    assert CALENDAR.add_working_days(date(2026, 3, 18), 3) == date(2026, 3, 31)
    assert CALENDAR.add_working_days(date(2026, 3, 18), 0) == date(2026, 3, 18)
    with pytest.raises(ValueError, match="cannot be negative"):
        CALENDAR.add_working_days(date(2026, 3, 18), -1)


@pytest.mark.parametrize("year", [2009, 2077])
def test_years_the_rules_are_not_known_for_are_refused(year: int) -> None:
    with pytest.raises(OutsideCalendar, match="2010-2076"):
        CALENDAR.days_off(year)


def row(**changes: object) -> dict[str, object]:
    return {"date": date(2027, 1, 4), "day": "off", "reason": TEXT, "source": "resolution"} | changes


def test_same_day_off_and_work_is_refused_by_field() -> None:
    with pytest.raises(RowRefused, match="2027-01-04: the field “day” says both off and work"):
        parse_overrides([row(), row(day="work")], LUNAR)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([row(), row()], "the field “date” is named twice"),
        ([row(date="4 January")], "Override 1: the field “date”"),
        ([row(day="half")], "the field “day” is “half”; it must be one of off, work"),
        ([row(source="")], "the field “source” is missing"),
        ([row(reason={"tg": "сабаб", "ru": "причина"})], "the field “reason” has no text in “en”"),
        ([row(holiday="easter")], "the field “holiday” is “easter”"),
        ([row(holiday="idi-ramazon", day="work")], "the field “day” says work"),
        ([row(why="swap")], "there is no field “why”"),
        (
            [row(holiday="idi-ramazon"), row(date=date(2027, 1, 5), holiday="idi-ramazon")],
            "the field “holiday” names idi-ramazon, which was already announced for 2027-01-04",
        ),
    ],
)
def test_wrong_override_is_refused_by_date_and_field(rows: list[dict[str, object]], message: str) -> None:
    with pytest.raises(RowRefused, match=message):
        parse_overrides(rows, LUNAR)


def test_override_entered_later_may_not_contradict_the_table() -> None:
    with pytest.raises(RowRefused, match="both off and work"):
        CALENDAR.with_overrides([Override(date(2026, 1, 10), True, TEXT, "rumour")])


def test_unquoted_off_of_yaml_is_understood() -> None:
    assert parse_overrides([row(day=False)], LUNAR)[0].off


@settings(deadline=None)
@given(st.dates(date(2012, 1, 1), date(2070, 12, 31)))
def test_a_day_freed_for_a_weekend_holiday_is_never_itself_a_weekend_or_holiday(day: date) -> None:
    reason = CALENDAR.why_off(day)
    if reason and reason.kind == "moved":
        assert day.weekday() < 5
        assert CALENDAR.is_off(day - timedelta(days=1))
