"""What the tests of filings share: a whole set of fields for every mechanism, and the consents they need."""

import datetime as dt
from typing import Any

from guvoh.desk.casework import actions as casework
from guvoh.desk.casework.models import Case
from guvoh.desk.casework.vocabulary import Identification, Purpose
from guvoh.desk.correspondence.filings.mechanisms import Asked, mechanisms
from guvoh.desk.facts.models import Actor
from guvoh.desk.staff.models import Member

ABROAD = (Purpose.UN_BODY, Purpose.NAMED_TO_STATE, Purpose.FOREIGN_STATES)
# Where any text would do but not any day, or where only one choice lets a filing through.
CHOSEN = {
    "other_procedure": "none",
    "continuing": "no",
    "facts_on": "2025-09-14",
    "exhausted_on": "2026-04-01",
}
WHOLE = "Told in plain words, in the order of days."


def consent_abroad(
    case: Case,
    person: Actor,
    by: Member,
    level: Identification = Identification.FULL_NAME,
    purposes: tuple[Purpose, ...] = ABROAD,
) -> None:
    for purpose in purposes:
        casework.give_consent(
            case,
            person,
            purpose=purpose,
            identification=level,
            how="written",
            given_on=dt.date(2025, 9, 20),
            by=by,
        )


def value_for(asked: Asked) -> Any:
    if asked.id in CHOSEN:
        return CHOSEN[asked.id]
    if asked.kind == "choice":
        return next(iter(asked.choices or {}))
    if asked.kind == "choices":
        return list(asked.choices or {})
    return {"date": "2025-09-14", "month": "2025-09"}.get(asked.kind, WHOLE)


def whole(mechanism_id: str, *, only_required: bool = False) -> dict[str, Any]:
    fields = mechanisms()[mechanism_id].fields.values()
    return {
        asked.id: value_for(asked) for asked in fields if asked.is_typed and (asked.required or not only_required)
    }
