from collections.abc import Iterator
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guvoh.desk.casework.access import OpenCase
from guvoh.desk.casework.timeline import Moment, add_source
from guvoh.desk.correspondence.access import counts_replies, writes_letters
from guvoh.desk.correspondence.actions import escalate_overdue
from guvoh.desk.correspondence.deadlines import Deadlines, with_rows
from guvoh.desk.correspondence.elements_page import elements_of_case
from guvoh.desk.correspondence.filings.page import filing_rows
from guvoh.desk.correspondence.models import Letter
from guvoh.desk.correspondence.vocabulary import AnswerClass
from guvoh.desk.evidence.holds import add_hold
from guvoh.desk.evidence.models import SealedFile
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.panels import add_link, add_panel

LINES_AT_HOME: Final = 5
SHOWN_AT_HOME: Final = ("overdue", "week", "left_open")


def clocks_at_home(member: Member) -> dict[str, Any] | None:
    """Overdue and due this week, with the next rung; counted only where a rule may raise an alarm."""
    if not writes_letters(member):
        return None
    escalate_overdue(by=member)
    deadlines = Deadlines(member)
    lists = {state: list(with_rows(deadlines.picked(state)[:LINES_AT_HOME])) for state in SHOWN_AT_HOME}
    return {"tabs": deadlines.tabs(), **lists}


def letters_of_case(opened: OpenCase) -> dict[str, Any] | None:
    if not opened.works_case:
        return None
    letters = Letter.objects.filter(case=opened.case).with_rows()
    return {"opened": opened, "letters": letters, "filings": filing_rows(opened)}


def moments_of_letters(opened: OpenCase) -> Iterator[Moment]:
    if not opened.works_case:
        return
    letters = Letter.objects.filter(case=opened.case).sent().with_rows().prefetch_related("replies")
    for letter in letters:
        yield from _moments(letter, opened.member.language)


def _moments(letter: Letter, language: str) -> Iterator[Moment]:
    url = reverse("correspondence:letter", args=[letter.pk])
    body = letter.body.name_in(language)
    yield Moment(
        letter.delivery.sent_on, "send", _("Letter to %(body)s") % {"body": body}, letter.heading, url, tone="help"
    )
    for reply in letter.replies.all():
        amounts_to = letter.answer_class
        tone = "harm" if amounts_to == AnswerClass.FORMALLY else "state"
        yield Moment(
            reply.received_on,
            "letter",
            _("Reply of %(body)s") % {"body": body},
            str(amounts_to.label),
            url,
            tone=tone,
        )
    for clock in letter.clocks.all():
        if clock.latest and clock.closed_on is None and letter.answer_class == AnswerClass.NONE:
            ends = timezone.localdate(clock.latest)
            yield Moment(
                ends, "clock", _("Reply due from %(body)s") % {"body": body}, clock.state_label, url, tone="state"
            )


def held_by_letter(file: SealedFile) -> str:
    needed = file.proves_deliveries.exists() or file.holds_replies.exists()
    return _("A letter needs it: it proves a delivery or is a reply.") if needed else ""


def register() -> None:
    add_hold(held_by_letter)
    add_link(40, "letter", gettext_lazy("Letters and deadlines"), "correspondence:index", writes_letters)
    add_link(
        41,
        "chart",
        gettext_lazy("Replies in numbers"),
        "correspondence:replies",
        counts_replies & ~writes_letters,
    )
    add_panel("home", 10, "correspondence/_home.html", clocks_at_home)
    add_panel("case", 30, "correspondence/_case.html", letters_of_case)
    add_panel("case", 35, "correspondence/_elements.html", elements_of_case)
    add_source(moments_of_letters)
