"""The kinds of letter there are: what they say in each language, to whom they go, and which clock they start."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import yaml
from django.core.exceptions import ImproperlyConfigured

from guvoh.desk.correspondence.vocabulary import BodyKind
from guvoh.instruments.terms.rules import load_versions

LANGUAGES: Final = ("tg", "ru", "en")
FIELD: Final = re.compile(r"\{\{\s*(\w+)\s*\}\}")
FIELD_AND_STOP: Final = re.compile(FIELD.pattern + r"(\.?)")
ASKED, TABLE = "{{ asked }}", "{{ answered_table }}"
# What the lawyer fills in by hand; of one length, so that it is found by searching for it.
BLANK: Final = "____"
STATE_BODIES: Final = tuple(kind for kind in BodyKind if kind != BodyKind.MEDIA_OWNER)


@dataclass(frozen=True)
class Wording:
    """One kind of letter in one language, its fields not merged yet. `demands` are what it asks for by itself."""

    heading: str
    introduction: tuple[str, ...]
    text: tuple[str, ...]
    closing: tuple[str, ...]
    sign_off: tuple[str, ...]
    demands: tuple[str, ...]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text as it is written in the files: the two blocks stand among the paragraphs."""
        opening = (*self.introduction, TABLE) if self.introduction else ()
        return (*opening, *self.text, ASKED, *self.closing)


@dataclass(frozen=True)
class LetterKind:
    """`rule_id` is empty where no law sets a term that begins when this letter arrives."""

    id: str
    rule_id: str
    goes_to: tuple[BodyKind, ...]
    names: Mapping[str, str]
    wordings: Mapping[str, Wording]


def read_table(*path: str) -> Any:
    source = resources.files("guvoh.desk.correspondence").joinpath("templates_data", *path)
    return yaml.safe_load(source.read_text(encoding="utf-8"))


@cache
def letter_kinds() -> dict[str, LetterKind]:
    """Every kind of letter by id, in the order of the files. Raises ImproperlyConfigured where one cannot be."""
    folder = resources.files("guvoh.desk.correspondence").joinpath("templates_data", "letters")
    files = sorted(file.name for file in folder.iterdir() if file.name.endswith(".yaml"))
    kinds = [parse_kind(read_table("letters", file), set(merge_fields())) for file in files]
    return {kind.id: kind for kind in kinds}


@cache
def merge_fields() -> dict[str, dict[str, str]]:
    """What a case can fill in, by name of the field, with what it is in each language."""
    return read_table("fields.yaml")


@cache
def furniture() -> dict[str, dict[str, Any]]:
    """The words around a letter, by language."""
    return read_table("furniture.yaml")


def parse_kind(row: Mapping[str, Any], fields: set[str]) -> LetterKind:
    """One kind of letter from its row. Raises ImproperlyConfigured, naming the letter and the field."""
    _check_rule(row)
    for language in LANGUAGES:
        texts = row["texts"][language]
        merged = [texts["heading"], *texts["paragraphs"], *texts["sign_off"]]
        _check_fields(f"Letter {row['id']} ({language})", merged, fields)
        _check_fields(f"Letter {row['id']} ({language}), demands", texts["demands"], set())
    wordings = {language: wording_of(row["texts"][language]) for language in LANGUAGES}
    return LetterKind(row["id"], row["rule"] or "", tuple(_bodies(row)), row["names"], wordings)


def _check_rule(row: Mapping[str, Any]) -> None:
    """A rule that starts with the event itself is running before any letter arrives: none starts it."""
    if row["rule"] is None:
        return
    versions = load_versions().get(row["rule"])
    if versions is None:
        raise ImproperlyConfigured(
            f"Letter {row['id']}: the field “rule” names “{row['rule']}”, which is no rule."
        )
    if versions[-1].starts_on == "occurred":
        raise ImproperlyConfigured(
            f"Letter {row['id']}: the field “rule” names “{row['rule']}”, which no letter starts."
        )


def _check_fields(where: str, texts: Iterable[str], fields: set[str]) -> None:
    for text in texts:
        for name in FIELD.findall(text):
            if text not in (ASKED, TABLE) and name not in fields:
                raise ImproperlyConfigured(f"{where}: there is no field “{name}”.")


def _bodies(row: Mapping[str, Any]) -> Iterator[BodyKind]:
    for kind in row["addressee"]:
        if kind == "state_bodies":
            yield from STATE_BODIES
        elif kind in BodyKind.values:
            yield BodyKind(kind)
        else:
            raise ImproperlyConfigured(
                f"Letter {row['id']}: the field “addressee” names “{kind}”, which is no kind of body."
            )


def wording_of(texts: Mapping[str, Any]) -> Wording:
    """From heading, paragraphs, demands and sign-off; the paragraphs are cut where the two blocks stand."""
    introduction, after_table = _cut(tuple(texts["paragraphs"]), TABLE)
    if not after_table:
        introduction, after_table = (), introduction
    before, after = _cut(after_table, ASKED)
    return Wording(
        texts["heading"], introduction, before, after, tuple(texts["sign_off"]), tuple(texts["demands"])
    )


def _cut(paragraphs: tuple[str, ...], block: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if block not in paragraphs:
        return paragraphs, ()
    at = paragraphs.index(block)
    return paragraphs[:at], paragraphs[at + 1 :]


def merge(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields filled in, once: a value is never looked at for fields."""

    def filled(found: re.Match[str]) -> str:
        value = values[found[1]]
        # "2025 г." at the end of a sentence takes no second full stop
        return value if value.endswith(".") else value + found[2]

    return FIELD_AND_STOP.sub(filled, text)
