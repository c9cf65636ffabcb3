"""The script-neutral outline of a name: the same for Саидов, Saidov, Saïdow and Сайидов."""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import product

from guvoh.instruments.names.rules import load

READINGS_MAX = 12
VOWELS = frozenset("aiu")
KEPT_LATIN_MARKS = frozenset("çćčĉşšśŝžżğġöō")

Options = tuple[str, ...]


def _options(table: Mapping[str, str | list[str]]) -> dict[str, Options]:
    return {key: (value,) if isinstance(value, str) else tuple(value) for key, value in table.items()}


_LETTERS = load("letters")
CYRILLIC = _options(_LETTERS["cyrillic"])
LATIN = _options(_LETTERS["latin"])
PERSIAN: dict[str, str] = _LETTERS["persian"]
GLIDES: dict[str, str] = _LETTERS["glides"]
VOICED = _options(_LETTERS["voiced"])
LATIN_ENDS: dict[str, str] = _LETTERS["latin_ends"]
FOLDS = str.maketrans(_LETTERS["folds"])
KNOWN_LETTERS = frozenset(CYRILLIC) | frozenset(LATIN) | frozenset(GLIDES) | frozenset(_LETTERS["folds"])
LATIN_CLUSTER_MAX = max(map(len, LATIN))


def script_of(text: str) -> str:
    """`cyrillic`, `latin`, `persian`, `mixed` or `other`, by the letters in `text`."""
    scripts = {_letter_script(letter) for letter in text if letter.isalpha()}
    if len(scripts) == 1:
        return scripts.pop()
    return "mixed" if scripts else "other"


@cache
def _letter_script(letter: str) -> str:
    name = unicodedata.name(letter, "")
    for word, script in (("CYRILLIC", "cyrillic"), ("LATIN", "latin"), ("ARABIC", "persian")):
        if name.startswith(word):
            return script
    return "other"


def skeletons(word: str) -> tuple[str, ...]:
    """Outlines of one word written in one script, likeliest first, at most READINGS_MAX of them.

    Letters outside the rule tables (apostrophes, hyphens, spaces) are passed over. Cyrillic and Latin words give
    outlines in the classes of rules/letters.yaml; a Persian word gives consonants only, see `consonants`.
    """
    letters = word.casefold().translate(FOLDS)
    script = script_of(letters)
    if script == "persian":
        return _persian(letters)
    pieces = _latin_pieces(letters) if script == "latin" else _cyrillic_pieces(letters)
    return _read(pieces)


def _read(pieces: list[Options]) -> tuple[str, ...]:
    readings: dict[str, None] = {}
    for count, choice in enumerate(product(*pieces)):
        if count >= READINGS_MAX * 4 or len(readings) >= READINGS_MAX:
            break
        readings.setdefault(_settle(choice))
    return tuple(reading for reading in readings if reading)


def _settle(choice: Iterable[str]) -> str:
    """Drop glides before vowels, then write every doubled letter once."""
    text = "".join(choice)
    settled: list[str] = []
    for position, letter in enumerate(text):
        if letter == "Y":
            if text[position + 1 : position + 2] in VOWELS and text[position + 1 : position + 2]:
                continue
            letter = "i"
        if not settled or settled[-1] != letter:
            settled.append(letter)
    return "".join(settled)


def _cyrillic_pieces(letters: str) -> list[Options]:
    pieces: list[Options] = []
    position = 0
    while position < len(letters):
        if letters.startswith("дж", position):
            pieces.append(CYRILLIC["дж"])
            position += 2
            continue
        letter = letters[position]
        pieces.append(("Y",) if letter in GLIDES else CYRILLIC.get(letter, ("",)))
        position += 1
    return pieces


def _latin_pieces(letters: str) -> list[Options]:
    end = next((end for end in LATIN_ENDS if letters.endswith(end) and len(letters) > len(end) + 2), None)
    body = letters[: -len(end)] if end else letters
    pieces: list[Options] = []
    position = 0
    while position < len(body):
        cluster = _longest_cluster(body, position)
        pieces.append(_latin_options(body, position, cluster))
        position += len(cluster)
    if end:
        pieces.append((LATIN_ENDS[end],))
    return pieces


def _longest_cluster(letters: str, position: int) -> str:
    for size in range(LATIN_CLUSTER_MAX, 1, -1):
        if letters[position : position + size] in LATIN:
            return letters[position : position + size]
    return letters[position]


def _latin_options(letters: str, position: int, cluster: str) -> Options:
    following = letters[position + len(cluster) : position + len(cluster) + 1]
    before_vowel = bool(following) and following in "aeiouyöüıə"
    if cluster in GLIDES:
        return ("Y",)
    if cluster == "j":
        return ("j", "Y")
    if cluster == "i" and before_vowel:
        return ("i", "Y")
    if (before_vowel or not following) and cluster in VOICED:
        return VOICED[cluster]
    if cluster == "h" and not following and position > 2 and letters[position - 1] in "aoie":
        return ("", "h")
    return LATIN.get(cluster) or LATIN.get(unicodedata.normalize("NFD", cluster)[0], ("",))


def _persian(letters: str) -> tuple[str, ...]:
    """Consonants of a Persian word; a final ه may be a vowel, a final ف the -ов of a surname."""
    outline = "".join(PERSIAN.get(letter, "") for letter in letters)
    readings = [outline]
    if letters.endswith(("ه", "ة")):
        readings.append(outline.removesuffix("h"))
    return tuple(dict.fromkeys(_settle(reading) for reading in readings if reading))


def consonants(skeleton: str) -> str:
    """What Persian script keeps of an outline: it writes no short vowels, and v as a vowel."""
    return _settle(letter for letter in skeleton if letter not in VOWELS and letter != "v")
