"""Keys by which one person is the same in two registers, in two spellings and on the telephone.

They stand in the database as HMACs under a key of the vault: a page of that table that gets out names nobody and
gives no telephone number away. What two keys have in common can be told without unsealing anything.
"""

import datetime as dt
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import Final

from django.conf import settings

from guvoh.desk.facts.vocabulary import DetailKind
from guvoh.instruments.names.attributes import email_key, number_key, phone_key
from guvoh.instruments.names.keys import matching_keys, outlines, patronymic_stem, words
from guvoh.instruments.names.person import Protected
from guvoh.instruments.names.slips import KEY_MIN, one_error_apart

SEALED_LENGTH: Final = 32
# Of what is typed into a search field so many words are read as parts of a name.
WORDS_READ: Final = 5
SHORTEST_NUMBER: Final = 5

PAIR, GIVEN, SURNAME, PATRONYMIC, WHOLE = "gs", "g", "s", "p", "n"
BORN, PHONE, PAPER, EMAIL = "b", "t", "i", "m"

# What each thing in common counts for. A pair comes on top of the given name and the surname it is made of. Given
# name and surname alone reach LIKELY; a surname with a patronymic, which brothers share, does not.
COUNTS: Final[Mapping[str, int]] = {
    PAIR: 25,
    GIVEN: 15,
    SURNAME: 10,
    PATRONYMIC: 20,
    WHOLE: 40,
    BORN: 25,
    PHONE: 60,
    PAPER: 90,
    EMAIL: 60,
}
LIKELY: Final = 40
POSSIBLE: Final = 35
HARDLY: Final = 10

_EXACT: Final = {
    DetailKind.PHONE: (PHONE, phone_key),
    DetailKind.PASSPORT: (PAPER, number_key),
    DetailKind.EMAIL: (EMAIL, email_key),
}


def keys_of_name(given: str, surname: str, patronymic: str = "") -> set[str]:
    """Keys of one name whose parts are known. A name of one part stands for the person by itself."""
    keys = matching_keys(
        Protected("-", given=given or None, surname=surname or None, patronymic=patronymic or None)
    )
    if not (given and surname):
        keys |= keys_of_other_name(given or surname)
    return keys


def keys_of_other_name(name: str) -> set[str]:
    return {f"{WHOLE}:{outline}" for outline in outlines(name)} if words(name) else set()


def keys_of_words(typed: str) -> set[str]:
    """Keys of a name typed in any order: each word may be the given name or the surname.

    A word is read as a patronymic when it ends like one, or when there are words enough for all three parts.
    """
    parts = words(typed)[:WORDS_READ]
    keys = keys_of_other_name(" ".join(parts))
    for part in parts:
        read = matching_keys(Protected("-", given=part, surname=part, patronymic=part))
        patronymic = len(parts) > 2 or any(patronymic_stem(outline)[1] for outline in outlines(part))
        keys |= {
            key for key in read if kind_of(key) in (GIVEN, SURNAME) or (patronymic and kind_of(key) == PATRONYMIC)
        }
        keys |= keys_of_other_name(part)
    for given, surname in permutations(parts, 2):
        keys |= {
            key for key in matching_keys(Protected("-", given=given, surname=surname)) if kind_of(key) == PAIR
        }
    return keys


def keys_of_detail(kind: str, value: str) -> set[str]:
    """Keys of a telephone, paper, e-mail or other name. A number too short to tell anybody by has none."""
    if kind == DetailKind.ALIAS:
        return keys_of_other_name(value) | (keys_of_words(value) if len(words(value)) > 1 else set())
    if kind not in _EXACT:
        return set()
    letter, key_of = _EXACT[DetailKind(kind)]
    key = key_of(value)
    return {f"{letter}:{key}"} if len(key) >= SHORTEST_NUMBER else set()


def keys_of_birth(born_on: dt.date | None) -> set[str]:
    return {f"{BORN}:{born_on.isoformat()}"} if born_on else set()


def keys_of_person(
    names: Iterable[tuple[str, str, str]], details: Iterable[tuple[str, str]], born_on: dt.date | None
) -> set[str]:
    """Keys of a person by her names (given, surname, patronymic), details (kind, value) and date of birth."""
    keys = keys_of_birth(born_on)
    for given, surname, patronymic in names:
        keys |= keys_of_name(given, surname, patronymic)
    for kind, value in details:
        keys |= keys_of_detail(kind, value)
    return keys


@dataclass(frozen=True)
class Sought:
    """Somebody who is looked for: her keys, her names as they were typed, and how much must be shared at least."""

    keys: frozenset[str]
    names: tuple[str, ...]
    at_least: int

    def is_slip_of(self, name: str) -> bool:
        """Whether a name typed, of two words or more, is `name` but for slips of the pen: one a word at most."""
        parts = {outline for part in words(name) for outline in outlines(part)}
        return any(_slipped(typed, parts) for typed in self.names)


def sought_by(typed: str, more: Iterable[str] = ()) -> Sought:
    """Somebody by a name in any order, and by further keys.

    By one word alone nobody is told apart: then everybody who has it in her name is looked for.
    """
    at_least = POSSIBLE if len(words(typed)) > 1 else HARDLY
    return Sought(frozenset((*keys_of_words(typed), *more)), (typed,), at_least)


def _slipped(typed: str, parts: set[str]) -> bool:
    typed_words = words(typed)[:WORDS_READ]
    return len(typed_words) > 1 and all(
        any(outline in parts or _near(outline, parts) for outline in outlines(word)) for word in typed_words
    )


def _near(outline: str, parts: set[str]) -> bool:
    return len(outline) >= KEY_MIN and any(
        one_error_apart(outline, part) for part in parts if len(part) >= KEY_MIN
    )


def kind_of(key: str) -> str:
    return key.partition(":")[0]


def sealed_by_kind(keys: Iterable[str]) -> dict[str, list[str]]:
    """The keys as they stand in the database, by kind. Raises vault.Locked while the vault is locked."""
    secret = settings.VAULT.key("index/v1")
    sealed: dict[str, list[str]] = {}
    for key in sorted(keys):
        digest = hmac.digest(secret, key.encode(errors="surrogatepass"), "sha256").hex()[:SEALED_LENGTH]
        sealed.setdefault(kind_of(key), []).append(digest)
    return sealed
