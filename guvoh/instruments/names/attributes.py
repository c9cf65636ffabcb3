"""Phones, papers, numbers, dates and addresses: what gives a person away without a name."""

import re
from collections.abc import Iterator, Set
from datetime import date
from functools import cache
from itertools import product
from typing import NamedTuple

from guvoh.instruments.names import addresses
from guvoh.instruments.names.keys import fold
from guvoh.instruments.names.person import Protected, each_of
from guvoh.instruments.names.rules import load
from guvoh.instruments.names.skeleton import skeletons
from guvoh.instruments.names.tokens import TO_LATIN

_LETTERS_TO_LATIN = {sign: twin for sign, twin in TO_LATIN.items() if chr(sign).isalpha()}
PHONE_MIN, PHONE_MAX = 7, 15
NUMBER_KEY_MIN = 5
NUMBER_PIECES_MAX = 6
_COUNTRY = "992"
# Every hyphen, dash, minus and slash that parts the groups of a number.
_DASHES = "\\-\u2010-\u2015\u2043\u2212/\u2044\u2215\u2571"
_PHONE = re.compile(rf"(?<![\w])\+?\(?\d(?:[\s().·•_{_DASHES}]{{0,4}}\d){{6,19}}(?!\w)")
_GROUP = re.compile(r"\d+")
_DIGIT = re.compile(r"\d")
_NOT_DIGIT = re.compile(r"\D+")
_BLANK = re.compile(r"\s")
_ALNUM = re.compile(r"[^\W_]+")
_NUMBER_GAP = re.compile(rf"[ \t\n№#.:_\\{_DASHES}]{{0,3}}")
_AT_SAID = r"(?:at|собака|ат)"
_DOT_SAID = r"(?:dot|точка|нуқта)"
_AT_WORD = re.compile(rf"[(\[{{]\s?{_AT_SAID}\s?[)\]}}]|\s{_AT_SAID}\s")
_DOT_WORD = re.compile(rf"[(\[{{]\s?{_DOT_SAID}\s?[)\]}}]|\s{_DOT_SAID}\s")
_AT = re.compile(rf" ?(?:@|[(\[{{]\s?{_AT_SAID}\s?[)\]}}]|(?<=\s){_AT_SAID}(?=\s)) ?(?=[\w-])", re.IGNORECASE)
_MAILBOX = re.compile(r"[\w.+-]{1,64}$")
_MAIL_HOST = re.compile(
    rf"[\w-]{{1,63}}(?:(?: ?\. ?| ?[(\[{{]\s?{_DOT_SAID}\s?[)\]}}] ?| {_DOT_SAID} )[\w-]{{1,63}}){{1,8}}",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[\w-]+")
_NUMERIC_DATE = re.compile(r"(?<!\d)(\d{1,4})[./\-– ]{1,2}(\d{1,2})[./\-– ]{1,2}(\d{2,4})(?!\d)")
_ORDINAL = r"(?:st|nd|rd|th|-?(?:го|ум|юм|уми))?"
_YEAR_SIGN = r"(?:\s?(?:г\.?|года|сол|соли))?"
_WORDED_DATE = re.compile(
    rf"(?<!\d)[«“\"]?(\d{{1,2}})[»”\"]?{_ORDINAL}[\s,]+(?:of\s+)?([^\W\d_]{{1,}})\.?[\s,]+(?:соли\s+)?(\d{{4}})"
)
_WORDED_DATE_US = re.compile(rf"(?<![^\W\d_])([^\W\d_]{{3,12}})\.?\s+(\d{{1,2}}){_ORDINAL},?\s+(\d{{4}})")
_WORDED_DATE_YEAR_FIRST = re.compile(
    rf"(?<!\d)(?:соли\s+)?(\d{{4}}){_YEAR_SIGN}[\s,]+(\d{{1,2}}){_ORDINAL}\s+([^\W\d_]{{1,}})"
)
_WORD = re.compile(r"[^\W\d_]+")


class Found(NamedTuple):
    """An attribute in a cleaned text: its kind, its comparable value, and the characters it takes."""

    kind: str
    value: str
    start: int
    end: int


def of_person(person: Protected) -> Iterator[tuple[str, str]]:
    """Kind and comparable value of everything but the name that `person` may be known by."""
    for kind, values, key in (
        ("phone", person.phone, phone_key),
        ("passport", person.passport, number_key),
        ("case number", person.case_no, number_key),
        ("e-mail", person.email, email_key),
    ):
        for value in each_of(values):
            yield kind, key(value)
    for number in each_of(person.case_no):
        yield "case of", number.strip()
    if person.dob and (born := _iso_date(person.dob)):
        yield "date of birth", born
    for village in each_of(person.village):
        for place in place_keys(village):
            yield "place", place
    for address in each_of(person.address):
        for house in addresses.address_keys(address):
            yield "address", house


def phone_key(phone: str) -> str:
    """The subscriber's digits without the country's code or the trunk prefix."""
    digits = _NOT_DIGIT.sub("", phone)
    digits = digits.removeprefix("00").removeprefix("810")
    if digits.startswith(_COUNTRY) and len(digits) > 9:
        return digits.removeprefix(_COUNTRY)[-9:]
    if len(digits) in {10, 11} and digits[0] in "078":
        return digits[1:]
    return digits


def number_key(number: str) -> str:
    """Letters and digits alone, look-alike letters in Latin: the same for «А 123-456» and «A123456»."""
    return "".join(_ALNUM.findall(number.upper().translate(_LETTERS_TO_LATIN))).upper()


def email_key(email: str) -> str:
    spelt = _DOT_WORD.sub(".", _AT_WORD.sub("@", email.casefold()))
    return _BLANK.sub("", spelt.translate(_LETTERS_TO_LATIN))


def phones(text: str) -> Iterator[Found]:
    """Every way to cut a telephone number out of the runs of digits in `text`, at the borders of their groups."""
    for run in _PHONE.finditer(text):
        groups = [(run.start() + group.start(), run.start() + group.end()) for group in _GROUP.finditer(run[0])]
        for first in range(len(groups)):
            digits = ""
            for start, end in groups[first:]:
                digits += text[start:end]
                if len(digits) > PHONE_MAX:
                    break
                if len(digits) >= PHONE_MIN:
                    for key in _phone_readings(digits):
                        yield Found("phone", key, _opening(text, groups[first][0]), end)


def _opening(text: str, start: int) -> int:
    """Where a number starts with the plus and bracket before its first digit."""
    while start and text[start - 1] in "+(":
        start -= 1
    return start


def _phone_readings(digits: str) -> set[str]:
    return {digits, phone_key(digits), phone_key(digits.removeprefix("8"))}


def numbers(text: str, lengths: Set[int]) -> Iterator[tuple[str, int, int]]:
    """Keys of letters and digits that neighbour each other closely, joined, with their places: perhaps passports
    or case numbers. Only keys as long as one of `lengths`.
    """
    longest = max(lengths, default=0)
    tokens = list(_ALNUM.finditer(text))
    digits = [_DIGIT.search(token[0]) is not None for token in tokens]
    for first, opening in enumerate(tokens):
        if not any(digits[first : first + NUMBER_PIECES_MAX]):
            continue
        joined, digit = "", False
        for last in range(first, min(first + NUMBER_PIECES_MAX, len(tokens))):
            if last > first and not _NUMBER_GAP.fullmatch(text, tokens[last - 1].end(), tokens[last].start()):
                break
            joined += tokens[last][0]
            digit = digit or digits[last]
            if len(joined) > longest:
                break
            if digit and len(joined) in lengths and _telling(text, joined, opening.start()):
                yield number_key(joined), opening.start(), tokens[last].end()


def _telling(text: str, joined: str, start: int) -> bool:
    """A short number says something only beside the word for a case."""
    if len(joined) >= NUMBER_KEY_MIN:
        return True
    before = _ALNUM.findall(fold(text[max(0, start - 24) : start]))
    return bool(before) and not _case_words().isdisjoint(before[-2:])


@cache
def _case_words() -> frozenset[str]:
    return frozenset(fold(word) for word in load("phrases")["case_words"])


def emails(text: str) -> Iterator[Found]:
    """Addresses in `text`; where the host may go on past a full stop, each of its ends is one."""
    for sign in _AT.finditer(text):
        before = max(0, sign.start() - 64)
        mailbox = _MAILBOX.search(text[before : sign.start()])
        host = _MAIL_HOST.match(text, sign.end())
        if mailbox and host:
            start = before + mailbox.start()
            ends = [label.end() for label in _LABEL.finditer(text, sign.end(), host.end())]
            for end in ends[1:]:
                address = text[start:end].rstrip(".-")
                yield Found("e-mail", email_key(address), start, start + len(address))


def dates(text: str) -> Iterator[Found]:
    """Full dates in `text` as ISO dates: day first or month first, months by name in three languages."""
    for match in _NUMERIC_DATE.finditer(text):
        first, second, third = match.groups()
        if len(first) == 4:
            values = [_date(first, second, third)]
        else:
            values = [_date(third, second, first), _date(third, first, second)]
        for value in values:
            if value:
                yield Found("date of birth", value, match.start(), match.end())
    for pattern, order in _WORDED_DATES:
        for match in pattern.finditer(text):
            month = month_of(match[order[1]])
            if month and (value := _date(match[order[0]], str(month), match[order[2]])):
                yield Found("date of birth", value, match.start(), match.end())


# Patterns with the places of year, month and day in them.
_WORDED_DATES = (
    (_WORDED_DATE, (3, 2, 1)),
    (_WORDED_DATE_US, (3, 1, 2)),
    (_WORDED_DATE_YEAR_FIRST, (1, 3, 2)),
)


def month_of(word: str) -> int | None:
    """The number of a month by its name in any case, cut short, or in Roman figures."""
    return _months().get(fold(word))


@cache
def _months() -> dict[str, int]:
    return {fold(name): number for number, names in enumerate(load("phrases")["months"], 1) for name in names}


def _date(year: str, month: str, day: str) -> str | None:
    full_year = int(year) + (0 if len(year) == 4 else 1900 if int(year) > 30 else 2000)
    try:
        return date(full_year, int(month), int(day)).isoformat()
    except ValueError:
        return None


@cache
def _iso_date(text: str) -> str | None:
    return next((found.value for found in dates(text)), None)


@cache
def place_keys(place: str) -> frozenset[str]:
    """Outlines of a village's own name, word by word, without the words that say what it is."""
    names = [skeletons(word)[:2] for word in _WORD.findall(place) if fold(word) not in addresses.address_words()]
    return frozenset(" ".join(choice) for choice in product(*names) if choice)


def forget() -> None:
    """Let go of the dates, places and streets read so far."""
    for cached in (_iso_date, place_keys):
        cached.cache_clear()
    addresses.forget()
