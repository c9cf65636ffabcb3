"""Dates as readers of each language write them."""

from datetime import date, datetime

import pytest

from guvoh.instruments.terms.dates import format_date, format_moment, format_short, format_span, weekday_name

DAY = date(2026, 3, 8)


@pytest.mark.parametrize(
    ("language", "full", "short", "weekday"),
    [
        ("tg", "8 марти соли 2026", "08.03.2026", "якшанбе"),
        ("ru", "8 марта 2026 г.", "08.03.2026", "воскресенье"),
        ("en", "8 March 2026", "8 Mar 2026", "Sunday"),
    ],
)
def test_date_is_written_in_the_manner_of_the_language(language: str, full: str, short: str, weekday: str) -> None:
    assert format_date(DAY, language) == full
    assert format_short(DAY, language) == short
    assert weekday_name(DAY, language) == weekday


def test_tajik_months_take_the_ending_before_the_year() -> None:
    written = [format_date(date(2026, month, 1), "tg").split()[1] for month in range(1, 13)]
    assert written[4:7] == ["майи", "июни", "июли"]
    assert written[0] == "январи"
    assert all(month.endswith("и") for month in written)


def test_moment_gives_time_and_date() -> None:
    assert format_moment(datetime(2026, 3, 8, 9, 5), "tg") == "соати 09:05, 8 марти соли 2026"
    assert format_moment(datetime(2026, 3, 8, 9, 5), "en") == "09:05 on 8 March 2026"


def test_span_is_short_within_a_month() -> None:
    assert format_span(date(2026, 3, 20), date(2026, 3, 29), "ru") == "20–29 марта"
    assert format_span(date(2026, 5, 30), date(2026, 6, 1), "en") == "30 May – 1 June"
    assert format_span(DAY, DAY, "tg") == "8 март"


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="“fa” is none of them"):
        format_date(DAY, "fa")
