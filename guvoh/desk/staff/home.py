"""What the front page shows of staff itself."""

from typing import Any

from django.http import Http404

from guvoh.desk.staff import check_in
from guvoh.desk.staff.access import proposals_for
from guvoh.desk.staff.models import Member, Notice
from guvoh.desk.staff.panels import add_panel


def unread_notices(member: Member) -> dict[str, Any] | None:
    notices = list(Notice.objects.unread_by(member))
    return {"notices": notices} if notices else None


def to_second(member: Member) -> dict[str, Any] | None:
    try:
        waiting = [listed for listed in proposals_for(member) if listed.may_decide]
    except Http404:
        return None
    return {"waiting": waiting} if waiting else None


def register() -> None:
    add_panel("home", 0, "staff/_check_in.html", check_in.panel)
    add_panel("home", 1, "staff/_home_notices.html", unread_notices)
    add_panel("home", 2, "staff/_home_proposals.html", to_second)
