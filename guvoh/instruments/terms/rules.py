"""The statutory clocks as data: what starts each, how long it runs, what the law is and how sure we are of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from guvoh.instruments.terms.tables import (
    Row,
    RowRefused,
    Texts,
    known_fields,
    one_of,
    optional_day,
    optional_texts,
    read_table,
    required_text,
    texts,
)

UNITS = ("h", "cd", "wd", "mo", "y")
CERTAINTIES = ("verified", "secondary", "memory", "disputed")
STARTS_ON = ("occurred", "sent", "delivered", "known")
DIRECTIONS = ("forward", "backward")
TABLES = ("rules_information.yaml", "rules_detention.yaml", "rules_complaints.yaml", "rules_international.yaml")
_FIELDS = (
    *("id", "basis", "trigger", "length", "unit", "uncertain", "extension", "next_rung", "note", "see", "warn_at"),
    *("sources", "certainty", "valid_from", "valid_to", "reviewer", "reviewed_on", "starts_on", "counts"),
    *("day_of_event_counts", "ends_on_day_off_moves"),
)


class UnknownRule(LookupError):
    """No row has this id, or none of its versions was in force on the day asked for."""


@dataclass(frozen=True)
class Length:
    """A number of units. unit: h hours, cd calendar days, wd working days, mo months, y years."""

    length: int
    unit: str


@dataclass(frozen=True)
class Extension:
    """What a notified extension does: adds to the term, or replaces it (`total`, counted from the same start)."""

    text: Texts
    adds: Length | None = None
    total: Length | None = None


@dataclass(frozen=True)
class Rule:
    """One version of one clock.

    length and unit: None where the rule has no length of its own; `see` then names the rules to look at.
    uncertain: further readings of the length, where the law can be read in more than one way.
    starts_on: which date starts it: occurred (the event itself), sent, delivered (received or registered), known.
    counts: "backward" for a term that ends so long before its trigger.
    day_of_event_counts: True where the day of the trigger is the first day of the term.
    ends_on_day_off_moves: True where a last day that is a day off moves to the next working day; never for hours.
    warn_at: times after the start at which the holder of the term is to be reminded.
    certainty: verified | secondary | memory | disputed, about the row as a whole.
    valid_from, valid_to: first and last day in force; None where not bounded or not yet established.
    """

    id: str
    basis: Texts
    trigger: Texts
    length: int | None
    unit: str | None
    next_rung: Texts
    sources: tuple[str, ...]
    certainty: str
    uncertain: tuple[Length, ...] = ()
    extension: Extension | None = None
    note: Texts | None = None
    see: tuple[str, ...] = ()
    warn_at: tuple[Length, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    reviewer: str | None = None
    reviewed_on: date | None = None
    starts_on: str = "delivered"
    counts: str = "forward"
    day_of_event_counts: bool = False
    ends_on_day_off_moves: bool = True
    readings: tuple[Length, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        main = () if self.length is None or self.unit is None else (Length(self.length, self.unit),)
        object.__setattr__(self, "readings", main + self.uncertain)

    @property
    def raises_alarm(self) -> bool:
        """A row from memory or in dispute only informs until a lawyer has signed it."""
        return self.reviewer is not None or self.certainty in ("verified", "secondary")

    def in_force(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def signed(self, reviewer: str, reviewed_on: date) -> Self:
        """The same row with the lawyer who answers for it and the day of the signature."""
        return replace(self, reviewer=reviewer, reviewed_on=reviewed_on)


def load_versions() -> dict[str, tuple[Rule, ...]]:
    """All versions of every rule by id, oldest first.

    Raises RowRefused, naming rule and field, when a row is incomplete or two versions are in force on one day.
    """
    return parse_rules([row for table in TABLES for row in read_table(table)])


def load_rules() -> dict[str, Rule]:
    """The latest version of every rule by id. Raises RowRefused like `load_versions`."""
    return {rule_id: versions[-1] for rule_id, versions in load_versions().items()}


def rule_in_force(versions: Mapping[str, tuple[Rule, ...]], rule_id: str, day: date) -> Rule:
    """The version of a rule that was in force on `day`, the day its clock starts. Raises UnknownRule."""
    if rule_id not in versions:
        raise UnknownRule(f"There is no rule “{rule_id}”. The command “guvoh terms rules” lists those there are.")
    for rule in versions[rule_id]:
        if rule.in_force(day):
            return rule
    raise UnknownRule(f"The rule “{rule_id}” was not in force on {day}.")


def parse_rules(rows: list[Row]) -> dict[str, tuple[Rule, ...]]:
    """Versions by id from table rows. Raises RowRefused like `load_versions`."""
    versions: dict[str, list[Rule]] = {}
    for rule in map(parse_rule, rows):
        versions.setdefault(rule.id, []).append(rule)
    for rule_id, found in versions.items():
        found.sort(key=lambda rule: rule.valid_from or date.min)
        for earlier, later in zip(found, found[1:], strict=False):
            if earlier.valid_to is None or later.valid_from is None or later.valid_from <= earlier.valid_to:
                raise RowRefused(
                    f"Rule {rule_id}: the field “valid_from” of one version overlaps another version."
                )
        for named in found[-1].see:
            if named not in versions:
                raise RowRefused(f"Rule {rule_id}: the field “see” names “{named}”, which is no rule.")
    return {rule_id: tuple(found) for rule_id, found in versions.items()}


def parse_rule(row: Row) -> Rule:
    """One rule from its table row. Raises RowRefused with a sentence that names the rule and the field."""
    where = f"Rule {required_text(row, 'id', 'A rule')}"
    known_fields(row, _FIELDS, where)
    length, unit = _own_length(row, where)
    rule = Rule(
        id=row["id"],
        basis=texts(row, "basis", where),
        trigger=texts(row, "trigger", where),
        length=length,
        unit=unit,
        next_rung=texts(row, "next_rung", where),
        sources=_sources(row, where),
        certainty=one_of(row, "certainty", CERTAINTIES, where),
        uncertain=_lengths(row, "uncertain", where),
        extension=_extension(row, where),
        note=optional_texts(row, "note", where),
        see=tuple(row.get("see", ())),
        warn_at=_lengths(row, "warn_at", where),
        valid_from=optional_day(row, "valid_from", where),
        valid_to=optional_day(row, "valid_to", where),
        reviewer=row.get("reviewer"),
        reviewed_on=optional_day(row, "reviewed_on", where),
        starts_on=one_of(row, "starts_on", STARTS_ON, where),
        counts=one_of({"counts": "forward", **row}, "counts", DIRECTIONS, where),
        day_of_event_counts=_setting(row, "day_of_event_counts", default=False, where=where),
        ends_on_day_off_moves=_setting(row, "ends_on_day_off_moves", default=True, where=where),
    )
    _check_together(rule, where)
    return rule


def _check_together(rule: Rule, where: str) -> None:
    if rule.length is None and rule.uncertain:
        raise RowRefused(f"{where}: the field “uncertain” gives readings of a length that the rule does not have.")
    if rule.valid_from and rule.valid_to and rule.valid_to < rule.valid_from:
        raise RowRefused(f"{where}: the field “valid_to” is before “valid_from”.")
    if (rule.reviewer is None) != (rule.reviewed_on is None):
        raise RowRefused(
            f"{where}: the fields “reviewer” and “reviewed_on” belong together; one of them is missing."
        )
    if rule.counts == "backward" and (rule.ends_on_day_off_moves or {"wd"} & {r.unit for r in rule.readings}):
        raise RowRefused(
            f"{where}: the field “counts” says backward; such a term is not in working days and does not move."
        )


def _own_length(row: Row, where: str) -> tuple[int, str] | tuple[None, None]:
    if row.get("length") is None and row.get("unit") is None:
        return None, None
    own = _length(row, where)
    return own.length, own.unit


def _length(row: Row, where: str) -> Length:
    number = row.get("length")
    if type(number) is not int or number < 0:
        raise RowRefused(f"{where}: the field “length” must be a whole number of 0 or more.")
    return Length(number, one_of(row, "unit", UNITS, where))


def _lengths(row: Row, name: str, where: str) -> tuple[Length, ...]:
    return tuple(_length(reading, f"{where}, {name}") for reading in row.get(name, ()))


def _sources(row: Row, where: str) -> tuple[str, ...]:
    sources = row.get("sources")
    if not isinstance(sources, list) or not sources or not all(isinstance(s, str) and s.strip() for s in sources):
        raise RowRefused(f"{where}: the field “sources” is missing; a rule without a source is not kept.")
    return tuple(sources)


def _extension(row: Row, where: str) -> Extension | None:
    extension = row.get("extension")
    if extension is None:
        return None
    where = f"{where}, extension"
    known_fields(extension, ("text", "adds", "total"), where)
    adds, total = (
        _length(extension[name], f"{where}, {name}") if name in extension else None for name in ("adds", "total")
    )
    if adds and total:
        raise RowRefused(f"{where}: the fields “adds” and “total” exclude each other.")
    return Extension(texts(extension, "text", where), adds, total)


def _setting(row: Row, name: str, *, default: bool, where: str) -> bool:
    value = row.get(name, default)
    if not isinstance(value, bool):
        raise RowRefused(f"{where}: the field “{name}” must be true or false.")
    return value
