"""Names in Persian script, which writes no short vowels: what a word may stand for, and which keys fit it."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice, product
from typing import NamedTuple

from guvoh.instruments.names.keys import canonical, same_names, surname_stem
from guvoh.instruments.names.rules import load
from guvoh.instruments.names.skeleton import KEPT_WORDS, PERSIAN, skeletons

_RULES = load("persian")
_SAME = str.maketrans(_RULES["same"])
_FAMILY = re.compile(_RULES["family"])
_LOOSE = [(re.compile(pattern), tuple(signs)) for pattern, signs in _RULES["loose"].items()]
_WORDS = frozenset(_RULES["words"])
_DOUBLED = re.compile(r"(.)\1")
_GOD = "الله"
STEM_MIN = 2
LOOSE_MAX = 16
# A word longer than this is no name, nor two.
LETTERS_MAX = 30


class Reading(NamedTuple):
    """One way to read a word. `outline`: its consonants; `shape`: what a key with them must look like."""

    outline: str
    shape: re.Pattern[str]

    def fits(self, key: str) -> bool:
        return key == self.outline or any(map(self.shape.fullmatch, same_names(key)))


class Readings(NamedTuple):
    """All ways to read a word as a given name and as a surname; `names` are keys told by rules/persian.yaml."""

    given: tuple[Reading, ...]
    surname: tuple[Reading, ...]
    given_names: frozenset[str]
    surname_names: frozenset[str]


def plain(text: str) -> str:
    """`text` with one letter for each sound that two scripts or two shapes share."""
    return text.translate(_SAME)


def is_plain_word(text: str) -> bool:
    return plain(text) in _WORDS


@lru_cache(KEPT_WORDS)
def readings(text: str) -> Readings:
    """What the Persian word `text` may be: as a surname also without -ов, -зода, -пур, -иён or -ӣ."""
    letters = plain(text)
    given = _stems(letters) if len(letters) <= LETTERS_MAX else []
    surname = [*given, *(each for stem in given for each in _without_family(stem))]
    common = letters in _WORDS
    return Readings(
        given=() if common else tuple(_read(given)),
        surname=() if common else tuple(_read(surname)),
        given_names=_named(given, "given"),
        surname_names=_named(surname, "surname"),
    )


def forget() -> None:
    """Let go of the words read so far: they may be names."""
    readings.cache_clear()


def _stems(letters: str) -> list[str]:
    stems = [letters]
    for suffix in _RULES["suffixes"]:
        stems += [
            stem.removesuffix(suffix)
            for stem in stems
            if stem.endswith(suffix) and len(stem) - len(suffix) > STEM_MIN
        ]
    return list(dict.fromkeys(stems))


def _without_family(stem: str) -> Iterator[str]:
    end = _FAMILY.search(stem)
    if end and end.start() >= STEM_MIN:
        yield stem[: end.start()]
        if end[0].startswith("ای"):
            yield stem[: end.start() + 1]


def _named(stems: list[str], part: str) -> frozenset[str]:
    return frozenset(key for stem in stems for key in _names(part).get(stem, ()))


@cache
def _names(part: str) -> dict[str, frozenset[str]]:
    named = {}
    for spelling, names in _RULES["names"].items():
        outlines = [outline for name in names for outline in skeletons(name)]
        keys = [canonical(each) if part == "given" else surname_stem(each)[0] for each in outlines]
        named[spelling] = frozenset([*keys, *map(canonical, outlines)])
    return named


def _read(stems: list[str]) -> Iterator[Reading]:
    for letters in dict.fromkeys(spelling for stem in stems for spelling in _loosened(stem)):
        outline = "".join(PERSIAN.get(letter, "") for letter in letters)
        if len(outline) > 1:
            yield Reading(outline, _shape(letters))


def _loosened(stem: str) -> Iterator[str]:
    """The stem in every spelling that the loose places of it allow; a final ه may be a vowel."""
    letters = stem.replace(_GOD, "وله")
    places = [(m.start(), m.end(), signs) for pattern, signs in _LOOSE for m in pattern.finditer(letters)]
    places = sorted(places + [(m.start(), m.end(), (m[0], m[1])) for m in _DOUBLED.finditer(letters)])
    for choice in islice(product(*(signs for _, _, signs in places)), LOOSE_MAX):
        pieces, position = [], 0
        for (start, end, _), sign in zip(places, choice, strict=True):
            pieces += [letters[position:start], sign]
            position = max(position, end)
        spelling = "".join(pieces) + letters[position:]
        yield spelling
        if spelling.endswith("ه"):
            yield spelling[:-1]


def _shape(letters: str) -> re.Pattern[str]:
    """What an outline with these consonants must have for vowels: a long vowel is written, a short one is not."""
    shape: list[str] = []
    vowels = ""
    for letter in letters:
        consonant = PERSIAN.get(letter)
        if consonant:
            shape += [_gap(vowels, first=not shape), consonant]
            vowels = ""
        else:
            vowels += letter
    return re.compile("".join(shape) + "[aiuv]*")


def _gap(vowels: str, *, first: bool) -> str:
    if not vowels:
        return "" if first else "[aiu]{0,2}"
    if first:
        return "[aiuv]+"
    if "و" in vowels or "ع" in vowels or "ء" in vowels:
        return "[aiuv]*"
    return "[iu]?a[aiu]?" if vowels in {"ا", "آ"} else "[aiu]+"
