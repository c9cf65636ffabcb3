"""Open sessions, seen from the member who owns them. A session is named by a digest, never by its key."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from guvoh.desk.staff.models import Member

BEGAN, SEEN, DEVICE, OWN_KEY = "began", "seen", "device", "own_key"


@dataclass(frozen=True)
class OpenSession:
    """One signed-in browser: when it signed in, when it was last heard of, and what it calls itself."""

    key: str
    began: dt.datetime | None
    seen: dt.datetime | None
    device: str = ""

    @property
    def name(self) -> str:
        return name_of(self.key)


def name_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def sessions_of(member: Member) -> list[OpenSession]:
    """Sessions of a member that have not expired, the latest first."""
    found = []
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        kept = session.get_decoded()
        if kept.get("_auth_user_id") == str(member.pk):
            began, seen = _moment(kept.get(BEGAN)), _moment(kept.get(SEEN))
            found.append(OpenSession(session.session_key, began, seen, kept.get(DEVICE, "")))
    return sorted(found, key=lambda session: str(session.seen or ""), reverse=True)


def close(keys: list[str]) -> int:
    """End the sessions with these keys and have the agent forget what they brought; return how many."""
    ending = Session.objects.filter(session_key__in=keys)
    for session in ending:
        name = session.get_decoded().get(OWN_KEY)
        if name is not None:
            settings.VAULT.drop(name)
    ended, _rows = ending.delete()
    return ended


def _moment(seconds: int | None) -> dt.datetime | None:
    return dt.datetime.fromtimestamp(seconds, dt.UTC) if seconds else None
