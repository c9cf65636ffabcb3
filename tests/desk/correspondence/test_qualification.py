"""The map of elements through its verbs and screens: who opens it, what it keeps apart, what it refuses."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guvoh.desk.casework import actions as casework
from guvoh.desk.casework.access import case_for
from guvoh.desk.casework.models import Case
from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.disclosure import consenting_clients
from guvoh.desk.correspondence.elements_in_letters import told_elements
from guvoh.desk.correspondence.elements_page import elements_of_case
from guvoh.desk.correspondence.models import Allegation, ElementFact, StateBody, StateQualification
from guvoh.desk.correspondence.vocabulary import Heading
from guvoh.desk.facts.actions import add_act, add_actor, add_source
from guvoh.desk.facts.models import Actor, Event, SourceItem
from guvoh.desk.staff.models import Entry, Member
from tests.desk.conftest import SignIn

DAY = dt.date(2025, 9, 14)
FOUR = ("severity", "intention", "purpose", "official")
OUTSIDERS = ("stranger", "other_editor", "psychologist", "doctor", "analyst", "editor", "operator", "coordinator")


@pytest.fixture
def held(team: Case, client_of_case: Actor, cast: SimpleNamespace) -> Event:
    event = casework.add_event_to_case(team, by=cast.officer, title="Held in a police station", earliest=DAY)
    add_act(event, client_of_case, kind="torture", method="blows", by=cast.officer)
    return event


@pytest.fixture
def told(held: Event, cast: SimpleNamespace) -> SourceItem:
    return add_source(
        held, kind="victim", title="Talk at the centre", reliability="B", credibility="2", by=cast.officer
    )


def add(case: Case, event: Event, by: Member, heading: str = "severity", **changes: Any) -> ElementFact:
    fields = {
        "heading": heading,
        "statement": f"What is known of the {heading}",
        "grade": "supported",
        "would_change": "A medical examination",
        "purpose": "confession" if heading == "purpose" else "",
        **changes,
    }
    return actions.add_fact(case, event, by=by, **fields)


@pytest.fixture
def whole(team: Case, held: Event, told: SourceItem, cast: SimpleNamespace) -> Event:
    """An event in which all four elements are supported, and the state charges article 316."""
    for heading in FOUR:
        add(team, held, cast.lawyer, heading, source=told, standard="credible")
    return held


def charge(case: Case, event: Event, body: StateBody, by: Member, **changes: Any) -> StateQualification:
    fields = {"article": "office", "wording": "article 316, part 3", "body": body, "decided_on": DAY, **changes}
    return actions.qualify_as_state_does(case, event, by=by, **fields)


def address(name: str, case: Case, event: Event, **more: Any) -> str:
    return reverse(f"correspondence:{name}", kwargs={"code": case.code, "event": event.pk, **more})


def page(browser: Client, case: Case, event: Event) -> str:
    return browser.get(address("elements", case, event)).content.decode()


def doors(case: Case, event: Event, fact: ElementFact) -> list[tuple[str, str]]:
    take_back = address("element_take_back", case, event, what="fact", pk=fact.pk)
    return [
        *((("get"), address(name, case, event)) for name in ("elements", "allegation_add", "state_add")),
        *((("get"), address("fact_add", case, event, heading=heading)) for heading in Heading.values),
        *((("post"), address(name, case, event)) for name in ("allegation_add", "state_add")),
        ("post", address("fact_add", case, event, heading="purpose")),
        ("post", take_back),
    ]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_outside_the_team_passes_any_door(
    team: Case, whole: Event, cast: SimpleNamespace, sign_in: SignIn, who: str
) -> None:
    browser, fact = sign_in(getattr(cast, who)), ElementFact.objects.first()
    for method, door in doors(team, whole, fact):
        assert getattr(browser, method)(door, {"reason": "x"}).status_code == 404, door
    assert ElementFact.objects.standing().count() == 4


def test_a_seat_without_the_legal_section_passes_no_door(
    team: Case, whole: Event, cast: SimpleNamespace, sign_in: SignIn
) -> None:
    casework.add_to_team(team, cast.psychologist, by=cast.officer)
    browser = sign_in(cast.psychologist)
    for method, door in doors(team, whole, ElementFact.objects.first()):
        assert getattr(browser, method)(door, {"reason": "x"}).status_code == 404, door
    shown = browser.get(reverse("casework:case", args=[team.code])).content.decode()
    assert "Elements of torture" not in shown


def test_rows_of_the_same_event_in_another_organisations_case_stay_there(
    team: Case, whole: Event, cast: SimpleNamespace, sign_in: SignIn
) -> None:
    theirs = casework.open_case("Theirs", by=cast.stranger)
    casework.bring_event(theirs, whole, by=cast.stranger)
    browser = sign_in(cast.stranger)
    shown = page(browser, theirs, whole)
    assert "What is known of" not in shown
    assert "Not enough information" in shown
    fact = ElementFact.objects.first()
    taken = browser.post(address("element_take_back", theirs, whole, what="fact", pk=fact.pk), {"reason": "x"})
    assert taken.status_code == 404
    assert told_elements(whole, [SimpleNamespace(consent=SimpleNamespace(case=theirs), actor=None)], "en") == ""


def test_event_of_another_case_and_unknown_words_are_absent(
    team: Case, held: Event, cast: SimpleNamespace, sign_in: SignIn
) -> None:
    theirs = casework.open_case("Another", by=cast.officer)
    browser = sign_in(cast.officer)
    assert browser.get(address("elements", theirs, held)).status_code == 404
    assert browser.get(address("fact_add", team, held, heading="verdict")).status_code == 404
    assert browser.post(address("element_take_back", team, held, what="letter", pk=1)).status_code == 404


def test_lawyer_walks_from_an_empty_map_to_a_finding(
    team: Case, held: Event, told: SourceItem, district: StateBody, cast: SimpleNamespace, sign_in: SignIn
) -> None:
    browser = sign_in(cast.lawyer)
    assert "Not enough information; missing: severe pain or suffering" in page(browser, team, held)
    words = {"words": "Онҳо маро заданд ва гуфтанд: имзо кун", "said_on": "2025-09-15", "source": told.pk}
    assert browser.post(address("allegation_add", team, held), words).status_code == 302
    for heading in FOUR:
        typed = {"statement": f"Of {heading}", "grade": "supported", "source": told.pk, "standard": "credible"}
        typed |= {"would_change": "The record of the station", "purpose": "confession"}
        posted = browser.post(address("fact_add", team, held, heading=heading), typed)
        assert posted.status_code == 302, posted.content.decode()
    state = {"article": "office", "wording": "қ. 3, м. 316", "body": district.pk, "decided_on": "2025-10-01"}
    assert browser.post(address("state_add", team, held), state).status_code == 302
    shown = page(browser, team, held)
    assert "Elements of torture are alleged and supported by: the victim&#x27;s account (B2)." in shown
    assert "Standard of proof, the lowest among its elements: credible." in shown
    assert "The finding belongs to a court or a competent body." in shown
    assert "All four elements are supported; the state charges article 316." in shown
    assert "Онҳо маро заданд" in shown
    acts = set(Entry.objects.filter(subject=f"event {held.pk}").values_list("act", flat=True))
    assert acts >= {"element.allegation_written", "element.fact_added", "element.state_qualified"}
    of_case = browser.get(reverse("casework:case", args=[team.code])).content.decode()
    assert "All four elements are supported; the state charges article 316." in of_case


def test_form_shows_what_to_ask_and_never_asks_for_the_name_of_the_crime(
    team: Case, held: Event, cast: SimpleNamespace, sign_in: SignIn
) -> None:
    browser = sign_in(cast.lawyer)
    for heading in Heading.values:
        shown = browser.get(address("fact_add", team, held, heading=heading)).content.decode()
        assert "What to ask" in shown
        assert "torture" not in shown.lower()
        assert ('name="purpose"' in shown) == (heading == "purpose")


def test_refused_fact_keeps_what_was_typed(
    team: Case, held: Event, cast: SimpleNamespace, sign_in: SignIn
) -> None:
    typed = {"statement": "Told to sign", "grade": "supported", "standard": "credible", "would_change": "x"}
    answered = sign_in(cast.lawyer).post(address("fact_add", team, held, heading="purpose"), typed)
    shown = answered.content.decode()
    assert answered.status_code == 422
    assert "Name the end to which it was done." in shown
    assert "Without a source a fact is reported, and no more." in shown
    assert "Told to sign" in shown
    assert not ElementFact.objects.exists()


def test_beyond_reasonable_doubt_takes_the_decision_of_a_court(
    team: Case, held: Event, told: SourceItem, cast: SimpleNamespace
) -> None:
    with pytest.raises(ValidationError, match="what a court found"):
        add(team, held, cast.lawyer, source=told, standard="proven")
    judgment = add_source(held, kind="document", title="Judgment", by=cast.officer)
    assert add(team, held, cast.lawyer, source=judgment, standard="proven").pk


def test_source_and_person_of_another_event_are_refused(
    team: Case, held: Event, cast: SimpleNamespace, district: StateBody
) -> None:
    elsewhere = team.events.exclude(pk=held.pk).get()
    source = add_source(elsewhere, kind="witness", title="Neighbour", by=cast.officer)
    nobody = add_actor([{"script": "tg", "surname": "Каримов"}], by=cast.officer)
    for wrong in ({"source": source}, {"victim": nobody}):
        with pytest.raises(ValidationError):
            add(team, held, cast.lawyer, **wrong)
    with pytest.raises(ValidationError, match="not in the case"):
        add(casework.open_case("Another", by=cast.officer), held, cast.officer)
    with pytest.raises(ValidationError, match="has not come yet"):
        charge(team, held, district, cast.lawyer, decided_on=dt.date(2199, 1, 1))
    assert not ElementFact.objects.exists()
    assert not StateQualification.objects.exists()


def test_taken_back_rows_count_no_more_and_stay_to_be_read(
    team: Case, whole: Event, cast: SimpleNamespace, sign_in: SignIn
) -> None:
    browser, fact = sign_in(cast.lawyer), ElementFact.objects.get(heading="purpose")
    door = address("element_take_back", team, whole, what="fact", pk=fact.pk)
    browser.post(door, {"reason": "  "})
    assert ElementFact.objects.standing().count() == 4
    browser.post(door, {"reason": "She corrected herself"})
    shown = page(browser, team, whole)
    assert "Ill-treatment indicators; missing: purpose." in shown
    assert "<del>Purpose: What is known of the purpose</del>" in shown
    assert "She corrected herself" in shown
    with pytest.raises(ValidationError, match="already"):
        actions.retract(fact, "again", by=cast.officer)
    assert Entry.objects.filter(act="element.retracted", member=cast.lawyer, case=team.code).count() == 1


def test_latest_qualification_that_stands_is_compared(
    team: Case, whole: Event, district: StateBody, cast: SimpleNamespace, sign_in: SignIn
) -> None:
    browser = sign_in(cast.lawyer)
    charge(team, whole, district, cast.lawyer, article="none", decided_on=DAY)
    later = charge(team, whole, district, cast.lawyer, article="torture", decided_on=DAY + dt.timedelta(9))
    assert "the state" not in page(browser, team, whole).partition('<dl class="pairs">')[0]
    actions.retract(later, "Read wrongly", by=cast.lawyer)
    assert "All four elements are supported; the state has no criminal case open." in page(browser, team, whole)


def test_one_victims_pain_and_anothers_purpose_are_never_put_together(
    team: Case, held: Event, client_of_case: Actor, cast: SimpleNamespace, sign_in: SignIn
) -> None:
    name = [{"script": "en", "surname": "Karimova", "given": "Nigora"}]
    other = casework.add_person(team, "witness", name, by=cast.officer).actor
    add_act(held, other, kind="ill_treatment", by=cast.officer)
    for heading in ("severity", "intention"):
        add(team, held, cast.lawyer, heading, victim=client_of_case)
    add(team, held, cast.lawyer, "purpose", victim=other)
    add(team, held, cast.lawyer, "official")
    shown = page(sign_in(cast.lawyer), team, held)
    assert "Elements of torture" not in shown
    assert "Ill-treatment indicators; missing: purpose." in shown
    assert "Not enough information; missing: severe pain or suffering, intention." in shown
    form = sign_in(cast.lawyer).get(address("fact_add", team, held, heading="purpose")).content.decode()
    assert "Karimova" in form
    assert "everybody in this event" in form


def test_letter_takes_what_is_borne_out_and_leaves_the_gaps_and_other_people(
    team: Case, held: Event, told: SourceItem, client_of_case: Actor, cast: SimpleNamespace, consent: Any
) -> None:
    consent()
    other = add_actor([{"script": "tg", "surname": "Каримов"}], by=cast.officer)
    add_act(held, other, kind="ill_treatment", by=cast.officer)
    add(team, held, cast.lawyer, statement="Hit with a baton for an hour.", source=told, victim=client_of_case)
    add(team, held, cast.lawyer, statement="Another man was burnt.", victim=other)
    add(team, held, cast.lawyer, "intention", grade="contradicted", statement="The police speak of a fall")
    add(team, held, cast.lawyer, "official", grade="partly", statement="Men in uniform")
    actions.retract(add(team, held, cast.lawyer, statement="A mistake"), "wrong person", by=cast.lawyer)
    assert told_elements(held, consenting_clients(team), "en") == (
        "1) severe pain or suffering: Hit with a baton for an hour (the victim's account); "
        "2) involvement of officials: Men in uniform (statements without a recorded source)"
    )
    assert "рассказ потерпевшего" in told_elements(held, consenting_clients(team), "ru")
    assert told_elements(None, consenting_clients(team), "en") == ""


@pytest.mark.parametrize("facts", [1, 12])
def test_pages_take_as_many_queries_for_twelve_facts_as_for_one(
    team: Case,
    held: Event,
    told: SourceItem,
    district: StateBody,
    cast: SimpleNamespace,
    sign_in: SignIn,
    facts: int,
) -> None:
    for _number in range(facts):
        add(team, held, cast.lawyer, source=told)
        charge(team, held, district, cast.lawyer, source=told)
        actions.write_allegation(team, held, by=cast.lawyer, words="They beat me", source=told)
    browser = sign_in(cast.lawyer)
    page(browser, team, held)
    with CaptureQueriesContext(connection) as counted:
        page(browser, team, held)
    assert len(counted) == 16, [query["sql"][:90] for query in counted]
    assert Allegation.objects.count() == facts


@pytest.mark.parametrize("events", [1, 6])
def test_panel_of_a_case_takes_as_many_queries_for_six_events_as_for_one(
    team: Case, whole: Event, client_of_case: Actor, cast: SimpleNamespace, events: int
) -> None:
    for number in range(events - 1):
        event = casework.add_event_to_case(team, by=cast.officer, title=f"Event {number}", earliest=DAY)
        add_act(event, client_of_case, kind="arrest", by=cast.officer)
        add(team, event, cast.lawyer)
    opened = case_for(cast.lawyer, team.code)
    with CaptureQueriesContext(connection) as counted:
        panel = elements_of_case(opened)
        assert panel is not None
        assert len(panel["lines"]) == events
    assert len(counted) == 6


def test_event_without_harm_to_a_person_is_not_on_the_cases_page(team: Case, cast: SimpleNamespace) -> None:
    assert elements_of_case(case_for(cast.lawyer, team.code)) is None


@pytest.mark.parametrize("language", ["tg", "ru"])
def test_page_speaks_the_readers_language(
    team: Case, whole: Event, cast: SimpleNamespace, sign_in: SignIn, language: str
) -> None:
    cast.lawyer.language = language
    cast.lawyer.save()
    shown = page(sign_in(cast.lawyer), team, whole)
    court = {"tg": "суд ё мақоми салоҳиятдор", "ru": "делает суд или компетентный орган"}
    assert court[language] in shown
