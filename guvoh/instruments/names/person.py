"""The protected person, as the desk's register or a line of a register file gives him."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

TEXT_FIELDS = (
    "role",
    "given",
    "surname",
    "patronymic",
    "name_tg",
    "name_ru",
    "dob",
)
# One person may have several of each.
LISTED_FIELDS = ("phone", "passport", "case_no", "village", "address", "email")

Texts = str | tuple[str, ...] | None


class BadPerson(ValueError):
    """A person's record cannot be read; `field` names the part at fault."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Protected:
    """A person whose identity may not leave the house. Only `id` must be known; `dob` is an ISO date.

    `names`: further names whose parts are known, as in another script or before a marriage: given name, surname,
    patronymic, each of them perhaps empty.
    """

    id: str
    role: str | None = None
    gender: str | None = None
    given: str | None = None
    surname: str | None = None
    patronymic: str | None = None
    name_tg: str | None = None
    name_ru: str | None = None
    dob: str | None = None
    phone: Texts = None
    passport: Texts = None
    case_no: Texts = None
    village: Texts = None
    address: Texts = None
    email: Texts = None
    aliases: tuple[str, ...] = ()
    names: tuple[tuple[str, str, str], ...] = ()

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> "Protected":
        """Read one decoded line of a register file; any field but `id` may be null or missing.

        A phone, passport, case number, village, address or e-mail may be a list of several.

        Raises BadPerson for a missing id, a wrong type, or a gender other than m and f.
        """
        identity = _text(record, "id")
        if identity is None:
            raise BadPerson("id", "is missing")
        gender = _text(record, "gender")
        if gender is not None:
            gender = gender[:1].casefold()
            if gender not in {"m", "f", "м", "ж"}:
                raise BadPerson("gender", "must be m, f or null")
            gender = {"м": "m", "ж": "f"}.get(gender, gender)
        texts: dict[str, Any] = {field: _text(record, field) for field in TEXT_FIELDS}
        for field in LISTED_FIELDS:
            listed = _texts(record, field)
            texts[field] = listed if len(listed) > 1 else next(iter(listed), None)
        return cls(id=identity, gender=gender, aliases=_texts(record, "aliases"), **texts)


def each_of(value: Texts) -> tuple[str, ...]:
    """The values of a field that may hold none, one or several."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value


def _text(record: Mapping[str, Any], field: str) -> str | None:
    value = record.get(field)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadPerson(field, "must be text or null")
    return str(value).strip() or None


def _texts(record: Mapping[str, Any], field: str) -> tuple[str, ...]:
    value = record.get(field)
    if not isinstance(value, list):
        value = [value]
    return tuple(text for item in value if (text := _text({field: item}, field)))
