"""People met before are found on the telephone, by any spelling, and only by those who may know of them."""

import datetime as dt
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from guvoh.desk.casework import actions
from guvoh.desk.casework.models import Case
from guvoh.desk.casework.vocabulary import CaseRole
from guvoh.desk.facts import actions as facts
from guvoh.desk.facts.models import Actor, ActorKey
from guvoh.desk.staff.models import Entry

MEET = "people:meet"


def meet(browser: Client, **typed: str) -> str:
    return browser.post(reverse(MEET), typed, follow=True).content.decode()


@pytest.fixture
def theirs(cast: SimpleNamespace) -> Case:
    """A case of the other organisation with its client, Zarina Halimova."""
    opened = actions.open_case("Threatened at home", by=cast.stranger)
    name = {"script": "tg", "surname": "Ҳалимова", "given": "Зарина", "patronymic": "Фирӯзовна"}
    actions.add_person(
        opened,
        CaseRole.VICTIM,
        [name],
        [("phone", "+992 90 777 88 99"), ("alias", "Зара"), ("passport", "A 123 4567"), ("passport", "B7654321")],
        by=cast.stranger,
        gender="f",
        born_on=dt.date(1991, 3, 8),
    )
    return opened


@pytest.mark.parametrize(
    "typed",
    [
        {"words": "Ҳалимова Зарина"},
        {"words": "зарина халимова"},
        {"words": "Zarina Khalimova"},
        {"words": "Зарина Фирузовна"},
        {"words": "Зара"},
        {"words": "Ҳалимова"},
        {"words": "Зарина Халемова"},
        {"words": "Zarnia Halimova"},
        {"words": "Саидова Зарина", "born_on": "1991-03-08"},
        {"phone": "90-777-88-99"},
        {"phone": "8 90 777 88 99"},
    ],
)
def test_she_is_found_by_any_spelling_order_or_number(theirs, cast, sign_in, typed) -> None:
    page = meet(sign_in(cast.stranger), **typed)
    assert "Ҳалимова Зарина" in page
    assert theirs.code in page
    assert "1991" in page


@pytest.mark.parametrize(
    "typed", [{"words": "Рустам Назаров"}, {"words": "Ҳалимова Фарангис"}, {"phone": "90 777 88 98"}]
)
def test_somebody_else_is_not_taken_for_her(theirs, cast, sign_in, typed) -> None:
    assert "Nobody in your cases fits." in meet(sign_in(cast.stranger), **typed)


def test_a_corrected_name_and_a_new_telephone_find_her_at_once(theirs, cast, sign_in) -> None:
    actor = theirs.people.get().actor
    browser = sign_in(cast.stranger)
    facts.set_name(actor, {"script": "tg", "surname": "Назарова", "given": "Зарина"}, by=cast.stranger)
    facts.add_detail(actor, "phone", "+992 93 000 11 22", by=cast.stranger)
    assert "Назарова Зарина" in meet(browser, words="Nazarova Zarina")
    assert "Назарова Зарина" in meet(browser, phone="93 000 11 22")
    assert "Nobody in your cases fits." in meet(browser, words="Ҳалимова Зарина")


def test_whom_she_may_not_know_of_is_as_if_not_there(theirs, cast, sign_in) -> None:
    for member in (cast.officer, cast.operator, cast.lawyer, cast.psychologist, cast.doctor):
        browser = sign_in(member)
        for typed in ({"words": "Ҳалимова Зарина"}, {"phone": "+992 90 777 88 99"}):
            found, unknown = meet(browser, **typed), meet(browser, words="Ятимов Комил")
            assert theirs.code not in found
            assert "Threatened" not in found
            assert "Shelter" not in found
            assert found.count("Nobody in your cases fits.") == unknown.count("Nobody in your cases fits.") == 1


def test_a_sealed_case_and_a_seat_without_names_tell_nothing(theirs, cast, own_keys, sign_in) -> None:
    actions.add_to_team(theirs, cast.lawyer, ["legal"], by=cast.stranger)
    assert "Nobody in your cases fits." in meet(sign_in(cast.lawyer), words="Ҳалимова Зарина")
    with own_keys.here(cast.stranger):
        actions.seal_case(theirs, by=cast.stranger, reason="danger")
    colleague = type(cast.stranger).objects.create(
        username="neighbour", full_name="Neighbour", organisation=cast.theirs, language="en"
    )
    colleague.grants.create(role="officer")
    assert "Nobody in your cases fits." in meet(sign_in(colleague), words="Ҳалимова Зарина")
    assert theirs.code in meet(sign_in(cast.stranger), words="Ҳалимова Зарина")


def test_of_a_person_in_two_cases_only_hers_is_named(theirs, case, cast, sign_in) -> None:
    actions.bring_person(case, theirs.people.get().actor, CaseRole.WITNESS, by=cast.officer)
    page = meet(sign_in(cast.officer), words="Ҳалимова Зарина")
    assert case.code in page
    assert theirs.code not in page


def test_what_is_typed_is_in_no_address_and_not_in_the_record(theirs, cast, sign_in) -> None:
    answer = sign_in(cast.stranger).post(reverse(MEET), {"words": "Ҳалимова Зарина"}, follow=True)
    assert [address for address, _status in answer.redirect_chain] == [f"{reverse(MEET)}?found=1"]
    entry = Entry.objects.filter(act="people.searched").get()
    assert entry.detail == {"shown": 1}
    assert "халимов" not in entry.words


def test_nothing_typed_is_refused_in_words(cast, sign_in) -> None:
    page = meet(sign_in(cast.officer), words=" ")
    assert "Write a name, a telephone or a date of birth." in page


def test_an_editor_and_a_stranger_to_the_house_have_no_such_page(cast, sign_in) -> None:
    for member in (cast.editor, cast.analyst, cast.coordinator):
        assert sign_in(member).get(reverse(MEET)).status_code == 404
    assert Client().get(reverse(MEET)).status_code == 302


def test_a_search_among_many_takes_few_queries(theirs, cast, sign_in, django_assert_max_num_queries) -> None:
    for number in range(30):
        name = {"script": "tg", "surname": "Ҳалимова", "given": "Зарина"}
        actions.add_person(
            theirs, CaseRole.WITNESS, [name], [("phone", f"+99290777{number:04}")], by=cast.stranger
        )
    browser = sign_in(cast.stranger)
    meet(browser, words="Ҳалимова Зарина")
    with django_assert_max_num_queries(24):
        page = browser.get(f"{reverse(MEET)}?found=1").content.decode()
    assert page.count("The same:") == 20
    with django_assert_max_num_queries(3):
        list(Actor.objects.resembling({"gs:anything", "g:zarina"}, 10))


def test_keys_stand_sealed_in_the_table(theirs) -> None:
    keys = set(ActorKey.objects.values_list("key", flat=True))
    assert len(keys) >= 9
    assert all(len(key) == 32 and set(key) <= set("0123456789abcdef") for key in keys)


def test_people_who_were_there_before_the_keys_get_them_by_the_migration(theirs) -> None:
    before = set(ActorKey.objects.values_list("actor", "key"))
    ActorKey.objects.all().delete()
    import_module("guvoh.desk.facts.migrations.0002_matching_keys_and_guard_rules").give_keys(apps, None)
    assert set(ActorKey.objects.values_list("actor", "key")) == before


def test_the_list_of_cases_finds_them_by_a_name_in_another_alphabet(theirs, cast, sign_in) -> None:
    for words in ("Khalimova", "Zarina Halimova", "зарина"):
        search = {"words": words, "state": "all"}
        found = sign_in(cast.stranger).post(reverse("casework:index"), search, follow=True)
        assert theirs.code in found.content.decode(), words
        found = sign_in(cast.officer).post(reverse("casework:index"), search, follow=True)
        assert theirs.code not in found.content.decode()


def test_a_date_of_birth_alone_finds_her(theirs, cast, sign_in) -> None:
    page = meet(sign_in(cast.stranger), born_on="1991-03-08")
    assert "Ҳалимова Зарина" in page
