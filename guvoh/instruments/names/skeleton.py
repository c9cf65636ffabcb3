"""The script-neutral outline of a name: the same for Саидов, Saidov, Saïdow and Сайидов."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import islice, product

from guvoh.instruments.names.rules import load

READINGS_MAX = 12
# A longer run of letters is no word: its other readings are not worth their time.
READ_MAX = 40
KEPT_WORDS = 100_000
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
LATIN_ENDS = _options(_LETTERS["latin_ends"])
PERSIAN_SUFFIXES: list[str] = _LETTERS["persian_suffixes"]
FOLDS = str.maketrans(_LETTERS["folds"])
KNOWN_LETTERS = frozenset(CYRILLIC) | frozenset(LATIN) | frozenset(GLIDES) | frozenset(_LETTERS["folds"])
_CLUSTER = re.compile("|".join(sorted(LATIN, key=len, reverse=True)) + "|.", re.DOTALL)


class _Classes(dict[int, str]):
    """Cyrillic letters to the first of their classes; what is no letter of the table vanishes."""

    def __missing__(self, letter: int) -> str:
        return ""


def _first_classes() -> _Classes:
    """Of capitals and of Tajik letters too, so that a word need not be folded first."""
    small = {letter: options[0] for letter, options in CYRILLIC.items() if len(letter) == 1}
    small |= dict.fromkeys(GLIDES, "Y")
    small |= {letter: small[plain] for letter, plain in _LETTERS["folds"].items()}
    return _Classes({ord(letter): first for name, first in small.items() for letter in {name, name.upper()}})


_FIRST_CLASSES = _first_classes()
_SEVERAL = re.compile("|".join(letter for letter, options in CYRILLIC.items() if len(options) > 1), re.IGNORECASE)
_PLAIN_CYRILLIC = re.compile("[а-яёӣӯқғҳҷА-ЯЁӢӮҚҒҲҶ]+")
_STEADY = re.compile("[а-ижзк-яӣӯқғҳҷА-ИК-ЯӢӮҚҒҲҶ]+")
_PLAIN_LATIN = re.compile("[a-zA-Z]+")
_DOUBLED = re.compile(r"(.)\1+", re.DOTALL)
_RUNS = re.compile(r"(.)\1*", re.DOTALL)
_VOICED_CONSONANTS = frozenset("bdglmnrvw")
_VANISHING = re.compile("Y(?=[aiu])")


def script_of(text: str) -> str:
    """`cyrillic`, `latin`, `persian`, `mixed` or `other`, by the letters in `text`."""
    if _PLAIN_CYRILLIC.fullmatch(text):
        return "cyrillic"
    if _PLAIN_LATIN.fullmatch(text):
        return "latin"
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


@lru_cache(KEPT_WORDS)
def skeletons(word: str) -> tuple[str, ...]:
    """Outlines of one word written in one script, likeliest first, at most READINGS_MAX of them.

    Letters outside the rule tables (apostrophes, hyphens, spaces) are passed over. Cyrillic and Latin words give
    outlines in the classes of rules/letters.yaml; a Persian word gives consonants only, see `consonants`.
    """
    raw = raw_outlines(word)
    kept = [each for outline in raw for each in _undoubled(outline)] if script_of(word) == "persian" else []
    if len(raw) == 1 and raw[0] and not kept:
        return (settle(raw[0]),)
    return tuple(dict.fromkeys(outline for outline in (*kept, *map(settle, raw)) if outline))[:READINGS_MAX]


@lru_cache(KEPT_WORDS)
def likeliest(word: str) -> tuple[str, ...]:
    """The first two of `skeletons(word)`, without working out the others."""
    if script_of(word) == "persian":
        return skeletons(word)[:2]
    found: dict[str, None] = {}
    for raw in islice(_raw_outlines(word), READINGS_MAX * 4):
        if outline := settle(raw):
            found[outline] = None
        if len(found) == 2:
            break
    return tuple(found)


def forget() -> None:
    """Let go of the words read so far: they may be names."""
    skeletons.cache_clear()
    likeliest.cache_clear()


def raw_outlines(word: str) -> list[str]:
    """The classes of the letters of `word` as they stand, glides (Y) and doubled letters not yet settled."""
    return list(islice(_raw_outlines(word), READINGS_MAX * 4))


def _raw_outlines(word: str) -> Iterable[str]:
    if _PLAIN_CYRILLIC.fullmatch(word) and not _SEVERAL.search(word):
        return [word.translate(_FIRST_CLASSES)]
    letters = word.casefold().translate(FOLDS)
    script = script_of(letters)
    if script == "persian":
        return _persian(letters)
    if script != "latin" and (len(letters) > READ_MAX or not _SEVERAL.search(letters)):
        return [letters.translate(_FIRST_CLASSES)]
    pieces = _latin_pieces(letters) if script == "latin" else _cyrillic_pieces(letters)
    if len(letters) > READ_MAX:
        return ["".join(options[0] for options in pieces)]
    return map("".join, product(*pieces))


def steady(word: str) -> bool:
    """Whether the outline of every beginning of `word` is a beginning of its outline."""
    return bool(_STEADY.fullmatch(word)) and not _SEVERAL.search(word) and "тд" not in word.casefold()


def settle(raw: str) -> str:
    """Drop glides before vowels, then write every doubled letter once, and -тдин as -ддин (Нуритдин)."""
    if "Y" in raw:
        raw = _VANISHING.sub("", raw).replace("Y", "i")
    return _DOUBLED.sub(r"\1", raw.replace("tdin", "din"))


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
    if end and end[0] in "oe" and letters[-len(end) - 1] in "aeou":
        end = None
    body = letters[: -len(end)] if end else letters
    clusters = _CLUSTER.findall(body)
    pieces = []
    position = 0
    for number, cluster in enumerate(clusters):
        following = clusters[number + 1][0] if number + 1 < len(clusters) else ""
        aspirated = cluster == "h" and position > 2 and letters[position - 1] in "aoie"
        pieces.append(_latin_options(cluster, following, aspirated))
        position += len(cluster)
    if end:
        pieces.append(LATIN_ENDS[end])
    return pieces


@cache
def _latin_options(cluster: str, following: str, aspirated: bool) -> Options:
    """Readings of letters that stand for one sound; `aspirated`: an h behind a vowel."""
    before_vowel = bool(following) and following in "aeiouyöüıə"
    if cluster in GLIDES:
        return ("Y",)
    if cluster == "j":
        return ("j", "Y")
    if cluster == "i" and before_vowel:
        return ("i", "Y")
    if (before_vowel or not following or following in _VOICED_CONSONANTS) and cluster in VOICED:
        return VOICED[cluster]
    if not following and aspirated:
        return ("", "h")
    return LATIN.get(cluster) or LATIN.get(unicodedata.normalize("NFD", cluster)[0], ("",))


def _persian(letters: str) -> list[str]:
    """Consonants of a Persian word, suffixes off too; a final ه may be a vowel, a doubled letter its own vowel."""
    stems = [letters]
    for suffix in PERSIAN_SUFFIXES:
        stems += [
            stem.removesuffix(suffix) for stem in stems if stem.endswith(suffix) and len(stem) - len(suffix) > 2
        ]
    readings: list[str] = []
    for stem in stems:
        outline = "".join(PERSIAN.get(letter, "") for letter in stem)
        readings += [outline] if not stem.endswith(("ه", "ة")) else [outline, outline.removesuffix("h")]
    return readings


def _undoubled(outline: str) -> Iterable[str]:
    """A doubled consonant is one long letter, or two with a vowel between that is not written."""
    runs = [(run[0], run[1]) if len(run[0]) > 1 else (run[0],) for run in _RUNS.finditer(outline)]
    return ("".join(choice) for choice in islice(product(*runs), READINGS_MAX))


def consonants(skeleton: str) -> str:
    """What Persian script keeps of an outline: it writes no short vowels, and v as a vowel."""
    return "".join(letter for letter in skeleton if letter not in VOWELS and letter != "v")
