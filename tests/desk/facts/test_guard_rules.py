"""The coalition teaches the guard: what silences it takes two members, and never silences a protected person."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from guvoh.desk.facts import actions
from guvoh.desk.facts.models import GuardRule
from guvoh.desk.facts.register import current_register
from guvoh.desk.staff.models import Entry

RULES = "guard:rules"


def propose(cast, kind: str, *words: str, by: str = "editor") -> GuardRule:
    return actions.propose_guard_rule(kind, words, "marked again and again", by=getattr(cast, by))


def person(cast, surname: str, given: str, **fields) -> None:
    names = [{"script": "tg", "surname": surname, "given": given}]
    actions.add_actor(names, fields.pop("details", ()), by=cast.officer, **fields)


def test_spellings_act_at_once(cast) -> None:
    before = current_register()
    propose(cast, "spellings", "Ҷамшед", " Dschamsched ", "")
    after = current_register()
    assert before.own.given_groups == ()
    assert after.own.given_groups == (("Ҷамшед", "Dschamsched"),)


@pytest.mark.parametrize(
    ("kind", "field"), [("ordinary", "ordinary_names"), ("place", "places"), ("figure", "figures")]
)
def test_what_silences_acts_once_another_member_has_confirmed_it(cast, kind, field) -> None:
    rule = propose(cast, kind, "Саодат")
    assert getattr(current_register().own, field) == ()
    with pytest.raises(ValidationError):
        actions.confirm_guard_rule(rule, by=cast.editor)
    rule.refresh_from_db()
    actions.confirm_guard_rule(rule, by=cast.coordinator)
    assert getattr(current_register().own, field) == ("Саодат",)
    actions.withdraw_guard_rule(rule, "no longer", by=cast.editor)
    assert getattr(current_register().own, field) == ()
    with pytest.raises(ValidationError):
        actions.withdraw_guard_rule(rule, "again", by=cast.editor)
    with pytest.raises(ValidationError):
        actions.confirm_guard_rule(rule, by=cast.coordinator)


def test_the_database_itself_refuses_one_s_own_word(cast) -> None:
    rule = propose(cast, "place", "Саодат")
    with pytest.raises(IntegrityError), transaction.atomic():
        GuardRule.objects.filter(pk=rule.pk).update(confirmed_by=cast.editor)


def test_what_a_rule_says_is_never_changed_or_deleted(cast) -> None:
    rule = propose(cast, "place", "Саодат")
    rule.words = ["Саидов"]
    with pytest.raises(TypeError):
        rule.save()
    with pytest.raises(TypeError):
        rule.delete()


@pytest.mark.parametrize("kind", ["ordinary", "place", "figure"])
@pytest.mark.parametrize("words", ["Рустам Саидов", "саидов рустам", "Rustam Saidov", "Соқӣ", "Умед"])
def test_the_name_of_a_protected_person_is_refused(cast, kind, words) -> None:
    person(cast, "Саидов", "Рустам", details=[("alias", "Соқӣ")])
    person(cast, "", "Умед")
    with pytest.raises(ValidationError):
        propose(cast, kind, words)


def test_a_figure_of_one_word_is_not_a_protected_surname(cast) -> None:
    person(cast, "Саидов", "Рустам")
    with pytest.raises(ValidationError):
        propose(cast, "figure", "Саидов")
    assert propose(cast, "figure", "Авитсенна").waits


def test_a_street_named_like_a_surname_alone_is_taken(cast) -> None:
    person(cast, "Айнӣ", "Рустам")
    assert propose(cast, "place", "Айнӣ").waits


def test_the_name_of_an_unprotected_official_may_be_a_figure(cast) -> None:
    person(cast, "Саидов", "Рустам", protected=False)
    assert propose(cast, "figure", "Рустам Саидов").waits


def test_a_rule_rests_when_somebody_of_that_name_comes_under_protection(cast, sign_in) -> None:
    rule = propose(cast, "figure", "Рустам Саидов")
    actions.confirm_guard_rule(rule, by=cast.coordinator)
    assert current_register().own.figures == ("Рустам Саидов",)
    person(cast, "Саидов", "Рустам")
    assert current_register().own.figures == ()
    assert (
        "A protected person bears this name: the rule rests."
        in sign_in(cast.editor).get(reverse(RULES)).content.decode()
    )


def test_a_rule_is_not_confirmed_once_a_protected_person_bears_it(cast) -> None:
    rule = propose(cast, "figure", "Рустам Саидов")
    person(cast, "Саидов", "Рустам")
    with pytest.raises(ValidationError):
        actions.confirm_guard_rule(rule, by=cast.coordinator)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("spellings", ["Рустам"]),
        ("spellings", ["Рустам", "рустам"]),
        ("ordinary", ["Умед Гул"]),
        ("place", ["кӯчаи 40"]),
        ("figure", [""]),
        ("other", ["Саодат"]),
    ],
)
def test_a_bad_rule_is_refused(cast, kind, words) -> None:
    with pytest.raises((ValidationError, KeyError)):
        propose(cast, kind, *words)
    assert not GuardRule.objects.exists()


def test_the_same_rule_is_not_there_twice(cast) -> None:
    propose(cast, "place", "Саодат")
    with pytest.raises(ValidationError):
        propose(cast, "place", "Саодат", by="officer")


def test_through_the_screens_an_officer_proposes_and_an_editor_confirms(cast, sign_in) -> None:
    officer, editor = sign_in(cast.officer), sign_in(cast.editor)
    assert "No rules of your own yet." in officer.get(reverse(RULES)).content.decode()
    refused = officer.post(reverse("guard:rule_add"), {"kind": "place", "words": "кӯчаи 40", "reason": "street"})
    assert refused.status_code == 422
    assert "кӯчаи 40" in refused.content.decode()
    officer.post(reverse("guard:rule_add"), {"kind": "place", "words": "Саодат", "reason": "street"})
    rule = GuardRule.objects.get()
    confirm = reverse("guard:rule_confirm", args=[rule.pk])
    assert confirm not in officer.get(reverse(RULES)).content.decode()
    assert officer.post(confirm).status_code == 404
    assert confirm in editor.get(reverse(RULES)).content.decode()
    assert "acts from now on" in editor.post(confirm, follow=True).content.decode()
    assert sign_in(cast.lawyer).get(reverse("guard:rule_withdraw", args=[rule.pk])).status_code == 404
    withdraw = reverse("guard:rule_withdraw", args=[rule.pk])
    assert editor.post(withdraw, {"reason": ""}).status_code == 422
    editor.post(withdraw, {"reason": "no such street"})
    page = officer.get(reverse(RULES)).content.decode()
    assert "no such street" in page
    assert "withdrawn" in page


def test_spellings_are_typed_with_commas(cast, sign_in) -> None:
    typed = {"kind": "spellings", "words": "Ҷамшед, Dschamsched; Cemşid", "reason": "German and Turkish papers"}
    sign_in(cast.lawyer).post(reverse("guard:rule_add"), typed)
    assert GuardRule.objects.get().words == ["Ҷамшед", "Dschamsched", "Cemşid"]


def test_who_has_nothing_to_do_with_the_guard_finds_no_rules(cast, sign_in) -> None:
    rule = propose(cast, "place", "Саодат")
    doors = [
        reverse(RULES),
        reverse("guard:rule_add"),
        reverse("guard:rule_withdraw", args=[rule.pk]),
    ]
    for member in (cast.operator, cast.psychologist, cast.doctor, cast.analyst):
        for door in doors:
            assert sign_in(member).get(door).status_code == 404
        assert sign_in(member).post(reverse("guard:rule_confirm", args=[rule.pk])).status_code == 404
    assert Client().get(reverse(RULES)).status_code == 302


def test_another_organisation_s_editor_is_a_second_member(cast, sign_in) -> None:
    rule = propose(cast, "place", "Саодат")
    sign_in(cast.other_editor).post(reverse("guard:rule_confirm", args=[rule.pk]))
    assert current_register().own.places == ("Саодат",)


def test_the_list_takes_the_same_number_of_queries_for_many_rules(
    cast, sign_in, django_assert_max_num_queries
) -> None:
    for letter in "абвгдежзик":
        rule = propose(cast, "place", f"Саодат{letter}")
        actions.confirm_guard_rule(rule, by=cast.coordinator)
    browser = sign_in(cast.editor)
    with django_assert_max_num_queries(12):
        browser.get(reverse(RULES))


def test_every_step_is_in_the_record_without_the_words(cast) -> None:
    rule = propose(cast, "figure", "Рустам Саидов")
    actions.confirm_guard_rule(rule, by=cast.coordinator)
    actions.withdraw_guard_rule(rule, "wrong", by=cast.coordinator)
    acts = [entry.act for entry in Entry.objects.order_by("pk")]
    assert acts == ["guard_rule.proposed", "guard_rule.confirmed", "guard_rule.withdrawn"]
