"""What the recorded facts say about the elements of UNCAT article 1, in one sentence about elements and gaps.

It never counts, scores or finds: whether it was torture is for a court or a competent body. The sentences are in
templates_data/elements.yaml, in three languages.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, Final

import yaml

from guvoh.desk.correspondence.vocabulary import Grade, Heading, StateArticle
from guvoh.desk.facts.vocabulary import Certainty

ELEMENTS: Final = (Heading.SEVERITY, Heading.INTENTION, Heading.PURPOSE, Heading.OFFICIAL)
BEARING_OUT: Final = (Grade.SUPPORTED, Grade.PARTLY)
# From the lowest standard of proof to the highest.
STANDARDS: Final = (Certainty.REPORTED, Certainty.CREDIBLE, Certainty.REASONABLE, Certainty.PROVEN)


class Outcome(StrEnum):
    ELEMENTS = "elements"
    ILL_TREATMENT = "ill_treatment"
    NOT_ENOUGH = "not_enough"
    OTHER = "other"


@dataclass(frozen=True)
class Bearing:
    """One fact that bears on a heading: how far, at which standard, and from what kind of source of which grade.

    `source` is a kind of source or empty, `graded` its reliability and credibility ("B2") or empty.
    """

    heading: str
    grade: str
    standard: str = Certainty.REPORTED
    source: str = ""
    graded: str = ""


@dataclass(frozen=True)
class Weighed:
    """A heading with all its facts: `disputed` where some bear it out and others contradict it.

    `standard` is the best among the facts that carry the grade, since one of them is enough; empty without any.
    """

    grade: Grade = Grade.NO_INFORMATION
    disputed: bool = False
    standard: str = ""

    @property
    def is_borne_out(self) -> bool:
        return self.grade in BEARING_OUT


@dataclass(frozen=True)
class Finding:
    """What may be said. `standard` is the lowest among the elements that are borne out; empty where none is."""

    outcome: Outcome
    map: Mapping[Heading, Weighed]
    sources: tuple[tuple[str, str], ...] = ()
    standard: str = ""

    def graded(self, *grades: Grade) -> list[Heading]:
        return [element for element in ELEMENTS if self.map[element].grade in grades]

    @property
    def disputed(self) -> list[Heading]:
        return [element for element in ELEMENTS if self.map[element].disputed]


def weigh(bearings: Iterable[Bearing]) -> dict[Heading, Weighed]:
    """Every heading with the grade that its facts give it together."""
    of_heading: dict[str, list[Bearing]] = {heading: [] for heading in Heading}
    for bearing in bearings:
        of_heading[bearing.heading].append(bearing)
    return {heading: _weighed(of_heading[heading]) for heading in Heading}


def _weighed(bearings: list[Bearing]) -> Weighed:
    given = {bearing.grade for bearing in bearings}
    borne_out = not given.isdisjoint(BEARING_OUT)
    disputed = borne_out and Grade.CONTRADICTED in given
    grade = next((each for each in Grade if each in given), Grade.NO_INFORMATION)
    standards = [bearing.standard for bearing in bearings if bearing.grade == grade and borne_out]
    # what some facts deny is supported in part at most
    shown = Grade.PARTLY if disputed else grade
    return Weighed(shown, disputed, max(standards, key=STANDARDS.index, default=""))


def find(bearings: Iterable[Bearing]) -> Finding:
    """The one outcome of these facts."""
    bearings = list(bearings)
    weighed = weigh(bearings)
    supporting = [row for row in bearings if row.heading in ELEMENTS and row.grade in BEARING_OUT]
    sources = tuple(dict.fromkeys((row.source, row.graded) for row in supporting))
    standards = [weighed[element].standard for element in ELEMENTS if weighed[element].is_borne_out]
    return Finding(_outcome(weighed), weighed, sources, min(standards, key=STANDARDS.index, default=""))


def _outcome(weighed: Mapping[Heading, Weighed]) -> Outcome:
    severity, official = weighed[Heading.SEVERITY], weighed[Heading.OFFICIAL]
    meant = weighed[Heading.INTENTION].is_borne_out or weighed[Heading.PURPOSE].is_borne_out
    if weighed[Heading.SANCTIONS].grade == Grade.SUPPORTED or official.grade == Grade.CONTRADICTED:
        return Outcome.OTHER
    if Grade.NO_INFORMATION in (severity.grade, official.grade):
        return Outcome.NOT_ENOUGH
    if severity.grade == Grade.CONTRADICTED:
        # lesser suffering that was meant may still be degrading; what was not meant is looked at elsewhere
        return Outcome.ILL_TREATMENT if meant else Outcome.OTHER
    whole = all(weighed[element].is_borne_out for element in ELEMENTS)
    return Outcome.ELEMENTS if whole else Outcome.ILL_TREATMENT


@cache
def wording() -> dict[str, dict[str, Any]]:
    """The words of the sentences and the questions, by language."""
    source = resources.files("guvoh.desk.correspondence").joinpath("templates_data", "elements.yaml")
    return yaml.safe_load(source.read_text(encoding="utf-8"))


def questions(heading: str, language: str) -> list[str]:
    """What to ask for a heading: who, what, when, how long, what was said."""
    return wording()[language]["questions"][heading]


def _named(elements: Iterable[Heading], words: Mapping[str, Any]) -> str:
    return ", ".join(words["headings"][element] for element in elements)


def sentence(finding: Finding, language: str) -> str:
    """The finding in words: the outcome, what is partial or disputed, the standard of proof, and who decides."""
    words = wording()[language]
    said = [_opening(finding, words)]
    partly = [element for element in finding.graded(Grade.PARTLY) if element not in finding.disputed]
    if partly:
        said.append(words["partly"].format(elements=_named(partly, words)))
    if finding.disputed:
        said.append(words["disputed"].format(elements=_named(finding.disputed, words)))
    if finding.map[Heading.SANCTIONS].disputed:
        said.append(words["sanctions_disputed"])
    standard = words["standards"].get(finding.standard)
    said += [words["standard"].format(standard=standard) if standard else words["no_standard"], words["court"]]
    return " ".join(said)


def _opening(finding: Finding, words: Mapping[str, Any]) -> str:
    opening = words["outcomes"][finding.outcome]
    if finding.outcome == Outcome.ELEMENTS:
        sources = ", ".join(_source(kind, graded, words) for kind, graded in finding.sources)
        return opening.format(sources=sources)
    gaps = "; ".join(_gaps(finding, words))
    return opening.format(gaps=gaps)


def _gaps(finding: Finding, words: Mapping[str, Any]) -> Iterable[str]:
    if finding.map[Heading.SANCTIONS].grade == Grade.SUPPORTED:
        yield words["only_sanctions"]
    for label, grade in (("missing", Grade.NO_INFORMATION), ("contradicted", Grade.CONTRADICTED)):
        elements = finding.graded(grade)
        if elements:
            yield words[label].format(elements=_named(elements, words))


def _source(kind: str, graded: str, words: Mapping[str, Any]) -> str:
    named = words["sources"][kind or "none"]
    return f"{named} ({graded})" if graded else named


def named_source(bearing: Bearing, language: str) -> str:
    """The kind of a fact's source without its grade, which is ours and no addressee's."""
    return _source(bearing.source, "", wording()[language])


def mismatch(finding: Finding, article: str, language: str) -> str:
    """Where our map and the qualification of the state part ways, in a sentence; empty where they do not."""
    words = wording()[language]["mismatch"]
    charged = words["articles"][article]
    whole = finding.outcome == Outcome.ELEMENTS
    if article == StateArticle.TORTURE:
        gaps = "; ".join(_gaps(finding, wording()[language]))
        return "" if whole else words["beyond_our_map"].format(charged=charged[0].upper() + charged[1:], gaps=gaps)
    if whole:
        supported = finding.graded(Grade.SUPPORTED) == list(ELEMENTS)
        return words["supported" if supported else "partly"].format(charged=charged)
    if finding.outcome == Outcome.ILL_TREATMENT and article == StateArticle.NONE:
        return words["ill_treatment"].format(charged=charged)
    return ""
