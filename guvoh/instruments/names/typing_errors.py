"""One typing error: a name whose other half is spelt right."""

from collections import defaultdict
from collections.abc import Iterator, Set

from guvoh.instruments.names import surroundings
from guvoh.instruments.names.hits import Hit, Knowledge, Sheet
from guvoh.instruments.names.keys import Parts, surname_stem
from guvoh.instruments.names.mentions import Mention
from guvoh.instruments.names.tokens import Word, is_listed

KEY_MIN = 4


def mistyped(sheet: Sheet) -> Iterator[Mention]:
    """A given name or surname one letter away from a protected person's, beside that person's other name.

    Always to be reviewed: another name may be one letter away too.
    """
    by_first: dict[int, list[Word]] = defaultdict(list)
    by_last: dict[int, list[Word]] = defaultdict(list)
    for word in sheet.page.words:
        if len(word.text) >= KEY_MIN and not is_listed(word, "function_words"):
            by_first[word.first].append(word)
            by_last[word.last].append(word)
    for hit in sheet.hits:
        for other in (*by_last.get(hit.word.first - 1, ()), *by_first.get(hit.word.last + 1, ())):
            left, right = sorted((hit.word, other), key=lambda word: word.first)
            capital = left.capitalised or right.capitalised or len(other.text) > KEY_MIN
            if capital and surroundings.spaced(sheet, left.last, right.first):
                yield from _beside(sheet, hit, other, (left, right))


def _beside(sheet: Sheet, hit: Hit, other: Word, ends: tuple[Word, Word]) -> Iterator[Mention]:
    known = sheet.known[other.text]
    left, right = ends
    if not surroundings.known_given(known):
        for person in _near(sheet, _bearers(sheet, hit.known), known.forms.keys(), "given"):
            yield Mention(person, left.start, right.end, "review", "surname and mistyped given name")
    if known.family_suffix or other.capitalised:
        stems = {surname_stem(form)[0] for form in known.forms}
        namesakes = {person for match in hit.known.given for person in match.bearers}
        for person in _near(sheet, namesakes, known.forms.keys() | stems, "surname"):
            yield Mention(person, left.start, right.end, "review", "given name and mistyped surname")


def _bearers(sheet: Sheet, known: Knowledge) -> set[str]:
    entries = sheet.index.entries
    return {
        person
        for match in known.surname
        for person in match.bearers
        if match.suffixed or entries[person].parts.bare_surname
    }


def _near(sheet: Sheet, people: Set[str], forms: Set[str], part: str) -> Iterator[str]:
    """Those of `people` whose key for the part is one error away from one of `forms`."""
    judged: dict[str, bool] = {}
    for person in people:
        for key in _keys(sheet.index.entries[person].parts, part):
            if key not in judged:
                judged[key] = len(key) >= KEY_MIN and any(one_error_apart(form, key) for form in forms)
            if judged[key]:
                yield person
                break


def _keys(parts: Parts, part: str) -> Set[str]:
    return parts.given if part == "given" else parts.surname | parts.surname_outlines


def one_error_apart(one: str, other: str) -> bool:
    """Whether one letter put in, left out, mistaken or changed places with its neighbour tells the two apart."""
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 1 or one == other:
        return False
    same = next((n for n, letter in enumerate(shorter) if letter != longer[n]), len(shorter))
    if len(shorter) < len(longer):
        return shorter[same:] == longer[same + 1 :]
    swapped = one[same + 1 : same + 2] + one[same : same + 1] + one[same + 2 :]
    return one[same + 1 :] == other[same + 1 :] or swapped == other[same:]
