"""The identity guard: every mention of every protected person in a text, graded and placed."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Set
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Literal

from guvoh.instruments.names import addresses, attributes, mentions, surroundings, typing_errors
from guvoh.instruments.names.clean import Cleaned, readings
from guvoh.instruments.names.glued import glued
from guvoh.instruments.names.hits import Hit, Knowledge, Sheet, sheet_of
from guvoh.instruments.names.index import Index
from guvoh.instruments.names.initials import initials
from guvoh.instruments.names.keys import fold, words
from guvoh.instruments.names.mentions import Mention
from guvoh.instruments.names.pairs import pairs
from guvoh.instruments.names.skeleton import READ_MAX
from guvoh.instruments.names.tokens import forget, page

__all__ = ["TEXT_MAX", "Index", "Mark", "TextTooLong", "scan"]

# Longest text looked at, in characters: a long book chapter. A longer one is refused, never cut: the worst text of
# this length that we could make keeps the guard busy for under four seconds.
TEXT_MAX = 250_000
# Words, numbers and single letters in it: twice what running text of that length has.
PIECES_MAX = 95_000
NEAR_NAME = 120
SHARED_PLACE_MAX = 3
# More people than this who all fit a full name less than exactly are asked about.
NAMESAKES_MAX = 5
PLACE_READINGS_MAX = 256
# So many words are more than a coalition's vocabulary has.
ORDINARY_MAX = 20_000
_DIGIT = re.compile(r"\d")


class TextTooLong(ValueError):
    """The text is over TEXT_MAX characters or PIECES_MAX words and was not looked at: it may not go out."""


@dataclass(frozen=True)
class Mark:
    """A protected person found in the characters from `start` up to `end` of the original text.

    `level`: `block` may not go out, `review` is for a person to decide. `rule` names what was found, `evidence` is
    the text of the span: it is the name, so it never goes into a log.
    """

    person: str
    start: int
    end: int
    level: Literal["block", "review"]
    rule: str
    evidence: str


def _in_order(mark: Mark) -> tuple[int, int, str, str, str]:
    return mark.start, mark.end, mark.person, mark.level, mark.rule


def scan(text: str, index: Index, subjects: Collection[str] = ()) -> list[Mark]:
    """Find the people of `index` in `text`; marks come in the order of the text.

    `subjects` are ids of the people the text is about. For them, and for everyone a surer rule finds in this text,
    a given name or surname alone blocks; for others it is to be reviewed. A given name used HERO_COUNT times
    with no surname is taken for its subject's: it blocks when at most SHARED_GIVEN_MAX protected people bear it.
    Raises TextTooLong over TEXT_MAX characters or PIECES_MAX words.
    """
    if len(text) > TEXT_MAX:
        raise TextTooLong(f"{len(text)} characters; the guard looks at {TEXT_MAX} at most")
    seen: dict[str, Knowledge] = index.ordinary.copy()
    pages = [(cleaned, page(cleaned.text)) for cleaned in readings(text)]
    if (pieces := max(len(each.pieces) for _, each in pages)) > PIECES_MAX:
        raise TextTooLong(f"{pieces} words; the guard looks at {PIECES_MAX} at most")
    views = [(cleaned, sheet_of(each, index, seen)) for cleaned, each in pages]
    sure = [(cleaned, sheet, list(_graded(_surer(cleaned, sheet)))) for cleaned, sheet in views]
    present = frozenset(subjects) & index.entries.keys()
    present |= {mention.person for _, _, found in sure for mention in found if mention.level == "block"}
    marks = []
    for cleaned, sheet, found in sure:
        found = found + _singles(cleaned, sheet, present)
        marks += [_mark(text, cleaned, mention) for mention in found]
    forget()
    merged = _merged(text, marks)
    _keep_ordinary(seen, index, merged)
    return merged


def _keep_ordinary(seen: dict[str, Knowledge], index: Index, marks: Iterable[Mark]) -> None:
    """Keep for the next scan what was found out about words in small letters that are no part of anybody's name
    and stand under no mark: so no name that was found stays behind.
    """
    if len(index.ordinary) < ORDINARY_MAX:
        marked = set(words(" ".join(mark.evidence for mark in marks).casefold()))
        index.ordinary.update(
            (text, known)
            for text, known in seen.items()
            if known.is_nobodys and text.islower() and len(text) <= READ_MAX and text not in marked
        )


def _surer(cleaned: Cleaned, sheet: Sheet) -> list[Mention]:
    found = [
        *pairs(sheet),
        *initials(sheet),
        *mentions.given_with_patronymic(sheet),
        *mentions.aliases(sheet),
        *glued(sheet),
        *typing_errors.mistyped(sheet),
    ]
    return found + list(_numbers(cleaned.text, sheet.index))


def _numbers(text: str, index: Index) -> Iterator[Mention]:
    for key, start, end in attributes.numbers(text, index.number_lengths):
        for kind in ("passport", "case number"):
            for person in index.by_attribute(kind, key):
                yield Mention(person, start, end, "block", kind)
    for source in (attributes.phones, attributes.emails):
        for found in source(text):
            for person in index.by_attribute(found.kind, found.value):
                yield Mention(person, found.start, found.end, "block", found.kind)


def _singles(cleaned: Cleaned, sheet: Sheet, present: Set[str]) -> list[Mention]:
    listed = surroundings.listed(sheet)
    claimed = surroundings.claimed(sheet, listed)
    return [
        *mentions.single_surnames(sheet, present, claimed),
        *mentions.single_givens(sheet, present, claimed),
        *_births(cleaned.text, sheet, present, claimed),
        *_places(sheet, present, claimed, listed),
        *_addresses(cleaned.text, sheet),
    ]


def _births(text: str, sheet: Sheet, present: Set[str], claimed: Set[int]) -> Iterator[Mention]:
    """A date of birth says nothing without a part of the name."""
    for found in attributes.dates(text):
        for person in sheet.index.by_attribute(found.kind, found.value):
            if person in present or _named_near(sheet, person, found.start, found.end, claimed):
                yield Mention(person, found.start, found.end, "block", found.kind)


def _named_near(sheet: Sheet, person: str, start: int, end: int, claimed: Set[int]) -> bool:
    """Some part of the person's name stands within NEAR_NAME characters; the name of a place or a public figure is
    no such part.
    """
    first = bisect_left(sheet.hits, start - NEAR_NAME - READ_MAX, key=_hit_start)
    for hit in islice(sheet.hits, first, None):
        if hit.word.start >= end + NEAR_NAME:
            return False
        near = hit.word.capitalised and start - NEAR_NAME < hit.word.end
        apart = hit.word.end <= start or end <= hit.word.start
        free = near and apart and claimed.isdisjoint(range(hit.word.first, hit.word.last + 1))
        if free and any(person in match.bearers for match in (*hit.known.given, *hit.known.surname)):
            return True
    return False


def _hit_start(hit: Hit) -> int:
    return hit.word.start


def _places(sheet: Sheet, present: Set[str], claimed: Set[int], listed: Set[int]) -> Iterator[Mention]:
    """The village of a person: it blocks near a part of the name. Towns everybody knows tell nothing."""
    asked: dict[tuple[str, ...], Set[str]] = {}
    for first, size in product(range(len(sheet.pieces)), range(1, sheet.index.place_words_max + 1)):
        pieces = sheet.page.pieces[first : first + size]
        if not pieces[0].capitalised or first in listed:
            continue
        name = tuple(piece.text for piece in pieces)
        if name not in asked:
            asked[name] = _at_place(sheet, first, size)
        bearers = asked[name]
        start, end = pieces[0].start, pieces[-1].end
        named = {person for person in bearers if _named_near(sheet, person, start, end, claimed)}
        few = len(bearers) <= SHARED_PLACE_MAX
        for person in bearers & (present | named) if not few else bearers:
            sure = person in present or few and person in named
            if sure or few or len(named) <= SHARED_PLACE_MAX:
                yield Mention(person, start, end, "block" if sure else "review", "place")


def _at_place(sheet: Sheet, first: int, size: int) -> set[str]:
    forms = (known.forms for known in sheet.pieces[first : first + size])
    names = islice(product(*forms), PLACE_READINGS_MAX)
    return set[str]().union(*(sheet.index.by_attribute("place", " ".join(name)) for name in names))


def _addresses(text: str, sheet: Sheet) -> Iterator[Mention]:
    for place in _near_digits(text, sheet):
        piece, known = sheet.page.pieces[place], sheet.pieces[place]
        if len(piece.text) < 3 or fold(piece.text) in addresses.address_words():
            continue
        for house in addresses.houses_near(text, piece.start, piece.end):
            number = fold(house[0])
            for form in known.forms:
                for person in sheet.index.by_attribute("address", f"{form}|{number}"):
                    start, end = min(piece.start, house.start()), max(piece.end, house.end())
                    yield Mention(person, start, end, "block", "address")


def _near_digits(text: str, sheet: Sheet) -> Iterator[int]:
    """Numbers of the pieces that have a digit as near as a house may stand to the name of its street."""
    digits = [digit.start() for digit in _DIGIT.finditer(text)]
    for number, piece in enumerate(sheet.page.pieces):
        after = bisect_left(digits, piece.start - addresses.HOUSE_REACH)
        if after < len(digits) and digits[after] < piece.end + addresses.HOUSE_REACH:
            yield number


def _graded(found: list[Mention]) -> Iterator[Mention]:
    """Where several people fit one full name, those who fit it worse are asked about, not blocked; so are all of
    many whom it fits equally and not exactly.
    """
    costs: dict[tuple[int, int], dict[str, int]] = defaultdict(dict)
    for mention in found:
        if mention.rule.startswith("given name and surname") and mention.level == "block":
            rivals = costs[mention.start, mention.end]
            rivals[mention.person] = min(mention.cost, rivals.get(mention.person, mention.cost))
    for mention in found:
        fits = list(costs.get((mention.start, mention.end), {}).values())
        best = min(fits, default=mention.cost)
        many = best > 0 and fits.count(best) > NAMESAKES_MAX
        worse = mention.cost > best or many
        yield replace(mention, level="review") if worse and mention.level == "block" else mention


def _mark(text: str, cleaned: Cleaned, mention: Mention) -> Mark:
    start, end = cleaned.span(mention.start, mention.end)
    return Mark(mention.person, start, end, mention.level, mention.rule, text[start:end])


def _merged(text: str, marks: Iterable[Mark]) -> list[Mark]:
    """Overlapping marks of one person as one, under the rule and level of the surest and longest."""
    merged: dict[str, list[Mark]] = defaultdict(list)
    for mark in sorted(marks, key=_in_order):
        kept = merged[mark.person]
        if kept and mark.start < kept[-1].end:
            lead = max(kept[-1], mark, key=lambda each: (each.level == "block", each.end - each.start, each.rule))
            start, end = kept[-1].start, max(kept[-1].end, mark.end)
            kept[-1] = Mark(mark.person, start, end, lead.level, lead.rule, text[start:end])
        else:
            kept.append(mark)
    return sorted((mark for kept in merged.values() for mark in kept), key=_in_order)
