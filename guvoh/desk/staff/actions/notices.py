from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from guvoh.desk.staff.models import Member, Notice
from guvoh.desk.staff.record import record


@transaction.atomic
def give_notice(to: Iterable[Member], act: str, *, by: Member, **told: Any) -> None:
    """Put an act on these members' front pages until each has read it: `case`, `about`, `reason`, `until`."""
    readers = {member.pk: member for member in to}.values()
    Notice.objects.bulk_create(Notice(to=member, act=act, by=by, **told) for member in readers)
    case, about = told.get("case", ""), told.get("about", "")
    record("notice.given", by=by, case=case, subject=about, count=len(readers), kind=act)


@transaction.atomic
def read_notice(notice: Notice, *, by: Member) -> None:
    """Take a notice off one's front page."""
    notice.read_at = timezone.now()
    notice.save(update_fields=["read_at"])
    record("notice.read", by=by, case=notice.case, subject=notice.about, kind=notice.act)
