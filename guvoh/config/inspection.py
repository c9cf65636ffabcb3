"""Everything that `guvoh verify` looks at, one after the other. Imported only once the desk's zone is entered."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from django.db import DatabaseError

from guvoh.config.sqlcipher.integrity import complaints
from guvoh.desk.evidence.models import SealedFile
from guvoh.desk.evidence.verification import look_for_lost_rows, look_through_files, orphans, remove
from guvoh.desk.staff.head_verification import look_at_kept_heads, look_at_own_heads, own_heads
from guvoh.desk.staff.models import Entry, SignedHead
from guvoh.desk.staff.verification import AwaitedHead, Finding, look_through_record
from guvoh.instruments.seal.heads import Document

PARTNER = "the partner"


@dataclass(frozen=True)
class LookedAt:
    """`notes` say what could not be looked into, though nothing is wrong with it."""

    entries: int
    heads: int
    files: int
    sealed: int


def findings(kept: Document | None, remove_orphans: bool) -> Iterator[Finding]:
    """What is wrong in database, record, heads and files; a part that cannot be read does not stop the others."""
    parts: list[Callable[[], Iterator[Finding]]] = [
        _database,
        look_at_own_heads,
        *([partial(look_at_kept_heads, kept)] if kept else []),
        partial(record_findings, kept),
        look_through_files,
        look_for_lost_rows,
        partial(_orphans, remove_orphans),
    ]
    for part in parts:
        try:
            yield from part()
        except DatabaseError:
            yield Finding("database", "database", "The database is damaged: a part of it could not be read.")


def record_findings(kept: Document | None) -> Iterator[Finding]:
    """What is wrong with the record itself, beside the desk's own heads and those that a partner kept."""
    awaited = own_heads() + [AwaitedHead(signed, PARTNER) for signed in (kept.heads if kept else ())]
    return look_through_record(awaited)


def missed_heads(kept: Document) -> Iterator[Finding]:
    """The heads of a partner's file that the record does not come by, the first one first."""
    yield from look_at_kept_heads(kept)
    about_heads = ("record.cut", "record.rewritten", "entry.missing")
    yield from (found for found in record_findings(kept) if found.kind in about_heads)


def looked_at() -> LookedAt:
    sealed = SealedFile.objects.standing().filter(case__sealed=True, case__key_generation__gt=0).count()
    files = SealedFile.objects.standing().count()
    return LookedAt(Entry.objects.count(), SignedHead.objects.count(), files, sealed)


def _database() -> Iterator[Finding]:
    for complaint in complaints():
        yield Finding("database", "database", f"The database is damaged: {complaint}.")


def _orphans(remove_them: bool) -> Iterator[Finding]:
    for orphan in orphans():
        if remove_them:
            remove(orphan)
        told = "was taken away" if remove_them else "guvoh verify --remove-orphans takes it away"
        yield Finding("file.orphan", orphan.name, f"No row knows the file {orphan.name} in the folder: {told}.")
