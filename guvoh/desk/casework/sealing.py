"""What a page says about who can open a sealed case, and who could if it were sealed."""

from dataclasses import dataclass
from typing import Any

from guvoh.desk.casework.access import OpenCase
from guvoh.desk.casework.keyring import can_be_recovered
from guvoh.desk.casework.models import TeamSeat
from guvoh.desk.staff.models import Member, MemberKey
from guvoh.desk.staff.presence import present


@dataclass(frozen=True)
class Holder:
    """A seat on the team: whether her key opens the case, and whether she has a key at all."""

    seat: TeamSeat
    opens: bool
    has_key: bool

    @property
    def member(self) -> Member:
        return self.seat.member


def _holders(opened: OpenCase) -> list[Holder]:
    seats = list(opened.case.team.current().select_related("member__organisation"))
    living = set(
        MemberKey.objects.living().filter(member__in=[s.member_id for s in seats]).values_list("member", flat=True)
    )
    wrapped = set(opened.case.key_wraps.usable().values_list("member", flat=True))
    return [Holder(seat, seat.member_id in wrapped, seat.member_id in living) for seat in seats]


def before_sealing(opened: OpenCase) -> dict[str, Any]:
    shared = opened.case.events_by_cases().filter(in_cases__gt=1).count()
    return {"holders": _holders(opened), "shared_events": shared, "key_open": present() is not None}


def seal_state(opened: OpenCase) -> dict[str, Any] | None:
    """Of a case sealed under its team's own keys: whether it is open here, who opens it, who waits."""
    if opened.case.sealed_in is None:
        return None
    holders = _holders(opened)
    return {
        "is_open": opened.case.is_open,
        "opening": [holder for holder in holders if holder.opens],
        "waiting": [holder for holder in holders if not holder.opens],
        "she_waits": any(holder.member == opened.member and not holder.opens for holder in holders),
        "recoverable": can_be_recovered(opened.case),
        "halves": opened.case.recovery_halves.usable().select_related("officer"),
    }
