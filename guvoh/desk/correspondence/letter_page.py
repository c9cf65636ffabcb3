"""What the page of a letter shows beside its text."""

from typing import Any

from guvoh.desk.correspondence.kinds import furniture, letter_kinds
from guvoh.desk.correspondence.ladder import rungs
from guvoh.desk.correspondence.models import Letter
from guvoh.desk.correspondence.vocabulary import AnswerClass
from guvoh.desk.staff.models import Member


def letter_page(letter: Letter, member: Member) -> dict[str, Any]:
    amounts_to = letter.answer_class
    return {
        "letter": letter,
        "content": letter.content,
        "case": letter.case,
        "kind_name": letter_kinds()[letter.template].names[member.language],
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
    }
