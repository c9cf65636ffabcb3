"""What looks like a protected name and is not lets the text pass."""

import pytest

from guvoh.instruments.names.guard import Index, scan
from guvoh.instruments.names.person import Protected


@pytest.mark.parametrize(
    "text",
    [
        "Умед дорам, ки баҳор меояд ва гул мешукуфад.",
        "Умеди мардум нури дили онҳост; умеди нур.",
        "Нур аз тиреза медарояд, лола мешукуфад, сафар дароз аст.",
        "Дар кӯчаи Рудакӣ ва ноҳияи Айнӣ барф борид.",
        "На проспекте Айни открыли школу. Район Айни, город Турсунзаде.",
        "Садриддин Айнӣ нависанда буд. Ва Айнӣ навиштааст.",
        "Эмомалӣ Раҳмон суханронӣ кард.",
        "The minister said Karimov would not come.",
        "Прокурор Саидов отказался отвечать.",
        "М. Саидов и Саидов М.К. — другие люди.",
        "Алишер Саидов ғолиб омад.",
        "Рустам Назаров ва Мадина Шарифова омаданд.",
        "Рустам омад. Саидова Мадина ҳам омад.",
        "Счёт 20202972935123456000, в 2024 году 117 жалоб, статья 241.",
        "15 марта на улице было холодно; улица Лохути длинная, 15 марта там пусто.",
        "За Каримова никто не ответил бы.",
        "",
        "\u200b\u0301",
    ],
)
def test_a_harmless_text_is_not_blocked(index, text):
    assert [mark for mark in scan(text, index) if mark.level == "block"] == []


@pytest.mark.parametrize(
    "text",
    [
        "Умед дорам, ки баҳор меояд.",
        "Дар кӯчаи Айнӣ барф борид.",
        "Садриддин Айнӣ нависанда буд.",
        "М. Саидов омад.",
        "Алишер Саидов ғолиб омад.",
        "Прокурор Саидов молчал.",
    ],
)
def test_a_harmless_text_is_not_even_asked_about(index, text):
    assert scan(text, index) == []


def test_another_patronymic_is_another_person_to_ask_about(index):
    levels = {mark.level for mark in scan("Саидов Рустам Олимович омад.", index)}
    assert levels == {"review"}


LISTED = [
    "Speakers: Sulton Saidov, Rustam Sukhrobov, Jane Doe.",
    "Дар консерт Далер Саидов, Рустам Холиқзода ва дигарон баромад карданд.",
    "В составе жюри: Зумрад Саидова, Рустам Усмонов, Ольга Смирнова.",
]


@pytest.mark.parametrize("text", LISTED)
def test_a_comma_between_two_full_names_parts_them(index, text):
    assert [mark for mark in scan(text, index) if mark.level == "block"] == []


@pytest.mark.parametrize("text", ["Сорта: «Рустам», «Саидов».", "#Рустам #Саидов", "Саидов: Рустам."])
def test_signs_between_two_names_leave_a_question(index, text):
    assert {mark.level for mark in scan(text, index)} <= {"review"}


def alone(given, surname, text):
    """The levels of the marks when one person is protected."""
    return {mark.level for mark in scan(text, Index.build([Protected("1", given=given, surname=surname)]))}


@pytest.mark.parametrize(
    ("given", "surname", "text"),
    [
        ("Саид", "Муродов", "Абдурахмон Саидмуродов молчит."),
        ("Алӣ", "Умедов", "Умедали Кобилов сыграл на гитаре."),
        ("Шер", "Алиев", "Спектакль поставил Шерализода."),
        ("Рустам", "Ҷомӣ", "Потерпевший, назовём его Рустамом, рассказал о побоях."),
        ("Гулнора", "Ҷомӣ", "Подписывайтесь: instagram.com/gulnora_flowers"),
        ("Озод", "Рӯзиев", "https://rus.ozodi.org/a/32456789.html"),
        ("Лола", "Бегимова", "contact: hilola.begim@example.org"),
        ("Раҳмон", "Исроилов", "contact: abdurahmon.isroilov@example.org"),
        ("Давлат", "Назаров", "Давлат Назорат Мекунад: Нархҳо Боло Рафтанд"),
        ("Салим", "Хайём", "Шукри Худо, ҳама солим."),
        ("Аслам", "Ниёззода", "Писатель Аслам Низоми родился в 1924 году."),
        ("Шер", "Айнӣ", "So were Ayni Street and Somoni Avenue."),
        ("Амир", "Ҷӯра", "В составе жюри: Амир и другие."),
    ],
)
def test_a_name_made_of_other_words_does_not_block(given, surname, text):
    assert "block" not in alone(given, surname, text)


@pytest.mark.parametrize(
    "text",
    [
        "#свободурустамсаидов",
        "@rustamsaidov",
        "пишите на saidov.rustam@example.org",
        "https://t.me/rustamsaidov",
        "#FreeTheрустам_саидов",
        "фото: rustamsaidov.jpg",
        "Саидов, Рустам Каримович",
        "Рустам валади Карим Саидов",
        "Саидовҳо, аз ҷумла Рустам",
        "Саидовы, в том числе Рустам",
        "Saidov's son Rustam",
        "Имя: Рустам, фамилия: Саидов",
    ],
)
def test_a_full_name_still_blocks(text):
    person = Protected("1", gender="m", given="Рустам", surname="Саидов", patronymic="Каримович")
    assert "block" in {mark.level for mark in scan(text, Index.build([person]))}


@pytest.mark.parametrize(
    ("given", "surname", "text"),
    [
        ("Зариф", "Хуҷандӣ", "Муаллим Зариф Назаров моро омода кард."),
        ("Сироҷ", "Тоиров", "Ширкати «Сироҷ» бо нархи арзон коғаз мефурӯшад."),
        ("Нафиса", "Раҷаб", "Китоби Раҷаб Назаров аз чоп баромад."),
        ("Одил", "Саидалиев", "Парвона Саидалиева родилась в 1924 году."),
        ("Лоиқ", "Умедов", "Умеди мо ба адолат зинда аст."),
    ],
)
def test_another_persons_name_or_a_word_is_not_even_asked_about(given, surname, text):
    assert alone(given, surname, text) == set()
