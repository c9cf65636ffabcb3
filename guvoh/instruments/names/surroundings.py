"""What stands around a word: places and public figures that claim it, initials, the parts of one name."""

import re
from collections.abc import Set
from functools import cache

from guvoh.instruments.names.hits import Knowledge, Sheet
from guvoh.instruments.names.keys import canonical, fold
from guvoh.instruments.names.rules import load
from guvoh.instruments.names.skeleton import script_of, skeletons
from guvoh.instruments.names.tokens import Page, Word, is_listed

BRIDGE_MAX = 4
PARTING_MIN = 6
# No end of sentence, no empty line.
_CLOSE = re.compile(r"(?!\s*\n\s*\n)(?:[^\w.!?…;]|_){0,8}")
_DOTTED = re.compile(r"\.?(?!\s*\n\s*\n)(?:[^\w.!?…;]|_){0,8}")
SPACE = re.compile(r"[ \t]*\n?[ \t]*")
_BLANKS = " \t\n"
# So far from a word stands the sign that makes an address of what is around it.
ADDRESS_REACH = 200
_ADDRESS = re.compile(r"[#@_=]|://|www\.|[^\W\d_]{2,}\d*\.[a-zа-яё]{2,}|[a-z]/[a-z]")
_LATIN_INITIALS: dict[str, list[str]] = load("letters")["latin_initials"]
_INITIAL_LETTERS_MAX = 2


def close(sheet: Sheet, left: int, right: int) -> bool:
    """Whether pieces `left` and `right`, direct neighbours, can belong to one name."""
    gap = sheet.page.gap(left, right)
    pattern = _DOTTED if is_initial(sheet, left) or gap == "." else _CLOSE
    return bool(pattern.fullmatch(gap))


def spaced(sheet: Sheet, left: int, right: int) -> bool:
    """Whether nothing but space parts the pieces `left` and `right`, direct neighbours."""
    return bool(SPACE.fullmatch(sheet.page.gap(left, right)))


def is_initial(sheet: Sheet, number: int) -> bool:
    """A capital (or a digraph: Дж., Sh.) with a full stop, or a bare capital that is no little word."""
    piece = sheet.page.pieces[number]
    if not piece.text.isalpha() or len(piece.text) > _INITIAL_LETTERS_MAX or number in sheet.page.spelled_out:
        return False
    if _amid_letters(sheet, piece):
        return False
    dotted = sheet.page.text[piece.end : piece.end + 1] in {".", "_"}
    if len(piece.text) > 1:
        return dotted and piece.capitalised and piece.text[1:].islower()
    glued = dotted and sheet.page.text[piece.end + 1 : piece.end + 2].isalpha()
    return piece.capitalised and (dotted or not is_listed(piece, "function_words") or _amid(sheet, piece)) or glued


def _amid_letters(sheet: Sheet, piece: Word) -> bool:
    """The piece is cut out of a word with capitals at random (KhOsIYaT), not set after one other (SaidovR)."""
    text = sheet.page.text
    before = piece.start and text[piece.start - 1].isalpha()
    after = text[piece.end : piece.end + 1].isalpha()
    if before and not after:
        earlier = sheet.page.pieces[piece.first - 1]
        return bool(earlier.start and text[earlier.start - 1].isalpha())
    return bool(before and after)


def lone_capital(sheet: Sheet, number: int) -> bool:
    """A capital: an initial without its full stop, or a little word that opens a sentence (К Саидову)."""
    piece = sheet.page.pieces[number]
    return (
        len(piece.text) == 1
        and piece.capitalised
        and piece.text.isalpha()
        and number not in sheet.page.spelled_out
        and not _amid_letters(sheet, piece)
    )


def doubtful_initial(sheet: Sheet, number: int) -> bool:
    """An initial that may as well be a little word, or stands for the name by a rare spelling only."""
    piece = sheet.page.pieces[number]
    dotted = sheet.page.text[piece.end : piece.end + 1] == "."
    return fold(piece.text) in _doubtful() or not dotted and is_listed(piece, "function_words")


def _amid(sheet: Sheet, piece: Word) -> bool:
    """A capital inside a sentence is no little word."""
    return sheet.page.text[max(0, piece.start - 3) : piece.start].rstrip(" \u00a0")[-1:].isalpha()


@cache
def _doubtful() -> frozenset[str]:
    return frozenset(load("letters")["doubtful_initials"])


def initial_keys(letter: str) -> set[str]:
    """First letters of the outlines of the names this initial may stand for."""
    if script_of(letter) == "latin" and len(letter) == 1:
        return set(_LATIN_INITIALS.get(letter.casefold(), skeletons(letter)))
    return {outline[0] for outline in skeletons(letter)}


def in_address(page: Page, word: Word) -> bool:
    """The word stands in a tag, a handle, an address of the web or of mail, or the name of a file."""
    before = page.text[max(0, word.start - ADDRESS_REACH) : word.start]
    after = page.text[word.end : word.end + ADDRESS_REACH]
    first = max(before.rfind(blank) for blank in _BLANKS) + 1
    last = min((stop for blank in _BLANKS if (stop := after.find(blank)) >= 0), default=len(after))
    return bool(_ADDRESS.search(f"{before[first:]}{word.text[:ADDRESS_REACH]}{after[:last]}"))


def bridged(sheet: Sheet, left: Word, right: Word, family: bool) -> str | None:
    """How two words of one name are joined: `near`; `listed` when other names and an "and" lie between; `parted`
    by one capitalised word that says nothing, perhaps a patronymic spelt wrong.

    Beside the surname of a `family` any capitalised word may be the name of one of them.
    """
    between = range(left.last + 1, right.first)
    if len(between) > BRIDGE_MAX:
        return None
    stops = [left.last, *between, right.first]
    if not all(close(sheet, one, other) for one, other in zip(stops, stops[1:], strict=False)):
        return None
    listed = parted = False
    for number in between:
        piece, known = sheet.page.pieces[number], sheet.pieces[number]
        if is_listed(piece, "conjunctions") and not is_initial(sheet, number):
            listed = True
        elif not (
            is_listed(piece, "bridges")
            or is_listed(piece, "kin_bridges")
            or is_initial(sheet, number)
            or _name_like(known)
            or family
            and (piece.capitalised or is_listed(piece, "of_which"))
        ):
            if len(between) > 1 or not piece.capitalised or len(piece.text) < PARTING_MIN:
                return None
            parted = True
    return "listed" if listed else "parted" if parted else "near"


def name_between(sheet: Sheet, left: Word, right: Word, person: str) -> bool:
    """Another name stands between the two words, one that is not the patronymic of `person`."""
    for number in range(left.last + 1, right.first):
        known = sheet.pieces[number]
        fathers = known.father_suffix or any(person in match.bearers for match in known.patronymic)
        if sheet.page.pieces[number].capitalised and _name_like(known) and not fathers:
            return True
    return False


def _name_like(known: Knowledge) -> bool:
    return known.father_suffix or bool(known.given or known.patronymic) or known_given(known)


@cache
def _given_outlines() -> frozenset[str]:
    names = load("given")
    spellings = [name for group in names["groups"] for name in group] + names["others"]
    spellings += load("words")["ordinary_names"]
    return frozenset(canonical(skeletons(name)[0]) for name in spellings)


def is_common_given(outline: str) -> bool:
    """Whether the outline is that of a common given name of rules/given.yaml."""
    return canonical(outline) in _given_outlines()


def known_given(known: Knowledge, endings: int = 2) -> bool:
    """Whether the word is a common given name, borne in the register or not, with so many endings at most."""
    return any(cost <= endings and form in _given_outlines() for form, cost in known.forms.items())


@cache
def _place_words(name: str) -> frozenset[str]:
    return frozenset(fold(word) for word in load("places")[name])


@cache
def _claims() -> dict[str, list[tuple[str, ...]]]:
    """Names of places and of public figures as outlines, by the outline of their first word."""
    claims: dict[str, list[tuple[str, ...]]] = {}
    for name in load("places")["places"] + load("public")["figures"]:
        outline = tuple(skeletons(word)[0] for word in re.findall(r"[^\W\d_]+", name))
        claims.setdefault(outline[0], []).append(outline)
    return claims


def claimed(sheet: Sheet, listed: Set[int]) -> Set[int]:
    """Numbers of the pieces that name a place or a public figure and so, alone, nobody in the register: those
    `listed` and what is named after somebody.
    """
    return listed | {number for number in range(len(sheet.pieces)) if _named_after(sheet, number)}


def listed(sheet: Sheet) -> frozenset[int]:
    """Numbers of the pieces that spell a place of rules/places.yaml, a figure of rules/public.yaml or one of a
    coalition's own.
    """
    claims, own = _claims(), sheet.index.own.claims
    taken: set[int] = set()
    for number, known in enumerate(sheet.pieces):
        if not sheet.page.pieces[number].capitalised:
            continue
        # In look-alike letters any word of capitals may be read as a figure's name: ОСНОВА as Latin "Ochoba".
        plain = next(iter(skeletons(sheet.page.pieces[number].text)), "")
        for form in known.forms:
            named = (*claims.get(form, ()), *own.get(form, ()))
            for outline in named if plain.startswith(form[:2]) else ():
                stop = number + len(outline)
                if _spells(sheet.pieces[number:stop], outline) and _together(sheet, number, stop):
                    taken.update(range(number, stop))
    return frozenset(taken)


def _spells(pieces: tuple[Knowledge, ...], outline: tuple[str, ...]) -> bool:
    return len(pieces) == len(outline) and all(
        key in known.forms for key, known in zip(outline, pieces, strict=True)
    )


def _together(sheet: Sheet, start: int, stop: int) -> bool:
    return all(SPACE.fullmatch(sheet.page.gap(number, number + 1)) for number in range(start, stop - 1))


def _named_after(sheet: Sheet, number: int) -> bool:
    """The piece is capitalised and stands by a street, a district, a school."""
    pieces = sheet.page.pieces
    if not pieces[number].capitalised:
        return False
    before = number and fold(pieces[number - 1].text) in _place_words("place_nouns")
    if before and re.fullmatch(r"\.?[\s«\"']*", sheet.page.gap(number - 1, number)):
        return True
    after = number + 1 < len(pieces) and fold(pieces[number + 1].text) in _place_words("place_nouns_after")
    return bool(after and SPACE.fullmatch(sheet.page.gap(number, number + 1)))
