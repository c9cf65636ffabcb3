"""Keys by which one person is the same in two registers, two languages and two spellings."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from typing import NamedTuple

from guvoh.instruments.names import skeleton
from guvoh.instruments.names.person import Protected
from guvoh.instruments.names.rules import load
from guvoh.instruments.names.skeleton import FOLDS, consonants, skeletons

STEM_MIN = 2
STRIPPED_MIN = 3

_ENDINGS = load("endings")
FAMILY: list[str] = sorted(_ENDINGS["family"], key=len, reverse=True)
_SWALLOWING: list[str] = sorted(_ENDINGS["swallowing"], key=len, reverse=True)
FEMININE: dict[str, str] = _ENDINGS["feminine"]
PATRONYMIC: list[str] = sorted(_ENDINGS["patronymic"], key=len, reverse=True)
FATHERS_OWN = ("avij", "ivij", "avna", "ivna", "uli", "kizi")
_FOLDS = FOLDS | str.maketrans("ё", "е")
_PLAIN = re.compile("[a-zA-Zа-яА-ЯёЁӣӢӯӮқҚғҒҳҲҷҶ0-9]*")
# By their last letter, the longest first.
_FAMILY = {end: tuple(each for each in FAMILY if each[-1] == end) for end in {suffix[-1] for suffix in FAMILY}}
_FEMININE_ENDS = tuple(FEMININE)
_PATRONYMIC_ENDS = tuple(PATRONYMIC)
HONORIFICS = ("jan", "han", "bik", "bai")
_OV = ("av", "iv")
_AV = re.compile("[аяи]в$|[ai]v$", re.IGNORECASE)
_DOUBLE_Z = re.compile("зз|zz")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼʻ`‘′″][^\W\d_]+)*")
_VARIANTS: dict[str, list[str]] = load("letters")["register_variants"]
_VARIANT = frozenset(_VARIANTS)


def fold(text: str) -> str:
    """`text` as the database indexes it for search: one case, no stress marks or invisible characters, Tajik
    letters as their Russian neighbours (ӯ→у, қ→к, ғ→г, ҳ→х, ҷ→ч, ӣ→и) and ё as е.
    """
    if _PLAIN.fullmatch(text):
        return text.casefold().translate(_FOLDS)
    composed = unicodedata.normalize("NFC", text).casefold()
    visible = "".join(letter for letter in composed if unicodedata.category(letter) not in {"Mn", "Me", "Cf"})
    return visible.translate(_FOLDS)


@cache
def _canonical_given() -> dict[str, str]:
    canon: dict[str, str] = {}
    for group in load("given")["groups"]:
        first = skeletons(group[0])[0]
        for spelling in group:
            canon.setdefault(skeletons(spelling)[0], first)
    return canon


def canonical(key: str) -> str:
    """The one key of a given name known in several spellings (Ибрагим and Иброҳим), else `key` itself."""
    return _canonical_given().get(key, key)


@cache
def other_spellings() -> frozenset[str]:
    """Keys that `canonical` brings to another one."""
    return frozenset(key for key, first in _canonical_given().items() if key != first)


@cache
def _same_names() -> dict[str, tuple[str, ...]]:
    same: dict[str, list[str]] = {}
    for spelling, first in _canonical_given().items():
        same.setdefault(first, []).append(spelling)
    return {first: tuple(spellings) for first, spellings in same.items()}


def same_names(key: str) -> tuple[str, ...]:
    """The outlines that `canonical` brings to `key`."""
    return _same_names().get(key, (key,))


@cache
def other_starts(size: int) -> frozenset[str]:
    """First letters of the spellings that `canonical` brings together."""
    return frozenset(key[:size] for key in _canonical_given())


def surname_stem(key: str) -> tuple[str, bool]:
    """Stem of a surname's outline, and whether a family suffix (-ов, -зода, -ӣ, -пур, -иён) was taken off."""
    for suffix in _FAMILY.get(key[-1:], ()):
        if key.endswith(suffix) and len(key) - len(suffix) >= STEM_MIN:
            root = canonical(key[: -len(suffix)])
            return root[:-1] if root.endswith("i") and len(root) > STEM_MIN else root, True
    for suffix, stem in FEMININE.items() if key.endswith(_FEMININE_ENDS) else ():
        if key.endswith(suffix) and len(key) - len(suffix) >= STRIPPED_MIN:
            return key[: -len(suffix)] + stem, True
    return canonical(key), False


def swallowed_stem(key: str) -> str | None:
    """The stem that ended in the z of -зода itself (Ниёззода), if `key` has such a suffix."""
    suffix = next((suffix for suffix in _SWALLOWING if key.endswith(suffix)), None)
    return canonical(f"{key.removesuffix(suffix)}z") if suffix and len(key) > len(suffix) + 1 else None


def patronymic_stem(key: str) -> tuple[str, bool]:
    """Stem of a patronymic's outline, and whether -ович, -овна, -зода or a like ending was taken off."""
    for suffix in PATRONYMIC if key.endswith(_PATRONYMIC_ENDS) else ():
        if key.endswith(suffix) and len(key) - len(suffix) >= STEM_MIN:
            return canonical(key[: -len(suffix)].removesuffix("i") or key), True
    return canonical(key.removesuffix("i")), False


def words(text: str) -> list[str]:
    return _WORD.findall(text if _PLAIN.fullmatch(text) else unicodedata.normalize("NFC", text))


def spellings(word: str) -> list[str]:
    """The register's spelling and the other ways its letters are heard (ӯ as u or o)."""
    folded = word.casefold()
    if _VARIANT.isdisjoint(folded):
        return [folded]
    return ["".join(letters) for letters in product(*(_VARIANTS.get(letter, [letter]) for letter in folded))]


@cache
def outlines(text: str) -> frozenset[str]:
    """Every outline of a name of one or more words, written together."""
    return frozenset().union(*map(skeletons, spellings("".join(words(text)))))


class Parts(NamedTuple):
    """The parts of one full name as keys. `bare_surname`: it has no family suffix (Раҳмон); `letters`: what
    the given name begins with as it is written.
    """

    given: frozenset[str]
    surname: frozenset[str]
    patronymic: frozenset[str]
    bare_surname: bool
    initials: frozenset[str]
    surname_outlines: frozenset[str]
    letters: frozenset[str]


class _Surname(NamedTuple):
    """What one word says as a surname. `bare`: one of its outlines has no family suffix; `suffixed`: one has;
    `fathers`: it is a patronymic by its ending.
    """

    outlines: frozenset[str]
    stems: frozenset[str]
    swallowed: frozenset[str]
    bare: bool
    suffixed: bool
    fathers: bool


_NONE: frozenset[str] = frozenset()


class _Gathered:
    """The keys gathered so far from the names of one person."""

    __slots__ = ("bare", "given", "letters", "outlines", "patronymic", "stems", "swallowed")

    def __init__(self) -> None:
        self.given = self.stems = self.swallowed = self.outlines = self.patronymic = self.letters = _NONE
        self.bare = False

    def add_given(self, name: str) -> None:
        self.given = _joined(self.given, given_keys(name))
        self.letters = _joined(self.letters, _letter(name[:1]))

    def add_surname(self, name: str) -> None:
        surname = _as_surname(name)
        self.outlines = _joined(self.outlines, surname.outlines)
        self.stems = _joined(self.stems, surname.stems)
        self.swallowed = _joined(self.swallowed, surname.swallowed)
        self.bare = self.bare or surname.bare

    def add_patronymic(self, name: str) -> None:
        self.patronymic = _joined(self.patronymic, _father_stems(name))


def _joined(some: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    """The keys of both; one of the two itself where it holds the other, so that namesakes share it."""
    if others <= some:
        return some
    return some | others if some else others


def parts_of(person: Protected) -> Parts:
    """The name parts of `person`, from its own fields and from the full names in Tajik and Russian."""
    gathered = _Gathered()
    for given, surname, patronymic in ((person.given, person.surname, person.patronymic), *person.names):
        if given:
            gathered.add_given(given)
        if surname:
            gathered.add_surname(surname)
        if patronymic:
            gathered.add_patronymic(patronymic)
    for full in (person.name_tg, person.name_ru, *(alias for alias in person.aliases if len(words(alias)) > 1)):
        if full:
            _sort_full_name(words(full), gathered)
    return Parts(
        given=gathered.given,
        surname=_joined(gathered.stems, gathered.swallowed),
        patronymic=gathered.patronymic,
        bare_surname=gathered.bare,
        initials=_first_letters(gathered.given),
        surname_outlines=gathered.outlines,
        letters=gathered.letters,
    )


@cache
def _letter(letter: str) -> frozenset[str]:
    return frozenset([letter.casefold()])


@cache
def _first_letters(keys: frozenset[str]) -> frozenset[str]:
    return frozenset(key[0] for key in keys)


@cache
def _as_surname(name: str) -> _Surname:
    spelt = outlines(name)
    stems = [surname_stem(outline) for outline in spelt]
    families = {family for _, family in stems}
    swallowed = map(swallowed_stem, spelt) if _DOUBLE_Z.search(name.casefold()) else ()
    return _Surname(
        outlines=spelt,
        stems=frozenset([*(stem for stem, _ in stems), *_twice_suffixed(name, spelt, stems)]),
        swallowed=frozenset(filter(None, swallowed)),
        bare=False in families,
        suffixed=True in families,
        fathers=any(outline.endswith(FATHERS_OWN) for outline in spelt),
    )


def _twice_suffixed(name: str, spelt: Iterable[str], stems: list[tuple[str, bool]]) -> Iterator[str]:
    """Stems that a second suffix brings: Холов of Холовзода loses its own, Пайрав may take one (Пайравзода)."""
    for stem, suffixed in stems:
        if suffixed and stem.endswith(_OV):
            yield surname_stem(stem)[0]
    if _AV.search(name):
        yield from (canonical(outline) for outline in spelt)


@cache
def _father_stems(name: str) -> frozenset[str]:
    spelt = outlines(name)
    swallowed = map(swallowed_stem, spelt) if _DOUBLE_Z.search(name.casefold()) else ()
    return frozenset([*(patronymic_stem(outline)[0] for outline in spelt), *filter(None, swallowed)])


@cache
def given_keys(name: str) -> frozenset[str]:
    """Keys of a given name: whole, its first word, and without an honorific grown onto it (Рустамҷон)."""
    keys = set(outlines(name))
    first = next(iter(words(name)), "")
    if STRIPPED_MIN < len(first) < len(name):
        keys |= outlines(first)
    for key in [key for key in keys if key.endswith(HONORIFICS)]:
        for honorific in HONORIFICS:
            if key.endswith(honorific) and len(key) - len(honorific) >= STRIPPED_MIN:
                keys.add(key[: -len(honorific)])
    return frozenset(map(canonical, keys))


def forget() -> None:
    """Let go of the names read so far."""
    for cached in (outlines, given_keys, _as_surname, _father_stems, _first_letters):
        cached.cache_clear()
    skeleton.forget()


def _sort_full_name(names: list[str], into: _Gathered) -> None:
    """Put each word of a full name with the part it is a spelling of, or where its ending says it belongs."""
    surnames = into.stems
    for name in names:
        surname = _as_surname(name)
        if surname.fathers:
            into.add_patronymic(name)
        elif not into.given.isdisjoint(given_keys(name)):
            into.add_given(name)
        elif not surnames.isdisjoint(surname.stems) or (not surnames and surname.suffixed):
            into.add_surname(name)
            surnames |= surname.stems
        elif not into.given:
            # In a Tajik full name the given name may carry the izofat: Рустами Карим.
            into.add_given(name)
            into.add_given(name.removesuffix("и"))
        else:
            (into.add_patronymic if surnames else into.add_surname)(name)
            surnames |= surname.stems


def matching_keys(person: Protected) -> set[str]:
    """Keys that find the same person elsewhere: `g:` given, `s:` surname stem, `p:` patronymic stem, and `gs:` the
    pair of given and surname whatever their order.
    """
    parts = parts_of(person)
    keys = {f"g:{key}" for key in parts.given} | {f"s:{key}" for key in parts.surname}
    keys |= {f"p:{key}" for key in parts.patronymic}
    return keys | {"gs:" + "+".join(sorted(pair)) for pair in product(parts.given, parts.surname)}


def persian_keys(keys: Iterable[str]) -> set[str]:
    """The same keys as Persian script leaves them; a single consonant is too little to know anyone by."""
    return {outline for key in keys for name in same_names(key) if len(outline := consonants(name)) > 1}
