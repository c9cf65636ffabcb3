"""Keys by which one person is the same in two registers, two languages and two spellings."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from guvoh.instruments.names import skeleton
from guvoh.instruments.names.person import Protected
from guvoh.instruments.names.rules import load
from guvoh.instruments.names.skeleton import FOLDS, KEPT_WORDS, consonants, skeletons

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
_FAMILY_ENDS = tuple(FAMILY)
_FEMININE_ENDS = tuple(FEMININE)
_PATRONYMIC_ENDS = tuple(PATRONYMIC)
HONORIFICS = ("jan", "han", "bik", "bai")
_DOUBLE_Z = re.compile("зз|zz")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼʻ`‘][^\W\d_]+)*")
_VARIANTS: dict[str, list[str]] = load("letters")["register_variants"]


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
def other_starts(size: int) -> frozenset[str]:
    """First letters of the spellings that `canonical` brings together."""
    return frozenset(key[:size] for key in _canonical_given())


def surname_stem(key: str) -> tuple[str, bool]:
    """Stem of a surname's outline, and whether a family suffix (-ов, -зода, -ӣ, -пур, -иён) was taken off."""
    for suffix in FAMILY if key.endswith(_FAMILY_ENDS) else ():
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
    return _WORD.findall(unicodedata.normalize("NFC", text))


def spellings(word: str) -> Iterator[str]:
    """The register's spelling and the other ways its letters are heard (ӯ as u or o)."""
    choices = [_VARIANTS.get(letter, [letter]) for letter in word.casefold()]
    for letters in product(*choices):
        yield "".join(letters)


@lru_cache(KEPT_WORDS)
def outlines(text: str) -> frozenset[str]:
    """Every outline of a name of one or more words, written together."""
    joined = "".join(words(text))
    return frozenset(outline for spelling in spellings(joined) for outline in skeletons(spelling))


@dataclass(frozen=True)
class Parts:
    """The parts of one full name as keys. `bare_surname`: the surname has no family suffix (Раҳмон)."""

    given: frozenset[str]
    surname: frozenset[str]
    patronymic: frozenset[str]
    bare_surname: bool
    initials: frozenset[str]
    surname_outlines: frozenset[str]


@dataclass
class _Sorted:
    given: list[str]
    surname: list[str]
    patronymic: list[str]


def parts_of(person: Protected) -> Parts:
    """The name parts of `person`, from its own fields and from the full names in Tajik and Russian."""
    named = _Sorted(*([field] if field else [] for field in (person.given, person.surname, person.patronymic)))
    for full in (person.name_tg, person.name_ru, *(alias for alias in person.aliases if len(words(alias)) > 1)):
        if full:
            _sort_full_name(words(full), named)
    surnames = {outline for name in named.surname for outline in outlines(name)}
    stems = [surname_stem(outline) for outline in surnames]
    swallowed = {
        stem
        for name in named.surname
        if _DOUBLE_Z.search(name.casefold())
        for outline in outlines(name)
        if (stem := swallowed_stem(outline))
    }
    givens = {key for name in named.given for key in given_keys(name)}
    return Parts(
        given=frozenset(givens),
        surname=frozenset(stem for stem, _ in stems) | swallowed,
        patronymic=frozenset(
            patronymic_stem(outline)[0] for name in named.patronymic for outline in outlines(name)
        ),
        bare_surname=any(not suffixed for _, suffixed in stems),
        initials=frozenset(key[0] for key in givens),
        surname_outlines=frozenset(surnames),
    )


@lru_cache(KEPT_WORDS)
def given_keys(name: str) -> frozenset[str]:
    """Keys of a given name: whole, its first word, and without an honorific grown onto it (Рустамҷон)."""
    keys = set(outlines(name))
    keys |= {outline for first in words(name)[:1] if len(first) > STRIPPED_MIN for outline in outlines(first)}
    for key in tuple(keys):
        for honorific in HONORIFICS:
            if key.endswith(honorific) and len(key) - len(honorific) >= STRIPPED_MIN:
                keys.add(key[: -len(honorific)])
    return frozenset(canonical(key) for key in keys)


def forget() -> None:
    """Let go of the names read so far."""
    outlines.cache_clear()
    given_keys.cache_clear()
    skeleton.forget()


def _sort_full_name(names: list[str], into: _Sorted) -> None:
    """Put each word of a full name with the part it is a spelling of, or where its ending says it belongs."""
    given = {key for name in into.given for key in given_keys(name)}
    surnames = {surname_stem(outline)[0] for name in into.surname for outline in outlines(name)}
    for name in names:
        keys = outlines(name)
        stems = {surname_stem(key) for key in keys}
        if any(key.endswith(FATHERS_OWN) for key in keys):
            into.patronymic.append(name)
        elif given_keys(name) & given:
            into.given.append(name)
        elif surnames & {stem for stem, _ in stems} or (not surnames and any(suffixed for _, suffixed in stems)):
            into.surname.append(name)
            surnames |= {stem for stem, _ in stems}
        elif not given:
            # In a Tajik full name the given name may carry the izofat: Рустами Карим.
            into.given += [name, name.removesuffix("и")]
            given = {key for each in into.given for key in given_keys(each)}
        else:
            (into.patronymic if surnames else into.surname).append(name)
            surnames |= {stem for stem, _ in stems}


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
    return {outline for key in keys if len(outline := consonants(key)) > 1}
