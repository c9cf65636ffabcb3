"""The people whom the tests of the names instrument protect."""

import pytest

from guvoh.instruments.names.guard import Index
from guvoh.instruments.names.namesakes import is_word
from guvoh.instruments.names.person import Protected

RUSTAM = Protected(
    id="rustam",
    role="client",
    gender="m",
    given="Рустам",
    surname="Саидов",
    patronymic="Каримович",
    dob="1985-03-05",
    phone="+992 93 512-34-56",
    passport="A1234567",
    case_no="GV-2024/117",
    village="Чорбоғи Боло",
    address="Душанбе, кӯчаи Лоҳутӣ, хонаи 15",
    email="rustik85@mail.tj",
    aliases=("Рустик", "Мулло Соқӣ"),
)
ZARINA = Protected(
    id="zarina", role="victim", gender="f", given="Зарина", surname="Раҳмонова", patronymic="Олимовна"
)
JAMSHED = Protected(id="jamshed", role="witness", gender="m", given="Ҷамшед", surname="Мирзоев")
UMED = Protected(id="umed", role="relative", gender="m", given="Умед", surname="Нуров")
FIRUZA = Protected(id="firuza", gender="f", given="Фирӯза", surname="Каримзода")
AIN = Protected(id="aini", gender="m", given="Бахтиёр", surname="Айнӣ")


@pytest.fixture(scope="session", autouse=True)
def dictionary() -> None:
    """The Russian dictionary is loaded once, before any test is timed."""
    is_word("слово")


@pytest.fixture(scope="session")
def people() -> dict[str, Protected]:
    return {person.id: person for person in (RUSTAM, ZARINA, JAMSHED, UMED, FIRUZA, AIN)}


@pytest.fixture(scope="session")
def index(people: dict[str, Protected]) -> Index:
    return Index.build(people.values())
