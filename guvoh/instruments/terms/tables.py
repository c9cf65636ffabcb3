"""Reading the YAML tables of this package and refusing rows that say too little."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

LANGUAGES = ("tg", "ru", "en")

Row = Mapping[str, Any]
Texts = Mapping[str, str]


class RowRefused(ValueError):
    """A row of a table is wrong. The message names the row, the field and what is expected."""


@cache
def read_table(name: str) -> Any:
    """Content of `data/<name>` of this package as parsed YAML; shared, so never changed by its readers."""
    source = resources.files("guvoh.instruments.terms") / "data" / name
    return yaml.safe_load(source.read_text(encoding="utf-8"))


def known_fields(row: Row, allowed: Iterable[str], where: str) -> None:
    """Refuse a row with a field nobody reads: a misspelt setting must not pass as a default."""
    unknown = sorted(set(row) - set(allowed))
    if unknown:
        raise RowRefused(f"{where}: there is no field “{unknown[0]}”.")


def texts(row: Row, field: str, where: str) -> Texts:
    """The text of `field` in all three languages, as {"tg": ..., "ru": ..., "en": ...}."""
    value = row.get(field)
    if not isinstance(value, Mapping):
        raise RowRefused(f"{where}: the field “{field}” needs a text in {', '.join(LANGUAGES)}.")
    known_fields(value, LANGUAGES, f"{where}, {field}")
    for language in LANGUAGES:
        if not str(value.get(language) or "").strip():
            raise RowRefused(f"{where}: the field “{field}” has no text in “{language}”.")
    return {language: str(value[language]).strip() for language in LANGUAGES}


def optional_texts(row: Row, field: str, where: str) -> Texts | None:
    return None if row.get(field) is None else texts(row, field, where)


def required_text(row: Row, field: str, where: str) -> str:
    value = row.get(field)
    if not isinstance(value, str) or not value.strip():
        raise RowRefused(f"{where}: the field “{field}” is missing or empty.")
    return value.strip()


def optional_day(row: Row, field: str, where: str) -> date | None:
    value = row.get(field)
    if value is not None and type(value) is not date:
        raise RowRefused(f"{where}: the field “{field}” must be a date such as 2026-03-21.")
    return value


def one_of(row: Row, field: str, choices: Iterable[str], where: str) -> str:
    value = row.get(field)
    allowed = tuple(choices)
    if value not in allowed:
        raise RowRefused(f"{where}: the field “{field}” is “{value}”; it must be one of {', '.join(allowed)}.")
    return str(value)
