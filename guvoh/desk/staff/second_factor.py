"""What a member's second factor looks like to herself, and to those who keep the accounts."""

import datetime as dt
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.utils import timezone

from guvoh.desk.staff.models import Entry, Member

# What somebody who took over an account would do first.
FACTOR_ACTS = (
    "member.second_factor_set",
    "member.second_factor_dropped",
    "member.second_factor_reset",
    "member.passkey_added",
    "member.passkey_removed",
    "member.recovery_codes_made",
    "member.passphrase_changed",
    "member.passphrase_set",
)
SHOWN_FOR = dt.timedelta(days=14)


@dataclass(frozen=True)
class SecondFactor:
    """`since` and `last_used` are the app's; None where only passkeys are used."""

    since: dt.datetime | None
    last_used: dt.datetime | None
    passkeys: list[Authenticator]
    codes_left: int


def second_factor_of(member: Member) -> SecondFactor | None:
    """The enrolled app, the passkeys, and how many recovery codes are unused; None before enrolment."""
    rows = list(Authenticator.objects.filter(user=member).order_by("pk"))
    kept = {row.type: row for row in rows}
    app, codes = kept.get(Authenticator.Type.TOTP), kept.get(Authenticator.Type.RECOVERY_CODES)
    passkeys = [row for row in rows if row.type == Authenticator.Type.WEBAUTHN]
    if app is None and not passkeys:
        return None
    return SecondFactor(
        app.created_at if app else None,
        app.last_used_at if app else None,
        passkeys,
        len(codes.wrap().get_unused_codes()) if codes else 0,
    )


def factors_changed_lately() -> QuerySet[Entry]:
    """Changes of second factors and passphrases in the last two weeks, the latest first."""
    since = timezone.now() - SHOWN_FOR
    return Entry.objects.filter(act__in=FACTOR_ACTS, at__gte=since).select_related("member")[:50]
