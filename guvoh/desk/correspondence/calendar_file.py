"""Dates of one member for the calendar of her phone: how many fall on a day, and nothing of what they are."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from django.utils import timezone
from django.utils.translation import ngettext
from icalendar import Calendar, Event
from icalendar.enums import CLASS, TRANSP

from guvoh.desk.casework.models import Case, Task
from guvoh.desk.correspondence.deadlines import Deadlines
from guvoh.desk.staff.models import Member

DAYS_AHEAD: Final = 92
# Neither the program nor the coalition is named: a phone is looked through at checkpoints.
MAKER: Final = "-//dates//1//"
DAY_OF_MEMBER: Final = uuid.UUID("6f2b0a52-6a5e-4d0f-9c3c-2c8d54c1b7a9")


def ends_by_day(member: Member, now: dt.datetime) -> Counter[dt.date]:
    """How many readings of her letters' clocks end on each coming day, and how many of her tasks."""
    first = timezone.localdate(now)
    last = first + dt.timedelta(days=DAYS_AHEAD)
    days = Counter(day for day in _ends(member, now) if first <= day <= last)
    tasks = Task.objects.undone().filter(owner=member, case__in=Case.objects.visible_to(member))
    days.update(tasks.filter(due_on__range=(first, last)).values_list("due_on", flat=True))
    return days


def _ends(member: Member, now: dt.datetime) -> Iterator[dt.date]:
    windows = Deadlines(member, member).clocks.running(now).filter(latest__isnull=False)
    for window in windows.values_list("earliest", "latest"):
        # one date where both readings end on one day
        yield from {timezone.localdate(end) for end in window}


def as_calendar(days: Mapping[dt.date, int], member: Member, now: dt.datetime) -> bytes:
    """An iCalendar file (RFC 5545) with one entry for each day. The same day keeps its UID in a later file."""
    calendar = Calendar.new(prodid=MAKER, method="PUBLISH", uid=_uid(member, "all"))
    for day, number in sorted(days.items()):
        calendar.add_component(
            Event.new(
                uid=_uid(member, day.isoformat()),
                stamp=now,
                start=day,
                end=day + dt.timedelta(days=1),
                summary=ngettext("%(number)s deadline", "%(number)s deadlines", number) % {"number": number},
                classification=CLASS.PRIVATE,
                transparency=TRANSP.TRANSPARENT,
            )
        )
    return calendar.to_ical()


def _uid(member: Member, of: str) -> str:
    return str(uuid.uuid5(DAY_OF_MEMBER, f"{member.pk} {of}"))
