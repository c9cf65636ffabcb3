"""The rungs above a letter: which were taken, and what the next one would be."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import yaml
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from guvoh.desk.correspondence.merging import Plan
from guvoh.desk.correspondence.models import Letter, StateBody
from guvoh.desk.correspondence.vocabulary import BodyKind, BodyLevel
from guvoh.desk.correspondence.wordbook import known_kind, shipped_id

INTERNATIONAL: Final = "international"


@dataclass(frozen=True)
class Rung:
    """A place on the ladder. `body` is None where the list of state bodies has nobody for it yet."""

    kind: str
    level: str
    body: StateBody | None = None

    @property
    def is_international(self) -> bool:
        return self.kind == INTERNATIONAL

    @property
    def label(self) -> str:
        if self.body:
            return str(self.body)
        if self.is_international:
            return _("International bodies")
        return f"{BodyKind(self.kind).label} ({BodyLevel(self.level).label})"


@cache
def ladder() -> dict[str, Any]:
    """The table of the rungs, of the letters they take, and of what lies beyond the last."""
    source = resources.files("guvoh.desk.correspondence") / "templates_data" / "ladder.yaml"
    table = yaml.safe_load(source.read_text(encoding="utf-8"))
    table["above"] = {(row["kind"], row["level"]): (row["to"], row["at"]) for row in table["rungs"]}
    return table


def rung_above(body: StateBody) -> Rung | None:
    """Where one complains about a body: as its own entry says, else as the table says for its kind and level."""
    if body.superior is not None:
        return Rung(body.superior.kind, body.superior.level, body.superior)
    return _by_table(body.kind, body.level, body)


def _by_table(kind: str, level: str, below: StateBody) -> Rung | None:
    above = ladder()["above"].get((kind, level))
    if above is None or above[0] == INTERNATIONAL:
        return above and Rung(*above)
    return Rung(*above, _somebody(*above, below))


def _somebody(kind: str, level: str, below: StateBody) -> StateBody | None:
    """A body of this kind and level for the region of the one below it, or for the whole country."""
    fitting = StateBody.objects.filter(Q(region=below.region) | Q(region=""), kind=kind, level=level)
    return fitting.exclude(pk=below.pk).order_by("-region", "name_tg").first()


def rungs_above(body: StateBody) -> Iterator[Rung]:
    """Every rung above a body, the nearest first; where the list has nobody, the table alone goes on."""
    passed = {body.pk}
    last, rung = body, rung_above(body)
    while rung is not None and (rung.body is None or rung.body.pk not in passed):
        yield rung
        if rung.body is None:
            rung = _by_table(rung.kind, rung.level, last)
        else:
            last = rung.body
            passed.add(last.pk)
            rung = rung_above(last)


def next_rung(letter: Letter, language: str | None = None) -> Plan:
    """What the letter after this one would be: to the superior body, for all that was not answered.

    Raises ValidationError while the letter has not left, or when nobody above it is known or left at home.
    """
    if not letter.has_left:
        raise ValidationError(_("This letter has not been sent yet. Register how it was delivered first."))
    body = _body_above(letter.body)
    return Plan(
        kind_id=_next_kind(letter, body),
        language=language or letter.language,
        body=body,
        asked=tuple(point.text for point in letter.points.prefetch_related("answers") if not point.is_answered),
        law_article=letter.law_article,
        event=letter.event,
        follows=letter,
    )


def _body_above(body: StateBody) -> StateBody:
    above = rung_above(body)
    if above is None:
        raise ValidationError(
            _("No body above this one is known. Write in the list of state bodies to whom one complains about it.")
        )
    if above.is_international:
        raise ValidationError(
            _(
                "The ladder ends here in Tajikistan. What is left are international bodies: "
                "see the ladder of the case."
            )
        )
    if above.body is None:
        raise ValidationError(
            _("The next rung is: %(rung)s. Nobody of that kind is in the list of state bodies: add it first.")
            % {"rung": above.label}
        )
    return above.body


def _next_kind(letter: Letter, body: StateBody) -> str:
    letters = ladder()["letters"]
    climbed = letters["after_reply" if letter.replies.exists() else "after_silence"]
    climbs_as = shipped_id(known_kind(letter.template))
    chosen = letters["by_body"].get(body.kind) or climbed.get(climbs_as, letter.template)
    return chosen if body.kind in known_kind(chosen).goes_to else letters["otherwise"].get(body.kind, chosen)


def rungs(letter: Letter) -> list[dict[str, Any]]:
    """The ladder this letter stands on: the rungs taken before it, its own, and those above."""
    taken: list[Letter] = []
    step: Letter | None = letter
    while step is not None:
        taken.insert(0, step)
        step = step.follows
    steps = [{"label": str(earlier.body), "letter": earlier, "place": "is-done"} for earlier in taken]
    steps[-1]["place"] = "is-here"
    return steps + [{"label": rung.label, "letter": None, "place": ""} for rung in rungs_above(letter.body)]
