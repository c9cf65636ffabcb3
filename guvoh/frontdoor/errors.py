"""What a reader sees when a request goes wrong: what happened in plain words, and the way back."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from guvoh.frontdoor.notice import Closed, current_notice
from guvoh.frontdoor.views import closed_page, typed_so_far


def _page(request: HttpRequest, status: int, title: str, text: str, written: str = "") -> HttpResponse:
    context = {"title": title, "text": text, "written": written}
    return render(request, "frontdoor/error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _page(
            request,
            413,
            _("This was too much at once"),
            _("The text was too long, so nothing was sent. Please send a shorter text, or attach it as a file."),
        )
    return _page(
        request,
        400,
        _("This could not be read"),
        _("What your browser sent could not be understood, and nothing was stored. Please go back and try again."),
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's names
    return _page(request, 403, _("This is not allowed"), _("This page is not open to visitors."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return _page(
        request,
        404,
        _("There is no such page"),
        _("Perhaps the address was typed with a mistake. Begin again from the first page."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        500,
        _("Something went wrong here"),
        _("It is not your fault. Unless you have seen a receipt code, nothing was sent. Please try again later."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's names
    sentence = _(
        "Nothing was sent yet. The page was open for too long, or your browser refuses the one cookie that "
        "protects this form. Allow cookies for this site and send again."
    )
    if request.resolver_match.url_name == "report":
        try:
            return typed_so_far(request, current_notice(), sentence, 403)
        except Closed as closed:
            return closed_page(request, closed)
    return _page(request, 403, _("Please send it once more"), sentence, request.POST.get("text", ""))
