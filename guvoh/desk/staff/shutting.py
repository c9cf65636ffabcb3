"""What every closing of an account comes to, whatever its reason."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.staff.models import Member, RoleGrant
from guvoh.desk.staff.models.proposals import WAITS
from guvoh.desk.staff.roles import Role
from guvoh.desk.staff.two_people import seconds_something


def miss(member: Member) -> None:
    """Note that a second person was just taken away: whoever did it is not alone because of it for a week."""
    if member.is_active and seconds_something(member):
        member.missed_until = timezone.now() + WAITS
        member.save(update_fields=["missed_until"])


def shut(member: Member) -> None:
    miss(member)
    member.is_active = False
    member.save(update_fields=["is_active"])


def is_last_coordinator(member: Member) -> bool:
    others = RoleGrant.objects.filter(role=Role.COORDINATOR, member__is_active=True).exclude(member=member)
    return member.is_active and member.has_role(Role.COORDINATOR) and not others.exists()


def require_another_coordinator(member: Member) -> None:
    """Raise ValidationError where the coalition would be left without a coordinator."""
    if is_last_coordinator(member):
        raise ValidationError(_("She is the last coordinator. Make somebody else one first."))
