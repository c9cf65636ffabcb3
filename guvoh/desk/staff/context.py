from typing import Any

from django.http import HttpRequest

from guvoh.desk.staff.panels import links_for


def desk(request: HttpRequest) -> dict[str, Any]:
    member = getattr(request, "user", None)
    if member is None or not member.is_authenticated:
        return {}
    here = request.resolver_match.url_name if request.resolver_match else ""
    return {"navigation": links_for(member), "here": here}
