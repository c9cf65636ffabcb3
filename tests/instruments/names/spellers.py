"""Ways to write a name or a number that a reader still knows and a plain search does not."""

import random

from guvoh.instruments.names.person import Protected
from tests.instruments.names import leaks

PATRONYMIC = {
    "m": {"nomn": "", "gent": "а", "datv": "у", "accs": "а", "ablt": "ем", "loct": "е"},
    "f": {"nomn": "а", "gent": "ы", "datv": "е", "accs": "у", "ablt": "ой", "loct": "е"},
}
TWINS = str.maketrans(
    {
        "а": "a",
        "е": "e",
        "о": "o",
        "р": "p",
        "с": "c",
        "у": "y",
        "х": "x",
        "А": "Α",
        "В": "B",
        "Е": "E",
        "З": "3",
        "К": "K",
        "М": "M",
        "Н": "H",
        "О": "0",
        "Р": "P",
        "С": "C",
        "Т": "T",
        "Х": "Χ",
        "и": "u",
        "п": "n",
        "к": "ĸ",
        "т": "ᴛ",
        "н": "ʜ",
        "в": "ʙ",
        "м": "ᴍ",
    }
)
DIGITS = str.maketrans(
    {"о": "0", "О": "0", "з": "3", "З": "3", "ч": "4", "Ч": "4", "б": "6", "Б": "6", "и": "1", "а": "@"}
)
CHAT = {
    "ch": ["4", "ch"],
    "sh": ["6", "w", "sh"],
    "kh": ["x", "h", "kh"],
    "v": ["v", "w"],
    "o": ["o", "a", "0"],
    "j": ["j", "dj", "dzh"],
    "u": ["u", "oo"],
    "yu": ["yu", "u"],
    "ya": ["ya", "a", "ia"],
    "gh": ["g", "gh"],
    "q": ["q", "k"],
    "ov": ["ov", "off", "of", "ow"],
    "i": ["i", "ee", "y"],
}
PERSIAN = {
    "а": ["", "ا"],
    "б": ["ب"],
    "в": ["و"],
    "г": ["گ"],
    "ғ": ["غ"],
    "д": ["د"],
    "е": ["ی"],
    "ё": ["یا"],
    "ж": ["ژ"],
    "з": ["ز", "ذ", "ض", "ظ"],
    "и": ["", "ی"],
    "ӣ": ["ی"],
    "й": ["ی"],
    "к": ["ک", "ك"],
    "қ": ["ق"],
    "л": ["ل"],
    "м": ["م"],
    "н": ["ن"],
    "о": ["ا"],
    "п": ["پ"],
    "р": ["ر"],
    "с": ["س", "ص", "ث"],
    "т": ["ت", "ط"],
    "у": ["", "و"],
    "ӯ": ["و"],
    "ф": ["ف"],
    "х": ["خ"],
    "ҳ": ["ه", "ح"],
    "ч": ["چ"],
    "ҷ": ["ج"],
    "ш": ["ش"],
    "ъ": ["ع"],
    "э": ["ا"],
    "ю": ["یو"],
    "я": ["یا"],
    "ц": ["تس"],
    "ы": ["ی"],
    "ь": [""],
}


def russian(name: str) -> str:
    return name.translate(leaks.RUSSIAN)


def unaccented(name: str) -> str:
    return name.translate(leaks.UNACCENTED)


def ascii_latin(name: str) -> str:
    return leaks.latin(name, "passport").lower()


def initial(name: str) -> str:
    return "Дж" if name.startswith("Дж") else name[0]


def subscriber(person: Protected) -> str:
    return "".join(letter for letter in str(person.phone) if letter.isdigit())[-9:]


def in_case(draw: random.Random, person: Protected) -> tuple[str, str, str]:
    """Given name, surname and patronymic in one Russian case."""
    case, gender = draw.choice(sorted(PATRONYMIC["m"])), str(person.gender)
    given, surname, father = (russian(str(name)) for name in (person.given, person.surname, person.patronymic))
    stem = father.removesuffix("а")
    if case == "nomn":
        return given, surname, father
    return _declined(given, gender, case), _declined(surname, gender, case), stem + PATRONYMIC[gender][case]


def _declined(name: str, gender: str, case: str) -> str:
    if name.endswith("я"):
        return name[:-1] + {"gent": "и", "datv": "е", "accs": "ю", "ablt": "ей", "loct": "е"}[case]
    if gender == "m" and name.endswith("й"):
        return name[:-1] + {"gent": "я", "datv": "ю", "accs": "я", "ablt": "ем", "loct": "е"}[case]
    if name.endswith(("га", "ка", "ха", "жа", "ша", "ча")) and case == "gent":
        return name[:-1] + "и"
    return leaks.declined(name, gender, case)


def family(person: Protected) -> str:
    surname = (
        russian(str(person.surname)).removesuffix("а") if person.gender == "f" else russian(str(person.surname))
    )
    return surname + "ы" if surname.endswith(("ов", "ев")) else str(person.surname) + "ҳо"


def look_alikes(draw: random.Random, text: str) -> str:
    rate = draw.choice([0.3, 0.6, 1.0])
    return "".join(letter.translate(TWINS) if draw.random() < rate else letter for letter in text)


def digits(draw: random.Random, text: str) -> str:
    return "".join(letter.translate(DIGITS) if draw.random() < 0.4 else letter for letter in russian(text))


def broken(draw: random.Random, text: str) -> str:
    at = draw.choice([n for n in range(2, len(text) - 1) if text[n - 1 : n + 1].isalpha()])
    cut = draw.choice(
        [
            "-\n",
            "\n",
            "­\n",
            "<br>",
            "<wbr>",
            "&shy;",
            "</b><b>",
            "**",
            "_",
            "<span class='x'>",
            "-",
            " -\n  ",
            "‐\r\n",
            "\u200b",
            "&#8203;",
            "<!-- -->",
            "[/b]",
            "~~",
            "`",
        ]
    )
    return text[:at] + cut + text[at:]


def spaced(draw: random.Random, text: str) -> str:
    if draw.random() < 0.3:
        text = text.upper()
    gap = draw.choice([" ", ".", "-", "\u00a0", "\u2009", "_", "*", " - ", "·"])
    between = draw.choice(["  ", "   ", "\n"])
    return between.join(gap.join(word) for word in text.split())


def invisible(draw: random.Random, text: str) -> str:
    signs = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e\u0301\u0336\u202e\u202c\U000e0041"
    return "".join(letter + (draw.choice(signs) if draw.random() < 0.4 else "") for letter in text)


def entities(draw: random.Random, text: str) -> str:
    form = draw.choice(["&#{};", "&#x{:x};", "&amp;#{};", "\\u{:04x}", "%u{:04X}", "&#{}"])
    rate = draw.choice([0.4, 1.0])
    return "".join(
        form.format(ord(letter)) if " " != letter < "\U00010000" and draw.random() < rate else letter
        for letter in text
    )


def chat(draw: random.Random, text: str) -> str:
    plain, out, at = ascii_latin(text), "", 0
    while at < len(plain):
        sign = next((plain[at : at + size] for size in (2, 1) if plain[at : at + size] in CHAT), plain[at])
        out += draw.choice(CHAT.get(sign, [sign]))
        at += len(sign)
    return draw.choice([out, out.title()])


def persian_name(draw: random.Random, person: Protected) -> str:
    surname = (
        str(person.surname).lower().removesuffix("а") if person.gender == "f" else str(person.surname).lower()
    )
    for ending, written in FAMILY.items():
        if surname.endswith(ending):
            family = ["وا", "اوا", "\u200cاوا"] if person.gender == "f" and ending in ("ов", "ев") else written
            surname = persian(draw, surname.removesuffix(ending)) + draw.choice(family)
            break
    else:
        surname = persian(draw, str(person.surname).lower())
    suffix = draw.choice(["", "", "‌را", " را", "‌ها", "ی", "‌اش", "‌هایش"])
    given = persian(draw, str(person.given).lower())
    return draw.choice([f"{given} {surname}", f"{surname} {given}"]) + suffix


FAMILY = {
    "ов": ["وف", "اف", "\u200cاف", "اوف"],
    "ев": ["یف", "یوف", "ایف"],
    "зода": ["زاده", "\u200cزاده"],
    "ӣ": ["ی"],
    "пур": ["پور"],
}


def persian(draw: random.Random, word: str) -> str:
    front = "ا" if word[0] in "аеиуӯэ" else ""
    last = "ه" if word.endswith("а") else ""
    return front + "".join(draw.choice(PERSIAN[letter]) for letter in word.removesuffix("а")) + last


def typo(draw: random.Random, text: str) -> str:
    words = text.split(" ")
    long = [
        n
        for n, word in enumerate(words)
        if len(word) > 5 and not word.endswith(("ич", "на", "ича", "ны", "не", "ну", "ичу", "ичем", "иче", "ной"))
    ]
    which = draw.choice(long or [max(range(len(words)), key=lambda n: len(words[n]))])
    word = words[which]
    at = draw.randint(1, len(word) - 3)
    other = draw.choice("бвглмнрт" if word[1] >= "а" else "bvglmnrt")
    words[which] = draw.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + other + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at] + word[at:],
        ]
    )
    return " ".join(words)


def number(draw: random.Random, text: str) -> str:
    form = draw.choice(["{0}", "№ {0}", "{1}", "{2}", "{3}", "№{1}"])
    gap = draw.choice([" ", "-", "  ", " № "])
    return form.format(text, text.lower(), text.replace(" ", gap), text.replace("-", "–"))


def in_tajik(draw: random.Random, name: str) -> str:
    return name + draw.choice(["", "ро", "и ҷавон", "ам", "а", "у", "ом"])
