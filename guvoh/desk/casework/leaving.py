"""What ends in cases when a member goes, and what others must take over from her."""

from django.utils import timezone
from django.utils.translation import ngettext

from guvoh.desk.casework.actions.emergencies import end_emergency
from guvoh.desk.casework.actions.help import revoke_referral
from guvoh.desk.casework.emergencies import Emergency
from guvoh.desk.casework.models import Referral, Task, TeamSeat
from guvoh.desk.casework.vocabulary import ReferralState
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.parting import Parting
from guvoh.desk.staff.record import record


def leave_cases(member: Member, parting: Parting, *, by: Member) -> list[str]:
    """End her emergencies, and when she leaves for good her seats and the referrals she has not answered."""
    for emergency in Emergency.objects.filter(member=member, ended_at__isnull=True).select_related(
        "case", "member"
    ):
        end_emergency(emergency, by=by)
    if parting is not Parting.LEAVING:
        return []
    for referral in Referral.objects.filter(to_member=member, state=ReferralState.SENT).select_related(
        "need__case"
    ):
        revoke_referral(referral, by=by)
    kept = sum(not _end_seat(seat, by) for seat in TeamSeat.objects.current().filter(member=member))
    tasks = Task.objects.undone().filter(owner=member).count()
    taken_up = Referral.objects.filter(to_member=member, state=ReferralState.ACCEPTED).count()
    return [sentence % number for sentence, number in _to_take_over(kept, tasks, taken_up) if number]


def _end_seat(seat: TeamSeat, by: Member) -> bool:
    """False for the last seat on a sealed case: without it nobody could ever be added again."""
    others = TeamSeat.objects.current().filter(case=seat.case).exclude(pk=seat.pk)
    if seat.case.sealed and not others.exists():
        return False
    seat.left_at = timezone.now()
    seat.save(update_fields=["left_at"])
    record("team.left", by=by, case=seat.case.code, subject=seat.member.username)
    return True


def _to_take_over(kept: int, tasks: int, taken_up: int) -> list[tuple[str, int]]:
    return [
        (
            ngettext(
                "In %d sealed case nobody else has a seat. Open the account again to hand it over.",
                "In %d sealed cases nobody else has a seat. Open the account again to hand them over.",
                kept,
            ),
            kept,
        ),
        (
            ngettext(
                "%d task of hers waits on the front pages of the officers.",
                "%d tasks of hers wait on the front pages of the officers.",
                tasks,
            ),
            tasks,
        ),
        (
            ngettext(
                "%d referral she took up is not finished.", "%d referrals she took up are not finished.", taken_up
            ),
            taken_up,
        ),
    ]
