"""Readings of a file, as they go into the record, and readings that fail."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.utils import timezone

from guvoh.desk.evidence.models import SealedFile
from guvoh.desk.evidence.safeviews.parts import Refused
from guvoh.desk.evidence.wrapping import key_of
from guvoh.desk.staff.models import Entry, Member
from guvoh.desk.staff.record import record
from guvoh.instruments.seal import sealedfile

# a video that is played asks for range after range: they are one reading
ONE_READING: Final = dt.timedelta(minutes=10)


def note_reading(file: SealedFile, *, by: Member, act: str) -> None:
    """Record that she looks at it, unless she did the same a moment ago."""
    since = timezone.now() - ONE_READING
    if not Entry.objects.filter(member=by, act=act, subject=file.subject, at__gte=since).exists():
        record(act, by=by, case=file.case.code if file.case else "", subject=file.subject)


def file_key(file: SealedFile, *, by: Member, act: str = "file.read") -> bytes:
    """The key of a file, for whoever serves it. The reading is recorded, once for a while of reading on.

    Raises sealedfile.DamagedFile.
    """
    note_reading(file, by=by, act=act)
    return key_of(file)


@contextmanager
def damage_refused(file: SealedFile, *, by: Member) -> Iterator[None]:
    """A sealed original that does not open is recorded, and refused, so that the queue goes on. Raises Refused."""
    try:
        yield
    except (sealedfile.DamagedFile, FileNotFoundError) as error:
        record("file.found_damaged", by=by, case=file.case.code if file.case else "", subject=file.subject)
        raise Refused("not_intact") from error
