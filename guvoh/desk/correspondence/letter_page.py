"""What the page of a letter shows beside its text."""

from typing import Any

from django.core.exceptions import ValidationError

from guvoh.desk.correspondence.disclosure import exposed_names
from guvoh.desk.correspondence.kinds import furniture
from guvoh.desk.correspondence.ladder import rungs
from guvoh.desk.correspondence.models import Letter
from guvoh.desk.correspondence.vocabulary import AnswerClass
from guvoh.desk.correspondence.wordbook import known_kind
from guvoh.desk.staff.models import Member


def letter_page(letter: Letter, member: Member) -> dict[str, Any]:
    amounts_to = letter.answer_class
    return {
        "letter": letter,
        **({} if letter.has_left else _guarded(letter)),
        "content": letter.content,
        "case": letter.case,
        "kind_name": known_kind(letter.template).names[member.language],
        "words": furniture()[letter.language],
        "points": letter.points.all(),
        "amounts_to": amounts_to,
        "tone": {AnswerClass.SUBSTANCE: "answered", AnswerClass.PART: "due", AnswerClass.FORMALLY: "formal"}.get(
            amounts_to, "waiting"
        ),
        "is_left_open": amounts_to in (AnswerClass.PART, AnswerClass.FORMALLY),
        "delivery": getattr(letter, "delivery", None),
        "clocks": letter.clocks.all(),
        "replies": letter.replies.select_related("file").prefetch_related("answers__point"),
        "rungs": rungs(letter),
        "follows": letter.follows,
        "followed_by": letter.followed_by.all(),
        "next_letter": letter.followed_by.order_by("pk").last(),
    }


def _guarded(letter: Letter) -> dict[str, Any]:
    """What the guard holds back in a letter that has not left yet, and what was cleared as another person's."""
    cleared = letter.clearances.select_related("person", "by")
    try:
        return {"exposed": exposed_names(letter), "cleared": cleared}
    except ValidationError as refused:
        return {"unchecked": " ".join(refused.messages), "cleared": cleared}
