"""A mark in a browser in which somebody has passed both factors, for as long as the browser stays open.

Failed attempts are counted by account, so whoever knows a user name could keep its owner out. In a marked browser
her own failures count by themselves. The mark opens nothing and names nobody.
"""

import secrets
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from guvoh.desk.staff.models import Member

SALT: Final = "staff.known_browser"
LASTS: Final = 24 * 3600


def mark_of(request: HttpRequest, username: str) -> str:
    """The number of the mark that this browser carries for this user name; nothing where it carries none."""
    try:
        number, known = signing.loads(request.COOKIES.get(_name(), ""), salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError):
        return ""
    member = Member.objects.filter(pk=known).first()
    return number if member is not None and member.username.lower() == username.lower() else ""


def browser_is_marked(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        before = request.user.pk
        response = get_response(request)
        if request.user.is_authenticated and request.user.pk != before:
            value = signing.dumps([secrets.token_hex(8), request.user.pk], salt=SALT)
            response.set_cookie(
                _name(), value, secure=settings.SECURE, httponly=True, samesite=settings.SESSION_COOKIE_SAMESITE
            )
        return response

    return middleware


def _name() -> str:
    return f"{settings.COOKIE_PREFIX}known"
