"""Two officers, each with her half of a case's key, let somebody into a case that nobody can open any more."""

from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from guvoh.desk.casework.keyring import bound, wrap_for
from guvoh.desk.casework.models import Case, RecoveryHalf, TeamSeat
from guvoh.desk.staff.models import Member, MemberKey
from guvoh.desk.staff.permissions import seat_sections
from guvoh.desk.staff.presence import present
from guvoh.desk.staff.record import record
from guvoh.desk.staff.roles import Role
from guvoh.desk.staff.sealed_text import NotOpen
from guvoh.instruments.seal import personal, sealedtext

WAITS_SECONDS: Final = 15 * 60


def _own_half(half: RecoveryHalf, by: Member) -> bytes:
    presence = present()
    if presence is None or presence.member != by:
        raise ValidationError(_("Your own key is put away. Confirm your passphrase and try again."))
    try:
        return personal.open_box(presence.pair, bytes(half.wrapped), bound(half.case_id, by, "half"))
    except personal.NotHers as error:
        raise ValidationError(_("Your half was made for a key that you have lost. It opens nothing.")) from error


def _name(half: RecoveryHalf, to: Member) -> str:
    """Where a half waits with the agent: for this key of this case and for this colleague alone."""
    return f"half-{half.case_id}-{half.case.key_generation}-{half.officer_id}-{to.pk}"


@transaction.atomic
def offer_half(half: RecoveryHalf, to: Member, *, by: Member) -> bool:
    """Offer her half for a colleague to be let in; True once the other officer's was there and she is in.

    The half waits with the vault agent, never in the database. Raises ValidationError.
    """
    own = _own_half(half, by)
    if not MemberKey.objects.living().filter(member=to).exists():
        raise ValidationError({"member": _("She has no key of her own yet. It is made when she signs in next.")})
    other = half.case.recovery_halves.exclude(pk=half.pk).get()
    theirs = settings.VAULT.held(_name(other, to))
    record("case.recovery_offered", by=by, case=half.case.code, subject=to.username)
    if theirs is None:
        settings.VAULT.hold(_name(half, to), own, WAITS_SECONDS)
        return False
    settings.VAULT.drop(_name(other, to))
    _recover(half.case, to, sealedtext.joined(own, theirs), by)
    return True


def _recover(case: Case, to: Member, key: bytes, by: Member) -> None:
    present().case_keys[case.pk] = key
    if isinstance(Case.objects.get(pk=case.pk).title, NotOpen):
        raise ValidationError(_("The two halves do not belong together. Nothing was opened."))
    if not TeamSeat.objects.current().filter(case=case, member=to).exists():
        sections = seat_sections({Role.OFFICER, *to.roles})
        TeamSeat.objects.create(case=case, member=to, sections=sorted(sections))
    wrap_for(case, to, key)
    # the officers lent their halves for one act: what they joined does not stay open to them
    present().case_keys.pop(case.pk)
    record("case.recovered", by=by, case=case.code, subject=to.username)
