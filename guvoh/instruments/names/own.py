"""Rules of the guard that a coalition adds to the ones that come with it."""

import re
import unicodedata
from dataclasses import dataclass, fields
from functools import cached_property

from guvoh.instruments.names.keys import Parts, canonical, fold
from guvoh.instruments.names.skeleton import skeletons

LETTERS_MIN = 2
WORD_MAX = 40
WORDS_MAX = 5
SPELLINGS_MIN = 2
RULES_MAX = 500
# Words of letters, with the apostrophes and hyphens that names carry inside.
_WORD = re.compile(r"[^\W\d_]+")
_SAYING = re.compile(r"[^\W\d_]+(?:['’ʼʻ`‘-][^\W\d_]+)*(?: [^\W\d_]+(?:['’ʼʻ`‘-][^\W\d_]+)*)*")


class BadRule(ValueError):
    """A rule cannot be used; `field` names the field of OwnRules at fault, `code` says in one word why.

    `code` is one of `letters` (something else than letters), `length` (too short, too long or too many words),
    `group` (fewer than two different spellings, or one of several words), `many` (more than RULES_MAX).
    """

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code


@dataclass(frozen=True)
class OwnRules:
    """A coalition's own rules. Each text is in NFC with single spaces, as `tidy` gives it.

    `given_groups`: spellings of one given name each, SPELLINGS_MIN or more single words; `ordinary_names`: plain
    words that are given names too, single ones; `places` and `figures`: names of up to WORDS_MAX words, of
    places named after people, and of historical and public figures. Raises BadRule.
    """

    given_groups: tuple[tuple[str, ...], ...] = ()
    ordinary_names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for each in fields(self):
            if len(getattr(self, each.name)) > RULES_MAX:
                raise BadRule(each.name, "many")
        for group in self.given_groups:
            _check_group(group)
        for word in self.ordinary_names:
            _check("ordinary_names", word, words_max=1)
        for field in ("places", "figures"):
            for name in getattr(self, field):
                _check(field, name, words_max=WORDS_MAX)

    @cached_property
    def ordinary(self) -> frozenset[str]:
        """Outlines of the ordinary words."""
        return frozenset(skeletons(word)[0] for word in self.ordinary_names)

    @cached_property
    def claims(self) -> dict[str, list[tuple[str, ...]]]:
        """Places and figures as outlines word by word, by the outline of the first word."""
        claims: dict[str, list[tuple[str, ...]]] = {}
        for name in self.places + self.figures:
            outline = tuple(skeletons(word)[0] for word in _WORD.findall(name))
            claims.setdefault(outline[0], []).append(outline)
        return claims

    def with_spellings(self, parts: Parts) -> Parts:
        """`parts` with the keys of every spelling of the given name that a group knows."""
        more = {key for group in self._groups if not group.isdisjoint(parts.given) for key in group}
        return parts._replace(given=parts.given | more) if more else parts

    @cached_property
    def _groups(self) -> tuple[frozenset[str], ...]:
        return tuple(
            frozenset(canonical(outline) for spelling in group for outline in skeletons(spelling)[:1])
            for group in self.given_groups
        )


NO_OWN_RULES = OwnRules()


def tidy(text: str) -> str:
    """`text` as a rule keeps it: composed letters (NFC), one space between words, none around."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _check_group(group: tuple[str, ...]) -> None:
    for spelling in group:
        if " " in spelling:
            raise BadRule("given_groups", "group")
        _check("given_groups", spelling, words_max=1)
    if len({fold(spelling) for spelling in group}) < SPELLINGS_MIN:
        raise BadRule("given_groups", "group")


def _check(field: str, text: str, *, words_max: int) -> None:
    if not _SAYING.fullmatch(text):
        raise BadRule(field, "letters")
    words = text.split()
    if len(words) > words_max or any(not LETTERS_MIN <= len(word) <= WORD_MAX for word in words):
        raise BadRule(field, "length")
