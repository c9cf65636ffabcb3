"""Words of a cleaned text, each with every reading it may have: joined, split, spaced out, in look-alikes."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from guvoh.instruments.names import persian, skeleton
from guvoh.instruments.names.keys import fold
from guvoh.instruments.names.rules import load
from guvoh.instruments.names.skeleton import KEPT_WORDS, READ_MAX, script_of, skeletons

_APOSTROPHES = "'’ʼʻ`‘′″"
# A run of letters, with apostrophes and look-alike signs inside it.
_RUN = re.compile(rf"[@$]?[^\W_]+(?:[{_APOSTROPHES}@$!|]+[^\W_]+)*[@$]?")
_PIECE = re.compile(rf"[^\W\d_]+(?:[{_APOSTROPHES}]{{1,2}}[^\W\d_]+)*|\d+")
_CAMEL = re.compile(r"(?<=[^\W\d_A-ZА-ЯЁӮҚҒҲҶӢ])(?=[A-ZА-ЯЁӮҚҒҲҶӢ])")
_JOINING_GAP = re.compile(r"[ \t]*[-‐‑‒–\u00ad][ \t]*\n?[ \t]*|[ \t]*\n[ \t]*|[._*·•|~+/\\]")
_SPACED_GAP = re.compile(r"[ \t\n]{0,3}[-._*·•|~+/\\,]?[ \t\n]{0,3}")
JOINED_PIECES_MAX = 4
SPACED_MIN = 3
# A run of signs in which a name stands without its marks: an address, a handle, the name of a file.
_ADDRESS = re.compile(r"\S+")
_ADDRESS_SIGNS = re.compile(r"[@/#=_]|\w\.\w")
_UNMARKED = str.maketrans("sS", "şŞ")
_ELL = re.compile(r"[1|!]|(?<=[a-zа-я])I(?=[a-zа-я]|$)")
ELLS_MAX = 4
_PERSIAN = re.compile("[آ-يپ-ی]")
PERSIAN_PIECES_MAX = 3
SHORT_COMPOUND = 4
# Uzbek o with its turned comma is ӯ.
_UZBEK_U = re.compile(f"[oO][{_APOSTROPHES}]")

_LOOKS = load("letters")["look_alikes"]


def _look_table(column: int, names: str) -> dict[int, str]:
    both = {letter: pair[column] for letter, pair in _LOOKS["to_both"].items()}
    return str.maketrans(both | _LOOKS[names])


TO_CYRILLIC = _look_table(0, "latin_to_cyrillic")
TO_LATIN = _look_table(1, "cyrillic_to_latin")
TO_CHAT = TO_LATIN | str.maketrans(_LOOKS["chat"])
_SIGNS = re.compile("[0-9" + "".join(map(re.escape, _LOOKS["to_both"])) + "]")
_CHAT = re.compile("[" + "".join(_LOOKS["chat"]) + "]")
_CYRILLIC_TWINS = frozenset(_LOOKS["cyrillic_to_latin"]) - set("гпи")
_LATIN_TWINS = frozenset(_LOOKS["latin_to_cyrillic"]) - set("imnrtujbhkVS")


class Word(NamedTuple):
    """A reading of the text from piece `first` to piece `last`; `start` and `end` count cleaned characters.

    `whole` is false for a reading that leaves out letters to its left or right (a part of СаидовРустам).
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    whole: bool = True

    @property
    def capitalised(self) -> bool:
        return self.text[:1].isupper()


@dataclass(frozen=True)
class Page:
    """The pieces of a cleaned text in order, and every word that pieces make alone or joined.

    `spelled_out`: pieces that are letters of a word set with gaps between them.
    """

    text: str
    pieces: tuple[Word, ...]
    words: tuple[Word, ...]
    spelled_out: frozenset[int]

    def gap(self, left: int, right: int) -> str:
        """What stands between piece `left` and piece `right`, which follows it."""
        return self.text[self.pieces[left].end : self.pieces[right].start]


def page(text: str) -> Page:
    """Cut `text` into pieces (runs of letters or of digits, CamelCase parted) and list the words they make."""
    pieces: list[Word] = []
    wholes: list[tuple[int, int, int, int]] = []
    for run in _RUN.finditer(text):
        first = len(pieces)
        for start, end in _cuts(run):
            number = len(pieces)
            pieces.append(Word(number, number, start, end, text[start:end]))
        if len(pieces) - first > 1 or len(pieces[first].text) < len(run[0]):
            wholes.append((first, len(pieces) - 1, run.start(), run.end()))
    words = list(pieces)
    words += [Word(first, last, start, end, text[start:end]) for first, last, start, end in wholes]
    spaced = list(_spaced_out(text, pieces))
    spelled_out = frozenset(number for word in spaced for number in range(word.first, word.last + 1))
    words += spaced
    words += _unmarked(text, words)
    words += (word for word in _joined(text, pieces) if word.first not in spelled_out)
    words += _persian_compounds(text, pieces)
    unique = {(word.start, word.end, word.text): word for word in words}
    return Page(
        text,
        tuple(pieces),
        tuple(sorted(unique.values(), key=lambda word: (word.start, word.end))),
        spelled_out,
    )


def _unmarked(text: str, words: list[Word]) -> list[Word]:
    """Latin words of addresses with every s as ş: ş and š lose their marks there."""
    chunks = [chunk.span() for chunk in _ADDRESS.finditer(text) if _ADDRESS_SIGNS.search(chunk[0])]
    starts = [start for start, _ in chunks]
    found = []
    for word in words if chunks else ():
        number = bisect_right(starts, word.start) - 1
        inside = number >= 0 and word.end <= chunks[number][1]
        if inside and len(word.text) > SPACED_MIN and "s" in word.text.casefold() and word.text.isascii():
            found.append(word._replace(text=word.text.translate(_UNMARKED)))
    return found


def _cuts(run: re.Match[str]) -> Iterable[tuple[int, int]]:
    if run[0].isalpha() and run[0][1:].islower():
        yield run.span()
        return
    for piece in _PIECE.finditer(run[0]):
        start = run.start() + piece.start()
        bounds = [0, *(cut.start() for cut in _CAMEL.finditer(piece[0])), len(piece[0])]
        for left, right in zip(bounds, bounds[1:], strict=False):
            yield start + left, start + right


def _joined(text: str, pieces: list[Word]) -> Iterable[Word]:
    """Neighbours that a hyphen or the end of a line holds together."""
    for first, piece in enumerate(pieces):
        letters = piece.text
        for last in range(first + 1, min(first + JOINED_PIECES_MAX, len(pieces))):
            gap = text[pieces[last - 1].end : pieces[last].start]
            if not pieces[last].text[0].isalpha() or not letters[0].isalpha():
                break
            if gap and not _JOINING_GAP.fullmatch(gap):
                break
            letters += pieces[last].text
            yield Word(first, last, piece.start, pieces[last].end, letters)


def _persian_compounds(text: str, pieces: list[Word]) -> Iterable[Word]:
    """Neighbours with one space between: in Persian script the parts of a name are often set apart (شیر علی)."""
    for first, piece in enumerate(pieces):
        if not _PERSIAN.match(piece.text) or persian.is_plain_word(piece.text):
            continue
        letters = piece.text
        for last in range(first + 1, min(first + PERSIAN_PIECES_MAX, len(pieces))):
            gap = text[pieces[last - 1].end : pieces[last].start]
            following = pieces[last].text
            if gap not in {" ", "\u00a0"} or not _PERSIAN.match(following):
                break
            if len(letters) + len(following) > SHORT_COMPOUND:
                yield Word(first, last, piece.start, pieces[last].end, letters + following)
            letters += following


def _spaced_out(text: str, pieces: list[Word]) -> Iterable[Word]:
    """Runs of single letters: С а и д о в."""
    first = 0
    while first < len(pieces):
        last = first
        while last + 1 < len(pieces) and _continues(text, pieces, last):
            last += 1
        if last - first + 1 >= SPACED_MIN:
            for start, stop in _parted(text, pieces, first, last):
                for left, right in _without_little_words(pieces, start, stop):
                    if right - left + 1 >= SPACED_MIN:
                        letters = "".join(piece.text for piece in pieces[left : right + 1])
                        yield Word(left, right, pieces[left].start, pieces[right].end, letters)
        first = last + 1


def _without_little_words(pieces: list[Word], start: int, stop: int) -> Iterable[tuple[int, int]]:
    """The run, and what is left of it when its first or last letter is a word (с О з о д о й, С а и д в доме)."""
    lefts = (start, start + 1) if is_listed(pieces[start], "function_words") else (start,)
    rights = (stop, stop - 1) if is_listed(pieces[stop], "function_words") else (stop,)
    return product(lefts, rights)


def _continues(text: str, pieces: list[Word], last: int) -> bool:
    here, following = pieces[last], pieces[last + 1]
    if len(here.text) > 1 or len(following.text) > 1:
        return False
    return bool(_SPACED_GAP.fullmatch(text[here.end : following.start]))


def _parted(text: str, pieces: list[Word], first: int, last: int) -> Iterable[tuple[int, int]]:
    """The words of a run of letters: a gap unlike the others starts the next one; where all are alike, a capital
    after a small letter does.
    """
    gaps = [text[pieces[number].end : pieces[number + 1].start] for number in range(first, last)]
    usual = Counter(gaps).most_common(1)[0][0]
    alike = all(gap == usual for gap in gaps)
    start = first
    for number, gap in enumerate(gaps, first):
        rising = pieces[number].text.islower() and pieces[number + 1].text.isupper()
        if gap != usual or (alike and rising):
            yield start, number
            start = number + 1
    yield start, last


def readings_of(text: str) -> tuple[str, ...]:
    """Outlines of a word of the text: as written, then as its look-alike letters and digits may be meant."""
    bare = "".join(letter for letter in text if letter not in _APOSTROPHES)
    if not any(letter.isalpha() for letter in bare):
        return ()
    found: dict[str, None] = {}
    spellings = [*_scripts(bare)]
    if _UZBEK_U.search(text):
        spellings += _scripts(_UZBEK_U.sub("u", text))
    for spelling in spellings:
        found.update(dict.fromkeys(skeletons(spelling)))
    return tuple(found)


def _scripts(text: str) -> Iterable[str]:
    script = script_of(text)
    signed = bool(_SIGNS.search(text))
    if script in {"cyrillic", "latin", "persian"} and not signed:
        yield text
        if script == "latin" and all(letter in _LATIN_TWINS for letter in text):
            yield text.translate(TO_CYRILLIC)
        if script == "cyrillic" and all(letter in _CYRILLIC_TWINS for letter in text):
            yield text.translate(TO_LATIN)
        if script == "latin" and _ELL.search(text):
            yield from _with_ells(text)
        return
    if signed and sum(letter.isdigit() for letter in text) * 2 > len(text):
        return
    for table in (TO_CYRILLIC, TO_LATIN, TO_CHAT) if _CHAT.search(text) else (TO_CYRILLIC, TO_LATIN):
        spelling = text.translate(table)
        if script_of(spelling) in {"cyrillic", "latin"}:
            yield spelling
    if _ELL.search(text):
        yield from _with_ells(text)
    if script == "mixed":
        yield from _each_script_apart(text)


def _with_ells(text: str) -> Iterable[str]:
    """Latin words in which 1, |, ! or a capital I is an l, or an i beside an l."""
    places = [match.start() for match in _ELL.finditer(text)]
    for choice in product("li", repeat=len(places)) if len(places) <= ELLS_MAX else ("l" * len(places),):
        letters = list(text)
        for place, letter in zip(places, choice, strict=True):
            letters[place] = letter
        spelling = "".join(letters).translate(TO_LATIN)
        if script_of(spelling) == "latin":
            yield spelling


def _each_script_apart(text: str) -> Iterable[str]:
    """A Latin name with a Cyrillic ending (Rustamу, Rustam-а): letters of each script read in their own way."""
    if len(text) > READ_MAX:
        return
    cut = next(
        (place for place in range(1, len(text)) if script_of(text[:place]) != script_of(text[: place + 1])), 0
    )
    if cut > 2 and script_of(text[cut:]) in {"cyrillic", "latin"}:
        yield text[:cut]


@cache
def _folded_words(name: str) -> frozenset[str]:
    return frozenset(fold(word) for word in load("words")[name])


def is_listed(word: Word, name: str) -> bool:
    """Whether the word stands in the list `name` of rules/words.yaml, spelling folded."""
    return _listed(word.text, name)


@lru_cache(KEPT_WORDS)
def _listed(text: str, name: str) -> bool:
    return fold(text) in _folded_words(name)


def forget() -> None:
    """Let go of the words looked up so far, and of their outlines."""
    _listed.cache_clear()
    persian.forget()
    skeleton.forget()
