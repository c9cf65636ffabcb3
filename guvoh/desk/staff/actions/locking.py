from django.conf import settings

from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record


def lock_desk(*, by: Member) -> None:
    """Lock the vault for everybody, at once. The record is written first: afterwards nothing can be."""
    record("desk.locked", by=by)
    settings.VAULT.lock()


def check_in(*, by: Member) -> None:
    """Say for everybody that all is well: a vault that waits for this stays open."""
    record("desk.checked_in", by=by)
    settings.VAULT.check_in()
