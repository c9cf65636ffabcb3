"""A name leaves the text and the sentence stays a sentence."""

from dataclasses import replace as changed

import pytest

from guvoh.instruments.names.guard import Index, scan
from guvoh.instruments.names.person import Protected
from guvoh.instruments.names.replace import StaleMark, StillIdentifying, replace, replace_all


@pytest.mark.parametrize(
    ("language", "how", "text", "expected"),
    [
        ("ru", "initials", "Видели Рустама Саидова.", "Видели Р. С."),
        ("ru", "initials", "Видели Рустама Саидова у дома.", "Видели Р. С. у дома."),
        ("ru", "role", "Рустаму Саидову позвонили.", "Клиенту позвонили."),
        ("ru", "role", "Говорили с Рустамом Саидовым.", "Говорили с клиентом."),
        ("ru", "role", "О Рустаме Саидове молчат.", "О клиенте молчат."),
        ("ru", "role", "Сын Рустама Саидова.", "Сын клиента."),
        ("ru", "role", "Вчера Рустам Саидов вышел.", "Вчера клиент вышел."),
        ("ru", "role", "Видели Зарину Рахмонову.", "Видели пострадавшую."),
        ("ru", "role", "У Зарины Рахмоновой отняли телефон.", "У пострадавшей отняли телефон."),
        ("ru", "role", "Зарина Рахмонова ждёт.", "Пострадавшая ждёт."),
        ("ru", "role", "Звонить: 93 512 34 56.", "Звонить: [номер скрыт]."),
        ("tg", "initials", "Дирӯз Рустам Саидовро диданд.", "Дирӯз Р. С.-ро диданд."),
        ("tg", "role", "Дирӯз Рустам Саидовро диданд.", "Дирӯз муроҷиаткунандаро диданд."),
        ("tg", "role", "Рустам Саидови ҷавон омад.", "Муроҷиаткунандаи ҷавон омад."),
        ("tg", "role", "Дар бораи Зарина Раҳмонова.", "Дар бораи ҷабрдида."),
        ("tg", "role", "Зарина Раҳмоноваи ҷавон омад.", "Ҷабрдидаи ҷавон омад."),
        ("en", "initials", "Rustam Saidov's phone.", "R. S.'s phone."),
        ("en", "role", "Rustam Saidov's phone was taken.", "The client's phone was taken."),
        ("en", "role", "They took Rustam Saidov away.", "They took the client away."),
        ("en", "initials", "Jamshed Mirzoev and Шаҳло.", "J. M. and Шаҳло."),
    ],
)
def test_initials_or_a_role_take_the_slot(index, people, language, how, text, expected):
    assert replace_all(text, index, people.values(), how, language) == expected


def test_one_mark_is_replaced_where_it_stands(index, people):
    text = "Омад Рустам Саидов, рафт Зарина Раҳмонова."
    first, second = scan(text, index)
    assert replace(text, second, people["zarina"], "initials", "tg", index) == "Омад Рустам Саидов, рафт З. Р."
    assert replace(text, first, people["rustam"], "initials", "ru", index).startswith("Омад Р. С.,")


def test_a_given_name_alone_becomes_one_letter(index, people):
    assert (
        replace_all("Rustam’s story. I saw Rustam go.", index, [people["rustam"]], "initials", "en")
        == "R.’s story. I saw R. go."
    )


def test_a_mark_of_an_older_text_is_refused(index, people):
    [mark] = scan("Омад Рустам Саидов.", index)
    with pytest.raises(StaleMark):
        replace("Омад он Рустам Саидов.", mark, people["rustam"], "initials", "tg", index)


def test_another_protected_person_in_the_text_stops_the_replacing(index, people):
    with pytest.raises(StillIdentifying) as stopped:
        replace_all("Рустам Саидов ва Зарина Раҳмонова.", index, [people["rustam"]], "role", "tg")
    assert stopped.value.ids == ["zarina"]
    assert "Зарина" not in str(stopped.value)


def test_what_cannot_be_taken_out_stops_the_replacing():
    stubborn = Protected("1", role="client", aliases=("Клиент",))
    with pytest.raises(StillIdentifying):
        replace_all("Клиент пришёл.", Index.build([stubborn]), [stubborn], "role", "ru")


def test_a_role_the_phrases_do_not_know_is_a_person(people):
    unknown = changed(people["rustam"], role="cook")
    index = Index.build([unknown])
    assert replace_all("They took Rustam Saidov.", index, [unknown], "role", "en") == "They took the person."


STORY = """Triumph of Law in Tajikistan: Rustam’s story of fighting for justice

Rustam (name changed), who worked at a local polyclinic, met an unpleasant situation. They seized
Rustam’s cell phone.Two weeks later, Rustam was charged under Article 241. Today, Rustam is feeling better."""


@pytest.mark.parametrize("how", ["initials", "role"])
def test_nothing_of_a_clients_name_is_left_in_his_story(people, how):
    client = people["rustam"]
    cleaned = replace_all(STORY, Index.build(people.values()), [client], how, "en")
    assert "rustam" not in cleaned.casefold()
    assert "(name changed), who worked at a local polyclinic" in cleaned
