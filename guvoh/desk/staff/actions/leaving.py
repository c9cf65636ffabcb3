from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.staff.actions.accounts import end_sessions
from guvoh.desk.staff.actions.notices import give_notice
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.parting import Parting, part
from guvoh.desk.staff.record import record
from guvoh.desk.staff.roles import Role
from guvoh.desk.staff.shutting import require_another_coordinator, shut


@transaction.atomic
def let_go(member: Member, *, by: Member, reason: str) -> list[str]:
    """A member leaves: sessions, factors, roles, seats, referrals and keys end at once.

    Return sentences about what somebody else must take over. Raises ValidationError for the last coordinator.
    """
    if member.left_at is not None:
        raise ValidationError(_("She has left already."))
    require_another_coordinator(member)
    _lose_everything(member, by)
    member.left_at = timezone.now()
    member.save(update_fields=["left_at"])
    left = part(member, Parting.LEAVING, by=by)
    member.grants.all().delete()
    member.forget_roles()
    member.seats.all().delete()
    record("member.left", by=by, subject=member.username, reason=reason)
    return left


@transaction.atomic
def revoke(member: Member, *, by: Member, reason: str) -> None:
    """A member is in danger: her sessions, factors and keys end, and only two people open the account again.

    Her own word is never refused. Raises ValidationError when somebody else would close the last coordinator out.
    """
    if by != member:
        require_another_coordinator(member)
    _lose_everything(member, by)
    member.revoked_at = timezone.now()
    member.save(update_fields=["revoked_at"])
    part(member, Parting.DANGER, by=by)
    record("member.revoked", by=by, subject=member.username, reason=reason)
    coordinators = Member.objects.filter(is_active=True, grants__role=Role.COORDINATOR)
    give_notice(coordinators, "member.revoked", by=by, about=member.username, reason=reason)


def _lose_everything(member: Member, by: Member) -> None:
    """Her passphrase goes too: whoever knows it must not be the first to set up a new second factor."""
    end_sessions(member, by=by)
    Authenticator.objects.filter(user=member).delete()
    shut(member)
    member.set_unusable_password()
    member.save(update_fields=["password"])
