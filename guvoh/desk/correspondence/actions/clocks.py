import datetime as dt
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.correspondence.frozen import freeze, thaw
from guvoh.desk.correspondence.lawbook import calendar, rule_on
from guvoh.desk.correspondence.models import Clock, Delivery
from guvoh.desk.correspondence.vocabulary import ClockState
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record
from guvoh.instruments.terms.calendar import OutsideCalendar
from guvoh.instruments.terms.due import Window, due, due_if_extended
from guvoh.instruments.terms.rules import UnknownRule

_COUNTED: Final = ("rule", "raises_alarm", "started_at", "earliest", "latest", "explanation")


@transaction.atomic
def start_clock(delivery: Delivery, *, by: Member) -> Clock | None:
    """Start the clock of the delivered letter's rule, or keep it as not provably started while proof is missing.

    A clock that has started keeps the rule of that day; only another day of delivery counts it anew.
    Raises ValidationError when the day lies outside the calendar or the rule's time.
    """
    letter = delivery.letter
    if not letter.rule_id:
        return None
    clock = letter.clocks.filter(rule_id=letter.rule_id).first() or Clock(letter=letter, rule_id=letter.rule_id)
    if clock.closed_on is not None or clock.extended_on is not None:
        return clock
    try:
        rule = rule_on(letter.rule_id, delivery.delivered_on or delivery.sent_on)
        started_at = delivery.moment_of(rule.starts_on)
        if clock.started_at is None or clock.started_at != started_at:
            clock.rule, clock.raises_alarm, clock.started_at = freeze(rule), rule.raises_alarm, started_at
            _set_window(clock, due(rule, started_at, calendar()) if started_at else None)
    except OutsideCalendar as refused:
        raise ValidationError({"delivered_on": _("This term leaves the years of the calendar.")}) from refused
    except UnknownRule as refused:
        said = _("The rule %(rule)s was not in force on that day.") % {"rule": letter.rule_id}
        raise ValidationError({"delivered_on": said}) from refused
    clock.full_clean()
    clock.save()
    started = started_at.date().isoformat() if started_at else None
    record("clock.started", by=by, case=letter.case.code, subject=f"letter {letter.pk}", rule=rule.id, on=started)
    return clock


def _set_window(clock: Clock, window: Window | None) -> None:
    clock.earliest = window.earliest if window else None
    clock.latest = window.latest if window else None
    clock.explanation = dict(window.explanation) if window else {}


@transaction.atomic
def count_anew(clock: Clock, *, by: Member) -> None:
    """Count the window of a clock again, since its rule or the calendar is better known now."""
    before = Clock.objects.values_list(*_COUNTED).get(pk=clock.pk)
    counts = due_if_extended if clock.extended_on else due
    _set_window(clock, counts(thaw(clock.rule), clock.started_at, calendar()) if clock.started_at else None)
    if before == tuple(getattr(clock, field) for field in _COUNTED):
        return
    # Thousands may be counted in one go: what is saved was counted, not typed, and the database checks its order.
    clock.save(update_fields=_COUNTED)
    record(
        "clock.counted_anew",
        by=by,
        case=clock.letter.case.code,
        subject=f"letter {clock.letter_id}",
        rule=clock.rule_id,
        earliest=clock.earliest and clock.earliest.isoformat(),
        latest=clock.latest and clock.latest.isoformat(),
    )


@transaction.atomic
def extend_clock(clock: Clock, notified_on: dt.date, *, by: Member) -> None:
    """Lengthen a running clock as its rule allows, since the body gave notice. Raises ValidationError."""
    rule = thaw(clock.rule)
    if (
        clock.state not in (ClockState.RUNNING, ClockState.OVERDUE)
        or clock.extended_on
        or clock.started_at is None
    ):
        raise ValidationError(_("Only a running clock can be extended, and only once."))
    if rule.extension is None:
        raise ValidationError(_("The law knows no extension of this term. The clock runs on as it is."))
    started, ends = timezone.localdate(clock.started_at), timezone.localdate(clock.latest or clock.started_at)
    if not started <= notified_on <= max(ends, started) or notified_on > timezone.localdate():
        raise ValidationError({"notified_on": _("The notice must have come while the term was running.")})
    clock.extended_on = notified_on
    _set_window(clock, due_if_extended(rule, clock.started_at, calendar()))
    clock.full_clean()
    clock.save()
    record("clock.extended", by=by, case=clock.letter.case.code, subject=f"letter {clock.letter_id}", rule=rule.id)


@transaction.atomic
def close_clock(clock: Clock, reason: str, *, by: Member) -> None:
    """Stop counting, for a reason that is kept. Raises ValidationError without one or when closed already."""
    if clock.closed_on is not None:
        raise ValidationError(_("This clock is closed already."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the clock is closed.")})
    clock.closed_on, clock.closed_reason = timezone.localdate(), reason.strip()
    clock.full_clean()
    clock.save()
    # in a sealed case it stands with the clock alone, sealed
    kept = "" if clock.letter.case.sealed_in else reason
    record("clock.closed", by=by, case=clock.letter.case.code, subject=f"letter {clock.letter_id}", reason=kept)
