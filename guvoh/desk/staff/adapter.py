from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):
    """Accounts are made by a coordinator: nobody signs up, and no mail is sent about an account."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The desk sends no mail about accounts: a mail would tell the relay who works here."""

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages themselves say what happened."""
