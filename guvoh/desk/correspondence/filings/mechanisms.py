"""The mechanisms there are: what each asks for, in which words, by which consent, and which clocks it has."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any, Final

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import get_language

from guvoh.desk.casework.vocabulary import Purpose
from guvoh.desk.correspondence.kinds import LANGUAGES, read_table
from guvoh.instruments.terms.rules import load_versions

Texts = Mapping[str, str]

KINDS: Final = ("line", "text", "date", "month", "choice", "choices", "remedies", "links")
TESTS: Final = (
    *("filled", "filled_if", "is_not", "is", "not_before", "in_time", "exhausted", "linked"),
    "pages",
)
NATURES: Final = ("filing", "brief", "dossier")
CERTAINTIES: Final = ("verified", "secondary", "memory", "disputed")
# Made for these two by the case itself, never typed.
MADE: Final = ("remedies", "links")


def said(texts: Texts) -> str:
    """In the language of whoever reads the page."""
    return texts[get_language() or "tg"]


@dataclass(frozen=True)
class Asked:
    """One field. `fills` names what the case knows for it; `any_script`: it need not be English."""

    id: str
    kind: str
    label: Texts
    help: Texts | None = None
    required: bool = False
    missing: Texts | None = None
    fills: str = ""
    any_script: bool = False
    internal: bool = False
    choices: Mapping[str, Texts] | None = None

    @property
    def is_typed(self) -> bool:
        return self.kind not in MADE

    @property
    def absent(self) -> Texts:
        """The sentence for whoever left it out."""
        general = words()["missing"]
        return self.missing or {lang: general[lang].format(field=self.label[lang]) for lang in LANGUAGES}


@dataclass(frozen=True)
class Section:
    title: Texts
    fields: tuple[Asked, ...]


@dataclass(frozen=True)
class Check:
    """What must hold before a filing is final, beyond its required fields; `says` is shown when it does not."""

    id: str
    test: str
    says: Texts
    fields: tuple[str, ...] = ()
    value: str = ""
    unless: tuple[str, ...] = ()


@dataclass(frozen=True)
class ConsentNeeded:
    """`to_state` and `family`: whether the State is told the name, and whether a relative may consent instead."""

    purpose: Purpose
    level: str
    to_state: bool = False
    family: bool = False


@dataclass(frozen=True)
class Term:
    """A rule that runs from the day in `field` before filing, or after it where `field` has this `value`."""

    rule: str
    field: str = ""
    value: str = ""


@dataclass(frozen=True)
class Mechanism:
    id: str
    names: Texts
    about: Texts
    nature: str
    title: str
    recipient: tuple[str, ...]
    languages: Texts
    consent: ConsentNeeded
    sections: tuple[Section, ...]
    checks: tuple[Check, ...]
    before: tuple[Term, ...]
    after: tuple[Term, ...]
    gate: Texts | None
    two_people: bool
    sources: tuple[str, ...]
    certainty: str

    @cached_property
    def fields(self) -> dict[str, Asked]:
        return {asked.id: asked for section in self.sections for asked in section.fields}

    @property
    def name(self) -> str:
        return said(self.names)


@cache
def words() -> dict[str, Any]:
    """Sentences and labels that all mechanisms share."""
    return read_table("filings.yaml")


@cache
def mechanisms() -> dict[str, Mechanism]:
    """Every mechanism by id, in the order of the files. Raises ImproperlyConfigured where one cannot be."""
    folder = resources.files("guvoh.desk.correspondence").joinpath("templates_data", "mechanisms")
    files = sorted(file.name for file in folder.iterdir() if file.name.endswith(".yaml"))
    found = [parse_mechanism(read_table("mechanisms", file), words()["fields"]) for file in files]
    return {mechanism.id: mechanism for mechanism in found}


def parse_mechanism(row: Mapping[str, Any], shared: Mapping[str, Any]) -> Mechanism:
    """One mechanism from its row. Raises ImproperlyConfigured, naming the mechanism and the field."""
    where = f"Mechanism {row.get('id')}"
    _require(where, row, ("id", "name", "about", "title", "languages", "consent", "sections", "sources"))
    if row.get("certainty") not in CERTAINTIES or row.get("nature") not in NATURES:
        raise ImproperlyConfigured(f"{where}: the field “certainty” or “nature” is none of those known.")
    sections = tuple(
        Section(
            _texts(where, section["title"]), tuple(_asked(where, field, shared) for field in section["fields"])
        )
        for section in row["sections"]
    )
    known = {asked.id for section in sections for asked in section.fields}
    return Mechanism(
        id=row["id"],
        names=_texts(where, row["name"]),
        about=_texts(where, row["about"]),
        nature=row["nature"],
        title=row["title"],
        recipient=tuple(row["recipient"]),
        languages=_texts(where, row["languages"]),
        consent=ConsentNeeded(**{**row["consent"], "purpose": Purpose(row["consent"]["purpose"])}),
        sections=sections,
        checks=tuple(_check(where, check, known) for check in row.get("checks", ())),
        before=tuple(_terms(where, row.get("before", ()), known)),
        after=tuple(_terms(where, row.get("after", ()), known)),
        gate=_texts(where, row["gate"]) if "gate" in row else None,
        two_people=row.get("two_people", False),
        sources=tuple(row["sources"]),
        certainty=row["certainty"],
    )


def _require(where: str, row: Mapping[str, Any], fields: Iterable[str]) -> None:
    for field in fields:
        if not row.get(field):
            raise ImproperlyConfigured(f"{where}: the field “{field}” is missing.")


def _texts(where: str, texts: Mapping[str, str]) -> Texts:
    for language in LANGUAGES:
        if not texts.get(language):
            raise ImproperlyConfigured(f"{where}: a text has no “{language}”.")
    if len(texts) != len(LANGUAGES):
        raise ImproperlyConfigured(f"{where}: a text has more than three languages: {sorted(texts)}.")
    return texts


def _asked(where: str, row: Mapping[str, Any], shared: Mapping[str, Any]) -> Asked:
    """A field of its own, or one that mechanisms share (`use`) with what is different here."""
    own = {name: part for name, part in row.items() if name != "use"}
    if "use" in row:
        if row["use"] not in shared:
            raise ImproperlyConfigured(f"{where}: there is no shared field “{row['use']}”.")
        own = {"id": row["use"], **shared[row["use"]], **own}
    where = f"{where}, field {own['id']}"
    _require(where, own, ("kind", "label"))
    if own["kind"] not in KINDS:
        raise ImproperlyConfigured(f"{where}: “{own['kind']}” is no kind of field.")
    if own["kind"] in ("choice", "choices"):
        _require(where, own, ("choices",))
    for texts in (own["label"], own.get("help"), own.get("missing"), *own.get("choices", {}).values()):
        if texts is not None:
            _texts(where, texts)
    return Asked(**own)


def _check(where: str, row: Mapping[str, Any], known: set[str]) -> Check:
    where = f"{where}, check {row['id']}"
    fields = tuple(row.get("fields", ()))
    if row["test"] not in TESTS:
        raise ImproperlyConfigured(f"{where}: “{row['test']}” is no test.")
    for field in (*fields, *row.get("unless", ())):
        if field not in known:
            raise ImproperlyConfigured(f"{where}: there is no field “{field}”.")
    return Check(
        row["id"],
        row["test"],
        _texts(where, row["says"]),
        fields,
        str(row.get("value", "")),
        tuple(row.get("unless", ())),
    )


def _terms(where: str, rows: Iterable[Mapping[str, str]], known: set[str]) -> Iterator[Term]:
    for row in rows:
        if row["rule"] not in load_versions():
            raise ImproperlyConfigured(f"{where}: “{row['rule']}” is no rule of a clock.")
        if row.get("field") and row["field"] not in known:
            raise ImproperlyConfigured(f"{where}: there is no field “{row['field']}”.")
        yield Term(row["rule"], row.get("field", ""), row.get("value", ""))
