"""Signing in and out, and changes a member makes to her own keys, written into the record as they happen."""

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest

from guvoh.desk.staff.actions.notices import give_notice
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.presence import leave
from guvoh.desk.staff.record import record

ACTS_OF_FACTORS = {
    (authenticator_added, Authenticator.Type.TOTP): "member.second_factor_set",
    (authenticator_added, Authenticator.Type.WEBAUTHN): "member.passkey_added",
    (authenticator_removed, Authenticator.Type.WEBAUTHN): "member.passkey_removed",
    (authenticator_removed, Authenticator.Type.TOTP): "member.second_factor_dropped",
    (authenticator_reset, Authenticator.Type.RECOVERY_CODES): "member.recovery_codes_made",
}


def _signed_in(user: Member, **_rest: Any) -> None:
    record("member.signed_in", by=user, subject=user.username)


def _signed_out(request: HttpRequest, user: Member | None, **_rest: Any) -> None:
    leave(request)
    if user is not None:
        record("member.signed_out", by=user, subject=user.username)


def _changed_passphrase(user: Member, **_rest: Any) -> None:
    record("member.passphrase_changed", by=user, subject=user.username)
    give_notice([user], "member.passphrase_changed", by=user)


def _changed_factor(signal: Any, user: Member, authenticator: Authenticator, **_rest: Any) -> None:
    act = ACTS_OF_FACTORS.get((signal, authenticator.type))
    if act is not None:
        record(act, by=user, subject=user.username)
        give_notice([user], act, by=user)


def watch() -> None:
    """Connect the record to the signals of Django and allauth."""
    user_logged_in.connect(_signed_in)
    user_logged_out.connect(_signed_out)
    password_changed.connect(_changed_passphrase)
    for signal in (authenticator_added, authenticator_removed, authenticator_reset):
        signal.connect(_changed_factor)
