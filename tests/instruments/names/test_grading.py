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
    people = [Protected("1", given="Рустам", surname="Саидов"), Protected("2", given="Рустам", surname="Саидов")]
    assert levels("Рустам Саидов омад.", Index.build(people)) == {("1", "block"), ("2", "block")}


def test_of_two_forms_of_one_surname_the_one_in_the_text_blocks():
    people = [Protected("1", given="Рустам", surname="Саидов"), Protected("2", given="Рустам", surname="Саидзода")]
    assert levels("Рустам Саидов омад.", Index.build(people)) == {("1", "block"), ("2", "review")}
    assert levels("Рустам Саидов омад.", Index.build(people[1:])) == {("2", "block")}


def test_a_date_of_birth_says_something_beside_a_part_of_the_name_alone(index):
    assert levels("Он родился 05.03.1985.", index) == set()
    assert ("rustam", "block") in levels("Рустам родился 05.03.1985.", index)


def test_a_patronymic_of_the_other_gender_is_another_persons():
    man = Index.build([Protected("1", gender="m", given="Вазир", patronymic="Маҳмудович", surname="Саидов")])
    assert levels("Спасибо, Вазира Махмудовна!", man) == {("1", "review")}


def test_the_letter_of_the_initial_counts_before_the_sound():
    people = [Protected("1", given="Шариф", surname="Обидов", aliases=("Sharif Obidov",))]
    assert levels("Начальник С. Обидов.", Index.build(people)) <= {("1", "review")}
    jamshed = Index.build([Protected("1", given="Ҷамшед", surname="Ҷаъфар")])
    assert levels("Дирӯз Д. М. Джафар омад.", jamshed) == {("1", "block")}


@pytest.mark.parametrize("letter", "УСКОВАИЯ")
def test_a_little_word_before_the_initials_is_none_of_them(letter):
    index = Index.build([Protected("1", gender="f", given="Мадина", surname="Қосимҷонова")])
    assert levels(f"{letter} М. Косимджоновой изъяли.", index) == {("1", "block")}


def test_an_initial_between_two_names_is_the_fathers():
    index = Index.build([Protected("1", given="Давлатмоҳ", surname="Маликова")])
    assert ("1", "block") not in levels("Khamid D. Malikov came.", index)


def test_a_village_many_share_does_not_block():
    people = [
        Protected(str(number), given="Рустам", surname=f"Сур{letter}ров", village="Лангар")
        for number, letter in enumerate("абвгдж")
    ]
    assert {level for _, level in levels("Рустам аз Лангар омад.", Index.build(people))} <= {"review"}


def test_a_place_named_after_people_is_no_sign_of_them():
    index = Index.build([Protected("1", given="Наврӯз", surname="Каримов", village="Каримобод")])
    text = "Karimabad in Hunza is a long drive from Karimov Street in Samarkand."
    assert ("1", "block") not in levels(text, index)


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


def test_a_surname_that_is_a_word_is_asked_about_where_nobody_writes_capitals():
    index = Index.build([Protected("1", gender="m", given="Давлатёр", surname="Дӯст")])
    assert [mark.level for mark in scan("вчера я говорил с давлатёром дустом", index)] == ["review"]


def test_an_alias_with_an_ordinary_word_in_it_takes_endings_too():
    index = Index.build([Protected("1", given="Кибриё", surname="Оқилӣ", aliases=("Кабуд Лобамоб",))])
    assert [mark.level for mark in scan("— А где Кабуд Лобамоба?", index)] == ["block"]
    assert not scan("Осмони кабуд, кабуди осмон.", index)
