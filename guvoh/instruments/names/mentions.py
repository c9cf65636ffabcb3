"""The rules that make a mention of a person out of hits: each says what it found, where, and how surely."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from itertools import islice, product
from typing import Literal

from guvoh.instruments.names import namesakes, surroundings
from guvoh.instruments.names.hits import Hit, Match, Sheet
from guvoh.instruments.names.keys import STEM_MIN, Parts, surname_stem
from guvoh.instruments.names.tokens import Word, is_listed

Level = Literal["block", "review"]

# A surname or given name that more protected people share than this points at none of them.
SHARED_SURNAME_MAX = 12
SHARED_GIVEN_MAX = 3
# A given name used this often with no surname is the name the text has for its subject.
HERO_COUNT = 3
# Up to so many bearers of that name are asked about; up to SHARED_GIVEN_MAX are blocked.
SHARED_HERO_MAX = 12
TELLING_MIN = 5
# A stem shorter than this, reached by taking an ending off, is the stem of too many words.
STEM_TELLING_MIN = 4


@dataclass(frozen=True, slots=True)
class Mention:
    """One person found between two cleaned characters. Of several in one place the cheapest is likeliest."""

    person: str
    start: int
    end: int
    level: Level
    rule: str
    cost: int = 0


def plain(hit: Hit) -> bool:
    """The word stands in a dictionary and resembles a name at most: it is no common given name itself."""
    if namesakes.is_listed_plain(hit.word.text):
        return True
    endings = 2 if hit.word.capitalised else 0
    return namesakes.is_word(hit.word.text) and not surroundings.known_given(hit.known, endings)


def worn_down(surname: Hit, match: Match, parts: Parts) -> bool:
    """So much was taken off the word that what is left is no sign of this surname (Низоми is not of Ниёз)."""
    left = [
        form
        for form, cost in surname.known.forms.items()
        if cost <= match.cost and surname_stem(form)[0] in parts.surname
    ]
    return max(map(len, left), default=0) < STEM_TELLING_MIN or match.cost > 1


def spells_surname(hit: Hit, parts: Parts) -> bool:
    """Without the given name beside it, a short word or one in small letters must be the surname itself, with no
    more than an ending: other words share the stems of Алиев and Ёров by chance.
    """
    same = {outline for outline in hit.known.forms.keys() & parts.surname_outlines if len(outline) > STEM_MIN}
    if hit.word.capitalised:
        return bool(same) or len(hit.word.text) >= TELLING_MIN
    return any(len(outline) >= TELLING_MIN for outline in same)


def given_with_patronymic(sheet: Sheet) -> Iterator[Mention]:
    """Given name and patronymic without a surname: blocks when one protected person bears both."""
    by_first: dict[int, list[Hit]] = defaultdict(list)
    for hit in sheet.hits:
        if hit.known.patronymic:
            by_first[hit.word.first].append(hit)
    for given in sheet.hits:
        if not given.known.given:
            continue
        for father in by_first.get(given.word.last + 1, ()):
            if surroundings.close(sheet, given.word.last, father.word.first):
                yield from _given_and_father(sheet, given, father)


def _given_and_father(sheet: Sheet, given: Hit, father: Hit) -> Iterator[Mention]:
    fitting = {
        person
        for one in given.known.given
        for other in father.known.patronymic
        if other.suffixed or father.word.capitalised
        for person in one.bearers & other.bearers
    }
    entries = sheet.index.entries
    sure = {person for person in fitting if entries[person].gender != _not_of(father)}
    whole = Word(given.word.first, father.word.last, given.word.start, father.word.end, "")
    if namesakes.beside_surname(sheet, whole) and not father.known.persian:
        return
    for person in fitting:
        yield Mention(
            person,
            given.word.start,
            father.word.end,
            "block" if sure == {person} and father.known.father_suffix else "review",
            "given name and patronymic",
        )


def _not_of(father: Hit) -> str | None:
    """The gender that a patronymic in -овна or -ович does not have."""
    if any(form.endswith(("avna", "ivna")) for form in father.known.forms):
        return "m"
    return "f" if any(form.endswith(("avij", "ivij")) for form in father.known.forms) else None


def single_surnames(sheet: Sheet, subjects: Set[str], claimed: Set[int]) -> Iterator[Mention]:
    """A surname alone: to be asked about; it blocks for the people the text is about."""
    known: dict[str, set[str]] = {}
    for hit in sheet.hits:
        word = hit.word
        if not hit.known.surname or is_listed(word, "function_words"):
            continue
        if word.text not in known:
            known[word.text] = _surname_bearers(sheet, hit)
        bearers = known[word.text]
        if not bearers:
            continue
        doubt = _surname_doubt(sheet, hit, claimed)
        for person in bearers & subjects:
            yield Mention(person, word.start, word.end, "block" if doubt == "none" else "review", "surname")
        if bearers & subjects or doubt != "none" or not word.capitalised or len(bearers) > SHARED_SURNAME_MAX:
            continue
        given_there = not hit.known.family_suffix and namesakes.beside_surname(sheet, word)
        if not given_there and not _another_word(sheet, hit) and not namesakes.of_another(sheet, word):
            for person in bearers:
                yield Mention(person, word.start, word.end, "review", "surname")


def _another_word(sheet: Sheet, hit: Hit) -> bool:
    """The word is one of the language: only its place at the start of a sentence gives it the capital."""
    if hit.known.family_suffix or not (hit.known.ordinary or plain(hit)):
        return False
    return namesakes.opens_sentence(sheet, hit.word) or namesakes.is_listed_plain(hit.word.text)


def _surname_doubt(sheet: Sheet, hit: Hit, claimed: Set[int]) -> namesakes.Doubt:
    """How surely a place, a public figure, an official or a namesake is meant: never surely enough to pass over
    the people the text is about.
    """
    if not claimed.isdisjoint(range(hit.word.first, hit.word.last + 1)) or namesakes.titled(sheet, hit.word):
        return "sure"
    return namesakes.beside_given(sheet, hit)


def _surname_bearers(sheet: Sheet, hit: Hit) -> set[str]:
    entries = sheet.index.entries
    return {
        person
        for match in hit.known.surname
        for person in match.bearers
        if match.suffixed or (entries[person].parts.bare_surname and match.cost < 2)
        if spells_surname(hit, entries[person].parts)
        if not match.cost or match.suffixed or not worn_down(hit, match, entries[person].parts)
    }


def single_givens(sheet: Sheet, subjects: Set[str], claimed: Set[int]) -> Iterator[Mention]:
    """A given name alone: to be asked about unless many share it; it blocks for the people the text is about."""
    alone = [(hit, _given_bearers(hit)) for hit in sheet.hits if hit.known.given and _given_alone(hit)]
    heroes = _heroes(alone)
    for hit, bearers in alone:
        known_here = bearers & subjects
        if namesakes.beside_surname(sheet, hit.word):
            continue
        if not claimed.isdisjoint(range(hit.word.first, hit.word.last + 1)):
            for person in known_here:
                yield Mention(person, hit.word.start, hit.word.end, "review", "given name")
            continue
        if not known_here and (namesakes.titled(sheet, hit.word) or namesakes.of_another(sheet, hit.word)):
            continue
        rare = len(bearers) <= SHARED_GIVEN_MAX
        telling = rare and hit.word.capitalised and not hit.known.ordinary and not plain(hit)
        for person in known_here or bearers:
            if namesakes.another_father(sheet, hit.word, person):
                continue
            if person in known_here or (rare and person in heroes):
                yield Mention(person, hit.word.start, hit.word.end, _given_level(sheet, hit), "given name")
            elif telling or person in heroes:
                yield Mention(person, hit.word.start, hit.word.end, "review", "given name")


def _given_level(sheet: Sheet, hit: Hit) -> Level:
    """At the start of a sentence the capital of an ordinary word says nothing."""
    if not hit.known.ordinary:
        return "block"
    return "review" if namesakes.opens_sentence(sheet, hit.word) else "block"


def _given_alone(hit: Hit) -> bool:
    if is_listed(hit.word, "function_words"):
        return False
    return hit.word.capitalised or not (hit.known.ordinary or len(hit.word.text) < 4)


def _given_bearers(hit: Hit) -> Set[str]:
    cheapest = min(match.cost for match in hit.known.given)
    bearers = [match.bearers for match in hit.known.given if match.cost == cheapest]
    return bearers[0] if len(bearers) == 1 else set[str]().union(*bearers)


def _heroes(alone: Iterable[tuple[Hit, Set[str]]]) -> set[str]:
    places: dict[str, set[int]] = defaultdict(set)
    for hit, bearers in alone:
        if len(bearers) <= SHARED_HERO_MAX and hit.word.capitalised and not hit.known.ordinary:
            for person in bearers:
                places[person].add(hit.word.first)
    return {person for person, starts in places.items() if len(starts) >= HERO_COUNT}


def aliases(sheet: Sheet) -> Iterator[Mention]:
    """A name the person goes by: blocks when of two words or rare, else is asked about."""
    for first, known in enumerate(sheet.pieces):
        if not known.may_alias or not any(form in sheet.index.alias_first for form in known.forms):
            continue
        for last in range(first, min(first + sheet.index.alias_words_max, len(sheet.pieces))):
            if last > first and not surroundings.close(sheet, last - 1, last):
                break
            yield from _alias_at(sheet, first, last)


def _alias_at(sheet: Sheet, first: int, last: int) -> Iterator[Mention]:
    bearers = _alias_bearers(sheet, first, last)
    pieces = sheet.page.pieces
    single = first == last
    word = pieces[first]
    if single and (not word.capitalised or is_listed(word, "function_words")):
        return
    if not single and not _spelt_so(sheet, first, last):
        return
    sure = not single or (len(bearers) == 1 and len(word.text) > 3 and not is_listed(word, "ordinary_names"))
    for person in bearers:
        yield Mention(person, word.start, pieces[last].end, "block" if sure else "review", "alias")


def _spelt_so(sheet: Sheet, first: int, last: int) -> bool:
    """The words are somebody's alias; those that are words of the language too only letter for letter."""
    forms = [
        [form for form, cost in known.forms.items() if not (cost and namesakes.is_listed_plain(piece.text))]
        for piece, known in zip(sheet.page.pieces[first : last + 1], sheet.pieces[first : last + 1], strict=True)
    ]
    return any(sheet.index.alias[choice] for choice in islice(product(*forms), 512))


def _alias_bearers(sheet: Sheet, first: int, last: int) -> set[str]:
    found: set[str] = set()
    choices: list[tuple[str, ...]] = [()]
    for known in sheet.pieces[first : last + 1]:
        choices = [(*choice, form) for choice in choices for form in known.forms][:512]
    for choice in choices:
        found |= sheet.index.alias[choice]
    return found
