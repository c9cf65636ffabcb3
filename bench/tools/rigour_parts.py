"""rigour: names analysed, transliterated and compared part by part, as nomenklatura's logic-v2 weighs them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product

from rigour.names import (
    NamePart,
    NameTypeTag,
    Symbol,
    SymbolCategory,
    analyze_names,
    compare_parts,
    tokenize_name,
)

from bench.tools import exact
from guvoh.instruments.names.person import Protected
from tests.instruments.names.texts import Text

TOLD = (
    "rigour: neighbouring words against given name and surname in either order; candidates by metaphone, "
    "shared name symbol or first three ASCII letters, weighed as nomenklatura's logic-v2 does (its compare_parts, "
    "symbols at .9, the family name 1.3 times, at least .7), the best person at each place; numbers, e-mails and "
    "aliases by exact search"
)
HOME = "Rustam Saydov was held for seven hours."
SYMBOL_SCORE = 0.9
FAMILY_WEIGHT = 1.3
THRESHOLD = 0.7
# A patronymic may stand between the two.
REACH = 2


@cache
def part_of(word: str) -> tuple[NamePart, frozenset[Symbol]]:
    symbols = (symbol for name in analyze_names(NameTypeTag.PER, [word]) for symbol in name.symbols)
    named = frozenset(symbol for symbol in symbols if symbol.category == SymbolCategory.NAME)
    return NamePart(word, 0), named


@cache
def keys_of(word: str) -> frozenset[object]:
    part, symbols = part_of(word)
    return frozenset({part.metaphone, part.comparable[:3], *symbols} - {None, ""})


@cache
def similarity(one: str, other: str) -> float:
    (left, left_symbols), (right, right_symbols) = part_of(one), part_of(other)
    if left.comparable == right.comparable:
        return 1.0
    alike = max((alignment.score for alignment in compare_parts([left], [right])), default=0.0)
    return max(alike, SYMBOL_SCORE if left_symbols & right_symbols else 0.0)


class Finder:
    def __init__(self, people: Iterable[Protected]) -> None:
        people = list(people)
        self.exact = exact.Finder(people)
        self.names: dict[str, tuple[str, str]] = {}
        self.given: dict[object, set[str]] = defaultdict(set)
        self.surname: dict[object, set[str]] = defaultdict(set)
        for person in people:
            if person.given and person.surname:
                given = "".join(tokenize_name(person.given.casefold()))
                surname = "".join(tokenize_name(person.surname.casefold()))
                self.names[person.id] = given, surname
                for key in keys_of(given):
                    self.given[key].add(person.id)
                for key in keys_of(surname):
                    self.surname[key].add(person.id)

    def find(self, text: Text) -> dict[str, set[str]]:
        found = self.exact.find(text)["exact"]
        words = tokenize_name(text.text.casefold())
        for number, word in enumerate(words):
            for other in words[number + 1 : number + 1 + REACH]:
                found |= self._best(word, other)
        return {"likely": found}

    def _best(self, word: str, other: str) -> set[str]:
        scores = {
            person: score
            for given, surname in ((word, other), (other, word))
            for person, score in self._scores(given, surname)
        }
        best = max(scores.values(), default=0.0)
        return {person for person, score in scores.items() if score == best}

    def _scores(self, given: str, surname: str) -> Iterator[tuple[str, float]]:
        pairs = product(keys_of(given), keys_of(surname))
        people = set[str]().union(
            *(
                self.given[one] & self.surname[two]
                for one, two in pairs
                if one in self.given and two in self.surname
            )
        )
        for person in people:
            own_given, own_surname = self.names[person]
            weighed = similarity(given, own_given) + FAMILY_WEIGHT * similarity(surname, own_surname)
            score = weighed / (1 + FAMILY_WEIGHT)
            if score >= THRESHOLD:
                yield person, score
