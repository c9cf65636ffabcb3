from collections.abc import Callable

import rules
from django.http import Http404
from django.shortcuts import get_object_or_404

from guvoh.desk.staff.models import Entry, EntryQuerySet, Hotline, Member, MemberQuerySet
from guvoh.desk.staff.roles import Role


def has_role(*roles: Role) -> rules.Predicate:
    """A predicate that holds for members with one of the roles."""
    return rules.predicate(lambda member: member.has_role(*roles))


reads_record = has_role(Role.COORDINATOR)
keeps_members = has_role(Role.COORDINATOR)
anyone = rules.predicate(lambda member: member.is_authenticated)


def require(predicate: Callable[[Member], bool], member: Member) -> None:
    """Refusal and absence look the same: who may not see a page is told that there is none."""
    if not predicate(member):
        raise Http404


def members_for(reader: Member) -> MemberQuerySet:
    """All accounts, for a keeper of accounts. Raises Http404 for anybody else."""
    require(keeps_members, reader)
    return Member.objects.listed()


def member_for(reader: Member, pk: int) -> Member:
    """One account, for a keeper of accounts. Raises Http404 for anybody else, and where there is none."""
    return get_object_or_404(members_for(reader), pk=pk)


def other_member_for(reader: Member, pk: int) -> Member:
    """One account not the reader's own: nobody changes her own roles or closes herself out. Raises Http404."""
    found = member_for(reader, pk)
    if found == reader:
        raise Http404
    return found


def entries_for(reader: Member) -> EntryQuerySet:
    """The whole record, for its reader. Raises Http404 for anybody else."""
    require(reads_record, reader)
    return Entry.objects.select_related("member")


def entries_of_member(reader: Member, pk: int) -> tuple[Member, EntryQuerySet]:
    """A member and what she did, for a reader of the record. Raises Http404 for anybody else."""
    shown = member_for(reader, pk)
    return shown, entries_for(reader).filter(member=shown)


def own_entries(reader: Member) -> EntryQuerySet:
    """What the reader herself did: it is hers to see, whatever her roles."""
    return Entry.objects.select_related("member").filter(member=reader)


def hotline_for(member: Member, pk: int) -> Hotline:
    require(keeps_members, member)
    return get_object_or_404(Hotline, pk=pk)
