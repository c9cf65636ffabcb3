from collections.abc import Callable, Iterable
from dataclasses import dataclass

import rules
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from guvoh.desk.staff.models import (
    Entry,
    EntryQuerySet,
    Hotline,
    Invitation,
    Member,
    MemberQuerySet,
    Notice,
    Organisation,
    Proposal,
)
from guvoh.desk.staff.permissions import Right, has_right
from guvoh.desk.staff.roles import Role
from guvoh.desk.staff.two_people import Kind, kind_of, kinds


def has_role(*roles: Role) -> rules.Predicate:
    """A predicate that holds for members with one of the roles."""
    return rules.predicate(lambda member: member.has_role(*roles))


def may(right: Right) -> rules.Predicate:
    """A predicate that holds for members to whom the table of permissions gives this right."""
    return rules.predicate(lambda member: has_right(member.roles, right))


reads_record = may(Right.READ_RECORD)
keeps_members = may(Right.KEEP_MEMBERS)
shapes_coalition = may(Right.SHAPE_COALITION)
sees_coalition = may(Right.SEE_COALITION)
anyone = rules.predicate(lambda member: member.is_authenticated)


def require(predicate: Callable[[Member], bool], member: Member) -> None:
    """Refusal and absence look the same: who may not see a page is told that there is none."""
    if not predicate(member):
        raise Http404


def require_fitting(organisation: Organisation, roles: Iterable[str]) -> None:
    """Raise ValidationError where a partner would get a role of the coalition, or a member that of a partner."""
    outside = organisation.standing == Organisation.Standing.PARTNER
    if any((role == Role.PARTNER) != outside for role in roles):
        raise ValidationError(
            {"roles": _("Somebody of a partner organisation has the role of a partner, and nobody else has it.")}
        )


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
    require(shapes_coalition, member)
    return get_object_or_404(Hotline, pk=pk)


def invitations_for(reader: Member) -> list[Invitation]:
    """Invitations that nobody has taken up, for a keeper of accounts. Raises Http404 for anybody else."""
    require(keeps_members, reader)
    return list(Invitation.objects.open().select_related("organisation", "invited_by"))


def invitation_for(reader: Member, pk: int) -> Invitation:
    require(keeps_members, reader)
    return get_object_or_404(Invitation.objects.open(), pk=pk)


def notice_for(member: Member, pk: int) -> Notice:
    """A notice of one's own that is still unread. Raises Http404."""
    return get_object_or_404(Notice.objects.unread_by(member), pk=pk)


@dataclass(frozen=True)
class ListedProposal:
    """A proposal as one member sees it, and what is hers to do with it."""

    proposal: Proposal
    kind: Kind
    may_decide: bool
    may_withdraw: bool

    @property
    def words(self) -> str:
        return self.kind.words(self.proposal)


def proposals_for(member: Member) -> list[ListedProposal]:
    """What waits for a second person: all that she may agree to, and her own. Raises Http404 for others."""
    seconded = [kind.code for kind in kinds() if kind.seconds(member)]
    require(lambda _member: bool(seconded) or any(kind.proposes(member) for kind in kinds()), member)
    hers = Q(kind__in=seconded) | Q(proposed_by=member, kind__in=[kind.code for kind in kinds()])
    waiting = Proposal.objects.waiting().filter(hers).select_related("proposed_by__organisation")
    return [_listed(member, proposal) for proposal in waiting]


def proposal_for(member: Member, pk: int) -> ListedProposal:
    """One that waits, and that she sees. Raises Http404."""
    found = next((listed for listed in proposals_for(member) if listed.proposal.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _listed(member: Member, proposal: Proposal) -> ListedProposal:
    kind, hers = kind_of(proposal.kind), proposal.proposed_by == member
    return ListedProposal(proposal, kind, may_decide=kind.seconds(member) and not hers, may_withdraw=hers)
