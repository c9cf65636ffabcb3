"""A seeded generator of leaks and harmless texts, with its own grammar, for measuring the guard."""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from guvoh.instruments.names.person import Protected

DATA = yaml.load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
VOWELS = "аеёиоуыэюяӣӯ"
RUSSIAN = str.maketrans(DATA["russian"])
UNACCENTED = str.maketrans(DATA["unaccented"])
FEMININE = {"gent": "ой", "datv": "ой", "accs": "у", "ablt": "ой", "loct": "ой"}
FIRST = {"gent": "ы", "datv": "е", "accs": "у", "ablt": "ой", "loct": "е"}
MASCULINE = {"gent": "а", "datv": "у", "accs": "а", "ablt": "ом", "loct": "е"}


@dataclass(frozen=True)
class Leak:
    kind: str
    text: str
    person: str


def register(draw: random.Random, size: int) -> list[Protected]:
    """People whose names are drawn apart: no two share both given name and surname root."""
    people: list[Protected] = []
    taken: set[tuple[str, str]] = set()
    while len(people) < size:
        gender = draw.choice("mf")
        given = draw.choice(DATA["male"] if gender == "m" else DATA["female"])
        root = draw.choice(DATA["roots"])
        if (given, root) not in taken:
            taken.add((given, root))
            people.append(_person(draw, len(people), gender, (given, root)))
    return people


def _person(draw: random.Random, number: int, gender: str, names: tuple[str, str]) -> Protected:
    given, root = names
    return Protected(
        id=str(number),
        gender=gender,
        given=given,
        surname=surname_of(draw, root, gender),
        patronymic=draw.choice(DATA["male"]) + ("ович" if gender == "m" else "овна"),
        dob=f"{draw.randint(1950, 2005)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}",
        phone=f"+99293{number:07}",
        passport=f"A{8_000_000 + number * 37}",
        case_no=f"GV-{2020 + number % 7}/{1000 + number}",
        address=f"кӯчаи {draw.choice(DATA['streets'])}, хонаи {number + 3}",
        email=f"x{number}qz@mail.tj",
    )


def surname_of(draw: random.Random, root: str, gender: str) -> str:
    ending = draw.choice(["ов", "ов", "ов", "зода", "ӣ", ""])
    if ending == "ов":
        ending = ("ев" if root[-1] in VOWELS else "ов") + ("а" if gender == "f" else "")
    if ending == "ӣ" and root[-1] in VOWELS:
        ending = "зода"
    return (root[:-1] + "и" if root.endswith("ӣ") and ending else root) + ending


def root_of(surname: str) -> str:
    for suffix in ("ова", "ева", "зода", "ов", "ев", "ӣ"):
        if surname.endswith(suffix):
            return surname.removesuffix(suffix)
    return surname


def declined(name: str, gender: str, case: str) -> str:
    """A name in a Russian case, by the school grammar."""
    if gender == "f" and name.endswith(("ова", "ева")):
        return name[:-1] + FEMININE[case]
    if name.endswith("а"):
        return name[:-1] + FIRST[case]
    if gender == "m" and name.endswith(("ов", "ев")) and case == "ablt":
        return name + "ым"
    if gender == "m" and name[-1] not in VOWELS + "й":
        return name + MASCULINE[case]
    return name


def latin(text: str, system: str) -> str:
    table = DATA["latin"]["bgn"] | DATA["latin"][system]
    spelt = [(letter, table.get(letter.lower(), letter)) for letter in text]
    return "".join(new[:1].upper() + new[1:] if old.isupper() else new for old, new in spelt)


def _full(person: Protected) -> str:
    return f"{person.given} {person.surname}"


def _fields(draw: random.Random, person: Protected) -> dict[str, str]:
    given, surname = str(person.given), str(person.surname)
    cut = draw.randint(2, len(surname) - 2) if len(surname) > 3 else 1
    nine = str(person.phone)[4:]
    street, house = str(person.address).removeprefix("кӯчаи ").split(", хонаи ")
    plain = latin(_full(person), "passport").lower()
    family = surname.removesuffix("а") if surname.endswith(("ова", "ева")) else surname
    return {
        "given": given,
        "surname": surname,
        "patronymic": str(person.patronymic),
        "root": root_of(surname),
        "plural": family + "ы" if family.endswith(("ов", "ев")) else family + "ҳо",
        "upper": _full(person).upper(),
        "lower": _full(person).lower(),
        "russified": _full(person).translate(RUSSIAN),
        "unaccented": _full(person).translate(UNACCENTED),
        "front": surname[:cut],
        "back": surname[cut:],
        "spaced": f"{' '.join(given)}  {' '.join(surname)}",
        "glued": (given + surname).lower(),
        "upper_glued": (surname + given).upper(),
        "latin_glued": plain.replace(" ", ""),
        "dashed": plain.replace(" ", "-"),
        "dotted": plain.replace(" ", "."),
        **dict(zip(("one", "two", "three", "four"), (nine[:2], nine[2:5], nine[5:7], nine[7:]), strict=True)),
        "paper": str(person.passport)[1:],
        "case_no": str(person.case_no),
        "case_lower": str(person.case_no).lower(),
        "email": str(person.email),
        "email_upper": str(person.email).upper(),
        "email_spaced": str(person.email).replace("@", " @ "),
        "born": ".".join(reversed(str(person.dob).split("-"))),
        "street": street,
        "russian_street": street.translate(RUSSIAN),
        "house": house,
        "first": given[0],
        "father": str(person.patronymic)[0],
    }


def _inflected(draw: random.Random, person: Protected) -> str:
    case = draw.choice(sorted(FIRST))
    names = [name.translate(RUSSIAN) for name in _full(person).split()]
    draw.shuffle(names)
    return " ".join(declined(name, str(person.gender), case) for name in names)


def _latin(draw: random.Random, person: Protected) -> str:
    return latin(_full(person), draw.choice(["bgn", "passport", "ala-lc", "iso9", "chat"]))


def _abroad(system: str) -> Callable[[random.Random, Protected], str]:
    return lambda _, person: latin(_full(person), system)


def _free(draw: random.Random, person: Protected) -> str:
    text = latin(_full(person), "passport").lower()
    for old, new in draw.sample(sorted(DATA["free"].items()), 2):
        text = text.replace(old, new)
    return text.title()


def _looks(draw: random.Random, person: Protected) -> str:
    text = _full(person).translate(RUSSIAN)
    return "".join(DATA["look_alikes"].get(letter, letter) if draw.random() < 0.5 else letter for letter in text)


def _salted(signs: str) -> Callable[[random.Random, Protected], str]:
    def spell(draw: random.Random, person: Protected) -> str:
        salt = (draw.choice(signs) if draw.random() < 0.4 else "" for _ in _full(person))
        return "".join(letter + sign for letter, sign in zip(_full(person), salt, strict=True))

    return spell


def _typo(draw: random.Random, person: Protected) -> str:
    names = [str(person.given), str(person.surname)]
    which = draw.choice([n for n in (0, 1) if len(names[n]) > 4] or [1])
    name = names[which]
    at, other = draw.randint(1, len(name) - 2), draw.choice("бвгдлмнр")
    left_out, put_in = name[:at] + name[at + 1 :], name[:at] + other + name[at:]
    swapped, mistaken = name[:at] + name[at + 1] + name[at] + name[at + 2 :], name[:at] + other + name[at + 1 :]
    names[which] = draw.choice([left_out, put_in, swapped, mistaken])
    return " ".join(names)


SPELLERS: dict[str, Callable[[random.Random, Protected], str]] = {
    "inflected": _inflected,
    "latin": _latin,
    "german": _abroad("german"),
    "french": _abroad("french"),
    "turkish": _abroad("turkish"),
    "free": _free,
    "look-alikes": _looks,
    "invisible": _salted("\u200b\u00ad\u2060\u200d\ufeff"),
    "combining": _salted("\u0301\u0336\u0308"),
    "typing error": _typo,
}
KINDS = (*DATA["forms"], *SPELLERS)


def spelt(draw: random.Random, person: Protected, kind: str) -> str:
    if kind in SPELLERS:
        return SPELLERS[kind](draw, person)
    return str(draw.choice(DATA["forms"][kind])).format_map(_fields(draw, person))


def leaks(
    draw: random.Random, people: list[Protected], count: int, kinds: Iterable[str] = KINDS
) -> Iterator[Leak]:
    """`count` leaks of each kind, about people drawn from `people`."""
    for kind in kinds:
        for _ in range(count):
            person = draw.choice(people)
            yield Leak(kind, draw.choice(DATA["sentences"]).format(spelt(draw, person, kind)), person.id)


def harmless(draw: random.Random, count: int) -> Iterator[str]:
    for _ in range(count):
        yield draw.choice(DATA["harmless"]).format(
            place=draw.choice(DATA["places"]),
            public=draw.choice(DATA["public"]),
            initial=draw.choice("ВГЖЛПЯ"),
            other=draw.choice(DATA["others"]),
            given=draw.choice(DATA["male"]),
            number=draw.randint(10, 900),
            year=draw.randint(2015, 2026),
        )
