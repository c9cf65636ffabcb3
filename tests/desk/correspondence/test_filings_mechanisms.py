"""Every mechanism, full and with the least it takes: each lack refused with its sentence, PDF and DOCX made."""

import datetime as dt
import io
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.utils import translation
from docx import Document
from pypdf import PdfReader

from guvoh.desk.casework.models import Case
from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.filings.checks import lacking
from guvoh.desk.correspondence.filings.contents import content_of
from guvoh.desk.correspondence.filings.mechanisms import mechanisms, parse_mechanism, words
from guvoh.desk.correspondence.filings.setting import as_docx, as_pdf, pages_of
from guvoh.desk.correspondence.kinds import LANGUAGES, read_table
from guvoh.desk.correspondence.models import Filing
from guvoh.desk.facts.models import Actor
from tests.desk.correspondence.filing_cast import WHOLE, consent_abroad, whole

EVERY = tuple(mechanisms())
OPEN = [mechanism_id for mechanism_id, mechanism in mechanisms().items() if not mechanism.gate]
REQUIRED = [
    (mechanism.id, asked.id)
    for mechanism in mechanisms().values()
    for asked in mechanism.fields.values()
    if asked.required and asked.is_typed
]
DAY = dt.date(2026, 3, 1)


@pytest.fixture
def begun(team: Case, client_of_case: Actor, cast: SimpleNamespace):
    consent_abroad(team, client_of_case, cast.officer)

    def start(mechanism_id: str) -> Filing:
        return actions.start_filing(team, mechanism_id, [client_of_case], team.events.get(), by=cast.lawyer)

    return start


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("mechanism_id", EVERY)
@pytest.mark.parametrize("only_required", [False, True])
def test_every_mechanism_is_set(begun, cast, mechanism_id: str, only_required: bool) -> None:
    filing = begun(mechanism_id)
    Filing.objects.filter(pk=filing.pk).update(fields=whole(mechanism_id, only_required=only_required))
    filing.refresh_from_db()
    content = content_of(filing)
    pdf, docx = as_pdf(content, DAY), as_docx(content, DAY)
    assert mechanisms()[mechanism_id].title in text_of(pdf)
    assert "Draft, not filed" in text_of(pdf)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == pages_of(content)
    paragraphs = [paragraph.text for paragraph in Document(io.BytesIO(docx)).paragraphs]
    for asked in mechanisms()[mechanism_id].fields.values():
        printed = asked.is_typed and not asked.internal and (asked.required or not only_required)
        assert (asked.label["en"] in paragraphs) == printed, asked.id
    assert all(filing.people.get().pseudonym not in line for line in paragraphs)


@pytest.mark.parametrize("mechanism_id", EVERY)
def test_nothing_is_lacking_where_all_is_told(begun, cast, mechanism_id: str) -> None:
    filing = actions.edit_filing(begun(mechanism_id), whole(mechanism_id), by=cast.lawyer)
    left = lacking(filing)
    if mechanism_id == "cat-22":
        assert "Declaration not confirmed" in left.pop(0)
    if mechanism_id == "sanctions":
        assert left.pop() == "Nobody is tied to an act by two independent sources yet."
    assert left == []


@pytest.mark.parametrize(("mechanism_id", "field"), REQUIRED)
def test_each_required_field_is_asked_for_in_its_sentence(begun, cast, mechanism_id: str, field: str) -> None:
    filing = begun(mechanism_id)
    filing.fields = whole(mechanism_id) | {field: ""}
    asked = mechanisms()[mechanism_id].fields[field]
    for language in LANGUAGES:
        with translation.override(language):
            assert asked.absent[language] in lacking(filing)
    filing.save()
    with pytest.raises(ValidationError) as refused:
        actions.finalise_filing(filing, by=cast.lawyer)
    assert asked.absent["en"] in refused.value.messages


@pytest.mark.parametrize(
    ("mechanism_id", "told", "sentence"),
    [
        ("special-procedures", {"known_from": "press"}, "press alone"),
        ("special-procedures", {"facts": "Ӯро дар кӯча боздошт карданд ва бурданд"}, "must be written in English"),
        ("wgad", {"other_procedure": "pending"}, "cannot be filed twice"),
        ("wgad", {"remedies_more": ""}, "why none was"),
        ("wgeid", {"steps_taken": ""}, "find the person"),
        ("human-rights-committee", {"other_procedure": "pending"}, "art. 5(2)(a)"),
        ("human-rights-committee", {"other_procedure": "ended", "other_ended_on": ""}, "three years run"),
        (
            "human-rights-committee",
            {"exhausted_on": "2019-02-01", "delay_reason": "", "other_ended_on": ""},
            "Five",
        ),
        ("human-rights-committee", {"other_ended_on": "2021-02-01", "delay_reason": ""}, "Three years"),
        ("human-rights-committee", {"exhausted_on": "", "remedies_more": ""}, "five years run"),
        ("cedaw", {"facts_on": "2013-05-01"}, "22 October 2014"),
        ("cedaw", {"other_procedure": "ended"}, "art. 4(2)(a)"),
        ("cat-22", {"other_procedure": "ended"}, "art. 22(5)(a)"),
        ("osce-brief", {"facts": "\n\n".join([WHOLE * 6] * 30)}, "two pages"),
    ],
)
def test_each_check_refuses_with_its_sentence(begun, cast, mechanism_id: str, told: dict, sentence: str) -> None:
    filing = actions.edit_filing(begun(mechanism_id), whole(mechanism_id) | told, by=cast.lawyer)
    assert any(sentence in found for found in lacking(filing)), lacking(filing)
    with pytest.raises(ValidationError, match=sentence.replace("(", r"\(").replace(")", r"\)")):
        actions.finalise_filing(filing, by=cast.lawyer)


def test_a_justified_delay_and_a_continuing_violation_are_let_through(begun, cast) -> None:
    late = whole("human-rights-committee") | {"exhausted_on": "2019-02-01"}
    assert lacking(actions.edit_filing(begun("human-rights-committee"), late, by=cast.lawyer)) == []
    old = whole("cedaw") | {"facts_on": "2013-05-01", "continuing": "yes"}
    assert lacking(actions.edit_filing(begun("cedaw"), old, by=cast.lawyer)) == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"colour": "blue"}, "no field “colour”"),
        ({"disappeared_on": "last spring"}, "year and month"),
        ({"disappeared_on": "2026-02-31"}, "is no date"),
        ({"remedies": "typed"}, "no field “remedies”"),
        ({"facts": "x" * 60_001}, "too long"),
    ],
)
def test_what_no_field_can_hold_is_refused_by_name(begun, cast, typed: dict, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        actions.edit_filing(begun("wgeid"), typed, by=cast.lawyer)


def test_month_alone_is_enough_for_a_disappearance(begun, cast) -> None:
    filing = actions.edit_filing(begun("wgeid"), whole("wgeid") | {"disappeared_on": "2025-09"}, by=cast.lawyer)
    assert lacking(filing) == []


@pytest.mark.parametrize(
    ("spoilt", "named"),
    [
        ({"certainty": "sure"}, "certainty"),
        ({"sources": []}, "sources"),
        ({"before": [{"rule": "UN-NONE", "field": "place"}]}, "UN-NONE"),
        ({"checks": [{"id": "x", "test": "filled", "fields": ["nothing"], "says": {}}]}, "nothing"),
        ({"checks": [{"id": "x", "test": "guess", "says": {}}]}, "guess"),
        ({"sections": [{"title": dict.fromkeys(LANGUAGES, "x"), "fields": [{"use": "colour"}]}]}, "colour"),
        ({"name": {"tg": "x", "ru": "x"}}, "“en”"),
    ],
)
def test_a_mechanism_that_cannot_be_is_refused_by_name(spoilt: dict, named: str) -> None:
    row = read_table("mechanisms", "30-wgeid.yaml") | spoilt
    with pytest.raises(ImproperlyConfigured, match=named):
        parse_mechanism(row, words()["fields"])


def test_exclusions_name_mechanisms_with_source_and_certainty() -> None:
    for row in words()["exclusions"]:
        assert {row["filing"], *row["after"]} <= set(EVERY)
        assert row["while"] in ("pending", "ever")
        assert row["sources"]
        assert row["certainty"]
        assert set(row["basis"]) == set(LANGUAGES)
