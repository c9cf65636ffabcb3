from django.db import transaction
from django.utils import timezone

from guvoh.desk.correspondence.calendar_file import as_calendar, ends_by_day
from guvoh.desk.correspondence.deadlines import Deadlines
from guvoh.desk.correspondence.paper_list import PaperList, paper_list
from guvoh.desk.facts.exits import refuse_names
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record


@transaction.atomic
def export_calendar(*, by: Member) -> bytes:
    """Her coming dates as a calendar file that says how many there are on a day. Raises ValidationError."""
    now = timezone.now()
    days = ends_by_day(by, now)
    made = as_calendar(days, by, now)
    refuse_names({"calendar": made.decode()})
    record("deadlines.exported", by=by, form="calendar", count=sum(days.values()))
    return made


@transaction.atomic
def export_list(deadlines: Deadlines, *, by: Member) -> PaperList:
    """The coming two weeks for paper, with no person's name in it. Raises ValidationError."""
    listed = paper_list(deadlines)
    record("deadlines.exported", by=by, form="paper", count=len(listed.rows), case=deadlines.case_code)
    return listed
