"""The nouns of staff, split: organisations, members, the record."""

from guvoh.desk.staff.models.members import (
    GroupSeat,
    Member,
    MemberManager,
    MemberQuerySet,
    RoleGrant,
    WorkingGroup,
)
from guvoh.desk.staff.models.organisations import Hotline, NamedInThreeLanguages, Organisation
from guvoh.desk.staff.models.record import Entry, EntryQuerySet, RightEdge, SignedHead

__all__ = [
    "Entry",
    "EntryQuerySet",
    "GroupSeat",
    "Hotline",
    "Member",
    "MemberManager",
    "MemberQuerySet",
    "NamedInThreeLanguages",
    "Organisation",
    "RightEdge",
    "RoleGrant",
    "SignedHead",
    "WorkingGroup",
]
