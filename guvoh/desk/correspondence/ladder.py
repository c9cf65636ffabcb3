"""The rungs above a letter: which were taken, and what the next one would be."""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from guvoh.desk.correspondence.merging import Plan
from guvoh.desk.correspondence.models import Letter, StateBody

# A refused complaint is appealed, silence to an appeal complained of; any other is asked again one rung up.
AFTER_A_REPLY: Final = {"complaint-prosecutor": "appeal-refusal"}
AFTER_SILENCE: Final = {"appeal-refusal": "complaint-prosecutor"}


def next_rung(letter: Letter, language: str | None = None) -> Plan:
    """What the letter after this one would be: to the superior body, for all that was not answered.

    Raises ValidationError while the letter has not left, or when no superior body is known.
    """
    if not letter.has_left:
        raise ValidationError(_("This letter has not been sent yet. Register how it was delivered first."))
    if letter.body.superior is None:
        raise ValidationError(
            _("No body above this one is known. Write in the list of state bodies to whom one complains about it.")
        )
    next_kind = AFTER_A_REPLY if letter.replies.exists() else AFTER_SILENCE
    return Plan(
        kind_id=next_kind.get(letter.template, letter.template),
        language=language or letter.language,
        body=letter.body.superior,
        asked=tuple(point.text for point in letter.points.prefetch_related("answers") if not point.is_answered),
        law_article=letter.law_article,
        event=letter.event,
        follows=letter,
    )


def rungs(letter: Letter) -> list[dict[str, Any]]:
    """The ladder this letter stands on: the rungs taken before it, its own, and those above."""
    taken: list[Letter] = []
    step: Letter | None = letter
    while step is not None:
        taken.insert(0, step)
        step = step.follows
    steps = [{"body": earlier.body, "letter": earlier, "place": "is-done"} for earlier in taken]
    steps[-1]["place"] = "is-here"
    above: list[StateBody] = letter.body.ladder
    return steps + [{"body": body, "letter": None, "place": ""} for body in above]
