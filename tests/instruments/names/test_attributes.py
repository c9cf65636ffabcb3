"""What gives a person away without a name, in the forms people write it; and what only looks like it."""

import pytest

from guvoh.instruments.names.guard import Index, scan
from guvoh.instruments.names.person import Protected

GULNOZ = Protected(
    id="gulnoz",
    gender="f",
    given="Гулноз",
    surname="Бердиева",
    dob="1991-07-12",
    phone="+992 98 512-48-43",
    case_no="Т-3683/2025",
    address="г. Худжанд, ул. Некрасова, д. 61, кв. 84",
    email="gul79223@gmail.com",
)
FARRUKH = Protected(
    id="farrukh",
    gender="m",
    given="Фаррух",
    surname="Сангинов",
    address=("ш. Бохтар, кӯчаи Дӯстии Халқҳо, хонаи 86", "ш. Душанбе, кӯчаи Исмоили Сомонӣ, хонаи 60"),
)


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.build([GULNOZ, FARRUKH])


@pytest.mark.parametrize(
    "text",
    [
        "Звоните +992 98 512\u201148\u201143 после шести",
        "тел. 98\u2010512\u201048\u201043",
        "8 98 512\u221248\u221243",
        "дело Т\u20113683/2025 направлено в суд",
        "парвандаи Т\u20103683\u20442025",
        "case Т_3683_2025",
        "пишите на gul79223(собака)gmail.com",
        "gul79223 at gmail dot com",
        "gul79223 собака gmail точка com",
        "gul79223 @ gmail . com",
        "GUL79223 [AT] gmail [DOT] com",
        "Гулноз родилась «12» июля 1991 года",
        "Gulnoz, born 12th of July 1991",
        "Гулноз (12 июл. 1991 г.)",
        "Гулноз, 12 VII 1991",
        "Гулноз, соли 1991, 12 июл",
        "живёт на улице Некрасова, 61",
        "дом 61 по Некрасова",
        "at 61 Nekrasov Street, Khujand",
        "house 61 on Nekrasov street",
        "house No. 61, Nekrasov Ave., Khujand",
        "Nekrasov str. 61, apt. 84",
        "кӯчаи Некрасов, хонаи 61",
        "ul. Nekrasov 61 kv 84",
    ],
)
def test_it_is_found_however_it_is_written(index: Index, text: str) -> None:
    assert {mark.person for mark in scan(text, index)} == {"gulnoz"}


@pytest.mark.parametrize(
    "text", ["ул. Дружбы народов, д. 86", "Druzhby Narodov str. 86", "кӯчаи Дӯстии Халқҳо, бинои 86", "Сомони, 60"]
)
def test_a_street_is_known_by_its_other_names(index: Index, text: str) -> None:
    assert {mark.person for mark in scan(text, index)} == {"farrukh"}


@pytest.mark.parametrize(
    "text",
    [
        "анҷири хушк 60 сомонӣ",
        "Штраф 60 сомони уплачен",
        "60 somoni",
        "улица Ленина, дом 61, Некрасов пришёл",
        "ул. Некрасова, 16",
        "61 июня, Некрасов",
        "дело Т-3683/2024",
    ],
)
def test_what_only_looks_like_it_is_not(index: Index, text: str) -> None:
    assert not scan(text, index)


def test_every_one_of_several_addresses_is_found(index: Index) -> None:
    assert [mark.rule for mark in scan("Сомонӣ 60; Дӯстии Халқҳо 86", index)] == ["address", "address"]
