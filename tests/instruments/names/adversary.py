"""A second, harder generator of leaks: other names, other sentences, and two transformations on one name."""

import random
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import quote

from guvoh.instruments.names.person import Protected
from tests.instruments.names import leaks, spellers
from tests.instruments.names.adversary_people import DATA
from tests.instruments.names.leaks import Leak

SYSTEMS = ("bgn", "passport", "ala-lc", "iso9")
Speller = Callable[[random.Random, Protected], str]


def _either_order(draw: random.Random, one: str, other: str) -> str:
    return draw.choice([f"{one} {other}", f"{other} {one}"])


def _inflected(draw: random.Random, person: Protected) -> str:
    given, surname, father = spellers.in_case(draw, person)
    return draw.choice(
        [f"{given} {surname}", f"{surname} {given}", f"{given} {father} {surname}", f"{surname} {given} {father}"]
    )


def _tajik(draw: random.Random, person: Protected) -> str:
    ending = draw.choice(TAJIK_ENDINGS)
    joint = draw.choice(["", "", "-", "\u200c"])
    izofat = draw.choice(["", "и", "-и"])
    return f"{person.given}{izofat} {person.surname}{joint}{ending}"


TAJIK_ENDINGS = (
    "ро",
    "ҳо",
    "ҳоро",
    "ам",
    "ат",
    "аш",
    "амон",
    "атон",
    "ашон",
    "ба",
    "да",
    "ашро",
    "амонро",
    "ҳояш",
)


def _plural(draw: random.Random, person: Protected) -> str:
    surname, given = spellers.family(person), person.given
    other = draw.choice(["Бурҳон", "Эркин", "Пётр", "Замира"])
    return draw.choice(
        [
            f"{surname} {given} и {other}",
            f"{surname} {other} и {given}",
            f"{given} ва {other} {surname}",
            f"{surname} — {other}, {given} ва Анис",
            f"{surname}: {given}, {other}",
            f"братья {surname} ({other} и {given})",
        ]
    )


def _initials(draw: random.Random, person: Protected) -> str:
    first, father = spellers.initial(str(person.given)), spellers.initial(str(person.patronymic))
    surname = spellers.in_case(draw, person)[1]
    form = draw.choice(
        ["{0}. {2}", "{0}.{1}. {2}", "{2} {0}.{1}.", "{2} {0}. {1}.", "{0}.{2}", "{2}, {0}.", "{0} {2}"]
    )
    return form.format(first, father, surname)


def _father(draw: random.Random, person: Protected) -> str:
    stem = str(person.patronymic).removesuffix("ович").removesuffix("овна")
    given, _, declined = spellers.in_case(draw, person)
    return draw.choice([f"{given} {declined}", f"{person.given} {stem}зода", f"{person.given}и {stem}"])


def _address(draw: random.Random, person: Protected) -> str:
    street, house = str(person.address).removeprefix("ш. Душанбе, кӯчаи ").split(" ")
    plain = spellers.russian(street)
    return draw.choice(
        [
            f"дом {house} на улице {plain}",
            f"ул. {plain}, дом {house}",
            f"хонаи {house}, кӯчаи {street}",
            f"{street}, {house}",
            f"хонаи рақами {house}-и кӯчаи {street}",
            f"улица {plain} {house}, кв. 4",
            f"{house} {leaks.latin(street, 'passport')} street",
        ]
    )


def _phone(draw: random.Random, person: Protected) -> str:
    nine = spellers.subscriber(person)
    one, two, three, four = nine[:3], nine[3:5], nine[5:7], nine[7:]
    form = draw.choice(
        [
            "8 ({0}) {1}-{2}-{3}",
            "+992{0}{1}{2}{3}",
            "+992 ({0}) {1} {2} {3}",
            "{0}-{1}\n{2}-{3}",
            "00 992 {0} {1}{2}{3}",
            "тел:{0}{1}{2}{3}",
            "wa.me/992{0}{1}{2}{3}",
            "{0} {1} {2} {3}",
            "8-{0}-{1}{2}{3}",
            "{0}·{1}·{2}·{3}",
            "992-{0}-{1}-{2}-{3}",
            "+992.{0}.{1}.{2}.{3}",
            "{0}{1}<br>{2}{3}",
            "+９９２ {0}{1}{2}{3}",
            "{0} — {1} — {2} — {3}",
        ]
    )
    return form.format(one, two, three, four)


def _alias(draw: random.Random, person: Protected) -> str:
    return spellers.in_tajik(draw, person.aliases[0])


def _birth(draw: random.Random, person: Protected) -> str:
    year, month, day = map(int, str(person.dob).split("-"))
    months = [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ]
    date = draw.choice(
        [
            f"{day}.{month}.{year}",
            f"{day:02}/{month:02}/{year}",
            f"{day} {months[month - 1]} {year} г.",
            f"{year}-{month:02}-{day:02}",
        ]
    )
    return draw.choice([f"{person.given} (р. {date})", f"{date} — {person.given}", f"{person.given}, д.р. {date}"])


def _both(first: Speller, then: Callable[[random.Random, str], str]) -> Speller:
    return lambda draw, person: then(draw, first(draw, person))


def _initial_in_mail(draw: random.Random, person: Protected) -> str:
    given, surname = (spellers.ascii_latin(name) for name in (str(person.given), str(person.surname)))
    return draw.choice(
        [
            f"{given}.{surname}@x.tj",
            f"{surname}_{given}89@mail.ru",
            f"{given}{surname}@inbox.ru",
            f"{given[0]}.{surname}@org.tj",
            f"{surname}.{given}@x.org",
        ]
    )


def _web(draw: random.Random, person: Protected) -> str:
    given, surname = spellers.ascii_latin(str(person.given)), spellers.ascii_latin(str(person.surname))
    full = _either_order(draw, str(person.given), str(person.surname))
    return draw.choice(
        [
            f"https://x.tj/news/2024/{given}-{surname}-ozod-shud",
            f"https://x.tj/?q={surname}+{given}",
            f"http://x.tj/{given}_{surname}.html",
            "https://x.tj/" + quote(full.replace(" ", "-")),
            "https://x.tj/tag/" + quote(full),
            f"t.me/free{given}{surname}",
            f"delo-{surname}-{given}",
            f"{given}{surname}.com",
            "x.tj/#" + quote(quote(full)),
        ]
    )


def _hashtag(draw: random.Random, person: Protected) -> str:
    given, surname, _ = spellers.in_case(draw, person)
    plain = spellers.ascii_latin(str(person.given)), spellers.ascii_latin(str(person.surname))
    return draw.choice(
        [
            f"#Свободу{given}{surname}",
            f"#{person.given}{person.surname}",
            f"#{person.surname}_{person.given}_озод",
            f"#free{plain[0]}{plain[1]}",
            f"#Озодӣба{person.given}{person.surname}",
            f"#{plain[1]}{plain[0]}",
            f"@{plain[0]}_{plain[1]}",
            f"#ОЗОДӢ_БА_{str(person.given).upper()}_{str(person.surname).upper()}",
        ]
    )


def _file(draw: random.Random, person: Protected) -> str:
    given, surname = str(person.given), str(person.surname)
    latin = spellers.ascii_latin
    return draw.choice(
        [
            f"IMG_2024_{surname}_{given}.jpg",
            f"{latin(surname)}-{latin(given)}(1).pdf",
            f"C:\\дело\\{surname} {given}\\допрос.docx",
            f"{latin(given)}{latin(surname)}_passport.png",
            f"/home/{latin(surname)}.{latin(given)}/a.txt",
        ]
    )


def _full(draw: random.Random, person: Protected) -> str:
    return _either_order(draw, str(person.given), str(person.surname))


def _latin(*systems: str) -> Speller:
    return lambda draw, person: leaks.latin(_full(draw, person), draw.choice(systems))


def _chat(draw: random.Random, person: Protected) -> str:
    return spellers.chat(draw, _full(draw, person))


def _latin_suffixed(draw: random.Random, person: Protected) -> str:
    given, surname = leaks.latin(str(person.given), "passport"), leaks.latin(str(person.surname), "passport")
    return draw.choice(
        [
            f"{given}-i {surname}",
            f"{given}i {surname}ro",
            f"{given} {surname}-ro",
            f"{given}jon {surname}",
            f"{given} {surname}'а",
            f"{given} {surname}-ом",
            f"{given} {surname}’s",
            f"{given}-aka {surname}",
        ]
    )


def _half_latin(draw: random.Random, person: Protected) -> str:
    names = [str(person.given), str(person.surname)]
    which = draw.choice((0, 1))
    names[which] = leaks.latin(names[which], "passport")
    return " ".join(names)


def _reform(draw: random.Random, person: Protected) -> str:
    root = leaks.root_of(str(person.surname))
    ending = draw.choice(["зода", "пур", "", "ӣ"] if root[-1] not in leaks.VOWELS else ["зода", ""])
    return _either_order(draw, str(person.given), root + ending)


SPELLERS: dict[str, Speller] = {
    "exact": _full,
    "inflected": _inflected,
    "Tajik suffixes": _tajik,
    "reform": _reform,
    "patronymic": _father,
    "plural": _plural,
    "initials inflected": _initials,
    "Latin": _latin(*SYSTEMS),
    "abroad": _latin("german", "french", "turkish"),
    "chat": _chat,
    "Latin suffixed": _latin_suffixed,
    "half Latin": _half_latin,
    "look-alikes": _both(_full, spellers.look_alikes),
    "inflected look-alikes": _both(_inflected, spellers.look_alikes),
    "digits for letters": _both(_full, spellers.digits),
    "broken": _both(_full, spellers.broken),
    "inflected broken": _both(_inflected, spellers.broken),
    "Latin broken": _both(_latin(*SYSTEMS), spellers.broken),
    "spaced": _both(_full, spellers.spaced),
    "inflected spaced": _both(_inflected, spellers.spaced),
    "invisible": _both(_inflected, spellers.invisible),
    "upper inflected": _both(_inflected, lambda _, text: text.upper()),
    "lower inflected": _both(_inflected, lambda _, text: text.lower()),
    "entities": _both(_inflected, spellers.entities),
    "Persian": spellers.persian_name,
    "typing error": leaks.SPELLERS["typing error"],
    "typing error inflected": _both(_inflected, spellers.typo),
    "typing error Latin": _both(_latin(*SYSTEMS), spellers.typo),
    "phone": _phone,
    "passport": lambda draw, person: spellers.number(draw, str(person.passport)),
    "case number": lambda draw, person: spellers.number(draw, str(person.case_no)),
    "address": _address,
    "birth": _birth,
    "alias": _alias,
    "e-mail": lambda draw, person: str(person.email).replace(
        "@", draw.choice(["@", " @ ", "(at)", "&#64;", " [at] "])
    ),
}
LINKS: dict[str, Speller] = {"web": _web, "hashtag": _hashtag, "file": _file, "mail name": _initial_in_mail}
KINDS = (*SPELLERS, *LINKS)


def made(draw: random.Random, people: list[Protected], count: int, kinds: Iterable[str] = KINDS) -> Iterator[Leak]:
    """`count` leaks of each kind, about people drawn from `people`."""
    for kind in kinds:
        able = [person for person in people if person.aliases] if kind == "alias" else people
        for _ in range(count):
            person = draw.choice(able)
            spelt = (SPELLERS.get(kind) or LINKS[kind])(draw, person)
            carrier = draw.choice(DATA["link_carriers"] if kind in LINKS else DATA["carriers"])
            yield Leak(kind, carrier.format(spelt), person.id)
