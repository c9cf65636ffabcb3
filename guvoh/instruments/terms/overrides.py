"""Days that a resolution of the Government or an announcement of the Council of Ulema moves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from guvoh.instruments.terms.tables import Row, RowRefused, Texts, known_fields, one_of, required_text, texts

# the shortest time, in days, in which an Id can come round again
LUNAR_YEAR = 350
_FIELDS = ("date", "day", "holiday", "reason", "source")


@dataclass(frozen=True)
class Override:
    """One day that the rules alone would get wrong.

    `off` is True for a day off, False for a day worked. `holiday` is the id of an Id whose announced date this is.
    """

    date: date
    off: bool
    reason: Texts
    source: str
    holiday: str | None = None

    def speaks_of(self, other: "Override") -> bool:
        """Whether both give the same date, or the date of one Id in one lunar year."""
        same_id = self.holiday is not None and self.holiday == other.holiday
        return self.date == other.date or same_id and abs((self.date - other.date).days) < LUNAR_YEAR


def parse_overrides(rows: Iterable[Row], lunar_ids: Iterable[str]) -> tuple[Override, ...]:
    """Overrides from rows of {date, day: off | work, reason: {tg, ru, en}, source, holiday?}.

    Raises RowRefused naming row and field, also when two rows speak of the same date.
    """
    allowed = tuple(lunar_ids)
    return checked_together(_parse(row, number, allowed) for number, row in enumerate(rows, start=1))


def checked_together(overrides: Iterable[Override]) -> tuple[Override, ...]:
    """The overrides by date. Raises RowRefused when a date, or an Id of one lunar year, is named twice."""
    ordered = tuple(sorted(overrides, key=lambda override: override.date))
    for one, other in zip(ordered, ordered[1:], strict=False):
        if one.date == other.date:
            raise RowRefused(_clash(one, other))
    announced: dict[str, date] = {}
    for override in ordered:
        if not override.holiday:
            continue
        earlier = announced.get(override.holiday)
        if earlier and (override.date - earlier).days < LUNAR_YEAR:
            raise RowRefused(
                f"Override of {override.date}: the field “holiday” names {override.holiday}, "
                f"which was already announced for {earlier}."
            )
        announced[override.holiday] = override.date
    return ordered


def _clash(one: Override, other: Override) -> str:
    if one.off != other.off:
        return f"Override of {one.date}: the field “day” says both off and work for the same date."
    return f"Override of {one.date}: the field “date” is named twice."


def _parse(row: Row, number: int, lunar_ids: tuple[str, ...]) -> Override:
    day = row.get("date")
    if type(day) is not date:
        raise RowRefused(f"Override {number}: the field “date” must be a date such as 2026-03-27.")
    where = f"Override of {day}"
    known_fields(row, _FIELDS, where)
    # an unquoted `off` is the boolean False in YAML
    spoken = {**row, "day": "off"} if row.get("day") is False else row
    off = one_of(spoken, "day", ("off", "work"), where) == "off"
    holiday = None if row.get("holiday") is None else one_of(row, "holiday", lunar_ids, where)
    if holiday and not off:
        raise RowRefused(f"{where}: the field “day” says work for a day that the field “holiday” calls a holiday.")
    return Override(day, off, texts(row, "reason", where), required_text(row, "source", where), holiday)
