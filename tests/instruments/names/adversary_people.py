"""The people whom the harder generator protects: names that few rule files know, in three spellings."""

import random
from collections.abc import Iterable
from pathlib import Path

import yaml

from guvoh.instruments.names.keys import matching_keys
from guvoh.instruments.names.person import Protected
from tests.instruments.names import leaks, spellers

DATA = yaml.load(Path(__file__).with_name("adversary.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
SYLLABLES = ("ба", "да", "ра", "мо", "ша", "ни", "ку", "зо", "ло", "ҷа", "ҳи", "та", "фи", "са", "ву", "ге")


def register(draw: random.Random, size: int, apart_from: Iterable[Protected] = ()) -> list[Protected]:
    """People no two of whom share given name and surname, with anyone of `apart_from` neither.

    Past 1,000 most names are made of syllables.
    """
    people: list[Protected] = []
    taken = {key for person in apart_from for key in full_names(person)}
    while len(people) < size:
        gender = draw.choice("mf")
        pool = DATA["male"] if gender == "m" else DATA["female"]
        made = len(people) >= 1000
        given = made_up(draw) if made and draw.random() < 0.5 else draw.choice(pool)
        root = made_up(draw) if made else draw.choice(DATA["roots"])
        person = _person(draw, len(people), gender, (given, root))
        full = full_names(person)
        if taken.isdisjoint(full):
            taken |= full
            people.append(person)
    return people


def full_names(person: Protected) -> set[str]:
    return {key for key in matching_keys(person) if key.startswith("gs:")}


def made_up(draw: random.Random) -> str:
    return "".join(draw.choice(SYLLABLES) for _ in range(3)).capitalize() + draw.choice("нрлдмшб")


def _person(draw: random.Random, number: int, gender: str, names: tuple[str, str]) -> Protected:
    given, root = names
    surname = leaks.surname_of(draw, root, gender)
    father = draw.choice(DATA["fathers"]) + ("ович" if gender == "m" else "овна")
    spelt = draw.choice([lambda name: name, spellers.russian, spellers.unaccented])
    return Protected(
        id=str(number),
        gender=gender,
        given=spelt(given),
        surname=spelt(surname),
        patronymic=spelt(father),
        name_ru=" ".join(map(spellers.russian, (surname, given, father))) if draw.random() < 0.5 else None,
        dob=f"{draw.randint(1948, 2006)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}",
        phone=draw.choice(["+992{}", "8{}", "00992 {}", "{}"]).format(f"9{10 + number % 80:02}{number:06}"),
        passport=f"А {7_000_000 + number * 29}",
        case_no=draw.choice(["ҲҚ-{}/{}", "TJ-{}-{}", "{}/{}-К"]).format(2019 + number % 8, 4000 + number),
        village=draw.choice(DATA["villages"]),
        address=f"ш. Душанбе, кӯчаи {draw.choice(DATA['streets'])} {number + 2}",
        email=f"{draw.choice(['nur', 'hq', 'kz'])}.{number}v@gmail.com",
        aliases=(f"{draw.choice(DATA['aliases'])} {made_up(draw)}",) if number % 3 == 0 else (),
    )
