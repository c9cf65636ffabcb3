"""A surname with the initial of the given name."""

from collections.abc import Iterator
from functools import cache

from guvoh.instruments.names import namesakes, surroundings
from guvoh.instruments.names.hits import Hit, Match, Sheet
from guvoh.instruments.names.keys import Parts
from guvoh.instruments.names.mentions import Mention, spells_surname, worn_down
from guvoh.instruments.names.rules import load
from guvoh.instruments.names.skeleton import script_of
from guvoh.instruments.names.tokens import Word, is_listed


def initials(sheet: Sheet) -> Iterator[Mention]:
    """A surname with the initial of the given name before or after it: blocks when one protected person fits."""
    known: dict[tuple[str, str], set[str]] = {}
    for hit in sheet.hits:
        if not hit.known.surname or is_listed(hit.word, "function_words"):
            continue
        for first, start, end in _initials_beside(sheet, hit.word):
            letter = sheet.page.pieces[first].text
            asked = hit.word.text, letter
            if asked not in known:
                known[asked] = _with_initial(sheet, hit, letter)
            exact = {person for person in known[asked] if _same_letter(sheet, person, letter)}
            fathers = _is_middle(sheet, hit.word, first)
            sure = len(exact) == 1 and not fathers and not surroundings.doubtful_initial(sheet, first)
            for person in known[asked]:
                block = sure and person in exact and not namesakes.titled(sheet, hit.word)
                yield Mention(person, start, end, "block" if block else "review", "initials and surname")


def _same_letter(sheet: Sheet, person: str, initial: str) -> bool:
    """The initial is the letter the given name is written with, not one that sounds like it (С. for Шариф)."""
    letters = sheet.index.entries[person].parts.letters
    if script_of(initial) != "cyrillic":
        return True
    letter = initial.casefold()
    written = {
        each for known in letters if script_of(known) == "cyrillic" for each in _letters().get(known, known)
    }
    return not written or letter in written or letter[:1] in written


def _is_middle(sheet: Sheet, word: Word, first: int) -> bool:
    """Given name, initial, surname: the one initial stands for the patronymic (Khamid D. Malikov)."""
    if first != word.first - 1 or not first:
        return False
    piece, known = sheet.page.pieces[first - 1], sheet.pieces[first - 1]
    named = piece.capitalised and surroundings.known_given(known, endings=1) and not namesakes.is_word(piece.text)
    return named and surroundings.spaced(sheet, first - 1, first)


@cache
def _letters() -> dict[str, list[str]]:
    letters: dict[str, list[str]] = load("phrases")["initial_letters"]
    return letters


def _with_initial(sheet: Sheet, hit: Hit, letter: str) -> set[str]:
    keys = surroundings.initial_keys(letter)
    # Russian writes Ҷ with two letters: Джамшед.
    twins = {"j"} if letter.casefold() == "д" else set()
    fitting = set()
    for match in hit.known.surname:
        for person in match.bearers:
            parts = sheet.index.entries[person].parts
            near = not parts.initials.isdisjoint(keys)
            twin = not parts.initials.isdisjoint(twins) and _same_letter(sheet, person, letter)
            if (near or twin) and _bears(hit, match, parts):
                fitting.add(person)
    return fitting


def _bears(hit: Hit, match: Match, parts: Parts) -> bool:
    if not match.suffixed and (not parts.bare_surname or match.cost and worn_down(hit, match, parts)):
        return False
    return spells_surname(hit, parts) or _is_surname(hit, parts)


def _is_surname(hit: Hit, parts: Parts) -> bool:
    """The word is the surname letter for letter: with initials that is enough, however short it is (Ёр)."""
    exact = (outline for outline, cost in hit.known.forms.items() if cost == 0)
    return hit.word.capitalised and any(outline in parts.surname_outlines for outline in exact)


def _initials_beside(sheet: Sheet, word: Word) -> Iterator[tuple[int, int, int]]:
    """The piece that is the first initial, and the span of initials and surname, on either side."""
    pieces = sheet.page.pieces
    first = word.first
    while first > max(0, word.first - 2) and _is_initial_beside(sheet, first - 1, first - 1):
        if first < word.first and _preposition(sheet, first - 1):
            break
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


def _preposition(sheet: Sheet, number: int) -> bool:
    """A letter without a full stop before an initial that has one: "У М. Саидовой изъяли"."""
    text, pieces = sheet.page.text, sheet.page.pieces
    stops = [text[piece.end : piece.end + 1] == "." for piece in pieces[number : number + 2]]
    return stops == [False, True]
