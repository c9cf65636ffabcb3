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
    "passport",
    "case_no",
    "village",
    "address",
    "email",
)


class BadPerson(ValueError):
    """A person's record cannot be read; `field` names the part at fault."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


@dataclass(frozen=True)
class Protected:
    """A person whose identity may not leave the house. Only `id` must be known; `dob` is an ISO date."""

    id: str
    role: str | None = None
    gender: str | None = None
    given: str | None = None
    surname: str | None = None
    patronymic: str | None = None
    name_tg: str | None = None
    name_ru: str | None = None
    dob: str | None = None
    phone: str | tuple[str, ...] | None = None
    passport: str | None = None
    case_no: str | None = None
    village: str | None = None
    address: str | None = None
    email: str | None = None
    aliases: tuple[str, ...] = ()

    @property
    def phones(self) -> tuple[str, ...]:
        if self.phone is None:
            return ()
        return (self.phone,) if isinstance(self.phone, str) else self.phone

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> "Protected":
        """Read one decoded line of a register file; any field but `id` may be null or missing.

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
        return cls(
            id=identity,
            gender=gender,
            phone=_texts(record, "phone") or None,
            aliases=_texts(record, "aliases"),
            **{field: _text(record, field) for field in TEXT_FIELDS},
        )


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
