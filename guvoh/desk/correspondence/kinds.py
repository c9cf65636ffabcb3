"""The kinds of letter there are: what they say in each language, and which clock they start."""

import re
from collections.abc import Iterator, Mapping
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


@dataclass(frozen=True)
class Wording:
    """One kind of letter in one language, its fields not merged yet."""

    heading: str
    introduction: tuple[str, ...]
    text: tuple[str, ...]
    closing: tuple[str, ...]
    sign_off: tuple[str, ...]


@dataclass(frozen=True)
class LetterKind:
    id: str
    rule_id: str
    addressee: str
    names: Mapping[str, str]
    wordings: Mapping[str, Wording]

    @property
    def is_appeal(self) -> bool:
        """Whether it answers an earlier letter: it shows what was asked there and what was answered."""
        return bool(self.wordings["en"].introduction)

    @property
    def only_to(self) -> BodyKind | None:
        """The one kind of body it may be written to, since its clock counts for no other; None for any."""
        ending = self.addressee.removeprefix("higher-").replace("-", "_")
        return BodyKind(ending) if ending in BodyKind.values else None


def _table(name: str) -> Any:
    source = resources.files("guvoh.desk.correspondence") / "templates_data" / name
    return yaml.safe_load(source.read_text(encoding="utf-8"))


@cache
def letter_kinds() -> dict[str, LetterKind]:
    """Every kind of letter by id. Raises ImproperlyConfigured for a wording or rule that cannot be."""
    table = _table("letters.yaml")
    return {row["id"]: parse_kind(row, set(table["fields"])) for row in table["letters"]}


@cache
def furniture() -> dict[str, dict[str, Any]]:
    """The words around a letter, by language."""
    return _table("furniture.yaml")


def parse_kind(row: Mapping[str, Any], fields: set[str]) -> LetterKind:
    """One kind of letter from its row. Raises ImproperlyConfigured, naming the letter and the field."""
    if row["rule"] not in load_versions():
        raise ImproperlyConfigured(
            f"Letter {row['id']}: the field “rule” names “{row['rule']}”, which is no rule."
        )
    for language in LANGUAGES:
        for name in _fields_in(row["texts"][language]):
            if name not in fields:
                raise ImproperlyConfigured(f"Letter {row['id']} ({language}): there is no field “{name}”.")
    wordings = {language: _wording(row["texts"][language]) for language in LANGUAGES}
    return LetterKind(row["id"], row["rule"], row["addressee"], row["names"], wordings)


def _fields_in(texts: Mapping[str, Any]) -> Iterator[str]:
    for text in (texts["heading"], texts["closing"], *texts["paragraphs"]):
        yield from FIELD.findall(text)


def _wording(texts: Mapping[str, Any]) -> Wording:
    introduction, after_table = _cut(tuple(texts["paragraphs"]), TABLE)
    if not after_table:
        introduction, after_table = (), introduction
    before, after = _cut(after_table, ASKED)
    # The head of the letter carries its date; said twice, the two would come apart.
    last = [line.strip(" .") for line in texts["closing"].split(". ") if "{{ today }}" not in line]
    sign_off = tuple(line.replace("{{ signature }}", "").strip() for line in last)
    return Wording(texts["heading"], introduction, before, after, sign_off)


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
