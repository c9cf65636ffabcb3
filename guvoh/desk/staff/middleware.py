import time
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.utils import translation
from django.utils.translation import gettext as _

from guvoh.desk.staff import presence
from guvoh.desk.staff.devices import device_of
from guvoh.desk.staff.sealed_text import CaseNotOpen
from guvoh.desk.staff.sessions import BEGAN, DEVICE, SEEN
from guvoh.desk.staff.vault import unlock
from guvoh.instruments.seal.vault import VaultUnreachable

GetResponse = Callable[[HttpRequest], HttpResponse]

# Pages a member may see before the second factor is enrolled: exactly what enrolling takes.
ENROLMENT = {"mfa_activate_totp", "mfa_add_webauthn", "account_logout", "account_reauthenticate", "set_language"}
IDLE_SECONDS = 15 * 60
LONGEST_SECONDS = 8 * 3600
# the session is written at most once a minute, not with every page
SEEN_EVERY_SECONDS = 60


def never_stored(get_response: GetResponse) -> GetResponse:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Cache-Control"] = "no-store"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), browsing-topics=()"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return middleware


def vault_must_be_open(get_response: GetResponse) -> GetResponse:
    """A locked desk serves the unlock page, and nothing else: no query runs, no session is read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            opened = settings.VAULT.status()
            if not opened.unlocked:
                return _while_locked(request)
            response = get_response(request)
            # a page that was being made, or that failed, while somebody locked the vault is not shown any more
            if not _leads_elsewhere(response) and settings.VAULT.status() != opened:
                return _locked_page(request)
        except VaultUnreachable:
            connections.close_all()
            return render(request, "staff/no_vault.html", status=503)
        return response

    return middleware


def _leads_elsewhere(response: HttpResponse) -> bool:
    """Whether the answer has no content, as the one that sends to the page of the locked desk."""
    return HTTPStatus.MULTIPLE_CHOICES <= response.status_code < HTTPStatus.BAD_REQUEST


def _while_locked(request: HttpRequest) -> HttpResponse:
    if request.path != reverse("unlock"):
        return _locked_page(request)
    connections.close_all()
    return unlock(request)


def _locked_page(request: HttpRequest) -> HttpResponse:
    connections.close_all()
    return render(request, "staff/locked.html", {"locked": True}, status=503)


def sessions_end(get_response: GetResponse) -> GetResponse:
    """Fifteen idle minutes or eight hours end a session here, whatever the browser keeps."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        now = int(time.time())
        began, seen = request.session.get(BEGAN, now), request.session.get(SEEN, 0)
        # a clock set back would make a session live longer: it ends instead
        set_back = now + SEEN_EVERY_SECONDS < max(began, seen)
        if set_back or now - began > LONGEST_SECONDS or now - (seen or now) > IDLE_SECONDS:
            logout(request)
            messages.warning(request, _("You were signed out because the desk was left alone. Sign in to go on."))
            return _to_sign_in(request)
        if now - seen >= SEEN_EVERY_SECONDS:
            request.session[BEGAN], request.session[SEEN] = began, now
            request.session[DEVICE] = device_of(request.headers.get("User-Agent", ""))
        # only a member at work keeps the vault from locking by itself, not whoever looks at the sign-in page
        settings.VAULT.active()
        return get_response(request)

    return middleware


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("account_login")})
    return redirect("account_login")


def own_key_at_hand(get_response: GetResponse) -> GetResponse:
    """While a request is answered, the sealed cases of whoever sent it are open to her."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with presence.here(presence.at_hand(request)):
            response = get_response(request)
        presence.hand_over(request, response)
        return response

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, CaseNotOpen):
            # a button has no page of its own to come back to
            back = urlsplit(request.headers.get("Referer", "")).path if request.method == "POST" else request.path
            return render(request, "staff/not_open.html", {"back": back}, status=HTTPStatus.CONFLICT)
        return None

    middleware.process_exception = process_exception
    return middleware


def own_language(get_response: GetResponse) -> GetResponse:
    """A signed-in member reads the desk in the language of her account, whatever the browser says."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return get_response(request)

    return middleware


def second_factor_required(get_response: GetResponse) -> GetResponse:
    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated or resolve(request.path_info).url_name in ENROLMENT:
            return get_response(request)
        if is_mfa_enabled(request.user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]):
            return get_response(request)
        return redirect("mfa_activate_totp")

    return middleware
