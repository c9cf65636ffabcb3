"""A register as a country has it. By hand: `python -m tests.instruments.names.realistic [--people N] [--texts N]`.

Few names are borne by many. Given names are drawn by rank, surnames are made of given names, so that the
parts of two strangers' names meet in a third person's at every step. Prints how often harmless texts are
blocked and how precise the blocks on leaks are.
"""

import argparse
import random
import sys
from collections.abc import Iterator
from typing import NamedTuple

from guvoh.instruments.names.guard import Index, scan
from guvoh.instruments.names.keys import parts_of
from guvoh.instruments.names.person import Protected
from guvoh.instruments.names.rules import load

SUFFIXES = ("ов", "ов", "ов", "зода", "зода", "ӣ", "")
ENDS_IN_VOWEL = tuple("аеёиӣоуӯэюя")
LEAKS = (
    "{given} {surname} ба додситонӣ шикоят кард.",
    "Парвандаи {surname} {given}ро боз карданд.",
    "СВОБОДУ: {given} {surname}!",
    "Рассказ о побоях подписан: {surname}, {given}.",
)
HARMLESS = (
    "В составе жюри: {given} {surname}, {other_given} {other_surname}, Ольга Смирнова.",
    "Дар консерт {given} {surname}, {other_given} {other_surname} ва дигарон баромад карданд.",
    "Ширкати «{given}» бо нархи арзон коғаз мефурӯшад.",
    "Героиню звали не {given}, а Анна, поправил рецензент.",
    "Министр {surname} не ответил на запрос редакции.",
    "Китоби {given} {surname} соли 1978 аз чоп баромад.",
    "Мы беседовали с {given}ом {surname}ым о новом театральном сезоне.",
    "Подписывайтесь: instagram.com/flowers, почта info@khovar.tj",
    "Шукр, ки об омад: ҳама солим, нархҳо боло рафтанд.",
    "Давлат Назорат Мекунад: Соли Нав, Умеди Нав",
)


class Texts(NamedTuple):
    leaks: list[tuple[str, str]]
    harmless: list[str]


def pool() -> list[str]:
    names = load("given")
    return sorted({group[0] for group in names["groups"]} | set(names["others"]))


def by_rank(draw: random.Random, names: list[str]) -> str:
    """The first names of the list are the common ones."""
    return names[min(int(draw.paretovariate(0.6)) - 1 + draw.randrange(12), len(names) - 1)]


def person(draw: random.Random, number: int, names: list[str]) -> Protected:
    root, suffix = by_rank(draw, names), draw.choice(SUFFIXES)
    joined = "ев" if suffix == "ов" and root.endswith(ENDS_IN_VOWEL) else suffix
    return Protected(str(number), gender="m", given=by_rank(draw, names), surname=root + joined)


def register(draw: random.Random, count: int) -> list[Protected]:
    names = pool()
    draw.shuffle(names)
    return [person(draw, number, names) for number in range(count)]


def pairs_of(one: Protected) -> Iterator[tuple[str, str]]:
    parts = parts_of(one)
    return ((given, stem) for given in parts.given for stem in parts.surname)


def texts(draw: random.Random, people: list[Protected], count: int) -> Texts:
    """Leaks of people whose full name nobody shares, and texts about pairs of names that nobody bears."""
    bearers: dict[tuple[str, str], int] = {}
    for each in people:
        for pair in pairs_of(each):
            bearers[pair] = bearers.get(pair, 0) + 1
            bearers.setdefault(pair[::-1], 0)
    unique = [each for each in people if all(bearers[pair] == 1 for pair in pairs_of(each))]
    leaks = [
        (draw.choice(LEAKS).format(given=each.given, surname=each.surname), each.id)
        for each in draw.sample(unique, min(count, len(unique)))
    ]
    harmless: list[str] = []
    while len(harmless) < count:
        one, other, third, fourth = draw.sample(people, 4)
        mixed = [Protected("0", given=a.given, surname=b.surname) for a, b in ((one, other), (third, fourth))]
        if any(pair in bearers for each in mixed for pair in pairs_of(each)):
            continue
        form = HARMLESS[len(harmless) % len(HARMLESS)]
        words = {"given": one.given, "surname": other.surname}
        harmless.append(form.format(**words, other_given=third.given, other_surname=fourth.surname))
    return Texts(leaks, harmless)


def figures(count: int, each: int, seed: int) -> dict[str, float]:
    """Shares: `found` and `blocked` of the leaks, `precision` of the blocks, `alarms` among the harmless texts."""
    draw = random.Random(seed)
    people = register(draw, count)
    index = Index.build(people)
    made = texts(draw, people, each)
    found = right = wrong = 0
    for text, identity in made.leaks:
        marks = scan(text, index)
        blocked = {mark.person for mark in marks if mark.level == "block"}
        found += identity in {mark.person for mark in marks}
        right += identity in blocked
        wrong += len(blocked - {identity})
    harmless = [{mark.person for mark in scan(text, index) if mark.level == "block"} for text in made.harmless]
    wrong += sum(map(len, harmless))
    return {
        "found": found / len(made.leaks),
        "blocked": right / len(made.leaks),
        "precision": right / max(1, right + wrong),
        "alarms": sum(map(bool, harmless)) / len(harmless),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--texts", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    for measure, share in figures(given.people, given.texts, given.seed).items():
        sys.stdout.write(f"{measure} {share:.4f}\n")
