from typing import Any

from django.utils.translation import gettext_lazy as _

from guvoh.desk.inbox.access import keeps_keys, reads_inbox
from guvoh.desk.inbox.actions.envelopes import collect_envelopes
from guvoh.desk.inbox.models import Envelope
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.panels import add_link, add_panel


def waiting_reports(member: Member) -> dict[str, Any] | None:
    if not reads_inbox(member):
        return None
    collect_envelopes(by=member)
    waiting = Envelope.objects.undecided()
    return {"waiting": waiting[:5], "count": waiting.count()}


def register() -> None:
    add_link(10, "inbox", _("Inbox"), "inbox:index", reads_inbox)
    add_link(85, "key", _("Intake keys"), "inbox:keys", keeps_keys)
    add_panel("home", 5, "inbox/_home.html", waiting_reports)
