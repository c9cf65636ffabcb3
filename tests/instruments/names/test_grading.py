"""How sure the guard is depends on who else bears the name and on whom the text is about."""

import pytest

from guvoh.instruments.names.guard import TEXT_MAX, Index, TextTooLong, scan
from guvoh.instruments.names.person import Protected


def levels(text, index, subjects=()):
    return {(mark.person, mark.level) for mark in scan(text, index, subjects)}


def test_initials_shared_by_two_are_asked_about():
    index = Index.build(
        [Protected("1", given="Рустам", surname="Саидов"), Protected("2", given="Раҳим", surname="Саидов")]
    )
    assert levels("Р. Саидов омад.", index) == {("1", "review"), ("2", "review")}


def test_a_given_name_with_patronymic_shared_by_two_is_asked_about():
    people = [
        Protected("1", given="Рустам", patronymic="Каримович", surname="Саидов"),
        Protected("2", given="Рустам", patronymic="Каримович", surname="Назаров"),
    ]
    assert levels("Пришёл Рустам Каримович.", Index.build(people)) == {("1", "review"), ("2", "review")}


def test_the_better_fitting_of_two_namesakes_blocks():
    people = [Protected("m", given="Фарид", surname="Каримов"), Protected("f", given="Фарида", surname="Каримова")]
    assert levels("Дирӯз Фарида Каримова омад.", Index.build(people)) == {("f", "block"), ("m", "review")}


def test_two_people_of_one_name_both_block():
    people = [Protected("1", given="Рустам", surname="Саидов"), Protected("2", given="Рустам", surname="Саидзода")]
    assert levels("Рустам Саидов омад.", Index.build(people)) == {("1", "block"), ("2", "block")}


@pytest.mark.parametrize(
    "text", ["Дирӯз Рустам омад.", "Видели Рустама.", "Rustam’s phone was taken.", "Саидов омад."]
)
def test_one_part_of_the_name_blocks_for_the_people_the_text_is_about(index, text):
    assert levels(text, index, {"rustam"}) == {("rustam", "block")}


def test_an_ordinary_word_is_no_subject(index):
    assert levels("Мо умед дорем ва умеди мо зинда аст.", index, {"umed"}) == set()
    assert levels("Дирӯз Умед омад.", index, {"umed"}) == {("umed", "block")}


def test_someone_else_of_the_subjects_given_name_is_not_the_subject(index):
    assert levels("Дирӯз Рустам Назаров омад.", index, {"rustam"}) == set()


def test_who_is_named_once_in_full_is_meant_by_the_given_name_later(index):
    marks = scan("Рустам Саидов омад. Рустам гуфт, ки Саидов аст.", index)
    assert [(mark.evidence, mark.level) for mark in marks] == [
        ("Рустам Саидов", "block"),
        ("Рустам", "block"),
        ("Саидов", "block"),
    ]


def test_a_given_name_the_text_keeps_using_is_its_hero(index):
    text = "Зарина омад. Баъд Зарина рафт. Модар ба Зарина нигарист."
    assert levels(text, index) == {("zarina", "block")}


def namesakes(letters):
    return Index.build(Protected(letter, given="Рустам", surname=f"Сурн{letter}ров") for letter in letters)


def test_a_given_name_many_share_points_at_nobody():
    assert scan("Рустам омад.", namesakes("абвгдж")) == []


def test_the_hero_of_a_text_is_asked_about_when_several_bear_the_name():
    text = "Рустам омад. Рустам рафт. Рустам гуфт."
    assert levels(text, namesakes("абвгдж")) == {(letter, "review") for letter in "абвгдж"}
    assert levels(text, namesakes("аб")) == {("а", "block"), ("б", "block")}


def test_a_village_alone_is_asked_about_and_blocks_near_the_name(index):
    assert levels("Дар деҳаи Чорбоғи Боло барф борид.", index) == {("rustam", "review")}
    assert ("rustam", "block") in levels("Зани Рустам аз Чорбоғи Боло.", index)


def test_a_person_added_is_found_and_a_person_removed_is_not():
    index = Index.build([])
    person = Protected(
        "1", given="Рустам", surname="Саидов", phone="935123456", village="Лангар", aliases=("Соқӣ",)
    )
    index.add(person)
    assert levels("Рустам Саидов", index) == {("1", "block")}
    index.add(Protected("1", given="Далер", surname="Назаров"))
    assert levels("Рустам Саидов, 935123456", index) == set()
    assert levels("Далер Назаров", index) == {("1", "block")}
    index.remove("1")
    assert levels("Далер Назаров", index) == set()
    with pytest.raises(KeyError):
        index.remove("1")


def test_names_come_from_the_full_names_in_both_languages_too():
    people = [Protected("1", name_tg="Саидзода Рустами Карим", name_ru="Саидов Рустам Каримович")]
    assert levels("Рустам Саидов омад.", Index.build(people)) == {("1", "block")}


def test_a_text_over_the_limit_is_refused(index):
    with pytest.raises(TextTooLong):
        scan("а" * (TEXT_MAX + 1), index)


def test_the_index_keeps_no_numbers(index):
    assert "935123456" not in repr(index)
    assert "A1234567" not in repr(index)
