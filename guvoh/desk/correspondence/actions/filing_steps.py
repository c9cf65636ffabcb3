import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from guvoh.desk.casework.actions import add_task
from guvoh.desk.correspondence.filings.mechanisms import mechanisms
from guvoh.desk.correspondence.filings.terms import counted, open_doors, terms_once_transmitted
from guvoh.desk.correspondence.frozen import freeze
from guvoh.desk.correspondence.models import Filing, FilingClock, FilingStep
from guvoh.desk.correspondence.vocabulary import StepKind
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record
from guvoh.instruments.terms.calendar import OutsideCalendar
from guvoh.instruments.terms.rules import UnknownRule

AFTER_FILING = (StepKind.TRANSMITTED, StepKind.REPLIED, StepKind.ENDED)


@transaction.atomic
def record_step(
    filing: Filing, kind: str, on: dt.date, reference: str = "", note: str = "", *, by: Member
) -> FilingStep:
    """Record what became of a filing at its body; once the State was written to, its clock starts.

    Raises ValidationError before it was filed, after it is over, and for days that cannot be.
    """
    filing.refresh_from_db()
    if not filing.is_filed or kind not in AFTER_FILING:
        raise ValidationError(_("This comes after the filing was handed in."))
    if filing.is_over:
        raise ValidationError(_("The procedure has ended already."))
    if filing.filed_on and on < filing.filed_on:
        raise ValidationError({"on": _("This day is before the filing was handed in.")})
    step = FilingStep(filing=filing, kind=kind, on=on, reference=reference.strip(), note=note.strip(), by=by)
    step.full_clean()
    step.save()
    record("filing.step_recorded", by=by, case=filing.case.code, subject=f"filing {filing.pk}", kind=kind)
    if kind == StepKind.TRANSMITTED:
        start_filing_clocks(filing, on, by=by)
    return step


@transaction.atomic
def start_filing_clocks(filing: Filing, on: dt.date, *, by: Member) -> list[FilingClock]:
    """Start the clocks of a filing's mechanism that do not run yet, and note the end of each as a task.

    Only a rule that may raise an alarm becomes a task. Raises ValidationError outside the calendar.
    """
    started = []
    for term in terms_once_transmitted(filing, mechanisms()[filing.mechanism]):
        if filing.clocks.filter(rule_id=term.rule).exists():
            continue
        try:
            rule, window = counted(term.rule, on)
        except (OutsideCalendar, UnknownRule) as refused:
            raise ValidationError({"on": str(refused)}) from refused
        clock = FilingClock(
            filing=filing,
            rule_id=rule.id,
            rule=freeze(rule),
            raises_alarm=rule.raises_alarm,
            started_on=on,
            earliest=window.earliest,
            latest=window.latest,
            explanation=dict(window.explanation),
        )
        clock.full_clean()
        clock.save()
        started.append(clock)
        record("filing.clock_started", by=by, case=filing.case.code, subject=f"filing {filing.pk}", rule=rule.id)
        if rule.raises_alarm and window.latest:
            title = _titled(filing, gettext_noop("%(mechanism)s: has the State replied?"))
            add_task(filing.case, by=by, title=title, owner=filing.author, due_on=window.latest.date())
    return started


@transaction.atomic
def set_reminders(filing: Filing, *, by: Member) -> int:
    """Put the reminders of a filing that is not handed in yet on its author's list of tasks; return how many.

    Those that are there already, and those whose day has passed, are left alone.
    """
    if filing.is_filed:
        raise ValidationError(_("This filing was handed in: nothing is to be reminded of."))
    days = {
        timezone.localdate(moment)
        for door in open_doors(filing, mechanisms()[filing.mechanism])
        if door.rule.raises_alarm
        for moment in (*door.reminders, *([door.window.latest] if door.window.latest else []))
    }
    title = _titled(filing, gettext_noop("%(mechanism)s: the term for filing is running out"))
    # titles of a sealed case can be compared only once they are open
    known = {task.due_on for task in filing.case.tasks.undone() if task.title == title}
    ahead = sorted(day for day in days if day >= timezone.localdate() and day not in known)
    for day in ahead:
        add_task(filing.case, by=by, title=title, owner=filing.author, due_on=day)
    record("filing.reminders_set", by=by, case=filing.case.code, subject=f"filing {filing.pk}", number=len(ahead))
    return len(ahead)


def _titled(filing: Filing, words: str) -> str:
    """In the language of whoever has the task, so that a second press finds the first one's."""
    language = filing.author.language
    with override(language):
        return _(words) % {"mechanism": mechanisms()[filing.mechanism].names[language]}
