"""Sealing a case under its team's own keys, letting members in and out of it, and opening it again."""

import secrets
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from guvoh.desk.casework.keyring import HALVES, bound, case_key, living_key, rewrap_all, wrap_for
from guvoh.desk.casework.models import Case, RecoveryHalf, TeamSeat
from guvoh.desk.facts.models import Event
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.presence import present
from guvoh.desk.staff.record import record
from guvoh.desk.staff.sealed_text import rewrite
from guvoh.instruments.seal import personal, sealedtext


def _entrust(case: Case, officers: Sequence[Member], key: bytes) -> None:
    """Give each of two officers half of the key, in place of the halves there were."""
    case.recovery_halves.all().delete()
    for officer, half in zip(officers, sealedtext.halves(key), strict=False):
        own = living_key(officer)
        box = personal.wrap_to(bytes(own.public), half, bound(case.pk, officer, "half"))
        RecoveryHalf.objects.create(case=case, officer=officer, key=own, wrapped=box)


def _refuse_sealing(case: Case, by: Member, officers: Sequence[Member]) -> None:
    if case.sealed_in is not None:
        raise ValidationError(_("This case is sealed already."))
    if not case.team.current().filter(member=by).exists():
        raise ValidationError(_("Take a seat on the team first: only the team will be able to open the case."))
    presence = present()
    if presence is None or presence.member != by:
        raise ValidationError(_("Your own key is put away. Confirm your passphrase, then seal the case."))
    if officers and len({officer.pk for officer in officers}) != HALVES:
        raise ValidationError({"officer_two": _("Name two different colleagues, or nobody.")})
    if not all(living_key(officer) for officer in officers):
        raise ValidationError(_("Both must have a key of their own. It is made when they sign in next."))


@transaction.atomic
def seal_case(case: Case, *, by: Member, reason: str, officers: Sequence[Member] = ()) -> None:
    """From now on only the team knows that the case exists, and only their own keys open its texts and files.

    With two `officers` these can let somebody in together when nobody on the team can open it any more; without
    them it is then lost. Raises ValidationError.
    """
    _refuse_sealing(case, by, officers)
    key = secrets.token_bytes(sealedtext.KEY_BYTES)
    Event.objects.filter(pk__in=[event.pk for event in case.events_by_cases() if event.in_cases == 1]).update(
        sealed_in=case.pk
    )
    case.sealed, case.key_generation = True, case.key_generation + 1
    Case.objects.filter(pk=case.pk).update(sealed=True, key_generation=case.key_generation)
    # files first: what leaves the case with them is not sealed
    rewrap_all(case, None, key)
    rewrite(case.pk, None, key)
    for seat in case.team.current().select_related("member"):
        wrap_for(case, seat.member, key)
    _entrust(case, officers, key)
    record("case.sealed", by=by, case=case.code, reason=reason, officers=", ".join(o.username for o in officers))


@transaction.atomic
def unseal_case(case: Case, *, by: Member, reason: str) -> None:
    """Put texts and files back under the vault alone. Raises CaseNotOpen."""
    if case.sealed_in is not None:
        key = case_key(case)
        rewrite(case.pk, key, None)
        rewrap_all(case, key, None)
        Event.objects.filter(sealed_in=case.pk).update(sealed_in=None)
        case.key_wraps.all().delete()
        case.recovery_halves.all().delete()
    case.sealed = False
    Case.objects.filter(pk=case.pk).update(sealed=False)
    record("case.unsealed", by=by, case=case.code, reason=reason)


@transaction.atomic
def let_in(case: Case, member: Member, *, by: Member) -> None:
    """Wrap the case's key to a colleague of the team who cannot open it. Raises ValidationError, CaseNotOpen.

    Never done by itself: whoever lets her in has made sure that the key is really hers.
    """
    key = case_key(case)
    if not case.team.current().filter(member=member).exists():
        raise ValidationError(_("She is not on the team. Add her to the team first."))
    if not wrap_for(case, member, key):
        raise ValidationError(_("She has no key of her own yet. It is made when she signs in next."))
    record("case.let_in", by=by, case=case.code, subject=member.username)


def rekey(case: Case, *, by: Member) -> None:
    """Give the case a new key, so that who could open it until now reads nothing that is written from now on.

    Those who can open it stay able to; a half of the recovery whose officer lost her key ends the recovery.
    Raises CaseNotOpen.
    """
    before, after = case_key(case), secrets.token_bytes(sealedtext.KEY_BYTES)
    seated = TeamSeat.objects.current().filter(case=case).values("member")
    staying = [wrap.member for wrap in case.key_wraps.usable().filter(member__in=seated).select_related("member")]
    officers = [half.officer for half in case.recovery_halves.usable().select_related("officer")]
    case.key_generation += 1
    Case.objects.filter(pk=case.pk).update(key_generation=case.key_generation)
    rewrite(case.pk, before, after)
    case.key_wraps.all().delete()
    for member in staying:
        wrap_for(case, member, after)
    _entrust(case, officers if len(officers) == HALVES else (), after)
    rewrap_all(case, before, after)
    record("case.rekeyed", by=by, case=case.code)
