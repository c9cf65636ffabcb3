"""The verbs that shape the coalition: its organisations, working groups and hotlines."""

from typing import Any

from django.db import transaction

from guvoh.desk.staff.models import GroupSeat, Hotline, Member, Organisation, WorkingGroup
from guvoh.desk.staff.record import record


@transaction.atomic
def add_organisation(*, by: Member, **fields: Any) -> Organisation:
    """Take an organisation or a partner into the coalition's list. Raises ValidationError."""
    organisation = Organisation(**fields)
    organisation.full_clean()
    organisation.save()
    record("organisation.added", by=by, subject=organisation.name_en, standing=organisation.standing)
    return organisation


@transaction.atomic
def add_working_group(*, by: Member, **names: str) -> WorkingGroup:
    """Set up a working group. Raises ValidationError."""
    group = WorkingGroup(**names)
    group.full_clean()
    group.save()
    record("working_group.added", by=by, subject=group.name_en)
    return group


@transaction.atomic
def seat_in_group(group: WorkingGroup, member: Member, seat: GroupSeat.Seat, *, by: Member) -> GroupSeat:
    """Give a member a seat in a working group. Raises ValidationError when she has one there already."""
    taken = GroupSeat(group=group, member=member, seat=seat)
    taken.full_clean()
    taken.save()
    record("working_group.joined", by=by, subject=group.name_en, member=member.username, seat=seat)
    return taken


@transaction.atomic
def add_hotline(organisation: Organisation, number: str, *, by: Member, **fields: Any) -> Hotline:
    """Put a number into the list. The front door learns of it with the next notice. Raises ValidationError."""
    line = Hotline(organisation=organisation, number=number, **fields)
    line.full_clean()
    line.save()
    record("hotline.added", by=by, subject=number, region=line.region)
    return line


@transaction.atomic
def remove_hotline(line: Hotline, *, by: Member) -> None:
    """Take a number off the list. What was published stays until it is published anew."""
    line.delete()
    record("hotline.removed", by=by, subject=line.number, region=line.region)
