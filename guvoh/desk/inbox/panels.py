from typing import Any

from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.access import OpenCase
from guvoh.desk.inbox.access import keeps_keys, reads_inbox
from guvoh.desk.inbox.actions.envelopes import collect_envelopes
from guvoh.desk.inbox.models import Envelope
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.panels import add_link, add_panel


def waiting_reports(member: Member) -> dict[str, Any] | None:
    if not reads_inbox(member):
        return None
    collect_envelopes(by=member)
    waiting = Envelope.objects.visible_to(member).undecided()
    return {"waiting": waiting[:5], "count": waiting.count()}


def reports_of_case(opened: OpenCase) -> dict[str, Any] | None:
    """The way back from a case to the words that it began with."""
    if not reads_inbox(opened.member):
        return None
    reports = Envelope.objects.filter(case=opened.case, follows=None)
    new = Envelope.objects.undecided().filter(follows__case=opened.case).values_list("follows", flat=True)
    return {"reports": reports, "written_again": set(new)} if reports else None


def register() -> None:
    add_link(10, "inbox", _("Inbox"), "inbox:index", reads_inbox)
    add_link(85, "key", _("Intake keys"), "inbox:keys", keeps_keys)
    add_panel("home", 5, "inbox/_home.html", waiting_reports)
    add_panel("case", 5, "inbox/_reports_of_case.html", reports_of_case)
