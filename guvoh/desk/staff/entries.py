"""What an entry of the record speaks of, in the reader's language. Its values stay as they were written."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

# The first word of a subject: "letter 3".
SUBJECTS: Final[Mapping[str, Any]] = {
    "act": _("act"),
    "body": _("state body"),
    "catalogue": _("catalogue"),
    "copy": _("copy for publication"),
    "enquiry": _("question about a person"),
    "envelope": _("report"),
    "event": _("event"),
    "file": _("file"),
    "examination": _("examination"),
    "guard_rule": _("rule of the guard"),
    "letter": _("letter"),
    "story": _("story"),
}

DETAILS: Final[Mapping[str, Any]] = {
    "amounts_to": _("amounts to"),
    "addressees": _("to whom"),
    "asked": _("asked"),
    "at": _("at"),
    "copy": _("copy for publication"),
    "count": _("how many"),
    "days": _("days"),
    "decision": _("decision"),
    "drafted": _("new letter"),
    "faces": _("faces"),
    "fields": _("fields"),
    "files": _("files"),
    "form": _("replaced by"),
    "graphic": _("graphic"),
    "grade": _("grade"),
    "hash": _("imprint of the text"),
    "how": _("how"),
    "kind": _("kind"),
    "language": _("language"),
    "measure": _("what was counted"),
    "member": _("colleague"),
    "need": _("need"),
    "number": _("number"),
    "officers": _("officers of the recovery"),
    "on": _("on"),
    "other": _("the other"),
    "outcome": _("outcome"),
    "perpetrator": _("who took part"),
    "partner": _("partner"),
    "person": _("person"),
    "proven": _("proven"),
    "purpose": _("purpose"),
    "reason": _("reason"),
    "region": _("region"),
    "release": _("release"),
    "releases": _("releases"),
    "revision": _("revision"),
    "role": _("role"),
    "roles": _("roles"),
    "rule": _("rule"),
    "script": _("script"),
    "seat": _("seat"),
    "sections": _("sections"),
    "sessions": _("sessions"),
    "shown": _("shown"),
    "size": _("size"),
    "standing": _("standing"),
    "state": _("state"),
    "task": _("task"),
    "victim": _("victim"),
    "why": _("why"),
    "year": _("year"),
}


def subject_worded(subject: str) -> str:
    noun, space, rest = subject.partition(" ")
    return f"{SUBJECTS.get(noun, noun)}{space}{rest}"


def detail_worded(name: str) -> str:
    return str(DETAILS.get(name, name))
