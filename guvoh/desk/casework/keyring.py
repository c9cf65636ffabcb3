"""The keys of sealed cases: who finds them, what they are bound to, and what apps above keep under them."""

from collections.abc import Callable
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from guvoh.desk.casework.models import Case, CaseKeyWrap, TeamSeat
from guvoh.desk.staff.models import Member, MemberKey
from guvoh.desk.staff.parting import Parting
from guvoh.desk.staff.presence import Presence
from guvoh.desk.staff.sealed_text import CaseNotOpen, key_at_hand
from guvoh.instruments.seal import personal

HALVES: Final = 2
# case, its key before and its key from now on; None stands for the vault
Rewrapping = Callable[[Case, bytes | None, bytes | None], None]
_kept: Final[list[Rewrapping]] = []


def add_kept(rewrap: Rewrapping) -> None:
    """Register what an app above keeps under the key of a case; called once, at start."""
    _kept.append(rewrap)


def rewrap_all(case: Case, before: bytes | None, after: bytes | None) -> None:
    for rewrap in _kept:
        rewrap(case, before, after)


def bound(case_pk: int, member: Member, what: str = "key") -> str:
    """What a box is bound to, so that one case's or one member's is never taken for another's."""
    return f"{what} of case {case_pk} for member {member.pk}"


def found_for(presence: Presence, case_pk: int) -> bytes | None:
    """The key of a case, where it is wrapped to the own key of whoever is present."""
    wrap = CaseKeyWrap.objects.of(presence.member).filter(case_id=case_pk).first()
    if wrap is None:
        return None
    try:
        return personal.open_box(presence.pair, bytes(wrap.wrapped), bound(case_pk, presence.member))
    except personal.NotHers:
        return None


def end_wraps(member: Member, parting: Parting, *, by: Member) -> list[str]:  # noqa: ARG001 - as hooks are called
    """Take a member who goes her way into sealed cases, but for those that nobody else could open any more.

    Her key ends with her passphrase, and such a case with her key. So she does not leave before somebody else can
    open it, raising ValidationError; who is in danger goes all the same.
    """
    lost = 0
    for wrap in CaseKeyWrap.objects.filter(member=member).select_related("case", "key"):
        if opens_without(wrap.case, member):
            wrap.delete()
        elif wrap.key.lost_at is None:
            lost += 1
    if lost and parting is Parting.LEAVING:
        told = ngettext(
            "%d sealed case would be lost: only she can open it. She lets a colleague in first.",
            "%d sealed cases would be lost: only she can open them. She lets a colleague in first.",
            lost,
        )
        raise ValidationError(told % lost)
    return []


def can_be_recovered(case: Case) -> bool:
    return case.recovery_halves.usable().count() == HALVES


def opens_without(case: Case, member: Member) -> bool:
    """Whether the case can still be opened once this member is gone from its team."""
    seated = TeamSeat.objects.current().filter(case=case).exclude(member=member).values("member")
    return case.key_wraps.usable().filter(member__in=seated).exists() or can_be_recovered(case)


def living_key(member: Member) -> MemberKey | None:
    return MemberKey.objects.living().filter(member=member).first()


def wrap_for(case: Case, member: Member, key: bytes) -> bool:
    """Wrap the key of the case to a member's own; False where she has none yet."""
    own = living_key(member)
    CaseKeyWrap.objects.filter(case=case, member=member).delete()
    if own is None:
        return False
    box = personal.wrap_to(bytes(own.public), key, bound(case.pk, member))
    CaseKeyWrap.objects.create(case=case, member=member, key=own, wrapped=box)
    return True


def case_key(case: Case) -> bytes:
    """The key of a case sealed under its team's own keys. Raises CaseNotOpen where nobody present has it."""
    key = key_at_hand(case.pk)
    if key is None:
        raise CaseNotOpen
    return key
