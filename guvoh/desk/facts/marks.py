"""A mark of the guard as people meet it: what it is called, and the one place for which it can be resolved."""

import hashlib
from typing import Final

from django.utils.translation import gettext_lazy as _

from guvoh.instruments.names.guard import Mark

# Characters on either side of a mark that belong to the place for which it was resolved.
SURROUNDINGS: Final = 30
# What the guard found, in words.
RULES: Final = {
    "address": _("address"),
    "alias": _("other name"),
    "case number": _("case number"),
    "date of birth": _("date of birth"),
    "e-mail": _("e-mail"),
    "given name": _("given name alone"),
    "given name and patronymic": _("given name and patronymic"),
    "given name and surname": _("given name and surname"),
    "given name and surname of several": _("one of several people with this name"),
    "initials and surname": _("initials and surname"),
    "name in one word": _("name in one word"),
    "passport": _("passport"),
    "phone": _("telephone number"),
    "place": _("place of the person"),
    "surname": _("surname alone"),
}


def rule_label(rule: str) -> str:
    return str(RULES.get(rule, rule))


def around(words: str, mark: Mark) -> str:
    return words[max(0, mark.start - SURROUNDINGS) : mark.end + SURROUNDINGS]


def fingerprint_of(part: str, words: str, mark: Mark) -> str:
    """A hash of the marked words with those around them: it falls away when the words change."""
    place = "\0".join((part, mark.person, mark.evidence, around(words, mark)))
    return hashlib.sha256(place.encode()).hexdigest()
