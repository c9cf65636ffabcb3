from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from guvoh.frontdoor.uploads import Upload

Answer = Callable[[HttpRequest], HttpResponse]

PERMISSIONS = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"


def quiet_headers(get_response: Answer) -> Answer:
    """Nothing of a visit stays in a cache, a search engine or another site, style sheets included."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Permissions-Policy"] = PERMISSIONS
        return response

    return answer


def unclaimed_uploads_are_removed(get_response: Answer) -> Answer:
    """Whatever ended a request, sealed parts that no view has taken over are gone when it is answered."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.upload = Upload()
        try:
            return get_response(request)
        finally:
            request.upload.discard()

    return answer
