"""The register as the guard searches it: keys of name parts and of attributes, never the names themselves."""

import gc
from collections.abc import Iterable, Iterator, Set
from copy import copy
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from guvoh.instruments.names import attributes
from guvoh.instruments.names.keys import (
    Parts,
    forget,
    other_spellings,
    parts_of,
    persian_keys,
    surname_stem,
    words,
)
from guvoh.instruments.names.own import NO_OWN_RULES, OwnRules
from guvoh.instruments.names.person import Protected
from guvoh.instruments.names.postings import Postings
from guvoh.instruments.names.sealed import Sealed
from guvoh.instruments.names.skeleton import skeletons
from guvoh.instruments.names.slips import Near

_LARGE = 10_000
# So many first letters of a part of a name say whether a longer word may hold it.
STARTS = 3
# Kinds of attributes that are told by their length before anything else.
NUMBERS = ("passport", "case number")


class Entry(NamedTuple):
    """What the index knows of one person: keys of the parts, aliases, and keyed hashes of the attributes."""

    parts: Parts
    aliases: tuple[tuple[str, ...], ...]
    attributes: tuple[bytes, ...]
    gender: str | None


@dataclass
class Index:
    """Who bears which key. Lives in memory only: it is itself a list of the people it protects.

    `persian_given` and `persian_surname` give the keys that Persian script leaves the same, not their bearers."""

    entries: dict[str, Entry] = field(default_factory=dict)
    given: Postings = field(default_factory=Postings)
    surname: Postings = field(default_factory=Postings)
    patronymic: Postings = field(default_factory=Postings)
    alias: Postings = field(default_factory=Postings)
    alias_first: Postings = field(default_factory=Postings)
    attribute: Sealed = field(default_factory=Sealed, repr=False)
    starts: set[str] = field(default_factory=set)
    persian_given: Postings = field(default_factory=Postings)
    persian_surname: Postings = field(default_factory=Postings)
    near_given: Near = field(default_factory=Near)
    near_surname: Near = field(default_factory=Near)
    alias_words_max: int = 0
    place_words_max: int = 0
    number_lengths: set[int] = field(default_factory=set)
    own: OwnRules = NO_OWN_RULES
    # What is known of words that are nobody's name: kept from one scan to the next, until the register changes.
    ordinary: dict[str, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def build(cls, persons: Iterable[Protected], own: OwnRules = NO_OWN_RULES) -> "Index":
        """The index of `persons`, with a coalition's `own` rules beside those that come with the instrument.

        A later person with the same id replaces the earlier one.
        """
        index = cls(own=own)
        collecting = gc.isenabled()
        gc.disable()
        try:
            for person in persons:
                index._take(person)
        finally:
            index._forget()
            if collecting:
                gc.enable()
        if len(index.entries) > _LARGE:
            # Nothing here is cyclic garbage: the collector need not walk a large register at every draft.
            gc.freeze()
        return index

    def add(self, person: Protected) -> None:
        """Take `person` in, or take in what changed about one already there."""
        self._take(person)
        self._forget()

    def _take(self, person: Protected) -> None:
        self.ordinary.clear()
        if person.id in self.entries:
            self.remove(person.id)
        entry = self._entered(person)
        for key in entry.parts.given:
            if key not in self.given:
                self._first_of(key, self.near_given, self.persian_given)
            self.given.add(key, person.id)
        for key in entry.parts.surname:
            if key not in self.surname:
                self._first_of(key, self.near_surname, self.persian_surname)
            self.surname.add(key, person.id)
        for outline in entry.parts.surname_outlines:
            self.near_surname.add(outline)
        for postings, keys in self._tables(entry):
            for key in keys:
                postings.add(key, person.id)

    def _entered(self, person: Protected) -> Entry:
        known = list(attributes.of_person(person))
        self.place_words_max = max(
            [self.place_words_max, *(len(value.split()) for kind, value in known if kind == "place")]
        )
        self.number_lengths.update(len(value) for kind, value in known if kind in NUMBERS)
        aliases = [tuple(skeletons(word)[0] for word in words(alias)) for alias in person.aliases]
        entry = Entry(
            self.own.with_spellings(parts_of(person)),
            tuple(alias for alias in aliases if alias),
            self.attribute.add(known, person.id),
            person.gender,
        )
        self.entries[person.id] = entry
        self.alias_words_max = max([self.alias_words_max, *map(len, entry.aliases)])
        return entry

    def _first_of(self, key: str, near: Near, persian: Postings) -> None:
        near.add(key)
        self.starts.add(key[:STARTS])
        for outline in persian_keys([key]):
            persian.add(outline, key)

    def remove(self, identity: str) -> None:
        """Forget the person. Raises KeyError if the index does not know the id."""
        self.ordinary.clear()
        entry = self.entries.pop(identity)
        for key in entry.parts.given:
            self.given.discard(key, identity)
            if key not in self.given:
                self.near_given.discard(key)
                self._last_of(key, self.persian_given)
        for key in entry.parts.surname:
            self.surname.discard(key, identity)
            if key not in self.surname:
                self._last_of(key, self.persian_surname)
        for key in entry.parts.surname | entry.parts.surname_outlines:
            if not self._surnamed(key):
                self.near_surname.discard(key)
        self.attribute.discard(entry.attributes, identity)
        for postings, keys in self._tables(entry):
            for key in keys:
                postings.discard(key, identity)

    def _last_of(self, key: str, persian: Postings) -> None:
        for outline in persian_keys([key]):
            persian.discard(outline, key)

    def _surnamed(self, key: str) -> bool:
        """Whether anybody's surname has `key` for its stem or for an outline."""
        return key in self.surname or any(
            key in self.entries[person].parts.surname_outlines for person in self.surname[surname_stem(key)[0]]
        )

    def changed(self, persons: Iterable[Protected] = (), gone: Iterable[str] = ()) -> "Index":
        """An index in which `persons` are taken in, or taken in anew, and the ids `gone` are forgotten if known.

        This one stays as it is: whoever scans with it in another thread sees one register, never half of two.
        """
        other = copy(self)
        for each in fields(self):
            setattr(other, each.name, copy(getattr(self, each.name)))
        for identity in gone:
            if identity in other.entries:
                other.remove(identity)
        for person in persons:
            other._take(person)
        other._forget()
        return other

    def may_name(self, keys: Set[str]) -> bool:
        """Whether one of `keys` is, perhaps in another spelling, a part of somebody's name."""
        return (
            self.given.meets(keys)
            or self.surname.meets(keys)
            or self.patronymic.meets(keys)
            or not other_spellings().isdisjoint(keys)
        )

    def by_attribute(self, kind: str, value: str) -> Set[str]:
        """Who has this attribute."""
        return self.attribute.of(kind, value)

    def of_case(self, number: str) -> set[str]:
        """Persons whose case bears exactly this number, blanks at its ends aside."""
        return set(self.by_attribute("case of", number.strip()))

    def _forget(self) -> None:
        """Let go of what was kept for the next person only."""
        attributes.forget()
        forget()

    def _tables(self, entry: Entry) -> Iterator[tuple[Postings, Iterable[Any]]]:
        yield self.patronymic, entry.parts.patronymic
        if entry.aliases:
            yield self.alias, entry.aliases
            yield self.alias_first, {alias[0] for alias in entry.aliases}
