import hashlib
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction

from guvoh.desk.casework.models import Case
from guvoh.desk.evidence.fingerprints import fingerprint_of
from guvoh.desk.evidence.models import SealedFile
from guvoh.desk.evidence.room import full_disk_said
from guvoh.desk.evidence.wrapping import key_of, wrapped
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record
from guvoh.desk.staff.sealed_text import sealed_columns
from guvoh.instruments.seal import sealedfile


@dataclass(frozen=True)
class FileCard:
    """What is said of a file when it is kept."""

    name: str
    content_type: str
    origin: SealedFile.Origin
    description: str = ""


@transaction.atomic
def keep_file(card: FileCard, chunks: Iterable[bytes], *, by: Member, case: Case | None = None) -> SealedFile:
    """Seal a file from its plain chunks. Nothing plain reaches the disk; a failure leaves nothing behind.

    Raises whatever the chunks raise, ValidationError when the disk is full.
    """
    key, digest = sealedfile.new_key(), hashlib.sha256()

    def hashed() -> Iterator[bytes]:
        for chunk in chunks:
            digest.update(chunk)
            yield chunk

    kept = SealedFile(
        id=uuid.uuid4(),
        case=case,
        origin=card.origin,
        name=card.name[:255],
        content_type=card.content_type[:100],
        wrapped_key=wrapped(key, case),
        description=card.description,
        kept_by=by,
    )
    kept.path.parent.mkdir(parents=True, exist_ok=True)
    with full_disk_said():
        kept.size = sealedfile.write(kept.path, hashed(), key)
    kept.sha256 = digest.hexdigest()
    _know_again(kept)
    kept.save()
    record("file.kept", by=by, case=case.code if case else "", subject=kept.subject, size=kept.size)
    return kept


def _know_again(file: SealedFile) -> None:
    """Set its fingerprint, and the file of its case that has the same content."""
    file.fingerprint = fingerprint_of(file.sha256)
    if file.case is not None:
        file.same_as = SealedFile.objects.same_content(file.case, file.fingerprint)


@transaction.atomic
def move_to_case(file: SealedFile, case: Case, *, by: Member) -> None:
    """Give a file that came with a report to a case: its key is wrapped anew, the file itself stays as it is."""
    key = key_of(file)
    file.case = case
    file.wrapped_key = wrapped(key, case)
    _know_again(file)
    sealed = (column.name for column in sealed_columns(SealedFile))
    file.save(update_fields=["case", "wrapped_key", "fingerprint", "same_as", *sealed])
    record("file.moved", by=by, case=case.code, subject=file.subject)


def read_file(file: SealedFile, *, by: Member, start: int = 0) -> Iterator[bytes]:
    """Yield a file's plain bytes; the reading is recorded before the first. Raises sealedfile.DamagedFile."""
    record("file.read", by=by, case=_case_code(file), subject=file.subject)
    return sealedfile.read(file.path, key_of(file), start)


def note_damage(file: SealedFile, *, by: Member) -> None:
    record("file.found_damaged", by=by, case=_case_code(file), subject=file.subject)


def _case_code(file: SealedFile) -> str:
    return file.case.code if file.case else ""
