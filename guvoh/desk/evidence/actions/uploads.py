import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.casework.models import Case
from guvoh.desk.evidence.access import files_open_to
from guvoh.desk.evidence.arrivals import Arrival
from guvoh.desk.evidence.fingerprints import fingerprint_of, head_of
from guvoh.desk.evidence.models import SealedFile, Upload
from guvoh.desk.evidence.room import full_disk_said, refuse_without_room
from guvoh.desk.evidence.wrapping import key_of, wrapped
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record
from guvoh.instruments.seal import sealedfile
from guvoh.instruments.seal.sealedfile import SEGMENT_BYTES, DamagedFile

LARGEST_PART: Final = 8 * SEGMENT_BYTES


class OutOfStep(Exception):
    """The part is not the one that is awaited; the upload tells where it stands."""


@dataclass
class AlreadyThere(Exception):
    """The case has a file of the same content."""

    file: SealedFile


@transaction.atomic
def begin_upload(told: Upload, first: bytes, *, by: Member) -> Upload:
    """Begin to take in a file, or go on with it where its member chose the same one again.

    `told` has case, name, content type, size and description; `first` is how it begins, 256 KiB at most.
    Raises ValidationError.
    """
    told.member, told.head = by, head_of(told.size, first)
    begun = Upload.objects.of(by, told.case).filter(head=told.head).first()
    if begun is not None and begun.place.exists():
        begun.description = told.description or begun.description
        begun.save(update_fields=["description"])
        return begun
    refuse_without_room(told.size)
    if begun is not None:
        begun.delete()
    told.wrapped_key = wrapped(sealedfile.new_key(), told.case)
    told.path.parent.mkdir(mode=0o700, exist_ok=True)
    with full_disk_said():
        told.file_id = sealedfile.begin(told.path).file_id
    told.save(force_insert=True)
    record("upload.begun", by=by, case=told.case.code, subject=told.subject, size=told.size)
    return told


def take_part(upload: Upload, offset: int, part: bytes, *, by: Member) -> None:
    """Seal the next part, and confirm it once it is on the disk: a process killed before has confirmed nothing.

    Raises OutOfStep, FileNotFoundError, and ValidationError for a part of a wrong length or a full disk.
    """
    with _alone(upload):
        upload.refresh_from_db()
        if offset != upload.confirmed or not part:
            raise OutOfStep
        end = offset + len(part)
        if end > upload.size or (end < upload.size and len(part) % SEGMENT_BYTES):
            raise ValidationError(_("This part does not fit. Choose the file again, and it goes on."))
        refuse_without_room(len(part))
        with full_disk_said():
            progress = sealedfile.append(
                upload.path, [part], key_of(upload), upload.progress, last=end == upload.size
            )
        upload.prefixes, upload.confirmed, upload.touched_at = progress.prefixes, end, timezone.now()
        with transaction.atomic():
            upload.save(update_fields=["prefixes", "confirmed", "touched_at"])
            if upload.is_whole:
                record("upload.arrived", by=by, case=upload.case.code, subject=upload.subject)


@contextmanager
def _alone(upload: Upload) -> Iterator[None]:
    """Two requests for one upload take turns, in whichever worker they are."""
    with upload.path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@transaction.atomic
def adopt_arrival(arrival: Arrival, description: str, *, by: Member, case: Case) -> Upload:
    """Take over what arrived whole with a form. Raises ValidationError."""
    head = head_of(arrival.size, arrival.first)
    for older in Upload.objects.of(by, case).filter(head=head):
        drop_upload(older, by=by)
    upload = Upload.objects.create(
        id=arrival.id,
        case=case,
        member=by,
        name=arrival.name[:255],
        content_type=arrival.content_type[:100],
        description=description[:300],
        size=arrival.size,
        head=head,
        wrapped_key=wrapped(arrival.key, case),
        file_id=arrival.progress.file_id,
        prefixes=arrival.progress.prefixes,
        confirmed=arrival.size,
        sha256=arrival.sha256,
    )
    arrival.claimed = True
    record("upload.arrived", by=by, case=case.code, subject=upload.subject, size=upload.size)
    return upload


def keep_upload(upload: Upload, *, by: Member, both: bool = False) -> SealedFile:
    """Make a file of an upload that is whole, once it reads back as it was sealed.

    Raises AlreadyThere where the case has the same content, unless `both` are to be kept; ValidationError.
    """
    if not upload.is_whole:
        raise ValidationError(_("This file has not arrived whole yet."))
    _read_back(upload)
    with transaction.atomic():
        mark = fingerprint_of(upload.sha256)
        existing = SealedFile.objects.same_content(upload.case, mark)
        if existing is not None and existing.pk != upload.pk and not both and _sees(by, existing):
            raise AlreadyThere(existing)
        # the case may have got another key since the upload was read
        kept_keys = Upload.objects.filter(pk=upload.pk).values_list("wrapped_key", flat=True)
        upload.wrapped_key = next(iter(kept_keys), upload.wrapped_key)
        gone, _rows = Upload.objects.filter(pk=upload.pk).delete()
        if not gone:
            # a second press of the button finds what the first one kept
            return SealedFile.objects.get(pk=upload.pk)
        kept = _kept_of(upload, mark, existing, by)
        record("file.kept", by=by, case=upload.case.code, subject=kept.subject, size=kept.size)
        return kept


def _sees(member: Member, file: SealedFile) -> bool:
    """Of a photograph of an examination nothing is said to whoever may not see it: both are kept."""
    return files_open_to(member).filter(pk=file.pk).exists()


def _kept_of(upload: Upload, fingerprint: str, existing: SealedFile | None, by: Member) -> SealedFile:
    kept = SealedFile.objects.create(
        id=upload.pk,
        case=upload.case,
        origin=SealedFile.Origin.UPLOAD,
        name=upload.name,
        content_type=upload.content_type,
        size=upload.size,
        sha256=upload.sha256,
        fingerprint=fingerprint,
        same_as=existing,
        wrapped_key=bytes(upload.wrapped_key),
        description=upload.description,
        kept_by=by,
    )
    # a process killed between this and the commit finds it in its place when it is asked again
    if upload.path.exists():
        sealedfile.put_in_place(upload.path, kept.path)
    return kept


def _read_back(upload: Upload) -> None:
    """Hash what lies on the disk, which opens every chunk of it."""
    if upload.sha256:
        return
    digest = hashlib.sha256()
    try:
        for chunk in sealedfile.read(upload.place, key_of(upload)):
            digest.update(chunk)
    except (DamagedFile, FileNotFoundError) as error:
        raise ValidationError(
            _("What was written to the disk does not read back. Remove this upload and send the file again.")
        ) from error
    upload.sha256 = digest.hexdigest()
    upload.save(update_fields=["sha256"])


@transaction.atomic
def drop_upload(upload: Upload, *, by: Member, act: str = "upload.dropped") -> None:
    """Forget an upload and what came of it."""
    record(act, by=by, case=upload.case.code, subject=upload.subject)
    pk, path = upload.pk, upload.path
    upload.delete()

    def remove() -> None:
        path.unlink(missing_ok=True)
        if not SealedFile.objects.filter(pk=pk).exists():
            SealedFile(pk=pk).path.unlink(missing_ok=True)

    transaction.on_commit(remove)
