"""What somebody searches for can be a name: it is sent as a form and kept in her session, never in an address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

FOUND = "found"


def remember(request: HttpRequest, page: str) -> HttpResponse:
    """Keep what was typed and show its results under an address that says nothing of it."""
    typed = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    request.session[f"search:{page}"] = typed
    return redirect(f"{request.path}?{FOUND}=1")


def asked(request: HttpRequest, page: str) -> dict[str, str]:
    """What was typed last on this page, while its results are being looked at."""
    return request.session.get(f"search:{page}", {}) if FOUND in request.GET else {}
