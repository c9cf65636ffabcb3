"""The front door's addresses, and two empty pages behind the same middleware: a bare answer, and a drawn page."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from guvoh.config.urls.frontdoor import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def bare(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


def page(request: HttpRequest) -> HttpResponse:
    return render(request, "frontdoor/frame.html")


urlpatterns = [
    path("bare/", bare),
    *i18n_patterns(path("empty/", page, name="empty")),
    *urlpatterns,
]
