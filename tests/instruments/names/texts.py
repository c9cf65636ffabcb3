"""The set the guard is measured on: a register, leaks of every kind about its people, and texts about others."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from guvoh.instruments.names.person import Protected
from tests.instruments.names import adversary, adversary_people, leaks, others

# Of each generator's own people.
TARGETS = 210
LEAKS_OF_A_KIND = 40
HARMLESS = 400


@dataclass(frozen=True)
class Text:
    """A text, and whom it gives away in what way; whoever is not named in `truth` is not in it."""

    case: str
    text: str
    truth: tuple[tuple[str, str], ...] = ()


def register(seed: int, size: int) -> list[Protected]:
    """`size` people, no two of whom share a full name. The first 2 x TARGETS are the same in any size."""
    draw = random.Random(seed)
    plain = [_apart(person) for person in leaks.register(draw, TARGETS)]
    return plain + adversary_people.register(draw, size - TARGETS, apart_from=[*plain, *_strangers()])


def _strangers() -> Iterator[Protected]:
    """Whoever the harmless texts may name."""
    for given, surname in product(leaks.DATA["male"], leaks.DATA["others"]):
        yield Protected("stranger", given=given, surname=surname)


def _apart(person: Protected) -> Protected:
    """The same person under numbers that the other generator gives to nobody."""
    number = int(person.id)
    return replace(person, id=f"p{number}", phone=f"+99250{number:07}", passport=f"A{6_000_000 + number * 37}")


def texts(seed: int, people: list[Protected], leaks_of_a_kind: int, harmless: int) -> list[Text]:
    """Leaks about the first 2 x TARGETS of `people` and as many as 2 x `harmless` texts about nobody, shuffled."""
    draw = random.Random(seed)
    made = [
        *leaks.leaks(draw, people[:TARGETS], leaks_of_a_kind),
        *adversary.made(draw, people[TARGETS : 2 * TARGETS], leaks_of_a_kind),
    ]
    leaking = [(leak.text, ((leak.person, leak.kind),)) for leak in made]
    about_others = [(text, ()) for text in _about_others(draw, people, harmless)]
    together = leaking + about_others
    draw.shuffle(together)
    return [Text(f"text {number}", text, truth) for number, (text, truth) in enumerate(together)]


def _about_others(draw: random.Random, people: list[Protected], count: int) -> Iterator[str]:
    yield from leaks.harmless(draw, count)
    yield from others.harmless(draw, people, count)


def openings(seed: int, count: int) -> tuple[Protected, list[str]]:
    """A person, and texts about him that name him right after an ordinary word with a capital."""
    person = Protected("1", gender="m", given="Рустам", surname="Азимов", case_no="1")
    return person, [text for _, text, _ in others.openings(random.Random(seed), count)]
