"""The rules that make a mention of a person out of hits: each says what it found, where, and how surely."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from typing import Literal

from guvoh.instruments.names import namesakes, surroundings
from guvoh.instruments.names.hits import Hit, Match, Sheet
from guvoh.instruments.names.keys import STEM_MIN, Parts
from guvoh.instruments.names.tokens import Word, is_listed

Level = Literal["block", "review"]

# A surname or given name that more protected people share than this points at none of them.
SHARED_SURNAME_MAX = 12
SHARED_GIVEN_MAX = 3
# A given name used this often with no surname is the name the text has for its subject.
HERO_COUNT = 3
# Up to so many bearers of that name are asked about; up to SHARED_GIVEN_MAX are blocked.
SHARED_HERO_MAX = 12
PAIR_SPREAD = 6
TELLING_MIN = 5


@dataclass(frozen=True, slots=True)
class Mention:
    """One person found between two cleaned characters. Of several in one place the cheapest is likeliest."""

    person: str
    start: int
    end: int
    level: Level
    rule: str
    cost: int = 0


def pairs(sheet: Sheet) -> Iterator[Mention]:
    """Given name and surname together, in either order."""
    given_from: dict[int, list[Hit]] = defaultdict(list)
    given_to: dict[int, list[Hit]] = defaultdict(list)
    for hit in sheet.hits:
        if hit.known.given:
            given_from[hit.word.first].append(hit)
            given_to[hit.word.last].append(hit)
    for surname in sheet.hits:
        if not surname.known.surname:
            continue
        for distance in range(1, PAIR_SPREAD):
            for given in given_to.get(surname.word.first - distance, ()):
                yield from _pair(sheet, given, surname, given.word, surname.word)
            for given in given_from.get(surname.word.last + distance, ()):
                yield from _pair(sheet, given, surname, surname.word, given.word)


def _pair(sheet: Sheet, given: Hit, surname: Hit, left: Word, right: Word) -> Iterator[Mention]:
    joined = surroundings.bridged(sheet, left, right, surname.known.plural)
    if joined is None or (joined == "listed" and not surname.known.plural):
        return
    plain = _plain_words(given, surname)
    if plain == "never" or (joined == "parted" and not (left.capitalised and right.capitalised)):
        return
    for one in given.known.given:
        for other in surname.known.surname:
            for person in one.bearers & other.bearers:
                level = _pair_level(sheet, person, (given, surname), other)
                cost = one.cost + other.cost
                if plain == "rarely":
                    if cost:
                        continue
                    level = "review"
                if joined == "parted":
                    level = "review"
                yield from _spanning(sheet, person, (left, right), joined, (level, cost))


def _spanning(
    sheet: Sheet, person: str, words: tuple[Word, Word], joined: str, grade: tuple[Level, int]
) -> Iterator[Mention]:
    left, right = words
    level, cost = grade
    if joined != "listed":
        right_end = _with_patronymic(sheet, person, right)
        yield Mention(person, left.start, right_end, level, "given name and surname", cost)
        return
    yield Mention(person, left.start, left.end, level, "given name and surname of several", cost)
    yield Mention(person, right.start, right.end, level, "given name and surname of several", cost)


def _with_patronymic(sheet: Sheet, person: str, right: Word) -> int:
    number = right.last + 1
    if number == len(sheet.pieces) or not surroundings.close(sheet, right.last, number):
        return right.end
    fathers = any(person in match.bearers for match in sheet.pieces[number].patronymic)
    return sheet.page.pieces[number].end if fathers else right.end


def _plain_words(given: Hit, surname: Hit) -> Literal["never", "rarely", "no"]:
    """How far two words may be words of the language: a little word beside a name never is a part of it ("said
    Karimov"), two ordinary words in small letters (умеди нур) rarely are.
    """
    capitals = given.word.capitalised, surname.word.capitalised
    for hit in (given, surname):
        if is_listed(hit.word, "function_words"):
            name = surroundings.known_given(hit.known) and (hit.word.capitalised or not any(capitals))
            if not name:
                return "never"
    return "rarely" if ordinary(given) and ordinary(surname) and not all(capitals) else "no"


def ordinary(hit: Hit) -> bool:
    """The word is also an ordinary word of the language, bare or with an ending."""
    return not surroundings.ordinary_outlines().isdisjoint(hit.known.forms)


def _pair_level(sheet: Sheet, person: str, hits: tuple[Hit, Hit], surname: Match) -> Level:
    parts = sheet.index.entries[person].parts
    given_hit, surname_hit = hits
    bare = not surname.suffixed and not parts.bare_surname and not surname_hit.known.persian
    if bare and surname_hit.word.first < given_hit.word.first:
        return "review"
    if _another_father(sheet, person, hits):
        return "review"
    if surname_hit.known.father_suffix and surname.cost:
        return "review"
    short = len(given_hit.word.text) < 3 and not given_hit.word.capitalised
    return "review" if short else "block"


def _another_father(sheet: Sheet, person: str, hits: tuple[Hit, Hit]) -> bool:
    """A patronymic in -ович or -овна beside the pair that is not this person's."""
    if not sheet.index.entries[person].parts.patronymic:
        return False
    first = min(hit.word.first for hit in hits)
    last = max(hit.word.last for hit in hits)
    for number in range(first, min(last + 2, len(sheet.pieces))):
        known = sheet.pieces[number]
        if known.father_suffix and not any(person in match.bearers for match in known.patronymic):
            return True
    return False


def initials(sheet: Sheet) -> Iterator[Mention]:
    """A surname with the initial of the given name before or after it: blocks when one protected person fits."""
    known: dict[tuple[str, str], set[str]] = {}
    for hit in sheet.hits:
        if not hit.known.surname or is_listed(hit.word, "function_words"):
            continue
        for first, start, end in _initials_beside(sheet, hit.word):
            asked = hit.word.text, sheet.page.pieces[first].text
            if asked not in known:
                known[asked] = _with_initial(sheet, hit, surroundings.initial_keys(asked[1]))
            fitting = known[asked]
            sure = len(fitting) == 1 and not surroundings.doubtful_initial(sheet, first)
            level: Level = "block" if sure and not namesakes.titled(sheet, hit.word) else "review"
            for person in fitting:
                yield Mention(person, start, end, level, "initials and surname")


def _with_initial(sheet: Sheet, hit: Hit, keys: Set[str]) -> set[str]:
    entries = sheet.index.entries
    return {
        person
        for match in hit.known.surname
        for person in match.bearers
        if (match.suffixed or entries[person].parts.bare_surname)
        and (_spells_surname(hit, entries[person].parts) or _is_surname(hit, entries[person].parts))
        and not entries[person].parts.initials.isdisjoint(keys)
    }


def _spells_surname(hit: Hit, parts: Parts) -> bool:
    """Without the given name beside it, a short word or one in small letters must be the surname itself, with no
    more than an ending: other words share the stems of Алиев and Ёров by chance.
    """
    same = {outline for outline in hit.known.forms.keys() & parts.surname_outlines if len(outline) > STEM_MIN}
    if hit.word.capitalised:
        return bool(same) or len(hit.word.text) >= TELLING_MIN
    return any(len(outline) >= TELLING_MIN for outline in same)


def _is_surname(hit: Hit, parts: Parts) -> bool:
    """The word is the surname letter for letter: with initials that is enough, however short it is (Ёр)."""
    exact = (outline for outline, cost in hit.known.forms.items() if cost == 0)
    return hit.word.capitalised and any(outline in parts.surname_outlines for outline in exact)


def _initials_beside(sheet: Sheet, word: Word) -> Iterator[tuple[int, int, int]]:
    """The piece that is the first initial, and the span of initials and surname, on either side."""
    pieces = sheet.page.pieces
    first = word.first
    while first > max(0, word.first - 2) and _is_initial_beside(sheet, first - 1, first - 1):
        first -= 1
    if first < word.first:
        yield first, pieces[first].start, word.end
    last = word.last
    while last < min(len(pieces) - 1, word.last + 2) and _is_initial_beside(sheet, last + 1, last):
        last += 1
    if last > word.last:
        dotted = sheet.page.text[pieces[last].end : pieces[last].end + 1] == "."
        yield word.last + 1, word.start, pieces[last].end + dotted


def _is_initial_beside(sheet: Sheet, number: int, left: int) -> bool:
    initial = surroundings.is_initial(sheet, number) or surroundings.lone_capital(sheet, number)
    return initial and surroundings.close(sheet, left, left + 1) and "@" not in sheet.page.gap(left, left + 1)


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
    sure = len(fitting) == 1 and father.known.father_suffix
    whole = Word(given.word.first, father.word.last, given.word.start, father.word.end, "")
    if namesakes.beside_surname(sheet, whole) and not father.known.persian:
        return
    for person in fitting:
        yield Mention(
            person, given.word.start, father.word.end, "block" if sure else "review", "given name and patronymic"
        )


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
        if not bearers & subjects and doubt == "none" and word.capitalised and len(bearers) <= SHARED_SURNAME_MAX:
            for person in bearers:
                yield Mention(person, word.start, word.end, "review", "surname")


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
        if _spells_surname(hit, entries[person].parts)
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
        rare = len(bearers) <= SHARED_GIVEN_MAX
        telling = rare and hit.word.capitalised and not ordinary(hit)
        for person in known_here or bearers:
            if person in known_here or (rare and person in heroes):
                yield Mention(person, hit.word.start, hit.word.end, _given_level(sheet, hit), "given name")
            elif telling or person in heroes:
                yield Mention(person, hit.word.start, hit.word.end, "review", "given name")


def _given_level(sheet: Sheet, hit: Hit) -> Level:
    """At the start of a sentence the capital of an ordinary word says nothing."""
    if not ordinary(hit):
        return "block"
    before = sheet.page.text[max(0, hit.word.start - 8) : hit.word.start].rstrip(' \t\n"«(-—–')
    return "review" if not before or before[-1] in ".!?:…" else "block"


def _given_alone(hit: Hit) -> bool:
    if is_listed(hit.word, "function_words"):
        return False
    return hit.word.capitalised or not (ordinary(hit) or len(hit.word.text) < 4)


def _given_bearers(hit: Hit) -> Set[str]:
    cheapest = min(match.cost for match in hit.known.given)
    bearers = [match.bearers for match in hit.known.given if match.cost == cheapest]
    return bearers[0] if len(bearers) == 1 else set[str]().union(*bearers)


def _heroes(alone: Iterable[tuple[Hit, Set[str]]]) -> set[str]:
    places: dict[str, set[int]] = defaultdict(set)
    for hit, bearers in alone:
        if len(bearers) <= SHARED_HERO_MAX and hit.word.capitalised and not ordinary(hit):
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
    sure = not single or (len(bearers) == 1 and len(word.text) > 3 and not is_listed(word, "ordinary_names"))
    for person in bearers:
        yield Mention(person, word.start, pieces[last].end, "block" if sure else "review", "alias")


def _alias_bearers(sheet: Sheet, first: int, last: int) -> set[str]:
    found: set[str] = set()
    choices: list[tuple[str, ...]] = [()]
    for known in sheet.pieces[first : last + 1]:
        choices = [(*choice, form) for choice in choices for form in known.forms][:512]
    for choice in choices:
        found |= sheet.index.alias[choice]
    return found
