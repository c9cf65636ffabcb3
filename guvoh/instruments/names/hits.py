"""Which words of a page may be a part of whose name."""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from guvoh.instruments.names import persian
from guvoh.instruments.names.index import Index
from guvoh.instruments.names.keys import (
    STEM_MIN,
    canonical,
    patronymic_stem,
    surname_stem,
    swallowed_stem,
)
from guvoh.instruments.names.postings import Postings
from guvoh.instruments.names.rules import load
from guvoh.instruments.names.skeleton import FOLDS, READ_MAX, script_of, skeletons
from guvoh.instruments.names.tokens import Page, Word, readings_of

ROUNDS = 2
TWICE_STRIPPED_MIN = 4

_ENDINGS = load("endings")
GIVEN_ENDINGS: dict[str, list[str]] = _ENDINGS["given"]
SURNAME_ENDINGS: dict[str, list[str]] = GIVEN_ENDINGS | _ENDINGS["surname"]
PLURAL_ENDS: tuple[str, ...] = tuple(_ENDINGS["plurals"])
# What may stand in the place of an ending or of a suffix.
TAILS = {"", "in", "z"}.union(*SURNAME_ENDINGS.values())
SOFT_ENDINGS: dict[str, list[str]] = _ENDINGS["soft"]
_SOFT = re.compile("(?:[иӣ][иӣеяю]|[аеоуыиӣ][яюе]|[аеио]ем|иею|[иӣ]ей)$", re.IGNORECASE)
ENDING_MAX = max(map(len, SURNAME_ENDINGS))


@cache
def ordinary_outlines() -> frozenset[str]:
    return frozenset(skeletons(word)[0] for word in load("words")["ordinary_names"])


@dataclass(frozen=True, slots=True)
class Match:
    """Bearers of one key. `cost`: endings taken off; `suffixed`: with a family or patronymic suffix."""

    bearers: Set[str]
    cost: int
    suffixed: bool = False


class Knowledge:
    """All that the spelling of one word says, wherever it stands. `persian`: it is written in Persian script.

    `may_name` and `may_alias` are false when the word, with any endings taken off, can be no part of a name or
    alias of the index: most words of a text are told by that alone.
    """

    def __init__(self, text: str, index: Index) -> None:
        self.outlines = readings_of(text)
        self.persian = script_of(text) == "persian"
        self.given: tuple[Match, ...] = ()
        self.surname: tuple[Match, ...] = ()
        self.patronymic: tuple[Match, ...] = ()
        # What other rules found out about the spelling, asked once only.
        self.glued: dict[tuple[bool, int], dict[str, Literal["block", "review"]]] = {}
        self.near: dict[str, tuple[str, ...]] = {}
        self._text = text
        self._own_ordinary = index.own.ordinary
        # The beginnings of one endless word are too many to go through.
        reach = _reach(self.outlines) if len(text) <= READ_MAX else None
        self.may_alias = reach is None or index.alias_first.meets(reach)
        self.may_name = reach is None or self.persian or index.may_name(reach)
        if self.persian:
            self._look_up_persian(text, index)
        elif self.may_name:
            self._look_up(index)

    @property
    def says_something(self) -> bool:
        return bool(self.given or self.surname or self.patronymic)

    @property
    def is_nobodys(self) -> bool:
        """The word can be no part of a name or alias of the index, by itself or inside a longer word."""
        return not (self.may_name or self.may_alias or any(self.glued.values()))

    @property
    def named(self) -> set[str]:
        return {person for match in self.given for person in match.bearers}

    @property
    def surnamed(self) -> set[str]:
        return {person for match in self.surname for person in match.bearers}

    @cached_property
    def forms(self) -> dict[str, int]:
        """Dictionary forms, with the number of endings taken off."""
        if self.persian:
            return dict.fromkeys(self.outlines, 0)
        return self._soft | _forms(self.outlines, GIVEN_ENDINGS)

    @cached_property
    def _soft(self) -> dict[str, int]:
        spellings = _soft_nominatives(self._text)
        return {outline: 1 for spelling in spellings for outline in readings_of(spelling)}

    @cached_property
    def _surname_forms(self) -> dict[str, int]:
        return {} if self.persian else self._soft | _forms(self.outlines, SURNAME_ENDINGS)

    @cached_property
    def ordinary(self) -> bool:
        """The word is also an ordinary word of the language, bare or with an ending."""
        forms = self.forms.keys()
        return not (ordinary_outlines().isdisjoint(forms) and self._own_ordinary.isdisjoint(forms))

    @cached_property
    def family_suffix(self) -> bool:
        return any(form.endswith(("av", "iv", "zada", "pur", "ian")) for form in self._surname_forms)

    @cached_property
    def father_suffix(self) -> bool:
        return any(form.endswith(("avij", "ivij", "avna", "ivna")) for form in self._surname_forms)

    @cached_property
    def plural(self) -> bool:
        return not self.persian and any(outline.endswith(PLURAL_ENDS) for outline in self.outlines)

    def _look_up(self, index: Index) -> None:
        surname_forms = self._surname_forms
        stems = [(surname_stem(form), cost) for form, cost in surname_forms.items()]
        swallowed = {(stem, True): cost for form, cost in surname_forms.items() if (stem := swallowed_stem(form))}
        fathers = [(patronymic_stem(form), cost) for form, cost in surname_forms.items()]
        self.given = _matches({(canonical(form), False): cost for form, cost in self.forms.items()}, index.given)
        self.surname = _matches(swallowed | _cheapest(stems), index.surname)
        self.patronymic = _matches(swallowed | _cheapest(fathers), index.patronymic)

    def _look_up_persian(self, text: str, index: Index) -> None:
        read = persian.readings(text)
        given = {key for each in read.given for key in index.persian_given[each.outline] if each.fits(key)}
        surname = {key for each in read.surname for key in index.persian_surname[each.outline] if each.fits(key)}
        self.given = _persian_matches(given | read.given_names, index.given)
        self.surname = _persian_matches(surname | read.surname_names, index.surname)


@dataclass(frozen=True, slots=True)
class Hit:
    word: Word
    known: Knowledge


@dataclass(frozen=True)
class Sheet:
    """A page with what the index knows of its words. `pieces[n]` is the knowledge of the page's piece n."""

    page: Page
    index: Index
    pieces: tuple[Knowledge, ...]
    hits: tuple[Hit, ...]
    known: dict[str, Knowledge]

    def know(self, text: str) -> Knowledge:
        """What the index knows of a spelling, looked up once."""
        if text not in self.known:
            self.known[text] = Knowledge(text, self.index)
        return self.known[text]


def sheet_of(page: Page, index: Index, seen: dict[str, Knowledge]) -> Sheet:
    """Look every word of `page` up once; `seen` carries spellings from one page to the next of the same text."""
    for word in page.words:
        if word.text not in seen:
            seen[word.text] = Knowledge(word.text, index)
    hits = tuple(Hit(word, known) for word in page.words if (known := seen[word.text]).says_something)
    return Sheet(page, index, tuple(seen[piece.text] for piece in page.pieces), hits, seen)


def _reach(outlines: tuple[str, ...]) -> set[str]:
    """Everything that is left of the outlines when endings and suffixes are taken off, and more."""
    starts = {outline[:size] for outline in outlines for size in range(1, len(outline) + 1)}
    return {start + tail for start in starts for tail in TAILS}


def _soft_nominatives(text: str) -> Iterator[str]:
    """The names in -ия and -й of which `text` may be a case: these endings leave no trace in an outline."""
    if not _SOFT.search(text):
        return
    folded = text.casefold().translate(FOLDS)
    for ending in sorted(SOFT_ENDINGS, key=len, reverse=True):
        if folded.endswith(ending) and len(folded) > len(ending) + 1:
            yield from (text[: -len(ending)] + nominative for nominative in SOFT_ENDINGS[ending])
            return


def _forms(outlines: tuple[str, ...], endings: dict[str, list[str]]) -> dict[str, int]:
    """Dictionary forms of the outlines, with the number of endings taken off; a second reading costs one."""
    forms = {outline: int(rank > 0) for rank, outline in enumerate(outlines)}
    frontier: list[str] = list(outlines)
    for cost in range(1, ROUNDS + 1):
        shortest = STEM_MIN if cost == 1 else TWICE_STRIPPED_MIN
        frontier = [
            stem
            for form in frontier
            for stem in _stripped(form, endings)
            if stem not in forms and len(stem) >= shortest
        ]
        forms |= dict.fromkeys(frontier, cost)
    return forms


def _stripped(form: str, endings: dict[str, list[str]]) -> Iterator[str]:
    for size in range(1, min(ENDING_MAX, len(form) - STEM_MIN) + 1):
        for replacement in endings.get(form[-size:], ()):
            stem = form[:-size] + replacement
            yield stem


def _cheapest(stems: Iterable[tuple[tuple[str, bool], int]]) -> dict[tuple[str, bool], int]:
    cheapest: dict[tuple[str, bool], int] = {}
    for stem, cost in stems:
        cheapest[stem] = min(cost, cheapest.get(stem, cost))
    return cheapest


def _matches(keys: dict[tuple[str, bool], int], bearers: Postings) -> tuple[Match, ...]:
    return tuple(Match(bearers[key], cost, suffixed) for (key, suffixed), cost in keys.items() if key in bearers)


def _persian_matches(keys: Iterable[str], bearers: Postings) -> tuple[Match, ...]:
    return tuple(Match(bearers[key], cost=0) for key in keys if key in bearers)
