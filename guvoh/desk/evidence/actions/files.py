import hashlib
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from guvoh.desk.casework.models import Case
from guvoh.desk.evidence.models import CaseKey, SealedFile
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record
from guvoh.instruments.seal import sealedfile


@dataclass(frozen=True)
class FileCard:
    """What is said of a file when it is kept."""

    name: str
    content_type: str
    origin: SealedFile.Origin
    description: str = ""


def _wrapping_key(case: Case | None) -> bytes:
    """The key that wraps a case's file keys, made at its first file; for files of no case, the vault's."""
    vault_key = settings.VAULT.key("file/v1")
    if case is None:
        return vault_key
    row = CaseKey.objects.filter(case=case).first()
    if row is None:
        row = CaseKey.objects.create(case=case, wrapped=sealedfile.wrap_key(sealedfile.new_key(), vault_key))
    return sealedfile.unwrap_key(bytes(row.wrapped), vault_key)


@transaction.atomic
def keep_file(card: FileCard, chunks: Iterable[bytes], *, by: Member, case: Case | None = None) -> SealedFile:
    """Seal a file from its plain chunks. Nothing plain reaches the disk; a failure leaves nothing behind.

    Raises whatever the chunks raise, OSError when the disk is full.
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
        wrapped_key=sealedfile.wrap_key(key, _wrapping_key(case)),
        description=card.description,
        kept_by=by,
    )
    kept.path.parent.mkdir(parents=True, exist_ok=True)
    kept.size = sealedfile.write(kept.path, hashed(), key)
    kept.sha256 = digest.hexdigest()
    kept.save()
    record("file.kept", by=by, case=case.code if case else "", subject=kept.subject, size=kept.size)
    return kept


@transaction.atomic
def move_to_case(file: SealedFile, case: Case, *, by: Member) -> None:
    """Give a file that came with a report to a case: its key is wrapped anew, the file itself stays as it is."""
    key = sealedfile.unwrap_key(bytes(file.wrapped_key), _wrapping_key(file.case))
    file.case = case
    file.wrapped_key = sealedfile.wrap_key(key, _wrapping_key(case))
    file.save(update_fields=["case", "wrapped_key"])
    record("file.moved", by=by, case=case.code, subject=file.subject)


def read_file(file: SealedFile, *, by: Member, start: int = 0) -> Iterator[bytes]:
    """Yield a file's plain bytes; the reading is recorded before the first. Raises sealedfile.DamagedFile."""
    case_code = file.case.code if file.case else ""
    record("file.read", by=by, case=case_code, subject=file.subject)
    key = sealedfile.unwrap_key(bytes(file.wrapped_key), _wrapping_key(file.case))
    return sealedfile.read(file.path, key, start)
