"""Addresses of the front door: one tree per language, and a page to choose one."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from guvoh.frontdoor import dialogue, views

urlpatterns = [
    path("", views.choose_language, name="choose_language"),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("report/", views.report, name="report"),
        path("receipt/", dialogue.receipt, name="receipt"),
        path("receipt/write/", dialogue.write, name="write"),
        path("safety/", views.safety, name="safety"),
    ),
]

handler400 = "guvoh.frontdoor.errors.bad_request"
handler403 = "guvoh.frontdoor.errors.forbidden"
handler404 = "guvoh.frontdoor.errors.not_found"
handler500 = "guvoh.frontdoor.errors.server_error"
