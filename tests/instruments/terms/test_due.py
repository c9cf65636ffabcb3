"""Windows of the statutory clocks and the sentences that explain them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guvoh.instruments.terms.calendar import Calendar, OutsideCalendar
from guvoh.instruments.terms.counting import DUSHANBE
from guvoh.instruments.terms.due import due, due_if_extended, reminders
from guvoh.instruments.terms.overrides import Override
from guvoh.instruments.terms.rules import Length, load_rules
from guvoh.instruments.terms.tables import LANGUAGES

CALENDAR = Calendar.load()
RULES = load_rules()
NAVRUZ_EVE = datetime(2026, 3, 18, 10, 0)
STARTS = st.datetimes(datetime(2012, 1, 1), datetime(2050, 12, 31))
TEXT = dict.fromkeys(LANGUAGES, "swap")


def end_of(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 23, 59, 59, tzinfo=DUSHANBE)


@pytest.mark.parametrize(
    ("rule", "earliest", "latest"),
    [
        ("TJ-ATI", end_of(2026, 4, 17), end_of(2026, 4, 17)),
        ("TJ-MEDIA-INFO", end_of(2026, 3, 31), end_of(2026, 3, 31)),
        ("TJ-APPEAL", end_of(2026, 4, 2), end_of(2026, 4, 16)),
        ("TJ-TORT-INV", end_of(2026, 5, 18), end_of(2026, 5, 18)),
        ("TJ-CUST-APPEAL", end_of(2026, 3, 30), end_of(2026, 3, 30)),
        ("TJ-LIMIT-TORT", end_of(2032, 3, 18), end_of(2041, 3, 18)),
        ("TJ-CRIME-REG", end_of(2026, 3, 18), end_of(2026, 3, 18)),
        ("OSCE-VIENNA", end_of(2026, 3, 28), end_of(2026, 3, 28)),
        ("UPR-SUB", end_of(2025, 8, 18), end_of(2025, 8, 18)),
    ],
)
def test_term_ends_where_a_hand_count_ends(rule: str, earliest: datetime, latest: datetime) -> None:
    window = due(RULES[rule], NAVRUZ_EVE, CALENDAR)
    assert (window.earliest, window.latest) == (earliest, latest)


def test_hours_run_through_the_nights_and_days_off_of_navruz() -> None:
    window = due(RULES["TJ-DET-72"], datetime(2026, 3, 20, 22, 30), CALENDAR)
    assert window.latest == datetime(2026, 3, 23, 22, 30, tzinfo=DUSHANBE)


def test_start_in_another_zone_is_counted_from_its_date_in_dushanbe() -> None:
    # 20:00 in London is already the next day in Dushanbe
    window = due(RULES["TJ-MEDIA-CRIT"], datetime(2026, 4, 1, 20, 0, tzinfo=UTC), CALENDAR)
    assert window.latest == end_of(2026, 4, 16)


def test_end_on_a_day_off_moves_only_where_the_rule_says_so() -> None:
    rule = RULES["TJ-OMB"]
    assert due(rule, NAVRUZ_EVE, CALENDAR).latest == end_of(2026, 4, 20)
    fixed = replace(rule, ends_on_day_off_moves=False)
    assert due(fixed, NAVRUZ_EVE, CALENDAR).latest == end_of(2026, 4, 18)


def test_day_of_the_event_is_counted_where_the_rule_says_so() -> None:
    counted = replace(RULES["TJ-MEDIA-INFO"], day_of_event_counts=True)
    assert due(counted, datetime(2026, 4, 6), CALENDAR).latest == end_of(2026, 4, 8)
    assert due(replace(RULES["TJ-ATI"], day_of_event_counts=True), NAVRUZ_EVE, CALENDAR).latest == end_of(
        2026, 4, 16
    )


def test_month_too_short_for_the_date_ends_on_its_last_day() -> None:
    window = due(RULES["UN-HRC-STATE"], datetime(2025, 8, 31), CALENDAR)
    assert window.latest == end_of(2026, 2, 28)


def test_unclear_duty_to_tell_the_family_is_a_window_from_at_once_to_twelve_hours() -> None:
    window = due(RULES["TJ-DET-KIN"], NAVRUZ_EVE, CALENDAR)
    assert window.earliest == NAVRUZ_EVE.replace(tzinfo=DUSHANBE)
    assert window.latest == datetime(2026, 3, 18, 22, 0, tzinfo=DUSHANBE)


def test_rule_without_a_length_gives_no_date_and_says_so() -> None:
    window = due(RULES["TJ-D622"], NAVRUZ_EVE, CALENDAR)
    assert (window.earliest, window.latest, window.unit) == (None, None, None)
    assert window.explanation["en"].startswith("This rule sets no length of its own")
    assert "TJ-MEDIA-CRIT, TJ-APPEAL" in window.explanation["tg"]


def test_extension_that_adds_is_counted_from_the_end_of_the_first_term() -> None:
    window = due_if_extended(RULES["TJ-ATI"], NAVRUZ_EVE, CALENDAR)
    assert window.latest == end_of(2026, 5, 4)
    assert "2 May 2026" in window.explanation["en"]


def test_extension_to_a_total_is_counted_from_the_same_start() -> None:
    window = due_if_extended(RULES["TJ-CRIME-DEC"], datetime(2026, 4, 6), CALENDAR)
    assert window.latest == end_of(2026, 4, 16)


def test_extension_without_a_length_leaves_the_window_as_it_was() -> None:
    rule = RULES["TJ-TORT-INV"]
    assert due_if_extended(rule, NAVRUZ_EVE, CALENDAR) == due(rule, NAVRUZ_EVE, CALENDAR)


def test_long_term_reminds_at_three_four_and_four_and_a_half_years() -> None:
    expected = [end_of(2029, 3, 18), end_of(2030, 3, 18), end_of(2030, 9, 18)]
    assert reminders(RULES["UN-HRC-OP"], NAVRUZ_EVE, CALENDAR) == expected


def test_explanation_names_dates_count_and_days_off_in_each_language() -> None:
    explanation = due(RULES["TJ-MEDIA-INFO"], NAVRUZ_EVE, CALENDAR).explanation
    assert explanation["en"] == (
        "18 March 2026 itself is not counted. The term of 3 working days ends on 31 March 2026. Days off skipped: "
        "20–29 March (Idi Ramazon; Navruz; in place of a holiday: Navruz; day off in place of 14 March)."
    )
    assert (
        "Срок в 3 рабочих дня истекает 31 марта 2026 г. Пропущены нерабочие дни: 20–29 марта" in explanation["ru"]
    )
    assert "Муҳлати 3 рӯзи корӣ 31 марти соли 2026 ба охир мерасад." in explanation["tg"]


def test_explanation_warns_of_an_id_whose_date_is_an_estimate() -> None:
    explanation = due(RULES["TJ-APPEAL"], datetime(2027, 3, 1), CALENDAR).explanation
    assert "The date of Idi Ramazon, 9 March 2027, is an estimate" in explanation["en"]
    assert "предположительная" in explanation["ru"]


def test_term_that_leaves_the_known_years_is_refused() -> None:
    with pytest.raises(OutsideCalendar, match="2077"):
        due(RULES["TJ-ATI"], datetime(2076, 12, 20), CALENDAR)


@settings(deadline=None)
@given(st.sampled_from(sorted(RULES)), STARTS)
def test_earliest_is_never_after_latest(rule_id: str, start: datetime) -> None:
    window = due(RULES[rule_id], start, CALENDAR)
    if window.earliest and window.latest:
        assert window.earliest <= window.latest


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(sorted(RULES)),
    STARTS,
    st.sets(st.integers(-3, 60), max_size=12),
)
def test_more_days_off_never_bring_a_due_date_nearer(rule_id: str, start: datetime, offsets: set[int]) -> None:
    taken = {override.date for override in CALENDAR.overrides}
    more = {start.date() + timedelta(days=n) for n in offsets} - taken
    longer = CALENDAR.with_overrides(Override(day, True, TEXT, "test") for day in more)
    before, after = due(RULES[rule_id], start, CALENDAR), due(RULES[rule_id], start, longer)
    if before.earliest and before.latest and after.earliest and after.latest:
        assert before.earliest <= after.earliest
        assert before.latest <= after.latest


@settings(deadline=None)
@given(STARTS, st.integers(1, 40))
def test_working_days_are_the_days_between_that_are_not_off(start: datetime, n: int) -> None:
    rule = replace(RULES["TJ-MEDIA-INFO"], length=n, unit="wd")
    last = due(rule, start, CALENDAR).latest
    assert last is not None
    between = (start.date() + timedelta(days=k) for k in range(1, (last.date() - start.date()).days + 1))
    assert sum(not CALENDAR.is_off(day) for day in between) == n


@settings(deadline=None)
@given(STARTS)
def test_extension_never_shortens_a_term(start: datetime) -> None:
    for rule in RULES.values():
        first, extended = due(rule, start, CALENDAR), due_if_extended(rule, start, CALENDAR)
        if first.latest and extended.latest:
            assert first.latest <= extended.latest


def test_readings_hold_the_main_length_first() -> None:
    assert RULES["TJ-APPEAL"].readings == (Length(15, "cd"), Length(15, "wd"))
