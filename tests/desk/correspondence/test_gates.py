"""What is refused: letters without consent, names without consent, deliveries and replies that cannot be."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import IntegrityError, transaction

from guvoh.desk.casework import actions as casework
from guvoh.desk.casework.models import Case, Consent
from guvoh.desk.casework.vocabulary import Identification
from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.kinds import parse_kind
from guvoh.desk.correspondence.models import Delivery, Letter, Reply
from guvoh.desk.correspondence.vocabulary import Answer, BodyKind, DeliveryHow, ProofKind
from guvoh.desk.facts.actions import add_actor, involve
from guvoh.desk.facts.models import Actor
from tests.desk.correspondence.conftest import ASKED, WRITTEN, Draft, answer, body_of, deliver

DAY = dt.timedelta(days=1)


def test_no_letter_is_drafted_without_consent(draft: Draft) -> None:
    with pytest.raises(ValidationError, match="has not consented to letters to state bodies"):
        draft()
    assert not Letter.objects.exists()


def test_case_without_a_client_gives_no_letter(team: Case, draft: Draft) -> None:
    team.people.all().delete()
    with pytest.raises(ValidationError, match="no client yet"):
        draft()


def test_withdrawn_consent_stops_a_draft_and_its_export(draft: Draft, consent: Any, cast: SimpleNamespace) -> None:
    given: Consent = consent()
    letter = draft()
    casework.withdraw_consent(given, by=cast.officer, reason="Afraid")
    for act in (
        lambda: actions.finalise_letter(letter, by=cast.lawyer),
        lambda: actions.export_letter(letter, "pdf", by=cast.lawyer),
    ):
        with pytest.raises(ValidationError, match="took the consent back"):
            act()


def test_copy_of_a_letter_that_has_left_can_still_be_made(
    draft: Draft, consent: Any, cast: SimpleNamespace
) -> None:
    given: Consent = consent()
    letter = deliver(actions.finalise_letter(draft(), by=cast.lawyer), cast.lawyer)
    casework.withdraw_consent(given, by=cast.officer, reason="Afraid")
    assert actions.export_letter(letter, "pdf", by=cast.lawyer).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("level", "shown", "hidden"),
    [
        (Identification.FULL_NAME, "Applicant: Saidov Rustam", "withheld"),
        (Identification.FIRST_NAME, "Applicant: Rustam,", "Saidov"),
        (Identification.INITIALS, "Applicant: R. S.", "Rustam"),
        (Identification.ANONYMISED, "name withheld", "Saidov"),
        (Identification.NONE, "name withheld", "Saidov"),
    ],
)
def test_client_is_shown_as_far_as_the_consent_goes(
    draft: Draft, consent: Any, level: Identification, shown: str, hidden: str
) -> None:
    consent(level)
    text = draft().text
    assert shown in text
    assert hidden not in text


def test_birth_and_address_go_with_the_full_name_only(
    draft: Draft, consent: Any, client_of_case: Actor, cast: SimpleNamespace
) -> None:
    client_of_case.born_on = dt.date(1990, 5, 4)
    client_of_case.save()
    consent(Identification.INITIALS)
    assert "1990" not in draft().text
    consent(Identification.FULL_NAME)
    assert "4 May 1990" in draft().text


@pytest.mark.parametrize("typed", ["Rustam Saidov came to us.", "Call +992 93 555 01 23.", "Саидов Рустам омад."])
def test_name_typed_into_a_draft_beyond_the_consent_is_refused(
    draft: Draft, consent: Any, cast: SimpleNamespace, typed: str
) -> None:
    consent(Identification.INITIALS)
    letter = draft()
    actions.edit_letter(letter, ASKED, by=cast.lawyer, text=f"{letter.text}\n\n{typed}")
    with pytest.raises(ValidationError, match="No consent to letters covers"):
        actions.finalise_letter(letter, by=cast.lawyer)
    assert Letter.objects.get(pk=letter.pk).is_draft


def test_suspect_may_be_named_and_a_third_person_may_not(
    draft: Draft, consent: Any, team: Case, cast: SimpleNamespace
) -> None:
    consent()
    suspect = add_actor([{"script": "en", "surname": "Nazarov", "given": "Firuz"}], by=cast.officer, gender="m")
    letter = draft()
    actions.edit_letter(letter, ASKED, by=cast.lawyer, text="Firuz Nazarov is suspected.")
    with pytest.raises(ValidationError, match="Firuz Nazarov"):
        actions.finalise_letter(letter, by=cast.lawyer)
    involve(team.events.get().acts.get(), suspect, degree="suspected", by=cast.officer)
    assert not actions.finalise_letter(letter, by=cast.lawyer).is_draft


def test_draft_is_not_delivered(draft: Draft, consent: Any, cast: SimpleNamespace) -> None:
    consent()
    with pytest.raises(ValidationError, match="still a draft"):
        deliver(draft(), cast.lawyer)
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"delivered_on": WRITTEN - DAY}, "delivered before it was sent"),
        ({"sent_on": WRITTEN - DAY}, "sent before it was written"),
        ({"delivered_on": dt.date(2100, 1, 4)}, "has not come yet"),
        ({"proof": ProofKind.REGISTER_NUMBER}, "Write the number"),
        ({"delivered_on": None, "delivered_time": dt.time(9)}, "time of delivery without a day"),
    ],
)
def test_delivery_that_cannot_be_is_refused(
    final: Letter, cast: SimpleNamespace, changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        deliver(final, cast.lawyer, **changes)
    assert not Delivery.objects.exists()
    assert not final.clocks.exists()


def test_reply_before_the_letter_left_is_refused(final: Letter, cast: SimpleNamespace) -> None:
    with pytest.raises(ValidationError, match="has not been sent yet"):
        answer(final, cast.lawyer, [Answer.NO] * 3)
    with pytest.raises(ValidationError, match="come before the letter was sent"):
        answer(deliver(final, cast.lawyer), cast.lawyer, [Answer.NO] * 3, on=WRITTEN - DAY)
    assert not Reply.objects.exists()


def test_database_itself_refuses_what_cannot_be(final: Letter, draft: Draft, cast: SimpleNamespace) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(letter=final, how=DeliveryHow.EMAIL, sent_on=WRITTEN, delivered_on=WRITTEN - DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.create(letter=final, received_on=WRITTEN - DAY, letter_left_on=WRITTEN, summary="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=draft().pk).update(state="delivered")


def test_ladder_never_leads_back(cast: SimpleNamespace) -> None:
    top = body_of(cast, "Prosecutor General", BodyKind.PROSECUTOR)
    below = body_of(cast, "City prosecutor", BodyKind.PROSECUTOR, top)
    with pytest.raises(ValidationError, match="lead back"):
        actions.change_state_body(top, superior=below, by=cast.lawyer)


@pytest.mark.parametrize(
    ("change", "message"),
    [({"rule": "TJ-NONE"}, "which is no rule"), ({"heading": "{{ nothing }}"}, "there is no field “nothing”")],
)
def test_kind_of_letter_with_an_unknown_field_or_rule_is_refused(change: dict[str, str], message: str) -> None:
    texts = {"heading": "x", "paragraphs": ["{{ asked }}"], "demands": ["x"], "sign_off": ["x"], **change}
    row = {"id": "x", "rule": change.get("rule", "TJ-ATI"), "addressee": ["court"], "names": {}}
    with pytest.raises(ImproperlyConfigured, match=message):
        parse_kind({**row, "texts": dict.fromkeys(("tg", "ru", "en"), texts)}, {"asked"})


def test_letter_whose_clock_counts_for_prosecutors_goes_to_no_police(
    draft: Draft, consent: Any, cast: SimpleNamespace
) -> None:
    consent()
    police = body_of(cast, "District police", BodyKind.POLICE)
    with pytest.raises(ValidationError, match="This kind of letter goes to: Prosecutor"):
        draft(body=police)
    assert draft(body=police, kind_id="request-information").body == police


def test_date_at_the_end_of_a_sentence_takes_one_full_stop(draft: Draft, consent: Any) -> None:
    consent()
    text = draft(language="ru").text
    assert "14 сентября 2025 г. Место" in text
    assert "7 ч" in text
