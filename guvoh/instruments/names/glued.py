"""Names written without a space: tags, handles, web addresses, names of files."""

from collections import defaultdict
from collections.abc import Iterator, Set

from guvoh.instruments.names.hits import GIVEN_ENDINGS, Sheet
from guvoh.instruments.names.index import STARTS, Index
from guvoh.instruments.names.keys import FAMILY, canonical, other_starts, surname_stem
from guvoh.instruments.names.mentions import Mention
from guvoh.instruments.names.skeleton import likeliest, steady
from guvoh.instruments.names.tokens import Page, Word, readings_of

GLUED_MIN = 7
# Up to so many letters a word is cut in all ways; a longer one is searched by its outline alone.
CUT_MAX = 60
PART_MIN, PART_MAX = 3, 16
RULE = "name in one word"
ENDING_MAX = 3

# Who has a name part spelt from one letter of the word up to another: given names and surnames apart.
Segments = dict[int, list[tuple[int, Set[str]]]]


def glued(sheet: Sheet) -> Iterator[Mention]:
    """Given name and surname as one word, in either order; in tags and addresses also inside a longer word."""
    for word in sheet.page.words:
        if len(word.text) < GLUED_MIN or not word.text.isalpha():
            continue
        found, in_address = sheet.known[word.text].glued, _in_address(sheet.page, word)
        if in_address not in found:
            found[in_address] = frozenset(_bearers(sheet, word.text, in_address))
        for person in found[in_address]:
            yield Mention(person, word.start, word.end, "block", RULE)


def _bearers(sheet: Sheet, text: str, in_address: bool) -> set[str]:
    if len(text) > CUT_MAX:
        return {person for outline in readings_of(text)[:2] for person in _in_outline(sheet.index, outline)}
    return _whole(sheet, text) or (_inside(sheet.index, text) if in_address else set())


def _whole(sheet: Sheet, text: str) -> set[str]:
    people: set[str] = set()
    if not sheet.known[text].may_name and steady(text):
        return people
    for cut in range(2, len(text) - 1):
        left_given, left_surname = _parts(sheet.index, text[:cut])
        if left_given or left_surname:
            right = sheet.know(text[cut:])
            people |= (left_given & right.surnamed) | (left_surname & right.named)
    return people


def _parts(index: Index, text: str) -> tuple[set[str], set[str]]:
    """Who bears `text`, spelt without an ending, as a given name and as a surname."""
    given: set[str] = set()
    surname: set[str] = set()
    for outline in likeliest(text):
        given |= index.given[canonical(outline)]
        surname |= index.surname[surname_stem(outline)[0]]
    return given, surname


def _in_address(page: Page, word: Word) -> bool:
    before, after = page.text[max(0, word.start - 1) : word.start], page.text[word.end : word.end + 2]
    return before in set("#@/_.=") or (after[:1] in set("/_@.") and after[1:].isalnum())


def _inside(index: Index, text: str) -> set[str]:
    given: Segments = defaultdict(list)
    surname: Segments = defaultdict(list)
    for start in range(len(text) - PART_MIN + 1):
        for end in range(start + PART_MIN, min(len(text), start + PART_MAX) + 1):
            named, surnamed = _parts(index, text[start:end])
            if named:
                given[start].append((end, named))
            if surnamed:
                surname[start].append((end, surnamed))
    return _meeting((given, surname), (surname, given))


def _in_outline(index: Index, outline: str) -> set[str]:
    """The same for a word of any length, in one walk over its outline; endings may stand between the parts."""
    given: Segments = defaultdict(list)
    surname: Segments = defaultdict(list)
    starts = index.starts | other_starts(STARTS)
    for start in range(len(outline) - PART_MIN + 1):
        if outline[start : start + STARTS] not in starts:
            continue
        for end in range(start + PART_MIN, min(len(outline), start + PART_MAX) + 1):
            part = outline[start:end]
            named, surnamed = canonical(part), part in index.surname
            if named in index.given:
                given[start] += [(stop, index.given[named]) for stop in _with_endings(outline, end)]
            if surnamed:
                stops = {end} | {end + len(suffix) for suffix in FAMILY if outline.startswith(suffix, end)}
                for stop in stops:
                    surname[start] += [(last, index.surname[part]) for last in _with_endings(outline, stop)]
    return {person for pair in ((given, surname), (surname, given)) for person, _ in _met(*pair)}


def _with_endings(outline: str, end: int) -> Iterator[int]:
    yield end
    for size in range(1, ENDING_MAX + 1):
        if outline[end : end + size] in GIVEN_ENDINGS:
            yield end + size


def _met(first: Segments, second: Segments) -> Iterator[tuple[str, int]]:
    """Who bears a part that ends where the other part begins, and how many letters both take."""
    for start, parts in first.items():
        for middle, left in parts:
            for end, right in second.get(middle, ()):
                for person in left & right if end - start >= GLUED_MIN else ():
                    yield person, end - start


def _meeting(*orders: tuple[Segments, Segments]) -> set[str]:
    """Of those who bear both parts, the ones whose names take most letters of the word."""
    longest: dict[str, int] = {}
    for order in orders:
        for person, size in _met(*order):
            longest[person] = max(size, longest.get(person, 0))
    most = max(longest.values(), default=0)
    return {person for person, size in longest.items() if size == most}
