"""Names written without a space: tags, handles, web addresses, names of files."""

from collections import defaultdict
from collections.abc import Iterator, Set
from functools import cache

from guvoh.instruments.names import namesakes, surroundings
from guvoh.instruments.names.hits import GIVEN_ENDINGS, Knowledge, Match, Sheet
from guvoh.instruments.names.index import STARTS, Index
from guvoh.instruments.names.keys import FAMILY, canonical, fold, other_starts, surname_stem
from guvoh.instruments.names.mentions import Level, Mention
from guvoh.instruments.names.rules import load
from guvoh.instruments.names.skeleton import likeliest, script_of, skeletons, steady
from guvoh.instruments.names.surroundings import in_address
from guvoh.instruments.names.tokens import Word, readings_of

GLUED_MIN = 7
# Up to so many letters a word is cut in all ways; a longer one is searched by its outline alone.
CUT_MAX = 60
PART_MIN, PART_MAX = 3, 16
RULE = "name in one word"
ENDING_MAX = 3
PROSE_BEARERS_MAX = 3
# What is grown onto the front of a name is a word: free-, justicefor-.
PREFIX_MIN = 3

# Who has a name part spelt from one letter of the word up to another: given names and surnames apart.
Segments = dict[int, list[tuple[int, Set[str]]]]


def glued(sheet: Sheet) -> Iterator[Mention]:
    """Given name and surname as one word, in either order; in tags and addresses also inside a longer word.

    Only there it blocks. In running prose most such words are names of their own: Саидмуродов is no Саид Муродов.
    """
    for word in sheet.page.words:
        if len(word.text) < GLUED_MIN or not word.text.isalpha() or not _one_or_two(sheet, word):
            continue
        found, asked = sheet.known[word.text].glued, (in_address(sheet.page, word), _border(sheet, word))
        if asked not in found:
            found[asked] = _bearers(sheet, word.text, *asked)
        for person, level in found[asked].items():
            yield Mention(person, word.start, word.end, level, RULE)


def _one_or_two(sheet: Sheet, word: Word) -> bool:
    """A piece by itself, a run of letters in which capitals stand at random, or two pieces of an address that are
    no names each: those the rule for names in two words has judged.
    """
    if word.first == word.last:
        return fold(word.text) not in _hosts()
    pieces = sheet.page.pieces[word.first : word.last + 1]
    if len(word.text) == word.end - word.start:
        return any(len(piece.text) < PART_MIN for piece in pieces)
    if (
        len(pieces) > 2
        or not in_address(sheet.page, word)
        or any(fold(piece.text) in _hosts() for piece in pieces)
    ):
        return False
    return not all(is_name(piece.text, sheet.know(piece.text)) for piece in pieces)


def _border(sheet: Sheet, word: Word) -> int:
    """Where in the letters of the word its first piece ends, when it has two of them."""
    apart = word.last == word.first + 1 and len(word.text) < word.end - word.start
    return len(sheet.page.pieces[word.first].text) if apart else 0


@cache
def _hosts() -> frozenset[str]:
    return frozenset(map(fold, load("words")["host_words"]))


def _bearers(sheet: Sheet, text: str, addressed: bool, border: int) -> dict[str, Level]:
    if len(text) > CUT_MAX:
        people = {person for outline in readings_of(text)[:2] for person in _in_outline(sheet.index, outline)}
        return dict.fromkeys(people, "block")
    if not addressed:
        return dict.fromkeys(_in_prose(sheet, text), "review")
    if border:
        return dict.fromkeys(_inside(sheet.index, text, border), "block")
    if is_name(text, sheet.know(text)):
        return dict.fromkeys(_whole(sheet, text), "review")
    return dict.fromkeys(_whole(sheet, text) or _inside(sheet.index, text), "block")


def _in_prose(sheet: Sheet, text: str) -> set[str]:
    """A space was forgotten: rare, so the word must be nothing else."""
    one_case = text.islower() or text.isupper() or sheet.know(text).persian
    if not one_case or is_name(text, sheet.know(text)) or namesakes.is_word(text):
        return set()
    people = _whole(sheet, text)
    return people if len(people) <= PROSE_BEARERS_MAX else set()


def is_name(text: str, known: Knowledge) -> bool:
    """The word as a whole is a given name or surname, of the register or a common one, with one ending at most."""
    if any(match.cost < 2 for match in (*known.given, *known.surname)):
        return True
    if script_of(text) == "mixed":
        return False
    forms = {form for form, cost in known.forms.items() if cost < 2}
    forms |= {surname_stem(form)[0] for form in forms}
    # Two names grown together are read apart: davlat-sho, where "ts" is no letter.
    forms |= {_outline(text[:cut]) + _outline(text[cut:]) for cut in range(PART_MIN, len(text) - PART_MIN + 1)}
    return any(surroundings.is_common_given(form) for form in forms)


def _outline(text: str) -> str:
    return next(iter(skeletons(text)), "")


def _whole(sheet: Sheet, text: str) -> set[str]:
    people: set[str] = set()
    if not sheet.known[text].may_name and steady(text):
        return people
    for cut in range(PART_MIN, len(text) - PART_MIN + 1):
        left_given, left_surname = _parts(sheet.index, text[:cut])
        if left_given or left_surname:
            right = sheet.know(text[cut:])
            people |= left_given & _bearing(right.surname)
            people |= left_surname & _bearing(right.given)
    return people


def _bearing(matches: tuple[Match, ...]) -> set[str]:
    return {person for match in matches if match.cost < 2 for person in match.bearers}


def _parts(index: Index, text: str) -> tuple[set[str], set[str]]:
    """Who bears `text`, spelt without an ending, as a given name and as a surname."""
    given: set[str] = set()
    surname: set[str] = set()
    for outline in likeliest(text):
        given |= index.given[canonical(outline)]
        surname |= index.surname[surname_stem(outline)[0]]
    return given, surname


def _inside(index: Index, text: str, border: int = 0) -> set[str]:
    """Who bears two parts that follow each other inside `text`; at `border`, if it has one."""
    given: Segments = defaultdict(list)
    surname: Segments = defaultdict(list)
    for start in range(len(text) - PART_MIN + 1):
        if 0 < start < PREFIX_MIN:
            continue
        for end in range(start + PART_MIN, min(len(text), start + PART_MAX) + 1):
            if start < border < end:
                break
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
