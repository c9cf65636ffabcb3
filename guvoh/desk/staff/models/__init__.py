"""The nouns of staff, split: organisations, members, invitations, proposals, notices, the record."""

from guvoh.desk.staff.models.invitations import Invitation
from guvoh.desk.staff.models.members import (
    LANGUAGES,
    GroupSeat,
    Member,
    MemberManager,
    MemberQuerySet,
    RoleGrant,
    WorkingGroup,
)
from guvoh.desk.staff.models.notices import Notice
from guvoh.desk.staff.models.organisations import Hotline, NamedInThreeLanguages, Organisation
from guvoh.desk.staff.models.own_keys import MemberKey
from guvoh.desk.staff.models.proposals import Proposal
from guvoh.desk.staff.models.record import Entry, EntryQuerySet, RightEdge, SignedHead

__all__ = [
    "Entry",
    "EntryQuerySet",
    "GroupSeat",
    "Hotline",
    "Invitation",
    "LANGUAGES",
    "Member",
    "MemberKey",
    "MemberManager",
    "MemberQuerySet",
    "NamedInThreeLanguages",
    "Notice",
    "Organisation",
    "Proposal",
    "RightEdge",
    "RoleGrant",
    "SignedHead",
    "WorkingGroup",
]
