import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guvoh.desk.correspondence.actions.clocks import count_anew
from guvoh.desk.correspondence.frozen import freeze
from guvoh.desk.correspondence.lawbook import as_override, calendar, entered_days, versions
from guvoh.desk.correspondence.models import CalendarDay, Clock, SignedRule
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record
from guvoh.instruments.terms.calendar import ESTIMATE_ERROR
from guvoh.instruments.terms.dates import format_date
from guvoh.instruments.terms.rules import Rule, parse_rule
from guvoh.instruments.terms.tables import RowRefused

# An announced Id frees a day up to so many days away from the one it takes the place of.
NEAR_A_DAY: Final = dt.timedelta(days=7)


@transaction.atomic
def sign_rule(
    rule_id: str, read: str, *, by: Member, in_force_from: dt.date | None = None, **corrected: Any
) -> SignedRule:
    """Answer for a rule, as it stands or with the fields `corrected`; from then on it raises alarms.

    With `in_force_from` the law itself has changed: clocks that run keep the version they started with. Without it
    our row was unread or wrong, and the clocks that run by it are counted anew. Raises ValidationError.
    """
    known = versions().get(rule_id)
    if known is None:
        raise ValidationError(_("There is no rule “%(rule)s”.") % {"rule": rule_id})
    rule = _corrected(known[-1], in_force_from, corrected)
    row = SignedRule(
        rule_id=rule_id, row=freeze(rule), read=read.strip(), signed_by=by, signed_on=timezone.localdate()
    )
    row.full_clean()
    row.save()
    record("rule.signed", by=by, subject=rule_id, changed=", ".join(sorted(corrected)), since=_iso(in_force_from))
    if in_force_from is None:
        _apply(rule_id, rule.valid_from, by)
    return row


def _corrected(rule: Rule, in_force_from: dt.date | None, fields: dict[str, Any]) -> Rule:
    row = freeze(replace(rule, reviewer=None, reviewed_on=None)) | fields
    days = {field: dt.date.fromisoformat(row[field]) for field in ("valid_from", "valid_to") if field in row}
    if in_force_from:
        if days.get("valid_from") and in_force_from <= days["valid_from"]:
            raise ValidationError(
                {"in_force_from": _("An earlier version of this rule begins on that day or later.")}
            )
        days = {"valid_from": in_force_from}
    try:
        return parse_rule({field: value for field, value in (row | days).items() if value is not None})
    except RowRefused as refused:
        raise ValidationError(str(refused)) from refused


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _apply(rule_id: str, valid_from: dt.date | None, by: Member) -> None:
    """Let the clocks that wait for an answer go by the version as it is now known."""
    rule = next(version for version in versions()[rule_id] if version.valid_from == valid_from)
    clocks = Clock.objects.waiting().filter(rule_id=rule_id).select_related("letter__case", "letter__delivery")
    for clock in clocks:
        if clock.rule.get("valid_from") == _iso(valid_from):
            clock.rule, clock.raises_alarm = freeze(rule), rule.raises_alarm
            clock.started_at = clock.letter.delivery.moment_of(rule.starts_on)
            count_anew(clock, by=by)


@transaction.atomic
def take_signature_back(signed: SignedRule, reason: str, *, by: Member) -> None:
    """End a signature: the row is again what it was before. Raises ValidationError without a reason."""
    if signed.taken_back_on is not None:
        raise ValidationError(_("This signature was taken back already."))
    signed.taken_back_on, signed.taken_back_by, signed.taken_back_because = (
        timezone.localdate(),
        by,
        reason.strip(),
    )
    signed.full_clean()
    signed.save()
    record("rule.signature_taken_back", by=by, subject=signed.rule_id, reason=reason)
    valid_from = signed.row.get("valid_from")
    first_day = dt.date.fromisoformat(valid_from) if valid_from else None
    if any(version.valid_from == first_day for version in versions()[signed.rule_id]):
        _apply(signed.rule_id, first_day, by)


@transaction.atomic
def enter_day(*, by: Member, **fields: Any) -> CalendarDay:
    """Enter a day that was announced as off or as worked; clocks it falls into are counted anew.

    Raises ValidationError, also where it clashes with another entry or lies far from the computed date of the Id.
    """
    day = CalendarDay(entered_by=by, **fields)
    day.full_clean()
    try:
        calendar().corrected_by([*entered_days(), as_override(day)])
    except RowRefused as refused:
        raise ValidationError({"date": _why_not(day)}) from refused
    day.save()
    record("calendar.day_entered", by=by, subject=day.date.isoformat(), kind=day.kind, holiday=day.holiday)
    _count_around([day.date], by)
    return day


def _why_not(day: CalendarDay) -> str:
    """Why the calendar does not take this day, in the language of the reader."""
    known, entered = calendar().rules, entered_days()
    if not known.first_year <= day.date.year <= known.last_year:
        return _("This day is outside the years of the calendar, %(first)s to %(last)s.") % {
            "first": known.first_year,
            "last": known.last_year,
        }
    said = next((other.date for other in entered if as_override(day).speaks_of(other)), None)
    if said is not None:
        written = format_date(said, get_language() or "tg")
        return _("The day of this Id is entered already: %(day)s. Take that entry out first.") % {"day": written}
    return _("This is more than %(number)s days away from every computed day of this Id.") % {
        "number": ESTIMATE_ERROR.days
    }


@transaction.atomic
def take_day_out(day: CalendarDay, *, by: Member) -> None:
    """Take a wrong entry out; clocks it fell into are counted anew."""
    record("calendar.day_taken_out", by=by, subject=day.date.isoformat(), kind=day.kind)
    date = day.date
    day.delete()
    _count_around([date], by)


def _count_around(days: Iterable[dt.date], by: Member) -> None:
    for day in days:
        near = Clock.objects.waiting().filter(
            started_at__date__lte=day + NEAR_A_DAY, latest__date__gte=day - NEAR_A_DAY
        )
        for clock in near.select_related("letter__case"):
            count_anew(clock, by=by)
