import datetime as dt
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from guvoh.desk.casework.actions import add_task
from guvoh.desk.casework.models import Task
from guvoh.desk.correspondence.access import cases_with_letters, who_acts
from guvoh.desk.correspondence.actions.letters import follow_up
from guvoh.desk.correspondence.ladder import ladder
from guvoh.desk.correspondence.lawbook import calendar
from guvoh.desk.correspondence.models import Clock, Escalation, Letter
from guvoh.desk.correspondence.vocabulary import Cause
from guvoh.desk.correspondence.wordbook import known_kind, shipped_id
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record
from guvoh.desk.staff.sealed_text import Neutral

# Working days within which the drafted letter should be read and sent, or dropped.
DAYS_TO_ACT: Final = 3
# so that the first look after a long absence takes a moment; the next look takes the next ones
AT_ONCE: Final = 20


@transaction.atomic
def escalate(letter: Letter, cause: Cause, *, by: Member) -> Escalation | None:
    """Draft the letter of the next rung and give a named person the task to read it. Nothing is sent.

    None where that was done before or a letter follows already. Where no letter can be drafted, the task says why.
    In a sealed case that nobody present has open the task says nothing of it, and nothing is drafted.
    """
    if letter.followed_by.exists() or letter.escalations.filter(cause=cause).exists():
        return None
    owner = who_acts(letter) or by
    drafted, obstacle = None, ""
    try:
        drafted = _next_letter(letter, owner, by)
    except ValidationError as refused:
        obstacle = " ".join(refused.messages)
    with override(owner.language):
        title = _task_title(letter, cause, drafted)
    due_on = calendar().add_working_days(timezone.localdate(), DAYS_TO_ACT)
    task = add_task(letter.case, by=by, title=title, owner=owner, due_on=due_on)
    row = Escalation.objects.create(
        letter=letter, cause=cause, task=task, drafted=drafted, obstacle=obstacle[:500]
    )
    record("letter.escalated", by=by, case=letter.case.code, subject=f"letter {letter.pk}", cause=cause)
    return row


def _next_letter(letter: Letter, owner: Member, by: Member) -> Letter | None:
    return follow_up(letter, by=by, author=owner) if letter.case.is_open else None


def _task_title(letter: Letter, cause: Cause, drafted: Letter | None) -> str:
    if not letter.case.is_open:
        return Neutral(_("A term of this sealed case needs you: open it and look at its letters"))
    number = letter.number
    if cause == Cause.OVERDUE:
        said = _("No answer in time to letter No. %(number)s") % {"number": number}
    else:
        said = _("The reply to letter No. %(number)s does not say what was asked") % {"number": number}
    then = _("read the drafted next letter and send it") if drafted else _("decide on the next step")
    return f"{said}: {then}"


@transaction.atomic
def look_after(letter: Letter, delivered_on: dt.date, *, by: Member) -> Task | None:
    """Of a letter that starts no clock and cannot wait: a task to look whether it was done. None for others."""
    days = ladder()["look_after_days"].get(shipped_id(known_kind(letter.template)))
    if days is None or letter.rule_id:
        return None
    owner = who_acts(letter) or by
    with override(owner.language):
        title = _("Was it done, what letter No. %(number)s asks for? If not, take the next rung") % {
            "number": letter.number
        }
    return add_task(letter.case, by=by, title=title, owner=owner, due_on=delivered_on + dt.timedelta(days=days))


@transaction.atomic
def escalate_overdue(*, by: Member) -> list[Escalation]:
    """Turn every term that has run out in the cases this member works into a task, once.

    Nothing counts while the desk is locked: whoever looks first afterwards finds what ran out.
    """
    new = Clock.objects.of_cases(cases_with_letters(by)).unescalated(timezone.now())
    # keys first: the rows are long, and all of them would be read to sort them
    first = Clock.objects.filter(pk__in=new.values("pk")[:AT_ONCE])
    clocks = list(first.select_related("letter__case", "letter__body", "letter__author"))
    return [done for clock in clocks if (done := escalate(clock.letter, Cause.OVERDUE, by=by))]


@transaction.atomic
def escalate_unattended(clock: Clock, *, by: Member) -> Escalation | None:
    """The same for one term with nobody looking, in the name of the colleague who answers for its letter.

    None where an answer, a colleague or another run was quicker.
    """
    if not Clock.objects.unescalated(timezone.now()).filter(pk=clock.pk).exists():
        return None
    with override(by.language):
        done = escalate(clock.letter, Cause.OVERDUE, by=by)
    record("letter.escalated_unattended", by=by, case=clock.letter.case.code, subject=f"letter {clock.letter_id}")
    return done
