"""The remedies that were tried at home, from the letters of the case: to whom, when, and what came of it."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import override

from guvoh.desk.casework.models import Case
from guvoh.desk.correspondence.filings.mechanisms import words
from guvoh.desk.correspondence.models import Letter
from guvoh.desk.correspondence.vocabulary import AnswerClass
from guvoh.desk.correspondence.wordbook import known_kind, shipped_id
from guvoh.instruments.terms.dates import format_date


def remedies_tried(case: Case) -> list[Letter]:
    """Every letter that left and asks for a remedy, the oldest first."""
    sent = Letter.objects.filter(case=case).sent().with_rows().prefetch_related("replies")
    asking = words()["remedies"]
    return [
        letter
        for letter in sent.order_by("delivery__sent_on", "pk")
        if shipped_id(known_kind(letter.template)) in asking
    ]


def remedy_rows(case: Case) -> list[list[str]]:
    """A row of the document for each letter, in English: what, to whom, when, and the answer."""
    return [_row(letter) for letter in remedies_tried(case)]


def last_answer(case: Case) -> dt.date | None:
    """The day of the newest reply to one of them: what the lawyer starts from when she dates the exhaustion."""
    days = [reply.received_on for letter in remedies_tried(case) for reply in letter.replies.all()]
    return max(days, default=None)


def _row(letter: Letter) -> list[str]:
    number = f" (No. {letter.number})" if letter.number else ""
    return [
        f"{known_kind(letter.template).names['en']}{number}",
        letter.body.name_in("en"),
        format_date(letter.delivery.delivered_on or letter.delivery.sent_on, "en"),
        "; ".join(_answers(letter)),
    ]


def _answers(letter: Letter) -> Iterator[str]:
    with override("en"):
        amounts_to = str(AnswerClass(letter.answer_class).label)
    for reply in letter.replies.all():
        number = f", No. {reply.register_number}" if reply.register_number else ""
        yield f"{format_date(reply.received_on, 'en')}{number}"
    yield amounts_to if letter.answer_class != AnswerClass.NONE else words()["document"]["silence"]
