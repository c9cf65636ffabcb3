import datetime as dt
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from guvoh.desk.casework.actions import add_task
from guvoh.desk.casework.models import Case, Task, TeamSeat
from guvoh.desk.correspondence.access import cases_with_letters, writes_letters
from guvoh.desk.correspondence.actions.letters import follow_up
from guvoh.desk.correspondence.ladder import ladder
from guvoh.desk.correspondence.lawbook import calendar
from guvoh.desk.correspondence.models import Clock, Escalation, Letter
from guvoh.desk.correspondence.vocabulary import Cause
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record

# Working days within which the drafted letter should be read and sent, or dropped.
DAYS_TO_ACT: Final = 3
# so that the first look after a long absence takes a moment; the next look takes the next ones
AT_ONCE: Final = 20


@transaction.atomic
def escalate(letter: Letter, cause: Cause, *, by: Member) -> Escalation | None:
    """Draft the letter of the next rung and give a named person the task to read it. Nothing is sent.

    None where that was done before or a letter follows already. Where no letter can be drafted, the task says why.
    """
    if letter.followed_by.exists() or letter.escalations.filter(cause=cause).exists():
        return None
    owner = _responsible(letter, by)
    drafted, obstacle = None, ""
    try:
        drafted = follow_up(letter, by=by, author=owner)
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


def _responsible(letter: Letter, by: Member) -> Member:
    """Who wrote the letter while she works the case; else a lawyer or officer of its team; else who found it."""
    seats = TeamSeat.objects.current().filter(case=letter.case).select_related("member").order_by("pk")
    candidates = [letter.author, *(seat.member for seat in seats if writes_letters(seat.member))]
    able = (one for one in candidates if one.is_active and Case.objects.visible_to(one).filter(pk=letter.case_id))
    return next(able, by)


def _task_title(letter: Letter, cause: Cause, drafted: Letter | None) -> str:
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
    days = ladder()["look_after_days"].get(letter.template)
    if days is None or letter.rule_id:
        return None
    owner = _responsible(letter, by)
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
    over = Clock.objects.of_cases(cases_with_letters(by)).overdue(timezone.now()).alarming()
    new = over.filter(letter__followed_by__isnull=True).exclude(letter__escalations__cause=Cause.OVERDUE)
    clocks = list(new.select_related("letter__case", "letter__body", "letter__author")[:AT_ONCE])
    return [done for clock in clocks if (done := escalate(clock.letter, Cause.OVERDUE, by=by))]
