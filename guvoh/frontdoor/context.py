from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

# An encyclopaedia's page on the capital, in the reader's language: fast, also over Tor, and nobody wonders at it.
EXITS = {
    "tg": "https://tg.wikipedia.org/wiki/Душанбе",
    "ru": "https://ru.wikipedia.org/wiki/Душанбе",
    "en": "https://en.wikipedia.org/wiki/Dushanbe",
}


def frame(request: HttpRequest) -> dict[str, object]:
    """What the frame of every page needs: the way out, and the same page in the other languages."""
    here = get_language()
    return {
        "exit_address": EXITS[here],
        "languages": [
            {"code": code, "name": name, "address": _address(request, code), "here": code == here}
            for code, name in settings.LANGUAGES
        ],
        "press_address": settings.PRESS_ADDRESS,
    }


def _address(request: HttpRequest, code: str) -> str:
    # an address that names no page has no translation; the way back is the home page then
    if request.resolver_match is None or request.resolver_match.url_name == "choose_language":
        return f"/{code}/"
    return _translated(request.path, code)


@lru_cache(maxsize=64)
def _translated(path: str, code: str) -> str:
    return translate_url(path, code)
