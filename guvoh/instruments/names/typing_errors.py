"""One typing error: a name whose other half is spelt right."""

import re
from collections import defaultdict
from collections.abc import Iterator

from guvoh.instruments.names import namesakes, surroundings
from guvoh.instruments.names.hits import Hit, Match, Sheet
from guvoh.instruments.names.keys import surname_stem
from guvoh.instruments.names.mentions import Mention, plain
from guvoh.instruments.names.skeleton import raw_outlines, script_of, skeletons
from guvoh.instruments.names.slips import KEY_MAX, KEY_MIN
from guvoh.instruments.names.tokens import Word, is_listed

# Patronymic and initials may part the two names.
BETWEEN_MAX = 2
_STRAYED = [
    (re.compile(r"([skzcg])(\w)h", re.IGNORECASE), r"\1h\2"),
    (re.compile(r"([skzcg])\wh", re.IGNORECASE), r"\1h"),
    (re.compile(r"(\w)h([skzcg])", re.IGNORECASE), r"\1\2h"),
    (re.compile(r"(?<=[bdfjlmnpqrtvwx])h", re.IGNORECASE), ""),
]


def mistyped(sheet: Sheet) -> Iterator[Mention]:
    """A given name or surname one letter away from a protected person's, beside that person's other name.

    Always to be reviewed: another name may be one letter away too.
    """
    by_first: dict[int, list[Word]] = defaultdict(list)
    by_last: dict[int, list[Word]] = defaultdict(list)
    for word in sheet.page.words:
        if KEY_MIN <= len(word.text) <= KEY_MAX and not is_listed(word, "function_words"):
            by_first[word.first].append(word)
            by_last[word.last].append(word)
    for hit in sheet.hits:
        if not (hit.known.given or hit.known.surname) or hit.known.persian:
            continue
        for number in _beside(sheet, hit.word):
            words = by_last.get(number, ()) if number < hit.word.first else by_first.get(number, ())
            for other in words:
                left, right = sorted((hit.word, other), key=lambda word: word.first)
                if namesakes.is_word(other.text) or not hit.word.capitalised and plain(hit):
                    continue
                if left.capitalised or right.capitalised or len(other.text) > KEY_MIN:
                    for person, rule in _bearers(sheet, hit, other):
                        yield Mention(person, left.start, right.end, "review", rule)


def _beside(sheet: Sheet, word: Word) -> Iterator[int]:
    """The pieces before and after the word, and those behind a patronymic or initials."""
    for step, number in ((-1, word.first - 1), (1, word.last + 1)):
        for _ in range(BETWEEN_MAX + 1):
            if not 0 <= number < len(sheet.pieces):
                break
            left = number if step < 0 else number - 1
            passing = surroundings.is_initial(sheet, number) or sheet.pieces[number].father_suffix
            initial = surroundings.is_initial(sheet, left)
            if not (surroundings.close if initial else surroundings.spaced)(sheet, left, left + 1):
                break
            yield number
            if not passing:
                break
            number += step


def _bearers(sheet: Sheet, hit: Hit, other: Word) -> Iterator[tuple[str, str]]:
    """Who bears the name hit upon and a name near to `other`, with the rule that says so."""
    known = sheet.known[other.text]
    entries = sheet.index.entries
    if hit.known.surname and not surroundings.known_given(known):
        for _, person, match in _crossed(sheet, hit.known.surname, _near(sheet, other, "given"), "given"):
            if match.suffixed or entries[person].parts.bare_surname:
                yield person, "surname and mistyped given name"
    if hit.known.given and (known.family_suffix or other.capitalised):
        for key, person, _ in _crossed(sheet, hit.known.given, _near(sheet, other, "surname"), "surname"):
            parts = entries[person].parts
            if key in parts.surname or key in parts.surname_outlines:
                yield person, "given name and mistyped surname"


def _crossed(
    sheet: Sheet, matches: tuple[Match, ...], keys: tuple[str, ...], part: str
) -> Iterator[tuple[str, str, Match]]:
    """People who bear one of `keys` as this part of the name and stand in one of `matches` too."""
    for key in keys:
        people = sheet.index.given[key] if part == "given" else sheet.index.surname[surname_stem(key)[0]]
        for match in matches:
            for person in people & match.bearers:
                yield key, person, match


def _mended(text: str, part: str) -> Iterator[str]:
    """Keys of a Latin word whose h has strayed: one slip inside sh or kh changes two letters of an outline."""
    if script_of(text) != "latin":
        return
    for spelling in {pattern.sub(mend, text, count=1) for pattern, mend in _STRAYED} - {text}:
        for outline in skeletons(spelling)[:2]:
            yield outline
            if part == "surname":
                yield surname_stem(outline)[0]


def _near(sheet: Sheet, other: Word, part: str) -> tuple[str, ...]:
    """Keys of the index for this part of the name that are a slip away from the word, as written and settled."""
    known = sheet.known[other.text]
    if part not in known.near:
        forms = set(known.forms)
        if script_of(other.text) in {"cyrillic", "latin"}:
            forms |= {raw.replace("Y", "i") for raw in raw_outlines(other.text)[:2]}
        if part == "surname":
            forms |= {surname_stem(form)[0] for form in forms}
        table = sheet.index.near_given if part == "given" else sheet.index.near_surname
        known.near[part] = (*table.of(forms), *_mended(other.text, part))
    return known.near[part]
