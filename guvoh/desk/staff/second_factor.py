"""What a member's second factor looks like to herself."""

import datetime as dt
from dataclasses import dataclass

from allauth.mfa.models import Authenticator

from guvoh.desk.staff.models import Member


@dataclass(frozen=True)
class SecondFactor:
    since: dt.datetime
    last_used: dt.datetime | None
    codes_left: int


def second_factor_of(member: Member) -> SecondFactor | None:
    """The enrolled app, and how many recovery codes are unused; None before enrolment."""
    kept = {authenticator.type: authenticator for authenticator in Authenticator.objects.filter(user=member)}
    app, codes = kept.get(Authenticator.Type.TOTP), kept.get(Authenticator.Type.RECOVERY_CODES)
    if app is None:
        return None
    return SecondFactor(app.created_at, app.last_used_at, len(codes.wrap().get_unused_codes()) if codes else 0)
