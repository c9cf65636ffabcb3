"""Names written without a space: tags, handles, web addresses, names of files."""

from collections import defaultdict
from collections.abc import Iterator

from guvoh.instruments.names.hits import Knowledge, Sheet, knowledge
from guvoh.instruments.names.index import Index
from guvoh.instruments.names.keys import canonical, surname_stem
from guvoh.instruments.names.mentions import Mention
from guvoh.instruments.names.skeleton import skeletons
from guvoh.instruments.names.tokens import Page, Word

GLUED_MIN, GLUED_MAX = 7, 60
PART_MIN, PART_MAX = 3, 16
RULE = "name in one word"

# Who has a name part spelt from one letter of the word up to another: given names and surnames apart.
Segments = dict[int, list[tuple[int, set[str]]]]


def glued(sheet: Sheet) -> Iterator[Mention]:
    """Given name and surname as one word, in either order; in tags and addresses also inside a longer word."""
    for word in sheet.page.words:
        if not GLUED_MIN <= len(word.text) <= GLUED_MAX or not word.text.isalpha():
            continue
        yield from _whole(sheet, word)
        if _in_address(sheet.page, word):
            yield from _inside(sheet.index, word)


def _whole(sheet: Sheet, word: Word) -> Iterator[Mention]:
    for cut in range(2, len(word.text) - 1):
        left_given, left_surname = _bearers(sheet.index, word.text[:cut])
        if left_given or left_surname:
            right = knowledge(word.text[cut:], sheet.index)
            for person in (left_given & _surnamed(right)) | (left_surname & _named(right)):
                yield Mention(person, word.start, word.end, "block", RULE)


def _named(known: Knowledge) -> set[str]:
    return {person for match in known.given for person in match.bearers}


def _surnamed(known: Knowledge) -> set[str]:
    return {person for match in known.surname for person in match.bearers}


def _bearers(index: Index, text: str) -> tuple[set[str], set[str]]:
    """Who bears `text`, spelt without an ending, as a given name and as a surname."""
    given: set[str] = set()
    surname: set[str] = set()
    for outline in skeletons(text)[:2]:
        given |= index.given.get(canonical(outline), set())
        surname |= index.surname.get(surname_stem(outline)[0], set())
    return given, surname


def _in_address(page: Page, word: Word) -> bool:
    before, after = page.text[max(0, word.start - 1) : word.start], page.text[word.end : word.end + 2]
    return before in set("#@/_.=") or (after[:1] in set("/_@.") and after[1:].isalnum())


def _inside(index: Index, word: Word) -> Iterator[Mention]:
    given: Segments = defaultdict(list)
    surname: Segments = defaultdict(list)
    size = len(word.text)
    for start in range(size - PART_MIN + 1):
        for end in range(start + PART_MIN, min(size, start + PART_MAX) + 1):
            named, surnamed = _bearers(index, word.text[start:end])
            if named:
                given[start].append((end, named))
            if surnamed:
                surname[start].append((end, surnamed))
    for first, second in ((given, surname), (surname, given)):
        for person in _meeting(first, second):
            yield Mention(person, word.start, word.end, "block", RULE)


def _meeting(first: Segments, second: Segments) -> set[str]:
    """Who bears a part that ends where the other part begins."""
    return {
        person
        for start, parts in first.items()
        for middle, left in parts
        for end, right in second.get(middle, ())
        if end - start >= GLUED_MIN
        for person in left & right
    }
