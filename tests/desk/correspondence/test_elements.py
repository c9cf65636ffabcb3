"""What the facts may be said to show: one sentence for every combination, and never a verdict."""

import itertools
import re
from typing import Any

import pytest

from guvoh.desk.correspondence.elements import (
    ELEMENTS,
    STANDARDS,
    Bearing,
    Finding,
    Outcome,
    find,
    mismatch,
    questions,
    sentence,
    weigh,
    wording,
)
from guvoh.desk.correspondence.vocabulary import Grade, Heading, StateArticle
from guvoh.desk.facts.vocabulary import Certainty, SourceKind

LANGUAGES = ("tg", "ru", "en")
EVERY_GRADE = tuple(itertools.product(Grade, repeat=len(ELEMENTS)))
# What a sentence of ours must never say: that it was so, or how much of it.
VERDICTS = re.compile(
    r"\byes\b|\bproved\b|\bis torture\b|\bwas torture\b|\bwere tortured\b|\bguilty\b|\bscore\b|%|\d\s*/\s*\d"
    r"|\bдоказано\b|\bявляется пыткой\b|\bэто пытк|\bвинов|\bбаллов\b|\bисбот шуд"
    r"|\bшиканҷа аст\b|\bшиканҷа буд\b|\bгунаҳгор",
    re.IGNORECASE,
)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def found(*grades: Grade, sanctions: Grade | None = None, **fields: Any) -> Finding:
    """The finding of one fact for each element, in the order of the elements."""
    bearings = [Bearing(element, grade, **fields) for element, grade in zip(ELEMENTS, grades, strict=True)]
    if sanctions:
        bearings.append(Bearing(Heading.SANCTIONS, sanctions))
    return find(bearings)


S, P, C, N = Grade.SUPPORTED, Grade.PARTLY, Grade.CONTRADICTED, Grade.NO_INFORMATION


@every_language
def test_every_combination_gives_one_sentence_with_the_court_and_no_verdict(language: str) -> None:
    words = wording()[language]
    openings = {outcome: words["outcomes"][outcome].partition("{")[0] for outcome in Outcome}
    seen = set()
    for grades in EVERY_GRADE:
        for sanctions in (None, *Grade):
            finding = found(*grades, sanctions=sanctions)
            said = sentence(finding, language)
            assert [outcome for outcome, opening in openings.items() if said.startswith(opening)] == [
                finding.outcome
            ]
            assert said.endswith(words["court"])
            assert not VERDICTS.search(said), said
            assert "{" not in said
            seen.add(finding.outcome)
    assert seen == set(Outcome)


@every_language
def test_a_sentence_names_its_gaps_and_what_denies_it(language: str) -> None:
    words = wording()[language]
    for grades in EVERY_GRADE:
        finding = found(*grades)
        said = sentence(finding, language)
        if finding.outcome == Outcome.ELEMENTS:
            continue
        for element, grade in zip(ELEMENTS, grades, strict=True):
            if grade in (N, C):
                assert words["headings"][element] in said


def test_elements_of_torture_take_all_four() -> None:
    for grades in EVERY_GRADE:
        whole = all(grade in (S, P) for grade in grades)
        assert (found(*grades).outcome == Outcome.ELEMENTS) == whole


@pytest.mark.parametrize(
    ("grades", "outcome"),
    [
        ((S, S, S, S), Outcome.ELEMENTS),
        ((P, P, P, P), Outcome.ELEMENTS),
        ((S, S, N, S), Outcome.ILL_TREATMENT),
        ((S, C, S, S), Outcome.ILL_TREATMENT),
        ((C, S, S, S), Outcome.ILL_TREATMENT),
        ((C, C, N, S), Outcome.OTHER),
        ((S, S, S, C), Outcome.OTHER),
        ((N, N, N, N), Outcome.NOT_ENOUGH),
        ((S, S, S, N), Outcome.NOT_ENOUGH),
        ((N, S, S, S), Outcome.NOT_ENOUGH),
    ],
)
def test_outcome(grades: tuple[Grade, ...], outcome: Outcome) -> None:
    assert found(*grades).outcome == outcome


def test_missing_purpose_is_said_as_such() -> None:
    assert sentence(found(S, S, N, S), "en").startswith("Ill-treatment indicators; missing: purpose.")


def test_without_any_fact_there_is_not_enough_information_and_no_standard() -> None:
    finding = find([])
    assert (finding.outcome, finding.standard) == (Outcome.NOT_ENOUGH, "")
    assert "no standard of proof is named" in sentence(finding, "en")


def test_pain_only_from_lawful_sanctions_is_another_matter_unless_it_is_disputed() -> None:
    assert found(S, S, S, S, sanctions=S).outcome == Outcome.OTHER
    assert "only from lawful sanctions" in sentence(found(S, S, S, S, sanctions=S), "en")
    denied = Bearing(Heading.SANCTIONS, C)
    claimed = Bearing(Heading.SANCTIONS, S)
    disputed = find([*(Bearing(element, S) for element in ELEMENTS), claimed, denied])
    assert disputed.outcome == Outcome.ELEMENTS
    assert "Whether it was only a lawful sanction is disputed." in sentence(disputed, "en")


def test_powerlessness_is_a_fact_beside_the_elements_and_changes_no_outcome() -> None:
    for grades in EVERY_GRADE:
        bearings = [Bearing(element, grade) for element, grade in zip(ELEMENTS, grades, strict=True)]
        for grade in Grade:
            assert find([*bearings, Bearing(Heading.POWERLESSNESS, grade)]).outcome == find(bearings).outcome


def test_a_denial_makes_an_element_disputed_and_takes_no_fact_away() -> None:
    facts = [Bearing(element, S) for element in ELEMENTS]
    denied = find([*facts, Bearing(Heading.OFFICIAL, C, source=SourceKind.OFFICIAL)])
    assert denied.outcome == Outcome.ELEMENTS
    assert denied.disputed == [Heading.OFFICIAL]
    said = sentence(denied, "en")
    assert "Supported by some facts and contradicted by others: involvement of officials." in said
    assert "Supported only in part" not in said


def test_the_order_in_which_facts_come_changes_nothing() -> None:
    facts = [
        Bearing(Heading.SEVERITY, grade, standard)
        for grade, standard in itertools.product(Grade, (Certainty.REPORTED, Certainty.CREDIBLE))
    ]
    assert weigh(facts) == weigh(reversed(facts))


def test_standard_is_the_lowest_among_the_elements_and_the_best_fact_of_each() -> None:
    facts = [Bearing(element, S, Certainty.REASONABLE) for element in ELEMENTS]
    assert find(facts).standard == Certainty.REASONABLE
    facts[1] = Bearing(Heading.INTENTION, S, Certainty.REPORTED)
    assert find(facts).standard == Certainty.REPORTED
    facts.append(Bearing(Heading.INTENTION, S, Certainty.CREDIBLE))
    assert find(facts).standard == Certainty.CREDIBLE
    # a better founded fact that bears it out only in part does not lift what supports it
    facts.append(Bearing(Heading.INTENTION, P, Certainty.PROVEN))
    assert find(facts).standard == Certainty.CREDIBLE


def test_standards_are_ordered_from_report_to_judgment() -> None:
    assert tuple(Certainty) == STANDARDS


def test_sources_are_named_once_with_their_grade() -> None:
    facts = [Bearing(element, S, source=SourceKind.VICTIM, graded="B2") for element in ELEMENTS]
    facts.append(Bearing(Heading.SEVERITY, S, source=SourceKind.DOCUMENT, graded="A1"))
    facts.append(Bearing(Heading.PURPOSE, S))
    said = sentence(find(facts), "en")
    assert "by: the victim's account (B2), a document (A1), statements without a recorded source." in said


def test_four_elements_and_another_article_are_a_finding() -> None:
    whole = found(S, S, S, S)
    assert mismatch(whole, StateArticle.OFFICE, "en") == (
        "All four elements are supported; the state charges article 316."
    )
    assert mismatch(whole, StateArticle.NONE, "en").endswith("the state has no criminal case open.")
    assert mismatch(whole, StateArticle.TORTURE, "en") == ""
    assert mismatch(found(S, P, S, S), StateArticle.HARM, "en").startswith("Facts bear on all four elements")


def test_a_charge_of_torture_beyond_our_map_is_a_finding_too() -> None:
    said = mismatch(found(S, S, N, S), StateArticle.TORTURE, "en")
    assert said == "The state charges article 143(1); in our map: missing: purpose."


@every_language
def test_every_mismatch_is_a_whole_sentence(language: str) -> None:
    for grades in EVERY_GRADE:
        for article in StateArticle:
            said = mismatch(found(*grades), article, language)
            if said:
                assert said[0].isupper()
                assert said.endswith(".")
                assert "{" not in said
                assert not VERDICTS.search(said)


@every_language
def test_questions_never_ask_for_a_legal_word(language: str) -> None:
    for heading in Heading:
        asked = questions(heading, language)
        assert len(asked) >= 2
        for question in asked:
            assert question.rstrip(".)").endswith("?") or "?" in question
            assert not re.search(r"tortur|пытк|шиканҷа|ill-treat|жесток|бераҳмона", question, re.IGNORECASE)


@every_language
def test_every_language_has_the_same_words(language: str) -> None:
    def shape(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: shape(value) for key, value in part.items()}
        if isinstance(part, list):
            return len(part)
        return sorted(re.findall(r"{\w+}", part))

    assert shape(wording()[language]) == shape(wording()["en"])
    words = wording()[language]
    assert set(words["headings"]) == set(words["questions"]) == set(Heading)
    assert set(words["sources"]) == {*SourceKind, "none"}
    assert set(words["standards"]) == set(Certainty)
    assert set(words["mismatch"]["articles"]) == set(StateArticle)
