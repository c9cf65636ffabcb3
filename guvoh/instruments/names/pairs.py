"""Given name and surname together, in either order."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Literal

from guvoh.instruments.names import namesakes, surroundings
from guvoh.instruments.names.hits import Hit, Match, Sheet
from guvoh.instruments.names.keys import HONORIFICS, Parts, canonical
from guvoh.instruments.names.mentions import Level, Mention, plain, worn_down
from guvoh.instruments.names.rules import load
from guvoh.instruments.names.slips import one_error_apart
from guvoh.instruments.names.surroundings import in_address
from guvoh.instruments.names.tokens import Word, is_listed

PAIR_SPREAD = 6
PLURALS = tuple(load("endings")["plurals"])
_BALANCED = re.compile(r"«[^«»]*»|“[^“”]*”|\([^()]*\)|\[[^\[\]]*\]")
_UNBALANCED = re.compile(r"[«»“”()\[\]]")
_LIST_GOES_ON = re.compile(r"\s*(?:,|;|и|ва|and)\s+[A-ZА-ЯЁӢӮҚҒҲҶ]")
_PLURALS_IN = ("ini", "inih", "inim", "inimi")


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
    joined = surroundings.bridged(sheet, left, right, _plural(surname))
    if joined is None or (joined == "listed" and not _plural(surname)):
        return
    parting = _parting(sheet, given, surname)
    wordy = _plain_words(sheet, given, surname)
    if wordy == "never":
        return
    fathers = _fathers_after(sheet, right)
    if joined == "parted" and not (left.capitalised and right.capitalised):
        return
    doubted = wordy in ("rarely", "maybe") or joined == "parted"
    for one in given.known.given:
        for other in surname.known.surname:
            for person in one.bearers & other.bearers:
                parts = sheet.index.entries[person].parts
                cost = 2 * (one.cost + other.cost) + _misspelt(surname, parts)
                if wordy == "rarely" and cost or joined == "listed" and not _of_a_family(surname, parts):
                    continue
                if parting == "apart" and person not in fathers:
                    continue
                if parting != "near" and surroundings.name_between(sheet, left, right, person):
                    continue
                asked = doubted or parting == "asked" and person not in fathers
                level = "review" if asked else _pair_level(sheet, person, (given, surname), (one, other))
                yield from _spanning(sheet, person, (left, right), joined, (level, cost))


def _fathers_after(sheet: Sheet, right: Word) -> set[str]:
    """Whose patronymic follows the two words."""
    number = right.last + 1
    if number == len(sheet.pieces) or not surroundings.close(sheet, right.last, number):
        return set()
    return {person for match in sheet.pieces[number].patronymic for person in match.bearers}


def _plural(surname: Hit) -> bool:
    return surname.known.plural or any(outline.endswith(_PLURALS_IN) for outline in surname.known.outlines)


def _only_plural(surname: Hit) -> bool:
    """The word is nobody's surname as it stands: commas and brackets then hold the people of the family."""
    return _plural(surname) and all(match.cost for match in surname.known.surname)


def _of_a_family(surname: Hit, parts: Parts) -> bool:
    """The word is the plural of this surname: Саидовы, not Айнӣ, which ends like a plural of -ин by itself."""
    outlines = set(surname.known.outlines)
    if not outlines.isdisjoint(parts.surname_outlines):
        return False
    others = any(outline.endswith(PLURALS) and not outline.endswith(_PLURALS_IN) for outline in outlines)
    russian = [outline for outline in parts.surname_outlines if outline.endswith(("in", "ina"))]
    return others or any(not surroundings.is_common_given(outline) for outline in russian)


def _parting(sheet: Sheet, given: Hit, surname: Hit) -> Literal["near", "comma", "asked", "apart"]:
    """What the signs between the two words say: two different people, perhaps one, or nothing against it."""
    left, right = sorted((given.word, surname.word), key=lambda word: word.start)
    gap = sheet.page.text[left.end : right.start]
    if not gap.strip(" \n\t") or _only_plural(surname) and "#" not in gap:
        return "near"
    if _of_kin(sheet, left, right) and namesakes.partner(sheet, right, 1) == "sure":
        return "asked"
    if _cut_by_signs(sheet, left, right, gap):
        return "asked"
    if "," not in gap or _named_apart(sheet, left, right):
        return "near"
    before = namesakes.partner(sheet, left, -1)
    after = namesakes.partner(sheet, right, 1)
    if "sure" in (before, after):
        return "apart"
    suffixed = any(match.suffixed for match in surname.known.surname)
    whole = suffixed or surname.known.persian or not _LIST_GOES_ON.match(sheet.page.text, right.end)
    natural = surname.word is left and whole
    return "comma" if natural and before == after == "none" else "asked"


def _of_kin(sheet: Sheet, left: Word, right: Word) -> bool:
    return any(is_listed(piece, "kin_bridges") for piece in sheet.page.pieces[left.last + 1 : right.first])


def _cut_by_signs(sheet: Sheet, left: Word, right: Word, gap: str) -> bool:
    """A quotation, a bracket, a tag or a list opens or closes between the two words."""
    if "#" in gap or gap.count('"') % 2 or _UNBALANCED.search(_BALANCED.sub("", gap)):
        return True
    return ":" in gap and not _named_apart(sheet, left, right)


def _named_apart(sheet: Sheet, left: Word, right: Word) -> bool:
    """A form asks for the two one by one: имя: Рустам, фамилия: Саидов."""
    return any(is_listed(piece, "naming_words") for piece in sheet.page.pieces[left.last + 1 : right.first])


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


def _plain_words(sheet: Sheet, given: Hit, surname: Hit) -> Literal["never", "rarely", "maybe", "no"]:
    """How far two words may be words of the language: a little word beside a name never is a part of it ("said
    Karimov"), nor is a word of the dictionary that only resembles a name; two ordinary words in small letters
    (умеди нур) rarely are. Without any capital a telling given name makes a surname of such a word, perhaps.
    """
    capitals = given.word.capitalised, surname.word.capitalised
    for hit in (given, surname):
        if is_listed(hit.word, "function_words"):
            name = surroundings.known_given(hit.known) and (hit.word.capitalised or not any(capitals))
            if not name:
                return "never"
    addressed = in_address(sheet.page, given.word)
    if addressed or all(capitals) and not (plain(given) or plain(surname)):
        return "no"
    for hit in (given, surname):
        if not plain(hit) or is_listed(hit.word, "function_words"):
            continue
        izofat = hit.word.text.endswith(("и", "ии"))
        bare = (
            not hit.known.family_suffix
            if hit is surname
            else namesakes.is_listed_plain(hit.word.text) and not izofat
        )
        if not _exact(hit) and (not hit.word.capitalised or bare):
            told = hit is surname and not (any(capitals) or plain(given) or given.known.ordinary)
            return "maybe" if told else "never"
        opening = namesakes.opens_sentence(sheet, hit.word) and not surname.known.family_suffix
        if not hit.word.capitalised or hit is given and opening and not _exact(hit):
            return "rarely"
    return "rarely" if given.known.ordinary and surname.known.ordinary and not all(capitals) else "no"


def _exact(hit: Hit) -> bool:
    return any(match.cost == 0 for match in (*hit.known.given, *hit.known.surname))


def _pair_level(sheet: Sheet, person: str, hits: tuple[Hit, Hit], matches: tuple[Match, Match]) -> Level:
    parts = sheet.index.entries[person].parts
    (given, surname), (one, other) = hits, matches
    russian = any(stem.endswith("in") for stem in parts.surname)
    bare = not (other.suffixed or parts.bare_surname or surname.known.persian or russian)
    if bare and surname.word.first < given.word.first:
        return "review"
    if _another_father(sheet, person, hits):
        return "review"
    if surname.known.father_suffix and other.cost:
        return "review"
    if not other.suffixed and other.cost and worn_down(surname, other, parts):
        return "review"
    if one.cost and _another_name(sheet, given, parts):
        return "review"
    short = len(given.word.text) < 3 and not given.word.capitalised
    return "review" if short else "block"


def _misspelt(surname: Hit, parts: Parts) -> bool:
    """The word is another form of the surname than the register's: Саидов for Саидзода."""
    return parts.surname_outlines.isdisjoint(surname.known.forms)


def _another_name(sheet: Sheet, given: Hit, parts: Parts) -> bool:
    """The word is a given name as it stands, and more than a vowel was taken off to make it this person's."""
    whole = [form for form, cost in given.known.forms.items() if cost == 0]
    known = [form for form in whole if canonical(form) in sheet.index.given or surroundings.is_common_given(form)]
    near = any(
        form.endswith(HONORIFICS) or form == key or one_error_apart(form, key)
        for form in whole
        for key in parts.given
    )
    return bool(known) and not near


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
