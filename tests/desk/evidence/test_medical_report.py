"""The report on paper: what it says in three languages, and what it takes to leave."""

import io
import time

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from guvoh.desk.casework import actions as casework
from guvoh.desk.casework.actions import withdraw_consent
from guvoh.desk.evidence import actions
from guvoh.desk.evidence.medical.body import drawing
from guvoh.desk.evidence.medical.report import Order
from guvoh.desk.evidence.models import Examination, ExaminationExport
from guvoh.desk.staff.models import Entry
from tests.desk.conftest import prove
from tests.desk.evidence.conftest import NARRATIVE


def order(language: str = "tg", purpose: str = "lawyer", names: str = "pseudonym") -> Order:
    return Order(language=language, purpose=purpose, recipient="Advokat", names=names)


def text_of(made: bytes) -> tuple[int, str]:
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    return len(pages), " ".join(" ".join(page.extract_text().split()) for page in pages)


def squeezed(text: str) -> str:
    return "".join(text.split()).replace("\u00ad", "").replace("-", "")


def test_the_report_is_complete_in_three_languages(cast, signed, consent) -> None:
    consent()
    for language in ("tg", "ru", "en"):
        pages, text = text_of(actions.export_report(signed, order(language), by=cast.doctor))
        assert pages >= 2
        assert signed.reference in text
        assert squeezed(NARRATIVE) in squeezed(text)
        assert set("ҳқғӣӯҷ") <= set(text)
        assert "120 × 25" in text
        assert signed.actor.pseudonym in text
        assert "Саидов" not in text
        assert "Saidov" not in text
    assert "highly consistent with" in text
    assert f"page {pages} of {pages}" in text
    assert ExaminationExport.objects.filter(examination=signed, by=cast.doctor).count() == 3
    assert Entry.objects.filter(act="examination.exported", subject=signed.subject).count() == 3


def test_her_name_stands_on_it_where_her_consent_covers_it(cast, signed, consent) -> None:
    consent("state_body", "full_name")
    _pages, text = text_of(actions.export_report(signed, order("tg", "state_body", "name"), by=cast.doctor))
    assert "Саидов Рустам Каримович" in text
    consent("lawyer", "initials")
    with pytest.raises(ValidationError, match="does not cover the full name"):
        actions.export_report(signed, order("tg", "lawyer", "name"), by=cast.doctor)


def test_in_a_report_under_a_pseudonym_her_name_in_the_text_is_replaced(cast, draft, consent) -> None:
    actions.describe_examination(draft, by=cast.doctor, narrative="Рустам Саидов гуфт, ки ӯро заданд.")
    finish(draft, cast)
    consent()
    _pages, text = text_of(actions.export_report(draft, order("tg"), by=cast.doctor))
    assert f"{draft.actor.pseudonym} гуфт" in text


def finish(draft: Examination, cast) -> None:
    actions.conclude(draft, "consistent", conclusion="Marks.", limits="None.", by=cast.doctor)
    actions.sign_examination(draft, by=cast.doctor)


def test_a_third_person_in_the_text_stops_it_and_the_field_is_named(cast, treated, draft, consent) -> None:
    third = {"script": "tg", "surname": "Қодирова", "given": "Меҳрангез"}
    casework.add_person(treated, "witness", [third], by=cast.officer)
    actions.describe_examination(draft, by=cast.doctor, history="Инро Меҳрангез Қодирова низ дид.")
    finish(draft, cast)
    consent()
    with pytest.raises(ValidationError, match="“medical history” names another protected person") as refused:
        actions.export_report(draft, order(), by=cast.doctor)
    assert "Қодирова" in str(refused.value)
    assert not ExaminationExport.objects.exists()


def test_without_a_consent_to_that_very_end_it_stays(cast, signed, consent) -> None:
    given = consent("lawyer")
    with pytest.raises(ValidationError, match="has not consented to this"):
        actions.export_report(signed, order(purpose="un_body"), by=cast.doctor)
    withdraw_consent(given, by=cast.officer, reason="afraid")
    with pytest.raises(ValidationError, match="has not consented to this"):
        actions.export_report(signed, order(), by=cast.doctor)


def test_without_the_consent_to_disclosure_it_stays(cast, draft, consent) -> None:
    actions.describe_examination(draft, by=cast.doctor, agreed_disclosure="refused")
    finish(draft, cast)
    consent()
    with pytest.raises(ValidationError, match="has not consented to handing"):
        actions.export_report(draft, order(), by=cast.doctor)


def test_a_draft_an_old_version_and_a_tampered_one_stay(cast, signed, consent, django_db_blocker) -> None:
    consent()
    new = actions.amend_examination(signed, "a date was wrong", by=cast.doctor)
    with pytest.raises(ValidationError, match="amended"):
        actions.export_report(signed, order(), by=cast.doctor)
    with pytest.raises(ValidationError, match="is a draft"):
        actions.export_report(new, order(), by=cast.doctor)
    actions.sign_examination(new, by=cast.doctor)
    super(type(Examination.objects.all()), Examination.objects.filter(pk=new.pk)).update(conclusion="Nothing.")
    with pytest.raises(ValidationError, match="not what was signed"):
        actions.export_report(Examination.objects.get(pk=new.pk), order(), by=cast.doctor)


def test_the_lawyer_gets_it_on_paper_once_the_person_agreed(cast, signed, consent, sign_in) -> None:
    casework.add_to_team(signed.case, cast.lawyer, by=cast.officer)
    browser = sign_in(cast.lawyer)
    page = reverse("medical:report", args=[signed.case.code, signed.pk])
    assert browser.get(page).status_code == 404
    consent()
    assert browser.get(page).status_code == 200
    typed = {"language": "ru", "purpose": "lawyer", "recipient": "Адвокат", "names": "name"}
    prove(browser, cast.lawyer, time.time() - 400)
    assert browser.post(page, typed).status_code == 403
    prove(browser, cast.lawyer)
    answer = browser.post(page, typed)
    assert answer["Content-Type"] == "application/pdf"
    assert "Саидов" not in answer["Content-Disposition"]
    refused = browser.post(page, {**typed, "purpose": "un_body"})
    assert refused.status_code == 422
    assert "has not consented to this" in refused.content.decode()
    assert browser.get(reverse("medical:examination", args=[signed.case.code, signed.pk])).status_code == 404


def test_the_blank_sheet_asks_the_same_in_three_languages(cast, sign_in) -> None:
    browser = sign_in(cast.officer)
    for language in ("tg", "ru", "en"):
        answer = browser.get(reverse("medical:sheet", args=[language]))
        pages, text = text_of(answer.content)
        assert pages in (4, 5, 6)
    assert "not consistent with" in text
    assert "SHA-256" not in text
    assert browser.get(reverse("medical:sheet", args=["fr"])).status_code == 404
    assert drawing("soles").width
