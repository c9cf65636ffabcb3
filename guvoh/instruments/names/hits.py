"""Which words of a page may be a part of whose name."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from guvoh.instruments.names.index import Bearers, Index
from guvoh.instruments.names.keys import (
    STEM_MIN,
    canonical,
    patronymic_stem,
    surname_stem,
    swallowed_stem,
)
from guvoh.instruments.names.rules import load
from guvoh.instruments.names.skeleton import script_of
from guvoh.instruments.names.tokens import Page, Word, readings_of

ROUNDS = 2
TWICE_STRIPPED_MIN = 4
PERSIAN_SURNAME_ENDS = ("f", "zd", "zdh", "pr", "n")

_ENDINGS = load("endings")
GIVEN_ENDINGS: dict[str, list[str]] = _ENDINGS["given"]
SURNAME_ENDINGS: dict[str, list[str]] = GIVEN_ENDINGS | _ENDINGS["surname"]
PLURALS: frozenset[str] = frozenset(_ENDINGS["plurals"])
ENDING_MAX = max(map(len, SURNAME_ENDINGS))


@dataclass(frozen=True, slots=True)
class Match:
    """Bearers of one key. `cost`: endings taken off; `suffixed`: with a family or patronymic suffix."""

    bearers: Set[str]
    cost: int
    suffixed: bool = False


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that the spelling of one word says, wherever it stands. `forms` count the endings taken off."""

    outlines: frozenset[str]
    forms: dict[str, int]
    given: tuple[Match, ...] = ()
    surname: tuple[Match, ...] = ()
    patronymic: tuple[Match, ...] = ()
    family_suffix: bool = False
    father_suffix: bool = False
    plural: bool = False
    persian: bool = False

    @property
    def says_something(self) -> bool:
        return bool(self.given or self.surname or self.patronymic)

    @property
    def named(self) -> set[str]:
        return {person for match in self.given for person in match.bearers}

    @property
    def surnamed(self) -> set[str]:
        return {person for match in self.surname for person in match.bearers}


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
            self.known[text] = knowledge(text, self.index)
        return self.known[text]


def sheet_of(page: Page, index: Index, seen: dict[str, Knowledge]) -> Sheet:
    """Look every word of `page` up once; `seen` carries spellings from one page to the next of the same text."""
    for word in page.words:
        if word.text not in seen:
            seen[word.text] = knowledge(word.text, index)
    hits = tuple(Hit(word, known) for word in page.words if (known := seen[word.text]).says_something)
    return Sheet(page, index, tuple(seen[piece.text] for piece in page.pieces), hits, seen)


def knowledge(text: str, index: Index) -> Knowledge:
    """Look one spelling up among the given names, surnames and patronymics of the index."""
    outlines = readings_of(text)
    if script_of(text) == "persian":
        return _persian_knowledge(outlines, index)
    given_forms = _forms(outlines, GIVEN_ENDINGS)
    surname_forms = _forms(outlines, SURNAME_ENDINGS)
    stems = {form: (surname_stem(form), cost) for form, cost in surname_forms.items()}
    swallowed = {(stem, True): cost for form, cost in surname_forms.items() if (stem := swallowed_stem(form))}
    fathers = {form: (patronymic_stem(form), cost) for form, cost in surname_forms.items()}
    return Knowledge(
        outlines=frozenset(outlines),
        forms=given_forms,
        given=_matches({(canonical(form), False): cost for form, cost in given_forms.items()}, index.given),
        surname=_matches(swallowed | _cheapest(stems.values()), index.surname),
        patronymic=_matches(_cheapest(fathers.values()), index.patronymic),
        family_suffix=any(form.endswith(("av", "iv", "zada", "pur", "ian")) for form in surname_forms),
        father_suffix=any(form.endswith(("avij", "ivij", "avna", "ivna")) for form in surname_forms),
        plural=any(outline.endswith(plural) for outline in outlines for plural in PLURALS),
    )


def _persian_knowledge(outlines: tuple[str, ...], index: Index) -> Knowledge:
    stems = set(outlines)
    for outline in outlines:
        stems |= {outline.removesuffix(end) for end in PERSIAN_SURNAME_ENDS if len(outline) - len(end) > 1}
    return Knowledge(
        outlines=frozenset(outlines),
        forms=dict.fromkeys(outlines, 0),
        given=_matches({(outline, False): 0 for outline in outlines}, index.persian_given),
        surname=_matches({(stem, False): 0 for stem in stems}, index.persian_surname),
        persian=True,
    )


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


def _matches(keys: dict[tuple[str, bool], int], bearers: Bearers) -> tuple[Match, ...]:
    return tuple(Match(bearers[key], cost, suffixed) for (key, suffixed), cost in keys.items() if key in bearers)
