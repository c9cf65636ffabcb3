"""The one door out of the desk: whatever leaves it is looked at here, with the register as it is at that moment.

Stories, letters, answers to reporters, notices for the front door: a test walks the code and fails when something
leaves by a way that does not pass here.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from guvoh.desk.facts.register import Register, current_register
from guvoh.instruments.names.guard import Mark, TextTooLong, scan

BLOCK: Final = "block"


@dataclass(frozen=True)
class Looked:
    """What the guard marks in each part, with the register it looked with."""

    register: Register
    marks: dict[str, list[Mark]]

    @property
    def blocked(self) -> Iterator[Mark]:
        return (mark for found in self.marks.values() for mark in found if mark.level == BLOCK)


def look_through(parts: Mapping[str, str], subjects: Collection[str] = ()) -> Looked:
    """Let the guard look at every part of what is to leave: text, title, address, file name, description.

    `subjects` are pseudonyms of the people it is about; whoever is surely named in one part is looked for in all.
    Raises ValidationError when the guard cannot look at all of it: then nothing goes out.
    """
    register = current_register()
    sought = set(subjects)
    while True:
        marks = {part: _scan(words, register, sought) for part, words in parts.items()}
        named = {mark.person for found in marks.values() for mark in found if mark.level == BLOCK}
        if named <= sought:
            return Looked(register, marks)
        sought |= named


def _scan(words: str, register: Register, subjects: Collection[str]) -> list[Mark]:
    try:
        return scan(words, register.index, subjects)
    except TextTooLong as error:
        raise ValidationError(
            _("This text is too long for the guard to look at. Nothing of it may go out: make it shorter."),
            code="too_long",
        ) from error


def refuse_names(parts: Mapping[str, str]) -> None:
    """For what may name no protected person at all. Raises ValidationError with the words to leave out."""
    found = dict.fromkeys(f"“{mark.evidence}”" for mark in look_through(parts).blocked)
    if found:
        raise ValidationError(
            _("This would name a protected person: %(found)s. Leave it out.") % {"found": ", ".join(found)}
        )
