"""A person who is met again is linked, not written down a second time."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from guvoh.desk.casework import actions
from guvoh.desk.casework.models import Case
from guvoh.desk.casework.vocabulary import CaseRole
from guvoh.desk.facts.models import Actor
from guvoh.desk.facts.register import current_register
from guvoh.instruments.names.guard import scan

TYPED = {
    "role": "witness",
    "surname_ru": "Саидов",
    "given_ru": "Рустам",
    "patronymic_ru": "Каримович",
    "phone": "+992 90 111 22 33",
    "occupation": "doctor",
    "protected": "on",
}
ASKED = "We may know this person already."


@pytest.fixture
def second(case: Case, cast: SimpleNamespace) -> Case:
    return actions.open_case("Second visit of the police", by=cast.officer)


def add(browser: Client, case: Case, **typed: str):
    return browser.post(reverse("casework:person_add", args=[case.code]), {**TYPED, **typed}, follow=True)


def test_somebody_alike_is_asked_about_and_nothing_typed_is_lost(second, case, cast, sign_in) -> None:
    answer = add(sign_in(cast.officer), second)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ASKED in page
    assert case.code in page
    for typed in ("+992 90 111 22 33", "doctor", "Каримович"):
        assert typed in page
    assert not second.people.exists()


def test_choosing_her_links_her_and_adds_what_is_new(second, case, client_of_case, cast, sign_in) -> None:
    answer = add(sign_in(cast.officer), second, same_as=str(client_of_case.pk), born_on="1980-05-06")
    assert answer.status_code == 200
    assert second.people.get().actor == client_of_case
    assert Actor.objects.count() == 1
    client_of_case.refresh_from_db()
    assert {row.script for row in client_of_case.names.all()} == {"tg", "ru", "en"}
    details = set(client_of_case.details.values_list("kind", "value"))
    assert {("phone", "+992 93 555 01 23"), ("phone", "+992 90 111 22 33")} <= details
    assert {("case_no", case.code), ("case_no", second.code)} <= details
    assert (client_of_case.occupation, client_of_case.born_on) == ("doctor", dt.date(1980, 5, 6))
    register = current_register()
    assert {mark.person for mark in scan("90 111 22 33", register.index)} == {client_of_case.pseudonym}


def test_another_spelling_in_the_same_script_is_kept_as_another_name(
    second, client_of_case, cast, sign_in
) -> None:
    typed = {"surname_tg": "Саидзода", "given_tg": "Рустам", "same_as": str(client_of_case.pk)}
    add(sign_in(cast.officer), second, **typed)
    assert client_of_case.details.filter(kind="alias", value="Саидзода Рустам").exists()
    assert client_of_case.names.get(script="tg").surname == "Саидов"


def test_saying_that_it_is_somebody_else_makes_a_new_person(second, client_of_case, cast, sign_in) -> None:
    add(sign_in(cast.officer), second, same_as="new")
    assert second.people.get().actor != client_of_case


def test_the_same_telephone_is_enough_to_ask(second, cast, sign_in) -> None:
    typed = {"surname_ru": "Назаров", "given_ru": "Комил", "patronymic_ru": "", "phone": "93 555 0123"}
    assert ASKED in add(sign_in(cast.officer), second, **typed).content.decode()


def test_nobody_alike_nobody_asked(second, cast, sign_in) -> None:
    add(sign_in(cast.officer), second, surname_ru="Назаров", given_ru="Комил", patronymic_ru="")
    assert second.people.get().actor.names.get().surname == "Назаров"


def test_a_brother_is_not_asked_about(second, cast, sign_in) -> None:
    add(sign_in(cast.officer), second, given_ru="Комил")
    assert second.people.exists()


def test_whom_she_may_not_know_of_is_never_offered_nor_linked(case, client_of_case, cast, sign_in) -> None:
    elsewhere = actions.open_case("Elsewhere", by=cast.stranger)
    browser = sign_in(cast.stranger)
    answer = add(browser, elsewhere, same_as=str(client_of_case.pk))
    assert case.code not in answer.content.decode()
    assert elsewhere.people.get().actor != client_of_case
    assert not client_of_case.in_cases.filter(case=elsewhere).exists()


def test_a_number_of_somebody_not_offered_is_refused(second, client_of_case, cast, sign_in) -> None:
    other = actions.add_person(
        second, CaseRole.FAMILY, [{"script": "tg", "surname": "Ятимов", "given": "Комил"}], by=cast.officer
    ).actor
    answer = add(sign_in(cast.officer), second, same_as=str(other.pk))
    assert answer.status_code == 422
    assert second.people.count() == 1


def test_the_same_role_twice_is_refused_and_nothing_is_half_done(case, client_of_case, cast, sign_in) -> None:
    answer = add(sign_in(cast.officer), case, role="client", same_as=str(client_of_case.pk))
    assert answer.status_code == 422
    assert not client_of_case.details.filter(value="+992 90 111 22 33").exists()


def test_who_is_to_be_protected_is_from_now_on(second, cast, sign_in) -> None:
    name = {"script": "tg", "surname": "Ҳакимов", "given": "Далер"}
    official = actions.add_person(second, CaseRole.OFFICIAL, [name], by=cast.officer, protected=False).actor
    typed = {"surname_ru": "Хакимов", "given_ru": "Далер", "patronymic_ru": "", "same_as": str(official.pk)}
    add(sign_in(cast.officer), second, **typed)
    official.refresh_from_db()
    assert official.protected
    assert official.pseudonym in current_register().persons
