import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from guvoh.desk.staff.known_browser import mark_of
from guvoh.desk.staff.models import Member


class Adapter(DefaultAccountAdapter):
    """Accounts are made by a coordinator: nobody signs up, and no mail is sent about an account.

    The messages replace allauth's, which has no Tajik catalogue.
    """

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "This user name and passphrase do not go together. Check both and try again."
        ),
        "too_many_login_attempts": _("Too many failed attempts. Wait five minutes, then try again."),
        "rate_limited": _("Too many failed attempts. Wait five minutes, then try again."),
        "incorrect_password": _("This is not your passphrase."),
        "enter_current_password": _("This is not your passphrase."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Member | None:
        """A closed account gets the answer of a wrong passphrase: whoever tries learns nothing."""
        member = super().authenticate(request, **credentials)
        return member if member is not None and member.is_active else None

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By account, and by browser where it is one in which she has signed in: strangers do not keep her out."""
        username = credentials.get("username", "").lower()
        return f"{username}:{mark_of(request, username)}"

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Signing in counts as proof for five minutes, as a passphrase asked for again would."""
        records = get_authentication_records(context.request, context.request.user)
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user: Member) -> list[dict[str, Any]]:
        """Whoever has a second factor proves herself by it: the passphrase may have been seen or forced out."""
        methods = super().get_reauthentication_methods(user)
        second = [method for method in methods if method["id"] != "reauthenticate"]
        return second or methods

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The desk sends no mail about accounts: a mail would tell the relay who works here."""

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages themselves say what happened."""


class SecondFactorAdapter(DefaultMFAAdapter):
    def generate_authenticator_name(self, user: Member, type: str) -> str:
        """allauth's names have no Tajik; a number tells two keys apart."""
        return str(Authenticator.objects.filter(user=user, type=type).count() + 1)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The key shows where it is for: the host alone, no word of what is there."""
        host = context.request.get_host().partition(":")[0]
        return {"id": host, "name": host}

    def get_public_key_credential_user_entity(self, user: Member) -> dict[str, Any]:
        """A telephone that is taken away shows no name of a person."""
        return super().get_public_key_credential_user_entity(user) | {
            "display_name": user.username,
            "name": user.username,
        }

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right, or was used already. Wait for the next one and try again."),
    }
