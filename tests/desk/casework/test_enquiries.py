"""Asking the coalition about a person tells the asker nothing until somebody chooses to answer."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guvoh.desk.casework import actions
from guvoh.desk.casework.meeting import Told
from guvoh.desk.casework.models import Case, EnquiryMatch, PersonEnquiry
from guvoh.desk.casework.vocabulary import CaseRole
from guvoh.desk.staff.models import Entry


@pytest.fixture
def theirs(cast: SimpleNamespace) -> Case:
    opened = actions.open_case("Threatened at home", by=cast.stranger)
    name = {"script": "tg", "surname": "Ҳалимова", "given": "Зарина"}
    actions.add_person(opened, CaseRole.VICTIM, [name], by=cast.stranger, gender="f")
    return opened


def ask(browser: Client, words: str) -> str:
    browser.post(reverse("people:meet"), {"words": words})
    asked = browser.post(f"{reverse('people:ask')}?found=1", {"reason": "She called us"}, follow=True)
    return asked.content.decode()


def enquiry_page(browser: Client, enquiry: PersonEnquiry) -> int:
    return browser.get(reverse("people:enquiry", args=[enquiry.pk])).status_code


def alike(page: str, words: str) -> str:
    """The page without what each of them typed herself and without the secret of its forms."""
    lines = [line for line in page.replace(words, "…").splitlines() if "csrf" not in line.lower()]
    return "\n".join(lines)


def test_the_asker_sees_the_same_whether_or_not_anybody_fits(theirs, cast, sign_in) -> None:
    known = alike(ask(sign_in(cast.operator), "Halimova Zarina"), "Halimova Zarina")
    PersonEnquiry.objects.all().delete()
    unknown = alike(ask(sign_in(cast.operator), "Yatimova Lola"), "Yatimova Lola")
    assert "Your question was sent." in known
    assert "No answer so far." in known
    assert known == unknown


def test_only_who_leads_her_case_sees_the_question(theirs, case, cast, sign_in) -> None:
    ask(sign_in(cast.operator), "Halimova Zarina")
    enquiry = PersonEnquiry.objects.get()
    lawyer = cast.lawyer
    actions.add_to_team(theirs, lawyer, by=cast.stranger)
    for member in (cast.operator, cast.officer, cast.coordinator, cast.editor, cast.analyst, lawyer):
        assert enquiry_page(sign_in(member), enquiry) == 404, member
        assert "ask whether you know" not in sign_in(member).get(reverse("home")).content.decode()
    browser = sign_in(cast.stranger)
    assert "ask whether you know" in browser.get(reverse("home")).content.decode()
    page = browser.get(reverse("people:enquiry", args=[enquiry.pk])).content.decode()
    for shown in ("Halimova Zarina", "Ҳалимова Зарина", theirs.code, "She called us", "Operator", "New Hope"):
        assert shown in page


def test_a_seat_opens_the_case_to_the_asker(theirs, cast, sign_in) -> None:
    ask(sign_in(cast.operator), "Halimova Zarina")
    address = reverse("people:enquiry", args=[PersonEnquiry.objects.get().pk])
    answered = sign_in(cast.stranger).post(address, {"decision": theirs.code, "message": "Call me first."})
    assert answered.status_code == 302
    browser = sign_in(cast.operator)
    page = browser.get(reverse("people:meet")).content.decode()
    assert "Call me first." in page
    assert "Shelter" in page
    assert browser.get(reverse("casework:case", args=[theirs.code])).status_code == 200
    assert sign_in(cast.stranger).get(address).status_code == 404


def test_an_answer_in_words_opens_nothing(theirs, cast, sign_in) -> None:
    ask(sign_in(cast.operator), "Halimova Zarina")
    address = reverse("people:enquiry", args=[PersonEnquiry.objects.get().pk])
    stranger = sign_in(cast.stranger)
    empty = stranger.post(address, {"decision": "words", "message": ""})
    assert empty.status_code == 422
    stranger.post(address, {"decision": "words", "message": "Yes. Let us talk."})
    browser = sign_in(cast.operator)
    assert "Let us talk." in browser.get(reverse("people:meet")).content.decode()
    assert browser.get(reverse("casework:case", args=[theirs.code])).status_code == 404


def test_silence_looks_like_no_answer(theirs, cast, sign_in) -> None:
    browser = sign_in(cast.operator)
    ask(browser, "Halimova Zarina")
    before = browser.get(reverse("people:meet")).content.decode()
    address = reverse("people:enquiry", args=[PersonEnquiry.objects.get().pk])
    sign_in(cast.stranger).post(address, {"decision": "silence"})
    after = browser.get(reverse("people:meet")).content.decode()
    assert (
        alike(before, "Your question was sent").count("No answer so far.") == after.count("No answer so far.") == 1
    )
    assert EnquiryMatch.objects.get().answer.silent


def test_a_seat_on_another_s_case_cannot_be_given(theirs, case, cast, sign_in) -> None:
    ask(sign_in(cast.operator), "Halimova Zarina")
    address = reverse("people:enquiry", args=[PersonEnquiry.objects.get().pk])
    assert sign_in(cast.stranger).post(address, {"decision": case.code}).status_code == 422
    assert not case.team.current().filter(member=cast.operator).exists()


def test_two_cannot_decide_the_same_question(theirs, cast) -> None:
    enquiry = actions.ask_coalition(Told(words="Halimova Zarina"), "why", by=cast.operator)
    actions.leave_unanswered(enquiry, by=cast.stranger)
    with pytest.raises(ValidationError):
        actions.answer_enquiry(enquiry, "Yes", by=cast.stranger)
    with pytest.raises(ValidationError):
        actions.answer_enquiry(enquiry, "Yes", by=cast.officer)


def test_who_knows_her_anyway_is_asked_by_nobody(theirs, cast) -> None:
    actions.ask_coalition(Told(words="Halimova Zarina"), "why", by=cast.stranger)
    assert not EnquiryMatch.objects.exists()


@pytest.mark.parametrize("told", [Told(words="Zarina"), Told(born_on=dt.date(1991, 3, 8)), Told(phone="12")])
def test_too_little_is_no_question(cast, told) -> None:
    with pytest.raises(ValidationError):
        actions.ask_coalition(told, "why", by=cast.operator)


def test_a_lawyer_who_opens_no_cases_does_not_ask(theirs, cast, sign_in) -> None:
    browser = sign_in(cast.lawyer)
    browser.post(reverse("people:meet"), {"words": "Halimova Zarina"})
    assert browser.post(f"{reverse('people:ask')}?found=1", {"reason": "x"}).status_code == 404
    assert "Ask the coalition" not in browser.get(f"{reverse('people:meet')}?found=1").content.decode()


def test_a_question_without_reason_is_not_sent_and_the_results_stay(theirs, cast, sign_in) -> None:
    browser = sign_in(cast.operator)
    browser.post(reverse("people:meet"), {"words": "Halimova Zarina"})
    answer = browser.post(f"{reverse('people:ask')}?found=1", {"reason": ""})
    assert answer.status_code == 422
    assert "Halimova Zarina" in answer.content.decode()
    assert not PersonEnquiry.objects.exists()


def test_questions_lapse_and_are_forgotten(theirs, cast, sign_in) -> None:
    old = actions.ask_coalition(Told(words="Halimova Zarina", phone="907778899"), "why", by=cast.operator)
    PersonEnquiry.objects.filter(pk=old.pk).update(asked_at=timezone.now() - dt.timedelta(days=31))
    assert enquiry_page(sign_in(cast.stranger), old) == 404
    actions.ask_coalition(Told(words="Yatimova Lola"), "why", by=cast.officer)
    old.refresh_from_db()
    assert (old.words, old.phone, old.reason) == ("", "", "")
    assert not old.matches.exists()


def test_the_record_tells_that_it_was_asked_and_decided_but_names_nobody(theirs, cast) -> None:
    enquiry = actions.ask_coalition(Told(words="Halimova Zarina"), "why", by=cast.operator)
    actions.answer_enquiry(enquiry, "Halimova is with us", by=cast.stranger, case=theirs)
    entries = Entry.objects.filter(act__startswith="enquiry.")
    assert {entry.act for entry in entries} == {"enquiry.asked", "enquiry.answered"}
    assert all("halim" not in entry.words and "халим" not in entry.words for entry in entries)
