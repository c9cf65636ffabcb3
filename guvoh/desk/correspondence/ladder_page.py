"""The ladder of a case: every chain of letters, rung by rung, with dates and answers, and what is left above."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from guvoh.desk.casework.access import OpenCase
from guvoh.desk.correspondence.ladder import Rung, ladder, rungs_above
from guvoh.desk.correspondence.lawbook import versions
from guvoh.desk.correspondence.models import Clock, Letter
from guvoh.instruments.terms.explaining import counted_span


@dataclass(frozen=True)
class Step:
    """One letter on its rung."""

    letter: Letter
    clock: Clock | None

    @property
    def asked(self) -> int:
        return len(self.letter.points.all())

    @property
    def answered(self) -> int:
        return sum(point.is_answered for point in self.letter.points.all())


@dataclass(frozen=True)
class Climb:
    """Letters that follow one another, and the rungs above the last."""

    steps: list[Step]
    above: list[Rung]


def ladder_page(opened: OpenCase) -> dict[str, Any]:
    letters = list(Letter.objects.filter(case=opened.case).with_rows().select_related("body__superior"))
    return {
        "opened": opened,
        "case": opened.case,
        "climbs": [_climb(chain) for chain in _chains(letters)],
        "abroad": _abroad(opened.member.language),
    }


def _chains(letters: list[Letter]) -> Iterator[list[Letter]]:
    """Each letter that nothing follows, with those before it: a letter followed twice stands in two chains."""
    by_pk = {letter.pk: letter for letter in letters}
    followed = {letter.follows_id for letter in letters}
    for last in sorted(letters, key=lambda letter: letter.pk):
        if last.pk in followed:
            continue
        chain = [last]
        while chain[0].follows_id:
            chain.insert(0, by_pk[chain[0].follows_id])
        yield chain


def _climb(chain: list[Letter]) -> Climb:
    steps = [Step(letter, next(iter(letter.clocks.all()), None)) for letter in chain]
    return Climb(steps, list(rungs_above(chain[-1].body)))


def _abroad(language: str) -> dict[str, Any]:
    """How long the door to the international bodies stays open once the ladder at home is climbed."""
    rule = versions()[ladder()["international"]["rule"]][-1]
    terms = [counted_span(reading, language) for reading in rule.readings]
    return {"basis": rule.basis[language], "terms": terms, "rule": rule}
