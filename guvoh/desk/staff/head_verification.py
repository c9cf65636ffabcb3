"""Looks at the signed heads: those of the desk, and those that somebody outside has kept."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from django.conf import settings
from django.db import connection

from guvoh.desk.staff.heads import known_keys
from guvoh.desk.staff.models import SignedHead
from guvoh.desk.staff.verification import AwaitedHead, Finding
from guvoh.instruments.seal import heads
from guvoh.instruments.seal.leaves import moment
from guvoh.instruments.seal.signature import public_half

OURS: Final = "the desk"
# past the models: what somebody wrote into a row need not be readable any more
ROWS: Final = "SELECT number, size, root, at || '', public, signature FROM staff_signedhead ORDER BY number"


def own_heads() -> list[AwaitedHead]:
    """The desk's heads whose signatures hold; of the others `look_at_own_heads` tells."""
    return [AwaitedHead(signed, OURS) for _number, signed in _sound_or_not() if signed]


def look_at_own_heads() -> Iterator[Finding]:
    """Every signature and number, and that the last head is of the present key: an old one proves nothing new."""
    expected, last = 1, None
    for number, signed in _sound_or_not():
        if number != expected:
            yield Finding("head", f"head {expected}", f"The signed head {expected} is missing.")
        if signed is None:
            yield Finding("head", f"head {number}", f"The signed head {number} was changed.")
        expected, last = number + 1, signed or last
    present = heads.key_id(public_half(settings.VAULT.key("log/v1")))
    if last is not None and last.head.key_id != present:
        told = f"The last head, number {last.head.number}, is not signed with the desk's present key."
        yield Finding("head", f"head {last.head.number}", told)


def _sound_or_not() -> Iterator[tuple[int, heads.SignedHead | None]]:
    with connection.cursor() as cursor:
        rows = cursor.execute(ROWS).fetchall()
    for number, size, root, at, public, signature in rows:
        try:
            when = moment(dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC))
            key = heads.key_id(public)
            signed = heads.SignedHead(heads.Head(number, size, root, when, key), signature)
            heads.check_signature(number, signed, {key: public})
        except (heads.BadHead, ValueError, TypeError):
            yield number, None
        else:
            yield number, signed


def look_at_kept_heads(document: heads.Document) -> Iterator[Finding]:
    """What is wrong with a partner's file itself, or missing here. The walk tells what the record lacks."""
    try:
        heads.check(document)
    except heads.BadHead as bad:
        told = (
            f"Head {bad.head.number} of the partner's file, of {bad.head.size} entries, does not hold: {bad.why}."
        )
        yield Finding("head.kept", f"head {bad.head.number}", told)
    for public in sorted(set(document.keys.values()) - known_keys()):
        told = f"The partner's file holds heads of a key that is not this desk's: {heads.key_id(public)}."
        yield Finding("head.kept", f"key {heads.key_id(public)}", told)
    present = set(SignedHead.objects.values_list("number", "signature"))
    for signed in document.heads:
        number = signed.head.number
        if (number, signed.signature) not in present:
            told = f"The partner has kept head {number}, of {signed.head.at}; the desk has it no longer."
            yield Finding("head.kept", f"head {number}", told)
