"""A rule as it stood when its clock started: kept whole with the clock, and counted with again."""

import datetime as dt
from dataclasses import asdict
from typing import Any

from guvoh.instruments.terms.rules import Rule, parse_rule

_DAYS = ("valid_from", "valid_to", "reviewed_on")


def freeze(rule: Rule) -> dict[str, Any]:
    """The rule as JSON, in the shape of its table's row."""
    row = asdict(rule)
    del row["readings"]
    return {field: _plain(value) for field, value in row.items() if value is not None}


def thaw(row: dict[str, Any]) -> Rule:
    """The rule a clock was frozen with."""
    days = {field: dt.date.fromisoformat(row[field]) for field in _DAYS if field in row}
    return parse_rule({**row, **days})


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items() if part is not None}
    return [_plain(part) for part in value] if isinstance(value, tuple) else value
