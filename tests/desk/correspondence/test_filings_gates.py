"""Whom a filing may name, what shuts out what, and the two hands a dossier needs."""

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from guvoh.desk.casework import actions as casework
from guvoh.desk.casework.models import Case, Consent
from guvoh.desk.casework.vocabulary import CaseRole, Identification, Purpose
from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.models import Filing
from guvoh.desk.facts.actions import add_actor, add_source, involve
from guvoh.desk.facts.models import Actor
from tests.desk.correspondence.filing_cast import consent_abroad, whole

Begin = Callable[..., Filing]
DAY = dt.date(2026, 3, 1)


@pytest.fixture
def begin(team: Case, client_of_case: Actor, cast: SimpleNamespace) -> Begin:
    def begun(mechanism_id: str, **changes: Any) -> Filing:
        filing = actions.start_filing(team, mechanism_id, [client_of_case], team.events.get(), by=cast.lawyer)
        return actions.edit_filing(filing, whole(mechanism_id) | changes, by=cast.lawyer)

    return begun


@pytest.fixture
def filed(begin: Begin, team: Case, client_of_case: Actor, cast: SimpleNamespace) -> Begin:
    consent_abroad(team, client_of_case, cast.officer)

    def handed_in(mechanism_id: str, **changes: Any) -> Filing:
        filing = actions.finalise_filing(begin(mechanism_id, **changes), by=cast.lawyer)
        actions.register_filing(filing, DAY, by=cast.lawyer)
        return filing

    return handed_in


def test_nothing_leaves_without_consent_to_that_purpose(begin, team, client_of_case, cast) -> None:
    consent_abroad(team, client_of_case, cast.officer, purposes=(Purpose.STATE_BODY, Purpose.FOREIGN_STATES))
    filing = begin("wgeid")
    with pytest.raises(ValidationError, match="has not consented to this filing"):
        actions.finalise_filing(filing, by=cast.lawyer)
    with pytest.raises(ValidationError, match="has not consented to this filing"):
        actions.export_filing(filing, "pdf", by=cast.lawyer)


@pytest.mark.parametrize(
    ("mechanism_id", "level", "sentence"),
    [
        ("wgeid", Identification.INITIALS, "needs the full name"),
        ("special-procedures", Identification.ANONYMISED, "needs the full name"),
        ("osce-brief", Identification.NONE, "has not consented"),
    ],
)
def test_consent_must_go_as_far_as_the_body_needs(
    begin, team, client_of_case, cast, mechanism_id, level, sentence
) -> None:
    consent_abroad(team, client_of_case, cast.officer, level)
    with pytest.raises(ValidationError, match=sentence):
        actions.finalise_filing(begin(mechanism_id), by=cast.lawyer)


def test_committee_that_tells_the_state_needs_consent_to_that(begin, team, client_of_case, cast) -> None:
    consent_abroad(team, client_of_case, cast.officer, purposes=(Purpose.UN_BODY,))
    with pytest.raises(ValidationError, match="tells the State whom it is about"):
        actions.finalise_filing(begin("human-rights-committee"), by=cast.lawyer)
    actions.finalise_filing(begin("special-procedures"), by=cast.lawyer)


def test_consent_taken_back_holds_what_was_final(begin, team, client_of_case, cast) -> None:
    consent_abroad(team, client_of_case, cast.officer)
    filing = actions.finalise_filing(begin("wgeid"), by=cast.lawyer)
    consent = Consent.objects.get(purpose=Purpose.UN_BODY)
    casework.withdraw_consent(consent, by=cast.officer, reason="afraid")
    for leave in (
        lambda: actions.register_filing(filing, DAY, by=cast.lawyer),
        lambda: actions.export_filing(filing, "docx", by=cast.lawyer),
    ):
        with pytest.raises(ValidationError, match="took the consent back"):
            leave()


def test_relative_consents_for_the_disappeared_but_never_against_her(begin, team, client_of_case, cast) -> None:
    mother = casework.add_person(
        team, CaseRole.FAMILY, [{"script": "en", "surname": "Saidova", "given": "Malika"}], by=cast.officer
    ).actor
    consent_abroad(team, mother, cast.officer)
    filing = actions.finalise_filing(begin("wgeid"), by=cast.lawyer)
    assert "yes, given by a relative" in str(filing.frozen)
    with pytest.raises(ValidationError, match="has not consented"):
        actions.finalise_filing(begin("human-rights-committee"), by=cast.lawyer)
    consent_abroad(team, client_of_case, cast.officer, Identification.NONE)
    with pytest.raises(ValidationError, match="has not consented"):
        actions.finalise_filing(begin("wgeid"), by=cast.lawyer)


def test_person_without_consent_stands_in_no_filing(begin, team, client_of_case, cast) -> None:
    consent_abroad(team, client_of_case, cast.officer)
    witness = casework.add_person(
        team, CaseRole.WITNESS, [{"script": "en", "surname": "Nazarova", "given": "Zebo"}], by=cast.officer
    ).actor
    filing = begin("wgeid", facts="Zebo Nazarova saw how he was taken away.")
    with pytest.raises(ValidationError, match="Zebo Nazarova"):
        actions.finalise_filing(filing, by=cast.lawyer)
    with pytest.raises(ValidationError, match="Zebo Nazarova"):
        actions.export_filing(filing, "docx", by=cast.lawyer)
    consent_abroad(team, witness, cast.officer)
    assert actions.finalise_filing(filing, by=cast.lawyer).content_hash


def test_brief_without_a_name_is_refused_the_name(begin, team, client_of_case, cast) -> None:
    consent_abroad(team, client_of_case, cast.officer, Identification.ANONYMISED)
    with pytest.raises(ValidationError, match="Rustam Saidov"):
        actions.finalise_filing(begin("osce-brief", facts="Rustam Saidov was held."), by=cast.lawyer)
    filing = actions.finalise_filing(begin("osce-brief"), by=cast.lawyer)
    assert "Saidov" not in str(filing.frozen)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("cedaw", "human-rights-committee"),
        ("wgad", "human-rights-committee"),
        ("human-rights-committee", "wgad"),
        ("human-rights-committee", "cedaw"),
        ("cedaw", "cedaw"),
        ("wgad", "cat-22"),
    ],
)
def test_double_filing_is_refused(filed, begin, first: str, second: str) -> None:
    filed(first)
    with pytest.raises(ValidationError, match="The same person's matter is before"):
        begin(second)


def test_two_drafts_begun_together_do_not_both_leave(filed, begin, cast) -> None:
    waiting = begin("human-rights-committee")
    filed("wgad")
    with pytest.raises(ValidationError, match="The same person's matter is before"):
        actions.finalise_filing(waiting, by=cast.lawyer)


def test_end_of_a_procedure_opens_what_only_its_pendency_shut(filed, begin, cast) -> None:
    first = filed("wgad")
    actions.record_step(first, "ended", DAY, note="Opinion adopted", by=cast.lawyer)
    begin("human-rights-committee")
    with pytest.raises(ValidationError, match="The same person's matter is before"):
        begin("cedaw")


def test_wgeid_and_special_procedures_shut_nothing_out(filed, begin) -> None:
    filed("wgeid")
    filed("special-procedures")
    begin("human-rights-committee")


def test_case_that_is_not_hers_to_see_is_not_named(filed, client_of_case, cast) -> None:
    first = filed("wgad")
    other = casework.open_case("Same person elsewhere", by=cast.stranger)
    other.people.create(actor=client_of_case, role=CaseRole.CLIENT)
    with pytest.raises(ValidationError) as refused:
        actions.start_filing(other, "human-rights-committee", [client_of_case], by=cast.stranger)
    assert "Ask the coordinator" in refused.value.messages[0]
    assert first.case.code not in refused.value.messages[0]


@pytest.fixture
def dossier(begin: Begin, team: Case, client_of_case: Actor, cast: SimpleNamespace) -> Filing:
    consent_abroad(team, client_of_case, cast.officer)
    return begin("sanctions")


@pytest.fixture
def link_fields(team: Case, cast: SimpleNamespace) -> dict[str, Any]:
    event = team.events.get()
    names = [{"script": "en", "surname": "Qurbonov", "given": "Anvar"}]
    chief = add_actor(names, by=cast.officer, protected=False)
    act = event.acts.get()
    involve(act, chief, degree="ordered", by=cast.officer)
    papers = [add_source(event, kind="press", title=f"Paper {number}", by=cast.officer) for number in (1, 2)]
    return {
        "perpetrator": chief,
        "act": act,
        "link": "superior",
        "post_then": "Head of the district police",
        "post_on": DAY,
        "account": "He was told the same day and opened no inquiry.",
        "source_one": papers[0],
        "source_two": papers[1],
        "independence": "Two reporters who spoke with different people.",
    }


def test_one_source_told_twice_is_refused(dossier, link_fields, cast, team, client_of_case) -> None:
    event = team.events.get()

    def refused(sentence: str, **changes: Any) -> None:
        with pytest.raises(ValidationError, match=sentence):
            actions.link_to_act(dossier, by=cast.lawyer, **(link_fields | changes))

    def source(**fields: Any) -> Any:
        return add_source(event, kind="press", title="Other", by=cast.officer, **fields)

    refused("One source is not enough", source_two=link_fields["source_one"])
    outlet = add_actor(
        [{"script": "en", "surname": "Outlet"}], by=cast.officer, kind="organisation", protected=False
    )
    refused("same person or outlet", source_one=source(teller=outlet), source_two=source(teller=outlet))
    page = "https://example.org/a"
    refused("same web address", source_one=source(address=page), source_two=source(address=page))
    refused("suffered the act", perpetrator=client_of_case)
    refused("This field cannot be blank", independence="")
    elsewhere = casework.add_event_to_case(team, by=cast.officer, title="Another")
    other = add_source(elsewhere, kind="press", title="Other", by=cast.officer)
    refused("tells about another event", source_two=other)


def test_dossier_leaves_only_when_a_second_person_has_released_that_text(dossier, link_fields, cast, team) -> None:
    actions.link_to_act(dossier, by=cast.lawyer, **link_fields)
    with pytest.raises(ValidationError, match="second person"):
        actions.export_filing(dossier, "pdf", by=cast.lawyer)
    final = actions.finalise_filing(dossier, by=cast.lawyer)
    for leave in (
        lambda: actions.export_filing(final, "pdf", by=cast.lawyer),
        lambda: actions.register_filing(final, DAY, by=cast.lawyer),
    ):
        with pytest.raises(ValidationError, match="second person"):
            leave()
    with pytest.raises(ValidationError, match="You had a hand"):
        actions.release_filing(final, final.content_hash, by=cast.lawyer)
    with pytest.raises(ValidationError, match="changed since you opened"):
        actions.release_filing(final, "0" * 64, by=cast.officer)
    actions.release_filing(final, final.content_hash, by=cast.officer)
    assert actions.export_filing(final, "pdf", by=cast.lawyer).startswith(b"%PDF")
    printed = str(final.frozen)
    assert "Superior who knew or should have known" in printed
    assert "Head of the district police" in printed
    actions.register_filing(final, DAY, by=cast.lawyer)


def test_text_changed_after_its_release_needs_another(dossier, link_fields, cast) -> None:
    actions.link_to_act(dossier, by=cast.lawyer, **link_fields)
    final = actions.finalise_filing(dossier, by=cast.lawyer)
    seal = final.content_hash
    actions.release_filing(final, seal, by=cast.officer)
    actions.reopen_filing(final, "A date was wrong", by=cast.lawyer)
    actions.edit_filing(final, {"summary": "Told otherwise."}, by=cast.lawyer)
    again = actions.finalise_filing(final, by=cast.lawyer)
    assert again.content_hash != seal
    with pytest.raises(ValidationError, match="second person"):
        actions.export_filing(again, "pdf", by=cast.lawyer)


def test_what_is_for_us_alone_is_never_printed(dossier, link_fields, cast) -> None:
    actions.link_to_act(dossier, by=cast.lawyer, **link_fields)
    actions.edit_filing(dossier, {"risk": "Her brother works there."}, by=cast.lawyer)
    final = actions.finalise_filing(dossier, by=cast.lawyer)
    assert "brother" not in str(final.frozen)


def test_late_handing_in_needs_its_reason_too(begin, team, client_of_case, cast) -> None:
    consent_abroad(team, client_of_case, cast.officer)
    told = {"exhausted_on": "2026-01-10", "delay_reason": "", "other_ended_on": ""}
    with time_machine.travel("2030-12-01"):
        final = actions.finalise_filing(begin("human-rights-committee", **told), by=cast.lawyer)
    with time_machine.travel("2031-02-01"), pytest.raises(ValidationError, match="Five years have passed"):
        actions.register_filing(final, dt.date(2031, 1, 31), by=cast.lawyer)


def test_dossier_is_in_english_throughout(dossier, link_fields, cast) -> None:
    link = link_fields | {"account": "Ҳамон рӯз ба ӯ гуфтанд, вале ӯ ҳеҷ кор накард"}
    actions.link_to_act(dossier, by=cast.lawyer, **link)
    with pytest.raises(ValidationError, match="what the sources say of it” must be written in English"):
        actions.finalise_filing(dossier, by=cast.lawyer)
