from collections.abc import Iterable
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.staff.access import require_fitting
from guvoh.desk.staff.actions.accounts import add_member
from guvoh.desk.staff.actions.proposals import propose
from guvoh.desk.staff.invitation_codes import LOCATOR_LETTERS, digest_of, new_code
from guvoh.desk.staff.models import Invitation, Member, Organisation
from guvoh.desk.staff.record import record

# as much of a name as the record keeps of its subjects
SUBJECT: Final = 120


@transaction.atomic
def invite(
    full_name: str, organisation: Organisation, language: str, roles: Iterable[str], *, by: Member, reason: str
) -> tuple[Invitation, str]:
    """Invite somebody. Return the invitation and its code, which is shown now and never again.

    The code opens nothing before a second person has agreed. Raises ValidationError.
    """
    roles, code = sorted(roles), new_code()
    require_fitting(organisation, roles)
    invitation = Invitation(
        full_name=full_name, organisation=organisation, language=language, roles=roles, invited_by=by
    )
    invitation.locator, invitation.digest = code[:LOCATOR_LETTERS], digest_of(code)
    invitation.full_clean(exclude=["roles"])
    invitation.save()
    record("invitation.made", by=by, subject=full_name[:SUBJECT], roles=", ".join(roles))
    propose("member.invite", {"invitation": invitation.pk}, by=by, reason=reason, subject=full_name[:SUBJECT])
    return invitation, code


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Member) -> None:
    """The code opens nothing any more. Raises ValidationError when somebody joined with it."""
    invitation.refresh_from_db()
    if invitation.member_id is not None:
        raise ValidationError(_("Somebody has joined with this invitation. Close the account instead."))
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    record("invitation.withdrawn", by=by, subject=invitation.full_name[:SUBJECT])


@transaction.atomic
def join(invitation: Invitation, passphrase: str, *, by: Member) -> Member:
    """Take the place that waits; `by` is the one who takes it, with her user name and not saved yet.

    Raises ValidationError, also when the invitation was used or withdrawn in the meantime.
    """
    found = Invitation.objects.open().select_for_update().filter(pk=invitation.pk).first()
    if found is None:
        raise ValidationError(_("This invitation does not hold any more. Ask for a new one."))
    if found.confirmed_at is None:
        raise ValidationError(_("A second person has not agreed to this invitation yet. Come back later."))
    by.full_name, by.organisation, by.language = found.full_name, found.organisation, found.language
    by.full_clean(exclude=["password"])
    add_member(by, found.roles, passphrase=passphrase, by=found.invited_by)
    found.member = by
    found.save(update_fields=["member"])
    record("member.joined", by=by, subject=by.username)
    return by
