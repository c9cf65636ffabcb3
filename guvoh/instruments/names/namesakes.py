"""Signs beside a part of a name that somebody else of that name is meant: another given name, surname, or title.

A capital letter alone is no such sign: it opens a sentence and stands all over a headline.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from pymorphy3 import MorphAnalyzer

from guvoh.instruments.names import surroundings
from guvoh.instruments.names.hits import Hit, Knowledge, Sheet
from guvoh.instruments.names.keys import fold
from guvoh.instruments.names.rules import load
from guvoh.instruments.names.skeleton import script_of
from guvoh.instruments.names.tokens import Word, is_listed

Doubt = Literal["none", "maybe", "sure"]

GIVEN_MIN = 4
WORDS_KEPT = 50_000
_QUOTES = frozenset("«»“”„\"'")
_NO_NAMES = ("bridges", "official_titles", "function_words")
_NAMED = frozenset({"Name", "Surn", "Patr"})
_ACTING = frozenset({"VERB", "INFN", "GRND", "PRTS"})
_FAMILY = re.compile(load("endings")["family_spelt"])
_TAJIK_ENDINGS = ("и", "хо", "хои", "ро", "хоро")
_SINGLE_GAP = re.compile(r",?[ \u00a0]?")


@cache
def _analyzer() -> MorphAnalyzer:
    return MorphAnalyzer()


_parsed: dict[str, tuple[bool, bool]] = {}


def _parse(text: str) -> tuple[bool, bool]:
    """Whether the Russian dictionary knows the word as no name at all, and as the form of a verb."""
    word = text.casefold()
    if word not in _parsed:
        if len(_parsed) >= WORDS_KEPT:
            _parsed.clear()
        known = _analyzer().word_is_known(word)
        tags = [parse.tag for parse in _analyzer().parse(word)] if known else []
        plain = bool(tags) and not any(name in tag for tag in tags for name in _NAMED)
        _parsed[word] = plain, any(tag.POS in _ACTING for tag in tags)
    return _parsed[word]


def is_word(text: str) -> bool:
    """Whether `text` is an ordinary word: in the Russian dictionary and no name there, or in rules/words.yaml."""
    if is_listed_plain(text):
        return True
    return script_of(text) == "cyrillic" and _parse(text)[0]


def is_listed_plain(text: str) -> bool:
    """Whether `text` is an ordinary word of rules/words.yaml; a Tajik one also with a common ending."""
    folded = fold(text)
    if folded in _plain_words():
        return True
    return any(folded.removesuffix(ending) in _stems() for ending in _TAJIK_ENDINGS if folded.endswith(ending))


@cache
def _stems() -> frozenset[str]:
    return frozenset(fold(word) for word in load("words")["tajik_words"])


@cache
def _plain_words() -> frozenset[str]:
    lists = load("words")
    return frozenset(
        fold(word) for name in ("function_words", "plain_words", "tajik_words") for word in lists[name]
    )


def beside_given(sheet: Sheet, hit: Hit) -> Doubt:
    """How surely a given name, a patronymic or initials stand with the surname `hit`: other rules judge those.

    `maybe`: the word beside it is a given name and an ordinary word as well (Умеди Азимов).
    """
    doubt: Doubt = "none"
    for number in range(hit.word.first - 2, hit.word.last + 3):
        if not 0 <= number < len(sheet.pieces) or hit.word.first <= number <= hit.word.last:
            continue
        left, right = sorted((number, hit.word.first if number < hit.word.first else hit.word.last))
        if not all(surroundings.close(sheet, step, step + 1) for step in range(left, right)):
            continue
        if right - left > 1 and not _joins_names(sheet, left + 1):
            continue
        if _names_another(sheet, number, right - left == 1):
            if not sheet.pieces[number].ordinary:
                return "sure"
            doubt = "maybe"
    return doubt


def _joins_names(sheet: Sheet, number: int) -> bool:
    """The word may stand between two parts of one name: "Алишер ака Азимов", not "Алишер встретил Азимова"."""
    piece, known = sheet.page.pieces[number], sheet.pieces[number]
    named = piece.capitalised and (known.father_suffix or _spells_given(piece, known)) and not is_word(piece.text)
    return named or surroundings.is_initial(sheet, number) or is_listed(piece, "bridges")


def _names_another(sheet: Sheet, number: int, direct: bool) -> bool:
    piece, known = sheet.page.pieces[number], sheet.pieces[number]
    if surroundings.is_initial(sheet, number):
        dotted = sheet.page.text[piece.end : piece.end + 1] == "."
        return dotted or (direct and _apart_by_space(sheet, number))
    if not piece.capitalised or is_word(piece.text):
        return False
    return known.father_suffix or _spells_given(piece, known)


def _apart_by_space(sheet: Sheet, number: int) -> bool:
    gaps = [sheet.page.gap(left, left + 1) for left in (number - 1, number) if 0 <= left < len(sheet.pieces) - 1]
    return any(_SINGLE_GAP.fullmatch(gap) for gap in gaps)


def _spells_given(piece: Word, known: Knowledge) -> bool:
    """A given name of the register or of rules/given.yaml, with one ending at most."""
    if any(match.cost < 2 for match in known.given):
        return len(piece.text) >= GIVEN_MIN or any(match.cost == 0 for match in known.given)
    return surroundings.known_given(known, endings=1)


def partner(sheet: Sheet, word: Word, step: int) -> Doubt:
    """How surely the piece before (-1) or after (1) `word` is the other half of its name.

    `maybe`: a capital inside a sentence that no dictionary knows.
    """
    number = word.first - 1 if step < 0 else word.last + 1
    if not 0 <= number < len(sheet.pieces):
        return "none"
    piece, known = sheet.page.pieces[number], sheet.pieces[number]
    left = min(number, word.last)
    if surroundings.is_initial(sheet, number):
        return "sure" if surroundings.close(sheet, left, left + 1) else "none"
    if not surroundings.spaced(sheet, left, left + 1) or known.father_suffix:
        return "none"
    if not piece.capitalised or is_word(piece.text) or any(is_listed(piece, each) for each in _NO_NAMES):
        return "none"
    if _spells_given(piece, known) or _bears_surname(known):
        return "sure"
    return "none" if opens_sentence(sheet, piece) else "maybe"


def of_another(sheet: Sheet, word: Word) -> bool:
    """The word is half of a full name, which another rule has judged, or by itself the name of a firm."""
    for step, number in ((-1, word.first - 1), (1, word.last + 1)):
        halved = partner(sheet, word, step) == "sure"
        # Рустам К. may be anybody's Рустам.
        if halved and not surroundings.is_initial(sheet, number):
            return True
    return _quoted(sheet, word)


def _quoted(sheet: Sheet, word: Word) -> bool:
    before, after = sheet.page.text[max(0, word.start - 1) : word.start], sheet.page.text[word.end : word.end + 1]
    return before in _QUOTES and bool(before) and after in _QUOTES | {"-"} and bool(after)


def another_father(sheet: Sheet, word: Word, person: str) -> bool:
    """A patronymic in -ович or -овна follows the given name, and this person has another one."""
    number = word.last + 1
    if number == len(sheet.pieces) or not surroundings.spaced(sheet, word.last, number):
        return False
    known = sheet.pieces[number]
    theirs = any(person in match.bearers for match in known.patronymic)
    return known.father_suffix and not theirs and bool(sheet.index.entries[person].parts.patronymic)


def _bears_surname(known: Knowledge) -> bool:
    """A surname of the register, as it stands or in a case."""
    return any(match.cost == 0 or match.cost == 1 and match.suffixed for match in known.surname)


def opens_sentence(sheet: Sheet, piece: Word) -> bool:
    """The capital of the piece says nothing: it is the first of a sentence, a line, a quotation or a list."""
    before = sheet.page.text[max(0, piece.start - 8) : piece.start].rstrip(' \t\n"«(-—–')
    return not before or before[-1] in ".!?:…"


def neighbours(sheet: Sheet, word: Word) -> Iterator[int]:
    """Pieces right before and right after `word` with nothing but space between."""
    if word.first and surroundings.spaced(sheet, word.first - 1, word.first):
        yield word.first - 1
    if word.last + 1 < len(sheet.pieces) and surroundings.spaced(sheet, word.last, word.last + 1):
        yield word.last + 1


def beside_surname(sheet: Sheet, word: Word) -> bool:
    """A given name that stands with a surname makes a full name, which the pair rule has judged."""
    return any(_spells_surname(sheet.page.pieces[number]) for number in neighbours(sheet, word))


def _spells_surname(piece: Word) -> bool:
    return piece.capitalised and bool(_FAMILY.search(fold(piece.text))) and not is_word(piece.text)


def titled(sheet: Sheet, word: Word) -> bool:
    """An official's title stands before the word, at most one word away that is no verb ("судья отпустил")."""
    pieces = sheet.page.pieces
    if word.first and is_listed(pieces[word.first - 1], "official_titles"):
        return surroundings.close(sheet, word.first - 1, word.first)
    if word.first < 2 or not is_listed(pieces[word.first - 2], "official_titles"):
        return False
    between = pieces[word.first - 1].text
    acting = script_of(between) == "cyrillic" and _parse(between)[1]
    joined = surroundings.close(sheet, word.first - 2, word.first - 1) and surroundings.close(
        sheet, word.first - 1, word.first
    )
    return joined and not acting and not is_listed(pieces[word.first - 1], "function_words")
