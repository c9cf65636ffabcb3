"""What looks like a protected name and is not lets the text pass."""

import pytest

from guvoh.instruments.names.guard import scan


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
