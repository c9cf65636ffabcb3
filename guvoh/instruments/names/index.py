"""The register as the guard searches it: keys of name parts and of attributes, never the names themselves."""

import gc
import hmac
import secrets
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field, fields, replace
from typing import Any

from guvoh.instruments.names import attributes
from guvoh.instruments.names.keys import Parts, forget, parts_of, persian_keys, words
from guvoh.instruments.names.person import Protected
from guvoh.instruments.names.skeleton import skeletons
from guvoh.instruments.names.slips import Near

_NOBODY: Set[str] = frozenset()
_LARGE = 10_000
# So many first letters of a part of a name say whether a longer word may hold it.
STARTS = 3
_SIEVE_BITS = 1 << 24


class Bearers:
    """Ids of people by key. Most keys have one bearer, who is kept without a set around him."""

    __slots__ = ("_by_key",)

    def __init__(self) -> None:
        self._by_key: dict[Any, str | set[str]] = {}

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def __getitem__(self, key: Any) -> Set[str]:
        """Who bears `key`: nobody, if the index does not know it."""
        bearers = self._by_key.get(key, _NOBODY)
        return {bearers} if isinstance(bearers, str) else bearers

    def add(self, key: Any, person: str) -> None:
        bearers = self._by_key.setdefault(key, person)
        if isinstance(bearers, set):
            bearers.add(person)
        elif bearers != person:
            self._by_key[key] = {bearers, person}

    def discard(self, key: Any, person: str) -> None:
        rest = self[key] - {person}
        if len(rest) > 1:
            self._by_key[key] = set(rest)
        elif rest:
            self._by_key[key] = next(iter(rest))
        else:
            self._by_key.pop(key, None)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index knows of one person: keys of the parts, aliases, and HMACs of the attributes."""

    parts: Parts
    aliases: tuple[tuple[str, ...], ...]
    attributes: tuple[bytes, ...]
    gender: str | None


@dataclass
class Index:
    """Who bears which key. Lives in memory only: it is itself a list of the people it protects.

    Attribute keys are HMAC-SHA-256 under a secret drawn for this index: a dump of it gives no numbers away.
    """

    entries: dict[str, Entry] = field(default_factory=dict)
    given: Bearers = field(default_factory=Bearers)
    surname: Bearers = field(default_factory=Bearers)
    patronymic: Bearers = field(default_factory=Bearers)
    alias: Bearers = field(default_factory=Bearers)
    alias_first: Bearers = field(default_factory=Bearers)
    persian_given: Bearers = field(default_factory=Bearers)
    persian_surname: Bearers = field(default_factory=Bearers)
    attribute: Bearers = field(default_factory=Bearers)
    starts: set[str] = field(default_factory=set)
    near_given: Near = field(default_factory=Near)
    near_surname: Near = field(default_factory=Near)
    alias_words_max: int = 0
    place_words_max: int = 0
    number_lengths: set[int] = field(default_factory=set)
    _sieve: bytearray = field(default_factory=lambda: bytearray(_SIEVE_BITS // 8), repr=False)
    _secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    _shared: dict[Any, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def build(cls, persons: Iterable[Protected]) -> "Index":
        """The index of `persons`. A later person with the same id replaces the earlier one."""
        index = cls()
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
        if person.id in self.entries:
            self.remove(person.id)
        entry = self._entry(person)
        self.entries[person.id] = entry
        for bearers, keys in self._tables(entry):
            for key in keys:
                bearers.add(key, person.id)
        for near, key in self._near(entry):
            near.add(key)
        self.starts.update(key[:STARTS] for key in (*entry.parts.given, *entry.parts.surname))
        self.place_words_max = max(self.place_words_max, len(words(person.village or "")))
        numbers = (attributes.number_key(number) for number in (person.passport, person.case_no) if number)
        self.number_lengths.update(map(len, numbers))
        self.alias_words_max = max([self.alias_words_max, *map(len, entry.aliases)])

    def remove(self, identity: str) -> None:
        """Forget the person. Raises KeyError if the index does not know the id."""
        entry = self.entries.pop(identity)
        for bearers, keys in self._tables(entry):
            for key in keys:
                bearers.discard(key, identity)
        for near, key in self._near(entry):
            near.discard(key)

    def seal(self, kind: str, value: str) -> bytes:
        """The key under which the attribute `value` of this kind stands in `attribute`."""
        return hmac.digest(self._secret, f"{kind}\0{value}".encode(errors="surrogatepass"), "sha256")[:16]

    def by_attribute(self, kind: str, value: str) -> Set[str]:
        """Who has this attribute. Most values of a text are nobody's: the sieve sees that without an HMAC."""
        place, bit = _sieved(kind, value)
        return self.attribute[self.seal(kind, value)] if self._sieve[place] & bit else _NOBODY

    def of_case(self, number: str) -> set[str]:
        """Persons whose case bears exactly this number, blanks at its ends aside."""
        return set(self.by_attribute("case of", number.strip()))

    def _entry(self, person: Protected) -> Entry:
        aliases = {tuple(skeletons(word)[0] for word in words(alias)) for alias in person.aliases}
        known = set(attributes.of_person(person))
        if person.case_no:
            known.add(("case of", person.case_no.strip()))
        for kind, value in known:
            place, bit = _sieved(kind, value)
            self._sieve[place] |= bit
        parts = parts_of(person)
        same = {each.name: self._once(getattr(parts, each.name)) for each in fields(Parts)}
        return Entry(
            parts=self._once(replace(parts, **same)),
            aliases=tuple(alias for alias in aliases if alias),
            attributes=tuple(self.seal(kind, value) for kind, value in known),
            gender=person.gender,
        )

    def _forget(self) -> None:
        """Let go of what was kept for the next person only."""
        self._shared.clear()
        forget()

    def _once(self, value: Any) -> Any:
        """One object for all values that are equal: namesakes share their keys."""
        return self._shared.setdefault(value, value)

    def _tables(self, entry: Entry) -> list[tuple[Bearers, Iterable[Any]]]:
        return [
            (self.given, entry.parts.given),
            (self.surname, entry.parts.surname),
            (self.patronymic, entry.parts.patronymic),
            (self.alias, entry.aliases),
            (self.alias_first, {alias[0] for alias in entry.aliases}),
            (self.persian_given, persian_keys(entry.parts.given)),
            (self.persian_surname, persian_keys(entry.parts.surname)),
            (self.attribute, entry.attributes),
        ]

    def _near(self, entry: Entry) -> Iterator[tuple[Near, str]]:
        for key in entry.parts.given:
            yield self.near_given, key
        for key in entry.parts.surname | entry.parts.surname_outlines:
            yield self.near_surname, key


def _sieved(kind: str, value: str) -> tuple[int, int]:
    """The byte and the bit of the sieve for an attribute, by the process's own keyed hash."""
    number = hash((kind, value)) % _SIEVE_BITS
    return number >> 3, 1 << (number & 7)
