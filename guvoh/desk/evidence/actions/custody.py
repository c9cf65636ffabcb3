from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.evidence.models import Confession, CustodyNote, FileLink, SealedFile
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record


@transaction.atomic
def note_custody(note: CustodyNote, *, by: Member) -> CustodyNote:
    """Write who brought a file, when, how and what for, as a new version. Raises ValidationError."""
    newest = CustodyNote.objects.filter(file=note.file).first()
    note.pk, note.number, note.written_by = None, (newest.number if newest else 0) + 1, by
    note.full_clean()
    note.save(force_insert=True)
    record("file.custody_noted", by=by, case=note.file.case.code, subject=note.file.subject, revision=note.number)
    return note


@transaction.atomic
def link_files(link: FileLink, *, by: Member) -> FileLink:
    """Say what one file of a case is of another. Raises ValidationError."""
    link.linked_by = by
    if link.file.case_id != link.other.case_id:
        raise ValidationError({"other": _("Only files of one case are linked.")})
    link.full_clean()
    link.save()
    record(
        "file.linked",
        by=by,
        case=link.file.case.code,
        subject=link.file.subject,
        kind=link.kind,
        other=link.other.subject,
    )
    return link


@transaction.atomic
def unlink_files(link: FileLink, *, by: Member) -> None:
    record(
        "file.unlinked",
        by=by,
        case=link.file.case.code,
        subject=link.file.subject,
        kind=link.kind,
        other=link.other.subject,
    )
    link.delete()


@transaction.atomic
def judge_graphic(file: SealedFile, graphic: bool | None, reason: str, *, by: Member) -> None:
    """Say whether a file is graphic, and why; None: nobody knows any more. Raises ValidationError."""
    file.graphic, file.graphic_reason = graphic, reason.strip()
    file.validate_constraints()
    file.save(update_fields=["graphic", "graphic_reason"])
    state = {None: "unknown", True: "graphic", False: "harmless"}[graphic]
    # of a sealed case the words stand with the file alone, sealed
    why = "" if file.sealed_case() else file.graphic_reason
    record("file.judged", by=by, case=file.case.code, subject=file.subject, state=state, reason=why)


@transaction.atomic
def qualify_confession(confession: Confession, *, by: Member) -> Confession:
    """Qualify a video as a forced confession, with its ground and signs. Raises ValidationError."""
    confession.qualified_by = by
    if not confession.signs:
        raise ValidationError({"signs": _("Name at least one sign.")})
    confession.full_clean()
    confession.save()
    file = confession.file
    record(
        "file.confession_qualified",
        by=by,
        case=file.case.code,
        subject=file.subject,
        reason=", ".join(confession.signs),
    )
    return confession


@transaction.atomic
def take_back_confession(confession: Confession, reason: str, *, by: Member) -> None:
    """Take the qualification back; it stays in the history. Raises ValidationError."""
    confession.taken_back_at, confession.taken_back_by = timezone.now(), by
    confession.taken_back_reason = reason.strip()
    confession.validate_constraints()
    confession.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_reason"])
    file = confession.file
    record(
        "file.confession_taken_back",
        by=by,
        case=file.case.code,
        subject=file.subject,
        reason=confession.taken_back_reason,
    )
