"""The register as the guard searches it: keys of name parts and of attributes, never the names themselves."""

import hmac
import secrets
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from guvoh.instruments.names import attributes
from guvoh.instruments.names.keys import Parts, parts_of, persian_keys, words
from guvoh.instruments.names.person import Protected
from guvoh.instruments.names.skeleton import skeletons

Bearers = dict[str, set[str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index knows of one person: keys of the parts, aliases, and HMACs of the attributes by kind."""

    parts: Parts
    aliases: frozenset[tuple[str, ...]]
    attributes: frozenset[tuple[str, bytes]]
    place_words: int
    case_no: bytes | None
    gender: str | None


@dataclass
class Index:
    """Who bears which key. Lives in memory only: it is itself a list of the people it protects.

    Attribute keys are HMAC-SHA-256 under a secret drawn for this index: a dump of it gives no numbers away.
    """

    entries: dict[str, Entry] = field(default_factory=dict)
    given: Bearers = field(default_factory=lambda: defaultdict(set))
    surname: Bearers = field(default_factory=lambda: defaultdict(set))
    patronymic: Bearers = field(default_factory=lambda: defaultdict(set))
    alias: dict[tuple[str, ...], set[str]] = field(default_factory=lambda: defaultdict(set))
    persian_given: Bearers = field(default_factory=lambda: defaultdict(set))
    persian_surname: Bearers = field(default_factory=lambda: defaultdict(set))
    attribute: dict[tuple[str, bytes], set[str]] = field(default_factory=lambda: defaultdict(set))
    case_numbers: dict[bytes, set[str]] = field(default_factory=lambda: defaultdict(set))
    alias_words_max: int = 0
    place_words_max: int = 0
    _secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    @classmethod
    def build(cls, persons: Iterable[Protected]) -> "Index":
        """The index of `persons`. A later person with the same id replaces the earlier one."""
        index = cls()
        for person in persons:
            index.add(person)
        return index

    def add(self, person: Protected) -> None:
        """Take `person` in, or take in what changed about one already there."""
        if person.id in self.entries:
            self.remove(person.id)
        entry = self._entry(person)
        self.entries[person.id] = entry
        for bearers, keys in self._tables(entry):
            for key in keys:
                bearers[key].add(person.id)
        self.place_words_max = max(self.place_words_max, entry.place_words)
        self.alias_words_max = max([self.alias_words_max, *map(len, entry.aliases)])

    def remove(self, identity: str) -> None:
        """Forget the person. Raises KeyError if the index does not know the id."""
        entry = self.entries.pop(identity)
        for bearers, keys in self._tables(entry):
            for key in keys:
                bearers[key].discard(identity)
                if not bearers[key]:
                    del bearers[key]

    def seal(self, kind: str, value: str) -> tuple[str, bytes]:
        """The key under which the attribute `value` of this kind stands in `attribute`."""
        return kind, hmac.digest(self._secret, f"{kind}\0{value}".encode(), "sha256")[:16]

    def by_attribute(self, kind: str, value: str) -> set[str]:
        return self.attribute.get(self.seal(kind, value), set())

    def of_case(self, number: str) -> set[str]:
        """Persons whose case bears exactly this number, blanks at its ends aside."""
        return self.case_numbers.get(self.seal("case of", number.strip())[1], set())

    def _entry(self, person: Protected) -> Entry:
        aliases = {tuple(skeletons(word)[0] for word in words(alias)) for alias in person.aliases}
        return Entry(
            parts=parts_of(person),
            aliases=frozenset(alias for alias in aliases if alias),
            attributes=frozenset(self.seal(kind, value) for kind, value in attributes.of_person(person)),
            place_words=len(words(person.village or "")),
            case_no=self.seal("case of", person.case_no)[1] if person.case_no else None,
            gender=person.gender,
        )

    def _tables(self, entry: Entry) -> list[tuple[dict[Any, set[str]], Iterable[Any]]]:
        return [
            (self.given, entry.parts.given),
            (self.surname, entry.parts.surname),
            (self.patronymic, entry.parts.patronymic),
            (self.alias, entry.aliases),
            (self.persian_given, persian_keys(entry.parts.given)),
            (self.persian_surname, persian_keys(entry.parts.surname)),
            (self.attribute, entry.attributes),
            (self.case_numbers, [entry.case_no] if entry.case_no else []),
        ]
