"""Texts that name nobody of the register, and texts in which a name stands where it is easily overlooked."""

import random
from collections.abc import Iterator

from guvoh.instruments.names.person import Protected
from tests.instruments.names import adversary, leaks, spellers

# How many people of the register lend their names to the texts.
TARGETS = 420


def harmless(draw: random.Random, people: list[Protected], count: int) -> Iterator[str]:
    """Texts about nobody in the register that use the names, streets and numbers the register is made of."""
    pool = people[:TARGETS]
    taken = {(person.given, leaks.root_of(spellers.unaccented(str(person.surname)))) for person in people}
    for turn in range(count):
        one = draw.choice(pool)
        given, surname = str(one.given), str(one.surname)
        other = draw.choice(["Бурҳон", "Замира", "Пётр", "Малоҳат", "Эркин", "Гавҳаршод"])
        assert (other, leaks.root_of(spellers.unaccented(surname))) not in taken
        form = adversary.DATA["harmless"][turn % len(adversary.DATA["harmless"])]
        yield form.format(
            given=given,
            surname=surname,
            surname_latin=leaks.latin(surname, "passport"),
            other_given=other,
            other_given_latin=leaks.latin(other, "passport"),
            other_surname=draw.choice(["Петренко", "Ковалёв", "Ваҳҳобов", "Зиннатов"]),
            other_initial=draw.choice("ЖЩЦЭ"),
            other_case=f"ҲҚ-2017/{draw.randint(100, 900)}",
            number=draw.randint(100, 999),
            day=draw.randint(10, 28),
            month=draw.randint(1, 9),
            year=draw.randint(2007, 2026),
        )


def openings(draw: random.Random, count: int) -> Iterator[tuple[str, str, str]]:
    """An ordinary word with a capital before a name the text is about: kind, text, and what stands beside it."""
    for _ in range(count):
        language = draw.choice(sorted(adversary.DATA["openers"]))
        opener = draw.choice(adversary.DATA["openers"][language])
        name = draw.choice(
            [
                "Азимова",
                "Азимов",
                "Азимову",
                "Азимовым",
                "Азимовро",
                "Azimov",
                "Рустама",
                "Рустамом",
                "Рустам Азимов",
                "Rustam Azimov",
                "Рустама Азимова",
            ]
        )
        text = draw.choice(adversary.DATA["openings"]).format(opener, name)
        yield language, draw.choice([text, text, text.upper()]), name
