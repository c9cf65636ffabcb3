"""Readings of a file, as they go into the record."""

import datetime as dt
from typing import Final

from django.utils import timezone

from guvoh.desk.evidence.models import SealedFile
from guvoh.desk.staff.models import Entry, Member
from guvoh.desk.staff.record import record

# a video that is played asks for range after range: they are one reading
ONE_READING: Final = dt.timedelta(minutes=10)


def note_reading(file: SealedFile, *, by: Member, act: str) -> None:
    """Record that she looks at it, unless she did the same a moment ago."""
    since = timezone.now() - ONE_READING
    if not Entry.objects.filter(member=by, act=act, subject=file.subject, at__gte=since).exists():
        record(act, by=by, case=file.case.code if file.case else "", subject=file.subject)
