"""Signed heads of the record, and proofs that lead to them."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from guvoh.desk.staff.models import Entry, RightEdge, SignedHead
from guvoh.instruments.seal import heads, log, stamp
from guvoh.instruments.seal.signature import public_half

PROOF_FORMAT = "guvoh-proof/1"


class NoHead(Exception):
    """Nothing was signed yet."""


class RecordRewritten(Exception):
    """The record does not extend its last signed head: nothing is signed over that."""


@transaction.atomic
def sign_head() -> SignedHead | None:
    """Sign the present state of the record. None where nothing was written since the last time.

    Raises RecordRewritten when the record no longer extends its last head.
    """
    edge, last = RightEdge.objects.present(), SignedHead.objects.last()
    if last is not None:
        _must_extend(last, edge)
    if edge.size == (last.size if last else 0):
        return None
    seed, now = settings.VAULT.key("log/v1"), timezone.now()
    number = last.number + 1 if last else 1
    signed = heads.signed_head(number, edge.size, edge.root, now, seed)
    return SignedHead.objects.create(
        number=number,
        size=edge.size,
        root=signed.head.root,
        at=now,
        public=public_half(seed),
        signature=signed.signature,
    )


def _must_extend(last: SignedHead, edge: log.Edge) -> None:
    try:
        path = Entry.objects.proved(log.consistency_runs(last.size, edge.size))
        log.verify_consistency(last.size, bytes.fromhex(last.root), edge.size, edge.root, path)
    except (IndexError, KeyError, log.BadProof) as error:
        raise RecordRewritten from error


def proof_of(entry: Entry, *, reveal: frozenset[str]) -> dict[str, Any]:
    """The proof that this entry stands in the record, as `verify_offline.py` of the seal reads it.

    `reveal` names the fields to be opened: member, case, subject, detail, words. The first stamped head after the
    entry is taken, or else the first; where there is none yet, the record is signed now. Raises RecordRewritten.
    """
    head = SignedHead.objects.that_holds(entry.number) or sign_head()
    if head is None:
        raise RecordRewritten
    salt, leaf = bytes(entry.salt), entry.leaf
    path = Entry.objects.proved(log.inclusion_runs(entry.number - 1, head.size))
    return {
        "format": PROOF_FORMAT,
        "leaf": leaf.content(salt).decode(),
        "opened": leaf.openings(salt, reveal),
        "path": [item.hex() for item in path],
        "head": heads.head_as_json(head.signed),
        "key": head.public,
    }


def all_heads() -> heads.Document:
    """Every signed head, for somebody outside to keep. Raises RecordRewritten where one has no proof any more."""
    kept = list(SignedHead.objects.all())
    return heads.Document(
        {heads.key_id(head.public): head.public for head in kept},
        [head.signed for head in kept],
        [_step(before, after) for before, after in pairwise(kept)],
    )


def _step(before: SignedHead, after: SignedHead) -> list[str]:
    try:
        return [item.hex() for item in Entry.objects.proved(log.consistency_runs(before.size, after.size))]
    except KeyError as error:
        raise RecordRewritten from error


def last_head() -> SignedHead:
    """Raises NoHead for a record without entries."""
    head = SignedHead.objects.last()
    if head is None:
        raise NoHead("The record has no entries yet.")
    return head


def head_stamped_by(response: bytes) -> SignedHead:
    """The head that an authority's answer speaks of. Raises stamp.BadStamp where it is none of ours."""
    for head in SignedHead.objects.order_by("-size"):
        try:
            stamp.stamped_at(head.signed.head, response)
        except stamp.OtherHead:
            continue
        return head
    raise stamp.OtherHead("the answer stamps no head of this desk")


@transaction.atomic
def keep_stamp(head: SignedHead, response: bytes) -> None:
    """Keep an authority's answer, which was looked at before, with its head."""
    head.stamp = response
    head.save(update_fields=["stamp"])


@dataclass(frozen=True)
class RecordState:
    """How long the record is, what of it was signed last, and the entry of the last handing over."""

    entries: int
    head: SignedHead | None
    handed: Entry | None


def state_of_the_record() -> RecordState:
    return RecordState(
        RightEdge.objects.present().size,
        SignedHead.objects.last(),
        Entry.objects.filter(act="heads.handed_over").first(),
    )


def known_keys() -> set[str]:
    """The verifying keys under which this desk has signed heads, and the present one."""
    return {public_half(settings.VAULT.key("log/v1")), *SignedHead.objects.values_list("public", flat=True)}
