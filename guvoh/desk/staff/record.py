"""The record of every act and every read."""

from guvoh.desk.staff.models import Entry, Member
from guvoh.instruments.names.keys import fold


def record(act: str, *, by: Member, case: str = "", subject: str = "", **detail: str | int | bool | None) -> Entry:
    """Write one entry. `act` is `noun.verb`; `detail` says what was chosen and why, in few words.

    Details that are empty are left out.
    """
    detail = {name: value for name, value in detail.items() if value not in (None, "")}
    words = fold(" ".join(map(str, (act, case, subject, by.username, by.full_name, *detail.values()))))
    return Entry.objects.create(member=by, act=act, case=case, subject=subject, detail=detail, words=words)
