"""The record of every act and every read."""

from django.db import transaction
from django.utils import timezone

from guvoh.desk.staff.models import Entry, Member, RightEdge
from guvoh.instruments.names.keys import fold
from guvoh.instruments.seal.leaves import new_salt


def record(act: str, *, by: Member, case: str = "", subject: str = "", **detail: str | int | bool | None) -> Entry:
    """Write one entry. `act` is `noun.verb`; `detail` says what was chosen and why, in few words.

    Details that are empty are left out.
    """
    detail = {name: value for name, value in detail.items() if value not in (None, "")}
    words = fold(" ".join(map(str, (act, case, subject, by.username, by.full_name, *detail.values()))))
    # One writer at a time: the transaction is IMMEDIATE, so nobody moves the edge between reading and writing.
    with transaction.atomic(savepoint=False):
        edge = RightEdge.objects.present()
        entry = Entry(
            number=edge.size + 1,
            at=timezone.now(),
            member=by,
            act=act,
            case=case,
            subject=subject,
            detail=detail,
            words=words,
            salt=new_salt(),
        )
        _grown, completed = edge.appended(entry.leaf.hash(entry.salt))
        entry.hashes = b"".join(completed)
        entry.save(force_insert=True)
    return entry
