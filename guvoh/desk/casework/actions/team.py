from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.casework.actions.seals import rekey
from guvoh.desk.casework.keyring import case_key, opens_without, wrap_for
from guvoh.desk.casework.models import Case, TeamSeat
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.permissions import seat_sections
from guvoh.desk.staff.record import record


@transaction.atomic
def add_to_team(case: Case, member: Member, sections: Iterable[str] | None = None, *, by: Member) -> TeamSeat:
    """Give a member a seat on the case, with these sections or those of her roles.

    Raises ValidationError when she has a seat already.
    """
    if TeamSeat.objects.current().filter(case=case, member=member).exists():
        raise ValidationError(_("She is on the team already."))
    if sections is None:
        sections = seat_sections(member.roles)
    seat = TeamSeat.objects.create(case=case, member=member, sections=sorted(sections))
    # she who takes up a referral cannot open it yet: a colleague lets her in
    if case.sealed_in is not None and case.is_open:
        wrap_for(case, member, case_key(case))
    record("team.joined", by=by, case=case.code, subject=member.username, sections=", ".join(seat.sections))
    return seat


@transaction.atomic
def leave_team(seat: TeamSeat, *, by: Member) -> None:
    """End a member's seat: the case is closed to her from her next request on.

    A sealed case gets a new key. Raises ValidationError for the last seat and for the last one who can open a
    sealed case, which would be lost to everybody; CaseNotOpen where it is sealed and not open.
    """
    if not TeamSeat.objects.current().filter(case=seat.case).exclude(pk=seat.pk).exists():
        raise ValidationError(_("This is the last seat on the team. Add somebody else first."))
    seat.case.look_again()
    sealed = seat.case.sealed_in is not None
    if sealed and not opens_without(seat.case, seat.member):
        raise ValidationError(_("Nobody left on the team could open this case. Let a colleague in first."))
    seat.left_at = timezone.now()
    seat.save(update_fields=["left_at"])
    if sealed:
        rekey(seat.case, by=by)
    record("team.left", by=by, case=seat.case.code, subject=seat.member.username)
