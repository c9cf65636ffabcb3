"""A street with a house number: what finds a family without a name."""

import re
from collections.abc import Iterator
from functools import cache

from guvoh.instruments.names.keys import fold
from guvoh.instruments.names.rules import load
from guvoh.instruments.names.skeleton import skeletons

HOUSE_REACH = 30
WORD_MIN = 3
# Address words that may as well begin the next part of the sentence.
_LITTLE = frozenset({"и", "в", "на", "по", "at", "in", "of", "on", "the", "near", "дар", "к", "д", "г", "ш"})
_WORD = re.compile(r"[^\W\d_]+")
# No street and house stand on two sides of these.
_APART = re.compile(r"[;:!?()\d]|\.\s+[A-ZА-ЯЁӢӮҚҒҲҶ]|\n\s*\n")
_HOUSE = re.compile(r"\d+[^\W\d_]?(?:/\d+)?")


def address_keys(address: str) -> set[str]:
    """`street outline|house` for each word of the street's name, and the first number as the house."""
    house = _HOUSE.search(address)
    if house is None:
        return set()
    street = _street(address[: house.start()]) or _street(address[house.end() :])
    number = fold(house[0])
    return {f"{outline}|{number}" for outline in street}


@cache
def _street(text: str) -> frozenset[str]:
    """Outlines of the telling words of the part between commas nearest to the house: what stands further off is
    the town. A street is named in the genitive in Russian and bare in Tajik and English, so both are its outlines.
    """
    parts = [[word for word in _WORD.findall(part) if _telling_word(word)] for part in text.split(",")]
    names: list[str] = next((part for part in reversed(parts) if part), [])
    names = [*names, *(other for name in names for other in _also_called().get(fold(name), ()))]
    return frozenset(form for name in names for outline in skeletons(name) for form in _bare(name, outline))


def _bare(name: str, outline: str) -> Iterator[str]:
    yield outline
    if outline.endswith("zadi"):
        yield outline.removesuffix("i") + "a"
    if fold(name)[-1] in "ая" and len(outline) > WORD_MIN:
        yield outline[:-1]


@cache
def _also_called() -> dict[str, set[str]]:
    """Telling words of the other names of a street, by each telling word of one of its names."""
    others: dict[str, set[str]] = {}
    for names in load("phrases")["streets"]:
        words = {word for name in names for word in _WORD.findall(name) if _telling_word(word)}
        for word in words:
            others.setdefault(fold(word), set()).update(words)
    return others


def _telling_word(word: str) -> bool:
    return len(word) >= WORD_MIN and fold(word) not in address_words()


def houses_near(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Numbers that may be the house of a street named from `start` to `end`: only address words lie between, and
    no month follows.
    """
    for house in _HOUSE.finditer(text, max(0, start - HOUSE_REACH), min(len(text), end + HOUSE_REACH)):
        if _dated(text, house):
            continue
        if house.end() <= start:
            joined = _belongs(text[house.end() : start]) and _before(text, house, start, end)
        else:
            joined = _belongs(text[end : house.start()])
        if joined and text[house.end() : house.end() + 1] != ")":
            yield house


def _dated(text: str, house: re.Match[str]) -> bool:
    following = _WORD.match(text, house.end() + 1)
    return following is not None and fold(following[0]) in _month_names()


def _belongs(between: str) -> bool:
    return not _APART.search(between) and all(fold(word) in address_words() for word in _WORD.findall(between))


def _before(text: str, house: re.Match[str], start: int, end: int) -> bool:
    """A number before the name: past a comma begins the town, unless a street is said; before a currency it is a
    price.
    """
    between = text[house.end() : start]
    following = _WORD.match(text, end + 1)
    if _WORD.search(between) or following is not None and fold(following[0]) in address_words() - _LITTLE:
        return True
    return "," not in between and fold(text[start:end]) not in _currencies()


@cache
def address_words() -> frozenset[str]:
    return frozenset(fold(word) for word in load("phrases")["address_words"])


@cache
def _currencies() -> frozenset[str]:
    return frozenset(fold(word) for word in load("phrases")["currencies"])


@cache
def _month_names() -> frozenset[str]:
    return frozenset(fold(name) for names in load("phrases")["months"] for name in names)


def forget() -> None:
    """Let go of the streets read so far."""
    _street.cache_clear()
