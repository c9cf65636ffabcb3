"""The guard never works with a stale register, and takes in what changed without reading everything anew."""

import os
from threading import Event, Thread

import pytest
from django.db import transaction

from guvoh.desk.facts import actions, register
from guvoh.desk.facts.models import Actor, RegisterChange
from guvoh.desk.facts.register import current_register, touch_register
from guvoh.instruments.names.guard import scan


def found(text: str) -> set[str]:
    return {mark.person for mark in scan(text, current_register().index)}


def add(cast, surname: str) -> Actor:
    names = [{"script": "tg", "surname": surname, "given": "Баҳодур"}]
    return actions.add_actor(names, by=cast.officer, gender="m")


def test_a_new_person_is_looked_for_at_once(cast) -> None:
    assert found("Қосимов Баҳодур омад") == set()
    added = add(cast, "Қосимов")
    assert found("Қосимов Баҳодур омад") == {added.pseudonym}


def test_a_new_name_and_a_new_number_are_looked_for_at_once(cast) -> None:
    actor = add(cast, "Қосимов")
    assert found("Лутфуллоев Баҳодур, 93 555 01 23") == set()
    actions.set_name(actor, {"script": "ru", "surname": "Лутфуллоев", "given": "Баходур"}, by=cast.officer)
    assert found("Лутфуллоева Баҳодура") == {actor.pseudonym}
    actions.add_detail(actor, "phone", "+992935550123", by=cast.officer)
    assert found("93 555 01 23") == {actor.pseudonym}


def test_each_of_several_passports_numbers_and_villages_is_found(cast) -> None:
    actor = add(cast, "Қосимов")
    for kind, value in (
        ("passport", "A1234567"),
        ("passport", "B7654321"),
        ("case_no", "2025-0001"),
        ("case_no", "2026-0777"),
        ("email", "bahodur@mail.tj"),
        ("email", "qosimov@mail.tj"),
        ("address", "кӯчаи Борбад 5"),
        ("address", "кӯчаи Навоӣ 12"),
        ("village", "Чорбоғи Поён"),
        ("village", "Навгилем"),
    ):
        actions.add_detail(actor, kind, value, by=cast.officer)
    for text in (
        "паспорт A 1234567",
        "паспорт B 7654321",
        "парвандаи 2025-0001",
        "парвандаи 2026-0777",
        "bahodur@mail.tj",
        "qosimov@mail.tj",
        "кӯчаи Борбад, 5",
        "кӯчаи Навоӣ, 12",
        "деҳаи Чорбоғи Поён",
        "деҳаи Навгилем",
    ):
        assert found(text) == {actor.pseudonym}, text


def test_a_change_that_was_rolled_back_leaves_no_stale_index(cast) -> None:
    with transaction.atomic():
        add(cast, "Назаров")
        current_register()
        transaction.set_rollback(True)
    added = add(cast, "Қосимов")
    assert found("Қосимов Баҳодур омад") == {added.pseudonym}
    assert found("Назаров Баҳодур омад") == set()


def test_an_unprotected_official_is_not_looked_for(cast) -> None:
    actions.add_actor(
        [{"script": "tg", "surname": "Қосимов", "given": "Баҳодур"}], by=cast.officer, protected=False
    )
    assert found("Қосимов Баҳодур омад") == set()


def test_who_is_protected_no_longer_is_let_go_and_taken_in_again(cast) -> None:
    actor, other = add(cast, "Қосимов"), add(cast, "Назаров")
    for protected in (True, False, True):
        Actor.objects.filter(pk=actor.pk).update(protected=protected)
        touch_register(actor)
        assert found("Қосимов Баҳодур ва Назаров Баҳодур") == {other.pseudonym} | (
            {actor.pseudonym} if protected else set()
        )


@pytest.fixture
def builds(monkeypatch) -> list[int]:
    """The epochs for which the register was made anew."""
    made: list[int] = []
    anew = register._made_anew

    def counted(epoch: int) -> register.Register:
        made.append(epoch)
        return anew(epoch)

    monkeypatch.setattr(register, "_made_anew", counted)
    current_register()
    made.clear()
    return made


def test_a_change_is_taken_in_without_making_the_index_anew(cast, builds, django_assert_num_queries) -> None:
    add(cast, "Қосимов")
    current_register()
    builds.clear()
    with django_assert_num_queries(1):
        before = current_register()
    added = add(cast, "Назаров")
    # changes, the coalition's rules, then the changed people with names and details
    with django_assert_num_queries(5):
        after = current_register()
    assert builds == []
    assert added.pseudonym in after.persons
    assert added.pseudonym not in before.persons
    assert added.pseudonym not in before.index.entries


def test_the_register_is_made_anew_when_the_vault_was_locked_in_between(
    cast, builds, second_agent, settings
) -> None:
    settings.VAULT = second_agent
    current_register()
    builds.clear()
    second_agent.lock()
    second_agent.unlock(os.environ["TEST_PASSPHRASE"])
    current_register()
    assert builds == [second_agent.status().epoch]


def test_an_index_older_than_the_changes_kept_is_made_anew(cast, builds, monkeypatch) -> None:
    add(cast, "Қосимов")
    current_register()
    builds.clear()
    monkeypatch.setattr(register, "CHANGES_KEPT", 2)
    people = [add(cast, surname) for surname in ("Назаров", "Холов", "Ятимов")]
    assert RegisterChange.objects.count() == 2
    assert {person.pseudonym for person in people} <= current_register().persons.keys()
    assert len(builds) == 1


def test_many_changes_at_once_make_the_index_anew(cast, builds, monkeypatch) -> None:
    add(cast, "Қосимов")
    current_register()
    builds.clear()
    monkeypatch.setattr(register, "DELTA_MAX", 1)
    people = [add(cast, surname) for surname in ("Назаров", "Холов")]
    assert {person.pseudonym for person in people} <= current_register().persons.keys()
    assert len(builds) == 1


def test_a_scan_goes_on_with_the_register_it_began_with(cast) -> None:
    actor = add(cast, "Қосимов")
    held, done, missed = current_register(), Event(), []

    def scan_on() -> None:
        while not done.is_set():
            seen = {mark.person for mark in scan("Қосимов Баҳодур", held.index)}
            missed.extend({actor.pseudonym} - seen)

    scanning = Thread(target=scan_on)
    scanning.start()
    for number in range(10):
        actions.add_detail(actor, "phone", f"+99293555010{number}", by=cast.officer)
        current_register()
    done.set()
    scanning.join()
    assert missed == []
