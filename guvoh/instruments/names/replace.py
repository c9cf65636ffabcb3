"""Taking a name out of a text: initials or a role, in the grammatical slot the name leaves."""

from collections.abc import Iterable
from typing import Literal

from guvoh.instruments.names import slots
from guvoh.instruments.names.guard import Index, Mark, scan
from guvoh.instruments.names.person import Protected
from guvoh.instruments.names.rules import load
from guvoh.instruments.names.skeleton import script_of

How = Literal["initials", "role"]
Language = Literal["tg", "ru", "en"]

ROUNDS_MAX = 20

_PHRASES = load("phrases")
_LATIN_INITIALS: dict[str, str] = _PHRASES["latin_initials"]
_CYRILLIC_INITIALS: dict[str, dict[str, str]] = _PHRASES["cyrillic_initials"]


class StaleMark(ValueError):
    """The mark no longer fits the text: scan again."""


class StillIdentifying(RuntimeError):
    """Names are left that could not be taken out; the text may not go out. `ids` are the people concerned."""

    def __init__(self, ids: Iterable[str]) -> None:
        self.ids = sorted(set(ids))
        super().__init__(f"{len(self.ids)} protected people can still be told from the text")


def replace(text: str, mark: Mark, person: Protected, how: How, language: Language, index: Index) -> str:
    """`text` with initials or the role of `person` where `mark` stands; an attribute becomes a short notice.

    Russian roles are declined (pymorphy3) to the case of the name they replace, Tajik suffixes and the English
    possessive are carried over. Raises StaleMark if the marked characters have changed, KeyError if the index does
    not know the person.
    """
    if text[mark.start : mark.end] != mark.evidence or mark.person != person.id:
        raise StaleMark("the text has changed since it was scanned")
    filling = _filling(text, mark, person, how, language, index)
    rest = text[mark.end :]
    if filling.endswith(".") and rest.startswith(".") and not rest.startswith(".."):
        rest = rest[1:]
    return text[: mark.start] + filling + rest


def replace_all(text: str, index: Index, persons: Iterable[Protected], how: How, language: Language) -> str:
    """`text` with everything about `persons`, the people it is about, replaced, until a new scan blocks nothing.

    Raises StillIdentifying when somebody else of the index is blocked in the text, or names are left after
    ROUNDS_MAX rounds; TextTooLong as `scan` does.
    """
    known = {person.id: person for person in persons}
    for _ in range(ROUNDS_MAX):
        blocked = [mark for mark in scan(text, index, known.keys()) if mark.level == "block"]
        if not blocked:
            return text
        strangers = [mark.person for mark in blocked if mark.person not in known]
        if strangers:
            raise StillIdentifying(strangers)
        for mark in reversed(_apart(blocked)):
            text = replace(text, mark, known[mark.person], how, language, index)
    raise StillIdentifying(mark.person for mark in blocked)


def _apart(marks: list[Mark]) -> list[Mark]:
    """The first of any marks that overlap; the next round looks at the others again."""
    apart: list[Mark] = []
    for mark in marks:
        if not apart or mark.start >= apart[-1].end:
            apart.append(mark)
    return apart


def _filling(text: str, mark: Mark, person: Protected, how: How, language: Language, index: Index) -> str:
    if mark.rule in _PHRASES["withheld"]:
        return str(_PHRASES["withheld"][mark.rule][language])
    parts = index.entries[person.id].parts
    if how == "initials" and (letters := _initials(person, mark.rule, language)):
        if language == "tg":
            return slots.with_tajik_suffix(letters, slots.tajik_suffix(mark.evidence, parts))
        return letters + slots.possessive(mark.evidence)
    role = _PHRASES["roles"].get(person.role or "person", _PHRASES["roles"]["person"])
    before = text[: mark.start]
    if language == "ru":
        noun = role["ru"][person.gender or "m"]
        filling = slots.decline(noun, slots.russian_case(mark.evidence, before, parts, person.gender))
    elif language == "tg":
        filling = slots.with_tajik_suffix(role["tg"], slots.tajik_suffix(mark.evidence, parts))
    else:
        filling = role["en"] + slots.possessive(mark.evidence)
    return filling[0].upper() + filling[1:] if _opens_sentence(before) else filling


def _opens_sentence(before: str) -> bool:
    lead = before.rstrip(' \t"«“(—-')
    return not lead or lead[-1] in ".!?…\n"


def _initials(person: Protected, rule: str, language: Language) -> str:
    """Initials of the parts the text gave: a given name alone does not become two letters."""
    names = {"given name": [person.given], "surname": [person.surname]}.get(rule, [person.given, person.surname])
    return " ".join(f"{_initial(name[0].upper(), language)}." for name in names if name)


def _initial(letter: str, language: Language) -> str:
    if language == "en":
        return _LATIN_INITIALS.get(letter, letter)
    if script_of(letter) == "cyrillic" and language == "tg":
        return letter
    return _CYRILLIC_INITIALS[language].get(letter, letter)
