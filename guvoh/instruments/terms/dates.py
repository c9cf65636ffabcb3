"""Dates written the way readers of each language write them."""

from datetime import date, datetime
from typing import Any

from guvoh.instruments.terms.tables import LANGUAGES, read_table

_FORMS: dict[str, Any] = read_table("dates.yaml")


def _forms(language: str) -> Any:
    if language not in _FORMS:
        raise ValueError(f"Dates are written in {', '.join(LANGUAGES)}; “{language}” is none of them.")
    return _FORMS[language]


def format_date(day: date, language: str) -> str:
    """The date in full: "8 марти соли 2026" (tg), "8 марта 2026 г." (ru), "8 March 2026" (en).

    Raises ValueError for any other language.
    """
    forms = _forms(language)
    written: str = forms["date"].format(day=day.day, month=forms["with_year"][day.month - 1], year=day.year)
    return written


def format_short(day: date, language: str) -> str:
    """The date for tables: "08.03.2026" (tg, ru), "8 Mar 2026" (en, where 08.03 would be ambiguous).

    Raises ValueError for any other language.
    """
    forms = _forms(language)
    name = forms["with_year"][day.month - 1]
    written: str = forms["short"].format(day=day.day, month=name, number=day.month, year=day.year)
    return written


def format_moment(moment: datetime, language: str) -> str:
    """Time of day and date: "10:00 on 8 March 2026" (en). The time is written as it stands in `moment`.

    Raises ValueError for a language other than tg, ru, en.
    """
    written: str = _forms(language)["moment"].format(
        time=f"{moment:%H:%M}", date=format_date(moment.date(), language)
    )
    return written


def weekday_name(day: date, language: str) -> str:
    """Name of the day of the week, in the nominative. Raises ValueError for a language other than tg, ru, en."""
    name: str = _forms(language)["weekdays"][day.weekday()]
    return name


def month_name(month: int, language: str) -> str:
    """Name of month 1 to 12 as it follows a day: "март" (tg), "марта" (ru), "March" (en)."""
    name: str = _forms(language)["months"][month - 1]
    return name


def sheet_heads(month: int, language: str) -> tuple[str, list[str]]:
    """What stands over the sheet of month 1 to 12: its name alone, and seven short names of days from Monday."""
    forms = _forms(language)
    name: str = forms["alone"][month - 1]
    return name, list(forms["weekday_heads"])


def format_span(first: date, last: date, language: str) -> str:
    """Days from `first` to `last` without the year: "21–24 March", "30 May – 1 June", "9 May"."""
    end = f"{last.day} {month_name(last.month, language)}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    return f"{first.day} {month_name(first.month, language)} – {end}"
