"""A case officer works a case through the screens."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone

from guvoh.desk.casework import actions
from guvoh.desk.casework.access import consent_to
from guvoh.desk.casework.models import Case, Referral
from guvoh.desk.casework.vocabulary import Purpose
from guvoh.desk.facts import actions as facts
from guvoh.desk.staff.models import Entry


def test_a_new_case_gets_the_next_number_of_its_year(cast: SimpleNamespace) -> None:
    year = timezone.localdate().year
    first = actions.open_case("One", by=cast.officer)
    second = actions.open_case("Two", by=cast.officer)
    assert [first.code, second.code] == [f"{year}-0001", f"{year}-0002"]


def test_the_officer_opens_a_case_and_adds_the_client_in_two_scripts(cast, sign_in) -> None:
    browser = sign_in(cast.officer)
    answer = browser.post(reverse("casework:new"), {"title": "Held without a record", "summary": ""}, follow=True)
    case = Case.objects.get()
    assert case.title in answer.content.decode()
    browser.post(
        reverse("casework:person_add", args=[case.code]),
        {
            "role": "client",
            "surname_tg": "Каримзода",
            "given_tg": "Баҳром",
            "surname_en": "Karimzoda",
            "given_en": "Bahrom",
            "phone": "+992 90 111 22 33",
            "protected": "on",
        },
    )
    actor = case.people.get().actor
    assert {row.script for row in actor.names.all()} == {"tg", "en"}
    assert actor.details.filter(kind="phone").exists()
    page = browser.get(reverse("casework:case", args=[case.code])).content.decode()
    assert "Karimzoda Bahrom" in page


def test_a_person_without_a_name_is_refused_and_what_was_typed_is_kept(cast, case, sign_in) -> None:
    answer = sign_in(cast.officer).post(
        reverse("casework:person_add", args=[case.code]), {"role": "witness", "occupation": "nurse"}
    )
    assert answer.status_code == 422
    assert "surname or a given name" in answer.content.decode()
    assert "nurse" in answer.content.decode()


def test_event_act_and_involvement_stand_in_the_story(cast, case, client_of_case, sign_in) -> None:
    browser = sign_in(cast.officer)
    browser.post(
        reverse("casework:event_add", args=[case.code]),
        {
            "title": "Taken from work",
            "scale": "single",
            "earliest": "2026-03-02",
            "precision": "exact",
            "status": "likely",
        },
    )
    event = case.events.get()
    answer = browser.post(
        reverse("casework:act_add", args=[case.code, event.pk]),
        {"victim": client_of_case.pk, "kind": "arrest", "hours": "7", "certainty": "credible"},
    )
    assert answer.status_code == 302, answer.content.decode()
    page = browser.get(reverse("casework:case", args=[case.code])).content.decode()
    assert "Arrest or detention" in page
    assert "2 March 2026" in page
    page = browser.get(reverse("casework:event", args=[case.code, event.pk])).content.decode()
    assert "7 hours held" in page


def test_dates_in_the_wrong_order_are_refused_by_form_and_database(cast, case, sign_in) -> None:
    answer = sign_in(cast.officer).post(
        reverse("casework:event_add", args=[case.code]),
        {
            "title": "x",
            "scale": "single",
            "earliest": "2026-03-05",
            "latest": "2026-03-02",
            "precision": "exact",
            "status": "unknown",
        },
    )
    assert answer.status_code == 422
    assert "The earliest day is after the latest day." in answer.content.decode()
    assert not case.events.exists()


def test_a_figure_is_never_changed(cast, case) -> None:
    event = actions.add_event_to_case(case, by=cast.officer, title="Raid", scale="mass")
    source = facts.add_source(event, by=cast.officer, kind="press", title="A report")
    told = {"measure": "taken_by_police", "kind": "about", "nature": "flow", "wording": "some 500"}
    figure = facts.add_figure(event, source, by=cast.officer, low=500, **told)
    figure.low = 5
    with pytest.raises(TypeError):
        figure.save()
    with pytest.raises(ValidationError):
        facts.add_figure(event, source, by=cast.officer, low=70, high=30, **told)


def test_a_referral_needs_consent_and_opens_the_case_when_accepted(cast, case, client_of_case, sign_in) -> None:
    need = actions.add_need(case, by=cast.officer, kind="legal")
    refused = sign_in(cast.officer).post(
        reverse("casework:refer", args=[case.code, need.pk]), {"to_member": cast.lawyer.pk, "message": ""}
    )
    assert "has not consented" in refused.content.decode()
    actions.give_consent(case, client_of_case, by=cast.officer, purpose=Purpose.LAWYER, how="oral")
    sign_in(cast.officer).post(
        reverse("casework:refer", args=[case.code, need.pk]), {"to_member": cast.lawyer.pk, "message": "Urgent"}
    )
    referral = Referral.objects.get()
    lawyer = sign_in(cast.lawyer)
    assert lawyer.get(reverse("casework:case", args=[case.code])).status_code == 404
    assert "Urgent" in lawyer.get(reverse("casework:referral", args=[referral.pk])).content.decode()
    lawyer.post(reverse("casework:referral_accept", args=[referral.pk]))
    assert lawyer.get(reverse("casework:case", args=[case.code])).status_code == 200
    actions.set_appointment(referral, timezone.now() + dt.timedelta(days=2), "Office", by=cast.lawyer)
    assert "Appointment" in lawyer.get(reverse("casework:case", args=[case.code])).content.decode()


def test_a_referral_to_somebody_else_is_not_there(cast, case, client_of_case, sign_in) -> None:
    actions.give_consent(case, client_of_case, by=cast.officer, purpose=Purpose.LAWYER, how="oral")
    need = actions.add_need(case, by=cast.officer, kind="legal")
    referral = actions.send_referral(need, cast.lawyer, by=cast.officer)
    for member in (cast.stranger, cast.editor, cast.coordinator):
        assert sign_in(member).get(reverse("casework:referral", args=[referral.pk])).status_code == 404


def test_withdrawn_consent_is_no_consent(cast, case, client_of_case) -> None:
    consent = actions.give_consent(
        case, client_of_case, by=cast.officer, purpose=Purpose.PUBLICATION, how="written"
    )
    assert consent_to(case, client_of_case, Purpose.PUBLICATION) == consent
    actions.withdraw_consent(consent, by=cast.officer, reason="changed her mind")
    assert consent_to(case, client_of_case, Purpose.PUBLICATION) is None


def test_expired_consent_is_no_consent(cast, case, client_of_case) -> None:
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    actions.give_consent(
        case,
        client_of_case,
        by=cast.officer,
        purpose=Purpose.LAWYER,
        how="oral",
        given_on=yesterday,
        expires_on=yesterday,
    )
    assert consent_to(case, client_of_case, Purpose.LAWYER) is None


def test_who_may_not_see_a_name_sees_the_pseudonym(cast, case, client_of_case, sign_in) -> None:
    actions.describe_case(case, by=cast.officer, summary="Рустам Саидов was held for seven hours.")
    actions.add_to_team(case, cast.editor, by=cast.officer)
    page = sign_in(cast.editor).get(reverse("casework:case", args=[case.code])).content.decode()
    assert "Саидов" not in page
    assert "Saidov" not in page
    assert client_of_case.pseudonym in page


def test_a_case_with_tasks_left_is_not_closed(cast, case) -> None:
    task = actions.add_task(case, by=cast.officer, title="Call the client", owner=cast.officer)
    closing = {"outcome": "freed", "account": "Let go.", "client_view": "satisfied"}
    with pytest.raises(ValidationError):
        actions.close_case(case, by=cast.officer, **closing)
    actions.finish_task(task, by=cast.officer)
    actions.close_case(case, by=cast.officer, **closing)
    assert Case.objects.get(pk=case.pk).state == "closed"


def test_facts_outlive_a_deleted_person(case, client_of_case) -> None:
    with pytest.raises(ProtectedError):
        client_of_case.delete()
    assert case.people.exists()


def test_every_read_of_a_case_is_in_the_record(cast, case, sign_in) -> None:
    before = Entry.objects.filter(case=case.code, act="case.read").count()
    sign_in(cast.officer).get(reverse("casework:case", args=[case.code]))
    assert Entry.objects.filter(case=case.code, act="case.read", member=cast.officer).count() == before + 1


def test_the_list_finds_a_case_by_a_folded_name_only_where_names_are_open(cast, case, sign_in) -> None:
    actions.add_to_team(case, cast.editor, by=cast.officer)
    found = (
        sign_in(cast.officer).post(reverse("casework:index"), {"words": "саидов"}, follow=True).content.decode()
    )
    assert case.code in found
    found = sign_in(cast.editor).post(reverse("casework:index"), {"words": "саидов"}, follow=True).content.decode()
    assert case.code not in found


def test_the_case_list_takes_the_same_number_of_queries_for_many_cases(
    cast, sign_in, django_assert_max_num_queries
) -> None:
    browser = sign_in(cast.officer)
    for number in range(30):
        actions.open_case(f"Case {number}", by=cast.officer)
    with django_assert_max_num_queries(16):
        browser.get(reverse("casework:index"))


def test_what_is_searched_for_never_stands_in_an_address(cast, case, sign_in) -> None:
    answer = sign_in(cast.officer).post(reverse("casework:index"), {"words": "Саидов"}, follow=True)
    for address, _status in answer.redirect_chain:
        assert address == f"{reverse('casework:index')}?found=1"
    assert case.code in answer.content.decode()
