"""The hourly run over the intake keys: the next one in time, and the old ones destroyed."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone

from guvoh.desk.inbox.actions import destroy_spent_keys, issue_intake_key
from guvoh.desk.inbox.models import IntakeKey
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.roles import Role


@dataclass
class Turned:
    """What a run came to: keys made and destroyed, and what could not be done."""

    issued: int = 0
    destroyed: int = 0
    refused: int = 0


def turn_keys() -> Turned:
    """Issue the next intake key when the current one nears its end, destroy those whose reports are in.

    A desk that never had a key gets none here. Written into the record under the name of the first coordinator.
    """
    turned = Turned()
    newest = IntakeKey.objects.first()
    if newest is None:
        return turned
    keeper = Member.objects.filter(is_active=True, grants__role=Role.COORDINATOR).order_by("pk").first()
    if keeper is None:
        turned.refused += 1
        return turned
    try:
        # first: where the spool is not in its place, nothing is written into the place either
        turned.destroyed = destroy_spent_keys(by=keeper)
        if timezone.localdate() >= newest.next_change:
            issue_intake_key(by=keeper)
            turned.issued += 1
    except (ValidationError, OSError):
        turned.refused += 1
    return turned
