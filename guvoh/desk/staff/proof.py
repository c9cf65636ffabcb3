"""A second factor given just now, for what does harm in a stolen session.

`fresh_proof` guards a page whatever is asked of it; `fresh_proof_to_change` lets it be looked at. Where the proof
is too old, a page comes after the one that asks for it, and a form that was sent is asked for the proof with
everything that was typed kept in it.
"""

import time
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as passkeys
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from guvoh.desk.staff.forms import ConfirmPasskey, ConfirmSecondFactor

FRESH_SECONDS: Final = 5 * 60
PREFIX: Final = "proof"
View = Callable[..., HttpResponse]


def is_fresh(request: HttpRequest) -> bool:
    """Whether a second factor was given in the last five minutes, and not in the future of a clock set back."""
    given = [
        record["at"] for record in get_authentication_records(request, request.user) if record["method"] == "mfa"
    ]
    return bool(given) and 0 <= time.time() - given[-1] < FRESH_SECONDS


def fresh_proof(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        if request.method in ("GET", "HEAD"):
            way = get_adapter().get_reauthentication_methods(request.user)[0]["url"]
            return redirect(f"{way}?{urlencode({'next': request.get_full_path()})}")
        return _prove(request, lambda: view(request, *args, **kwargs))

    return guarded


def fresh_proof_to_change(view: View) -> View:
    guarded = fresh_proof(view)

    @wraps(view)
    def looked_at(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = view if request.method in ("GET", "HEAD") else guarded
        return chosen(request, *args, **kwargs)

    return looked_at


def _prove(request: HttpRequest, go_on: Callable[[], HttpResponse]) -> HttpResponse:
    user, typed = request.user, request.POST
    by_key = ConfirmPasskey(
        typed if typed.get(f"{PREFIX}-credential") else None, user=user, prefix=PREFIX, auto_id=f"{PREFIX}_%s"
    )
    by_code = ConfirmSecondFactor(typed if f"{PREFIX}-code" in typed else None, user=user, prefix=PREFIX)
    for form in (by_key, by_code):
        if form.is_bound and form.is_valid():
            form.save()
            return go_on()
    has_key = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists()
    context = {
        "by_code": by_code,
        "by_key": by_key if has_key else None,
        "js_data": {"request_options": passkeys.begin_authentication(user)} if has_key else None,
        "kept": [(name, value) for name in _kept(typed) for value in typed.getlist(name)],
    }
    return render(request, "staff/prove.html", context, status=HTTPStatus.FORBIDDEN)


def _kept(typed: Any) -> list[str]:
    return [name for name in typed if name != "csrfmiddlewaretoken" and not name.startswith(f"{PREFIX}-")]
