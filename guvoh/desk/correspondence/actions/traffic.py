from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from guvoh.desk.correspondence.actions.clocks import start_clock
from guvoh.desk.correspondence.actions.escalations import escalate, look_after
from guvoh.desk.correspondence.models import AskedPoint, Delivery, Letter, PointAnswer, Reply
from guvoh.desk.correspondence.vocabulary import AnswerClass, Cause, LetterState
from guvoh.desk.evidence.actions import FileCard, keep_file
from guvoh.desk.evidence.models import SealedFile
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record


@dataclass(frozen=True)
class GivenAnswer:
    """What a reply says to one point: the answer (vocabulary.Answer) and the reply's own words."""

    point: AskedPoint
    answer: str
    quote: str = ""


def _kept(letter: Letter, upload: UploadedFile | None, by: Member) -> SealedFile | None:
    if upload is None:
        return None
    card = FileCard(upload.name or "", upload.content_type or "", SealedFile.Origin.LETTER, letter.number)
    return keep_file(card, upload.chunks(), by=by, case=letter.case)


@transaction.atomic
def register_delivery(
    letter: Letter, upload: UploadedFile | None = None, *, by: Member, **fields: Any
) -> Delivery:
    """Record how a final letter was sent and delivered, or complete it when the proof comes in; start its clock.

    `upload` is a picture of the stamp or slip. Raises ValidationError for a draft, and for days that cannot be.
    """
    letter.refresh_from_db(fields=["state"])
    if letter.is_draft:
        raise ValidationError(_("The letter is still a draft. Make it final first."))
    delivery = Delivery.objects.filter(letter=letter).first() or Delivery(letter=letter)
    for field, value in fields.items():
        setattr(delivery, field, value)
    delivery.full_clean()
    delivery.file = _kept(letter, upload, by) or delivery.file
    delivery.save()
    leaves_now = letter.state == LetterState.FINAL
    if leaves_now:
        letter.state = LetterState.DELIVERED
        letter.save(update_fields=["state"])
    record(
        "letter.delivered",
        by=by,
        case=letter.case.code,
        subject=f"letter {letter.pk}",
        how=delivery.how,
        proven=delivery.is_proven,
    )
    start_clock(delivery, by=by)
    if leaves_now:
        look_after(letter, delivery.delivered_on or delivery.sent_on, by=by)
    return delivery


@transaction.atomic
def record_reply(
    letter: Letter,
    answers: Sequence[GivenAnswer],
    upload: UploadedFile | None = None,
    *,
    by: Member,
    **fields: Any,
) -> Reply:
    """Record a reply with its answer to each thing that was asked; what it amounts to is derived from them.

    A reply that answers nothing becomes a task, with the next letter drafted.

    Raises ValidationError while the letter has not left, when a point is left out, and for days that cannot be.
    """
    if not letter.has_left:
        raise ValidationError(_("This letter has not been sent yet. Register how it was delivered first."))
    if {given.point.pk for given in answers} != set(letter.points.values_list("pk", flat=True)):
        raise ValidationError(_("Say for each thing that was asked whether the reply answers it."))
    reply = Reply(letter=letter, letter_left_on=letter.delivery.sent_on, **fields)
    reply.full_clean()
    reply.file = _kept(letter, upload, by)
    reply.save()
    for given in answers:
        row = PointAnswer(reply=reply, point=given.point, answer=given.answer, quote=given.quote.strip())
        row.full_clean()
        row.save()
    letter.state = LetterState.ANSWERED
    letter.save(update_fields=["state"])
    record(
        "letter.answered",
        by=by,
        case=letter.case.code,
        subject=f"letter {letter.pk}",
        amounts_to=letter.answer_class.value,
    )
    if letter.answer_class == AnswerClass.FORMALLY:
        escalate(letter, Cause.FORMAL, by=by)
    return reply
