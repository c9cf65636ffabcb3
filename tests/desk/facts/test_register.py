"""The guard never works with a stale register."""

from django.db import transaction

from guvoh.desk.facts import actions
from guvoh.desk.facts.register import current_register
from guvoh.instruments.names.guard import scan


def found(text: str) -> set[str]:
    return {mark.person for mark in scan(text, current_register().index)}


def add(cast, surname: str) -> str:
    return actions.add_actor(
        [{"script": "tg", "surname": surname, "given": "Баҳодур"}], by=cast.officer, gender="m"
    ).pseudonym


def test_a_new_person_is_looked_for_at_once(cast) -> None:
    assert found("Қосимов Баҳодур омад") == set()
    added = add(cast, "Қосимов")
    assert found("Қосимов Баҳодур омад") == {added}


def test_a_change_that_was_rolled_back_leaves_no_stale_index(cast) -> None:
    with transaction.atomic():
        add(cast, "Назаров")
        current_register()
        transaction.set_rollback(True)
    added = add(cast, "Қосимов")
    assert found("Қосимов Баҳодур омад") == {added}
    assert found("Назаров Баҳодур омад") == set()


def test_an_unprotected_official_is_not_looked_for(cast) -> None:
    actions.add_actor(
        [{"script": "tg", "surname": "Қосимов", "given": "Баҳодур"}], by=cast.officer, protected=False
    )
    assert found("Қосимов Баҳодур омад") == set()
