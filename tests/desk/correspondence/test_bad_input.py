"""What cannot be, typed at the desk: refused beside its field, what was typed kept, and nothing half saved."""

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.lawbook import versions
from guvoh.desk.correspondence.models import CalendarDay, Clock, Delivery, Letter, Reply, SignedRule
from guvoh.desk.correspondence.vocabulary import LetterState
from guvoh.desk.evidence.models import SealedFile
from guvoh.desk.staff.models import Entry
from tests.desk.conftest import SignIn
from tests.desk.correspondence.conftest import REFUSAL, Draft, deliver

RULE = "TJ-COMPL-PROS"
DELIVERY = {"how": "by_hand", "sent_on": "2026-03-18", "delivered_on": "2026-03-18", "proof": "stamp"}
DAY = {
    "date": "2027-01-04",
    "kind": "off",
    "reason_tg": "ивазшуда",
    "reason_ru": "перенос",
    "reason_en": "swap",
    "source": "Government resolution No. 1",
}


@pytest.fixture
def lawyer(cast: SimpleNamespace, sign_in: SignIn) -> Client:
    return sign_in(cast.lawyer)


@pytest.fixture
def nothing_more() -> Callable[[], bool]:
    """Whether the desk holds what it held at first: not one row more, the record's among them."""
    models = (Delivery, Clock, Reply, SealedFile, CalendarDay, SignedRule)

    def held() -> list[int]:
        return [model.objects.count() for model in models] + [_acts()]

    before: list[int] = []

    def same() -> bool:
        if not before:
            before.extend(held())
        return held() == before

    return same


def _acts() -> int:
    return Entry.objects.exclude(act__endswith=".read").exclude(act__endswith=".listed").count()


def refused(browser: Client, address: str, typed: dict[str, Any], field: str) -> str:
    """What the page says at the field, after it has refused what was typed."""
    answered = browser.post(address, typed)
    assert answered.status_code == 422, answered.headers.get("location")
    form = answered.context["form"]
    assert list(form.errors) == [field]
    return " ".join(form.errors[field])


def paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("slip.jpg", b"a slip", content_type="image/jpeg")


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"delivered_on": "2026-03-17"}, "delivered_on", "delivered before it was sent"),
        ({"sent_on": "2026-03-15"}, "sent_on", "sent before it was written"),
        ({"delivered_on": "2100-01-04"}, "delivered_on", "has not come yet"),
        ({"delivered_on": "18 of March"}, "delivered_on", "Enter a valid date"),
        ({"proof": "rumour"}, "proof", "not one of the available choices"),
    ],
)
def test_delivery_that_cannot_be(
    final: Letter,
    lawyer: Client,
    nothing_more: Callable[[], bool],
    changes: dict[str, str],
    field: str,
    said: str,
) -> None:
    assert nothing_more()
    address = reverse("correspondence:deliver", args=[final.pk])
    assert said in refused(lawyer, address, DELIVERY | changes | {"upload": paper()}, field)
    assert nothing_more()
    final.refresh_from_db()
    assert final.state == LetterState.FINAL


def test_correction_of_a_delivery_that_cannot_be_leaves_it_and_its_clock_alone(
    final: Letter, cast: SimpleNamespace, lawyer: Client
) -> None:
    deliver(final, cast.lawyer)
    before = Clock.objects.values().get(), Delivery.objects.values().get()
    address = reverse("correspondence:deliver", args=[final.pk])
    assert "before it was sent" in refused(
        lawyer, address, DELIVERY | {"delivered_on": "2026-03-17"}, "delivered_on"
    )
    assert (Clock.objects.values().get(), Delivery.objects.values().get()) == before


def test_term_that_leaves_the_calendar_starts_no_clock(
    draft: Draft, consent: Any, lawyer: Client, nothing_more: Callable[[], bool], cast: SimpleNamespace
) -> None:
    consent()
    old = actions.finalise_letter(draft(written_on=dt.date(2009, 3, 2)), by=cast.lawyer)
    assert nothing_more()
    address = reverse("correspondence:deliver", args=[old.pk])
    typed = DELIVERY | {"sent_on": "2009-03-02", "delivered_on": "2009-03-02"}
    assert refused(lawyer, address, typed, "delivered_on") == "This term leaves the years of the calendar."
    assert nothing_more()


def test_reply_before_its_letter(
    final: Letter, cast: SimpleNamespace, lawyer: Client, nothing_more: Callable[[], bool]
) -> None:
    deliver(final, cast.lawyer)
    assert nothing_more()
    typed: dict[str, Any] = {"received_on": "2026-03-15", "summary": "Refused", "upload": paper()}
    for point in final.points.all():
        typed |= {f"answer_{point.pk}": "something_else", f"quote_{point.pk}": REFUSAL}
    address = reverse("correspondence:reply", args=[final.pk])
    assert "come before the letter was sent" in refused(lawyer, address, typed, "received_on")
    assert nothing_more()
    final.refresh_from_db()
    assert final.state == LetterState.DELIVERED


@pytest.mark.parametrize(
    ("earlier", "changes", "said"),
    [
        (True, {"kind": "work"}, "stands in the calendar as a day off: it cannot be off and worked"),
        (True, {}, "This day is in the calendar already"),
        (False, {"date": "1999-05-03"}, "outside the years of the calendar, 2010 to 2076"),
        (False, {"date": "2027-05-01", "holiday": "idi-ramazon"}, "more than 3 days away"),
        (False, {"date": "4 January"}, "Enter a valid date"),
    ],
)
def test_day_that_cannot_be(
    lawyer: Client, nothing_more: Callable[[], bool], earlier: bool, changes: dict[str, str], said: str
) -> None:
    address = reverse("correspondence:calendar")
    if earlier:
        assert lawyer.post(address, DAY).status_code == 302
    assert nothing_more()
    assert said in refused(lawyer, address, DAY | changes, "date")
    assert nothing_more()


def test_an_id_that_is_announced_twice_in_a_year(lawyer: Client, nothing_more: Callable[[], bool]) -> None:
    address = reverse("correspondence:calendar")
    announced = DAY | {"holiday": "idi-ramazon"}
    assert lawyer.post(address, announced | {"date": "2027-03-10"}).status_code == 302
    assert nothing_more()
    said = refused(lawyer, address, announced | {"date": "2027-03-08"}, "date")
    assert said == "The day of this Id is entered already: 10 March 2027. Take that entry out first."
    assert nothing_more()


@pytest.mark.parametrize("missing", ["source", "reason_tg", "kind"])
def test_day_without_what_it_rests_on(lawyer: Client, nothing_more: Callable[[], bool], missing: str) -> None:
    assert nothing_more()
    refused(lawyer, reverse("correspondence:calendar"), DAY | {missing: ""}, missing)
    assert nothing_more()


def signature(**changes: Any) -> dict[str, Any]:
    basis = {f"basis_{language}": text for language, text in versions()[RULE][-1].basis.items()}
    return {
        "read": "CPC art. 121, read on the site of the Ministry",
        "length": 10,
        "unit": "wd",
        "starts_on": "delivered",
        **basis,
        **changes,
    }


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"read": ""}, "read"),
        ({"read": "CPC"}, "read"),
        ({"length": -1}, "length"),
        ({"unit": "weeks"}, "unit"),
        ({"starts_on": "posted"}, "starts_on"),
        ({"basis_tg": " "}, "basis_tg"),
        ({"in_force_from": "tomorrow"}, "in_force_from"),
    ],
)
def test_rule_without_a_source_or_with_a_field_that_cannot_be(
    lawyer: Client, nothing_more: Callable[[], bool], changes: dict[str, Any], field: str
) -> None:
    assert nothing_more()
    refused(lawyer, reverse("correspondence:rule", args=[RULE]), signature(**changes), field)
    assert nothing_more()


def test_row_that_loses_its_sources_is_not_signed(cast: SimpleNamespace) -> None:
    with pytest.raises(ValidationError, match="the field “sources” is missing"):
        actions.sign_rule(RULE, "CPC art. 121, edition of 2024", by=cast.lawyer, sources=[])
    assert not SignedRule.objects.exists()


def test_unknown_rule(lawyer: Client, cast: SimpleNamespace) -> None:
    assert lawyer.get(reverse("correspondence:rule", args=["TJ-NONE"])).status_code == 404
    assert lawyer.post(reverse("correspondence:rule", args=["TJ-NONE"]), signature()).status_code == 404
    with pytest.raises(ValidationError, match="There is no rule “TJ-NONE”"):
        actions.sign_rule("TJ-NONE", "CPC art. 121, edition of 2024", by=cast.lawyer)
    assert not SignedRule.objects.exists()


def test_template_with_an_unknown_field(lawyer: Client, nothing_more: Callable[[], bool]) -> None:
    assert nothing_more()
    address = reverse("correspondence:wording_edit", args=["complaint-prosecutor", "en"])
    typed = {
        "heading": "Complaint",
        "paragraphs": "{{ clientt_name }} complains.\r\n\r\n{{ asked }}",
        "demands": "Open a case.",
        "sign_off": "Lawyer:",
        "based_on": 0,
        "why": "shorter",
    }
    said = refused(lawyer, address, typed, "paragraphs")
    assert "There is no field {{ clientt_name }}" in said
    assert nothing_more()


def test_language_of_the_refusal_is_the_readers(final: Letter, cast: SimpleNamespace, sign_in: SignIn) -> None:
    cast.lawyer.language = "tg"
    cast.lawyer.save()
    with translation.override("tg"):
        expected = translation.gettext("The letter would be delivered before it was sent.")
    address = reverse("correspondence:deliver", args=[final.pk])
    said = refused(sign_in(cast.lawyer), address, DELIVERY | {"delivered_on": "2026-03-17"}, "delivered_on")
    assert said == expected
    assert "The letter" not in said
