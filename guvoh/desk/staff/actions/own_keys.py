from django.db import transaction
from django.utils import timezone

from guvoh.desk.staff.models import Member, MemberKey
from guvoh.desk.staff.record import record
from guvoh.instruments.seal import personal
from guvoh.instruments.seal.keyslots import WrongPassphrase


@transaction.atomic
def make_own_key(member: Member, passphrase: str, *, by: Member) -> personal.Pair:
    """Make a member's first key pair, or a new one after the last was lost."""
    pair = personal.new_pair()
    row = MemberKey(member=member, public=pair.public)
    row.locked_up = personal.lock_up(pair, passphrase)
    row.save()
    record("member.key_made", by=by, subject=member.username)
    return pair


@transaction.atomic
def rewrap_own_key(member: Member, *, old: str, new: str, by: Member) -> None:
    """Lock the member's key up under her new passphrase. One that the old passphrase does not open is lost."""
    row = MemberKey.objects.living().filter(member=member).first()
    if row is None:
        return
    try:
        pair = personal.unlock(row.locked_up, bytes(row.public), old)
    except WrongPassphrase:
        lose_own_key(member, by=by)
        return
    row.locked_up = personal.lock_up(pair, new)
    row.save()
    record("member.key_rewrapped", by=by, subject=member.username)


@transaction.atomic
def lose_own_key(member: Member, *, by: Member) -> bool:
    """Mark a key as lost that no passphrase of the account opens any more: colleagues let her in again.

    The row stays: whoever still knows the former passphrase, and nobody else, could open what it opened.
    """
    lost = MemberKey.objects.living().filter(member=member).update(lost_at=timezone.now())
    if lost:
        record("member.key_lost", by=by, subject=member.username)
    return bool(lost)
