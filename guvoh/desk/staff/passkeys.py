"""Confirming with a passkey: a refusal stands on the page, where allauth sends the reader away without a word."""

from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse


class ConfirmWithPasskey(ReauthenticateWebAuthnView):
    def form_invalid(self, form: BaseForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data() | {"form": form}, status=422)


def reauthenticate(request: HttpRequest) -> HttpResponse:
    return ConfirmWithPasskey.as_view()(request)
