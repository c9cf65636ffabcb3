"""What a member's own key looks like to herself."""

import datetime as dt
from dataclasses import dataclass

from guvoh.desk.staff.models import Member, MemberKey
from guvoh.desk.staff.presence import present


@dataclass(frozen=True)
class OwnKey:
    """Since when she has it, whether it is open in this browser, and when the one before was lost."""

    since: dt.datetime
    is_open: bool
    lost: dt.datetime | None


def own_key_of(member: Member) -> OwnKey | None:
    """None until she has signed in with her passphrase for the first time."""
    living = MemberKey.objects.living().filter(member=member).first()
    if living is None:
        return None
    lost = MemberKey.objects.filter(member=member, lost_at__isnull=False).last()
    return OwnKey(living.made_at, present() is not None, lost and lost.lost_at)
