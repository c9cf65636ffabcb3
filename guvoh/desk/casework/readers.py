"""Who has seen a case, or one thing in it."""

from dataclasses import dataclass
from typing import Any

from guvoh.desk.casework.models import Case, TeamSeat
from guvoh.desk.staff.models import EntryQuerySet, Member


@dataclass(frozen=True)
class Reader:
    """A member with how often and from when to when; `seat` is "now", "before" or "never"."""

    member: Member
    seat: str
    counted: dict[str, Any]


def readers_of(case: Case, entries: EntryQuerySet) -> list[Reader]:
    """Who stands in these entries of the case, the last reader first."""
    counted = list(entries.counted_by("member"))
    members = Member.objects.select_related("organisation").in_bulk([row["member"] for row in counted])
    seats: dict[int, str] = {}
    for seat in TeamSeat.objects.filter(case=case).order_by("-left_at"):
        seats[seat.member_id] = "before" if seat.left_at and seats.get(seat.member_id) != "now" else "now"
    return [Reader(members[row["member"]], seats.get(row["member"], "never"), row) for row in counted]
