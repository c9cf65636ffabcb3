"""The reader's language before there is a reader: a cookie that says nothing else."""

from django.conf import settings
from django.http import HttpResponse

LANGUAGES = {code for code, _name in settings.LANGUAGES}


def remember_language(response: HttpResponse, language: str) -> HttpResponse:
    """Keep the choice in a cookie; an unknown language changes nothing."""
    if language in LANGUAGES:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
    return response
