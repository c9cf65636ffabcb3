"""The grammatical slot a name leaves in a sentence: its Russian case, its Tajik suffix, its English possessive."""

import re
from functools import cache

from pymorphy3 import MorphAnalyzer

from guvoh.instruments.names.keys import Parts, canonical, fold, surname_stem
from guvoh.instruments.names.rules import load
from guvoh.instruments.names.skeleton import skeletons

CASE_ORDER = ("nomn", "accs", "gent", "datv", "ablt", "loct")
ALL_CASES = frozenset(CASE_ORDER)
_POSSESSIVE = re.compile(r"['’ʼ`]s?$")
_WORD = re.compile(r"[^\W\d_]+")

_PHRASES = load("phrases")
_CASES: dict[str, dict[str, list[str]]] = _PHRASES["russian_cases"]
_PREPOSITIONS: dict[str, list[str]] = _PHRASES["russian_prepositions"]
_SUFFIXES: list[str] = _PHRASES["tajik_suffixes"]


def possessive(evidence: str) -> str:
    """The English possessive at the end of a marked name, or nothing."""
    found = _POSSESSIVE.search(evidence)
    return found[0] if found else ""


def russian_case(evidence: str, before: str, parts: Parts, gender: str | None) -> str:
    """The case (an OpenCorpora grammeme) in which the marked name stands; `before` is the text to its left."""
    cases = ALL_CASES
    for word in _WORD.findall(evidence):
        narrowed = cases & _word_cases(word, parts, gender or "m")
        cases = narrowed or cases
    governed = _governed(before)
    if cases & governed:
        cases = cases & governed
    return next(case for case in CASE_ORDER if case in cases)


def _word_cases(word: str, parts: Parts, gender: str) -> frozenset[str]:
    outlines = set(skeletons(word))
    if outlines & parts.surname_outlines or {canonical(outline) for outline in outlines} & parts.given:
        return frozenset({"nomn"})
    for ending, cases in _CASES[gender].items():
        if fold(word).endswith(ending):
            return frozenset(cases)
    return frozenset({"nomn"})


def _governed(before: str) -> frozenset[str]:
    words = _WORD.findall(before[-40:])
    if not words:
        return ALL_CASES
    governed = {case for case, prepositions in _PREPOSITIONS.items() if fold(words[-1]) in prepositions}
    return frozenset(governed) or ALL_CASES


@cache
def _analyzer() -> MorphAnalyzer:
    return MorphAnalyzer()


def decline(noun: str, case: str) -> str:
    """`noun` in `case`. Raises LookupError when the dictionary has no such form."""
    for parse in _analyzer().parse(noun):
        if "nomn" in parse.tag and "sing" in parse.tag:
            form = parse.inflect({case, "sing"})
            if form is not None:
                return str(form.word)
    raise LookupError(f"no {case} of {noun}")


def tajik_suffix(evidence: str, parts: Parts) -> str:
    """The izofat, -ро, -ҳо or enclitic the marked name carries, or nothing."""
    words = _WORD.findall(evidence)
    if not words:
        return ""
    word = words[-1]
    if _is_name(word, parts):
        return ""
    for suffix in _SUFFIXES:
        if fold(word).endswith(fold(suffix)) and _is_name(word[: -len(suffix)], parts):
            return suffix
    return ""


def _is_name(word: str, parts: Parts) -> bool:
    outlines = skeletons(word)
    given = any(canonical(outline) in parts.given for outline in outlines)
    return given or any(
        outline in parts.surname_outlines or surname_stem(outline)[0] in parts.surname and outline[-1] != "i"
        for outline in outlines
    )


def with_tajik_suffix(noun: str, suffix: str) -> str:
    """`noun` with a suffix grown on: a final -ӣ is written и before it; initials take a hyphen."""
    if not suffix:
        return noun
    if noun.endswith("."):
        return f"{noun}-{suffix}"
    return (noun[:-1] + "и" if noun.endswith("ӣ") else noun) + suffix
