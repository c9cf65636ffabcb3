"""What is done once two people agree: more rights for somebody, a way back in, a copy of everything."""

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guvoh.desk.staff.access import may, require_fitting
from guvoh.desk.staff.actions.accounts import end_sessions
from guvoh.desk.staff.actions.notices import give_notice
from guvoh.desk.staff.models import Invitation, Member, Proposal, RoleGrant
from guvoh.desk.staff.permissions import Right
from guvoh.desk.staff.record import record
from guvoh.desk.staff.roles import Role
from guvoh.desk.staff.two_people import Kind, register

seconds = may(Right.SECOND)


def _member(proposal: Proposal) -> Member:
    member = Member.objects.filter(pk=proposal.about["member"]).first()
    if member is None:
        raise ValidationError(_("This account is not there any more."))
    return member


def _labels(roles: list[str]) -> str:
    return ", ".join(str(Role(role).label) for role in roles)


def _grant(proposal: Proposal) -> None:
    member, roles = _member(proposal), proposal.about["roles"]
    if not member.is_active:
        raise ValidationError(_("This account is closed."))
    require_fitting(member.organisation, roles)
    for role in roles:
        RoleGrant.objects.get_or_create(member=member, role=role)
    record("member.roles_set", by=proposal.proposed_by, subject=member.username, roles=", ".join(roles))


def _forget_factor(proposal: Proposal) -> None:
    member = _member(proposal)
    Authenticator.objects.filter(user=member).delete()
    record("member.second_factor_reset", by=proposal.proposed_by, subject=member.username)
    give_notice([member], "member.second_factor_reset", by=proposal.proposed_by, reason=proposal.reason)
    end_sessions(member, by=proposal.proposed_by)


def _reopen(proposal: Proposal) -> None:
    member = _member(proposal)
    member.is_active, member.left_at, member.revoked_at = True, None, None
    member.save(update_fields=["is_active", "left_at", "revoked_at"])
    record("member.opened", by=proposal.proposed_by, subject=member.username)


def _confirm_invitation(proposal: Proposal) -> None:
    found = Invitation.objects.open().filter(pk=proposal.about["invitation"]).first()
    if found is None:
        raise ValidationError(_("This invitation does not hold any more."))
    found.confirmed_at = timezone.now()
    found.save(update_fields=["confirmed_at"])
    record("invitation.confirmed", by=proposal.proposed_by, subject=proposal.subject)


def _allow_export(proposal: Proposal) -> None:
    """Nothing is done yet: the command that writes the export asks for this agreement within the hour."""
    record("export.allowed", by=proposal.proposed_by)


def _invited_words(proposal: Proposal) -> str:
    found = Invitation.objects.filter(pk=proposal.about["invitation"]).select_related("organisation").first()
    if found is None:
        return proposal.subject
    return f"{found.full_name}, {found.organisation}: {', '.join(found.role_names)}"


def _member_words(proposal: Proposal) -> str:
    member = Member.objects.filter(pk=proposal.about["member"]).select_related("organisation").first()
    return f"{member.full_name}, {member.organisation}" if member else proposal.subject


def _grant_words(proposal: Proposal) -> str:
    return f"{_member_words(proposal)}: {_labels(proposal.about['roles'])}"


def register_kinds() -> None:
    keeps, exports = may(Right.KEEP_MEMBERS), may(Right.EXPORT_DESK)
    register(Kind("member.roles", gettext_lazy("Give roles"), keeps, seconds, _grant, _grant_words))
    register(
        Kind(
            "member.second_factor",
            gettext_lazy("Forget the second factor of a member"),
            keeps,
            seconds,
            _forget_factor,
            _member_words,
        )
    )
    register(Kind("member.reopen", gettext_lazy("Open an account again"), keeps, seconds, _reopen, _member_words))
    register(
        Kind(
            "member.invite",
            gettext_lazy("Invite somebody"),
            keeps,
            seconds,
            _confirm_invitation,
            _invited_words,
        )
    )
    register(
        Kind(
            "desk.export",
            gettext_lazy("Export everything the desk holds"),
            exports,
            seconds,
            _allow_export,
            lambda _proposal: _("All cases, files and accounts leave the desk as one sealed package."),
        )
    )
