from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from guvoh.desk.staff.panels import links_for


def desk(request: HttpRequest) -> dict[str, Any]:
    """The navigation of the signed-in member, and the address of the entry the page stands under."""
    member = getattr(request, "user", None)
    if member is None or not member.is_authenticated:
        return {}
    navigation = [{"link": link, "address": reverse(link.url_name)} for link in links_for(member)]
    above = [entry["address"] for entry in navigation if _stands_under(entry["address"], request.path)]
    return {"navigation": navigation, "section": max(above, key=len, default="")}


def _stands_under(address: str, path: str) -> bool:
    return path == address if address == reverse("home") else path.startswith(address)
