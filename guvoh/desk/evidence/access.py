import uuid

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from guvoh.desk.casework.access import OpenCase, case_asked_about, case_to_work_on
from guvoh.desk.casework.models import Case
from guvoh.desk.evidence.models import Confession, FileLink, SealedFile, Upload
from guvoh.desk.staff.models import Entry, EntryQuerySet, Member
from guvoh.desk.staff.roles import Section


def file_for(member: Member, file_id: uuid.UUID) -> SealedFile:
    """A file of a case, through the case's door."""
    return file_and_case(member, file_id)[0]


def file_and_case(member: Member, file_id: uuid.UUID) -> tuple[SealedFile, OpenCase]:
    file = (
        SealedFile.objects.filter(pk=file_id, case__isnull=False)
        .select_related("case", "kept_by", "same_as")
        .prefetch_related("confessions")
        .first()
    )
    if file is None:
        raise Http404
    opened = case_to_work_on(member, file.case.code)
    if file.origin == SealedFile.Origin.MEDICAL and not opened.can(Section.MEDICAL):
        raise Http404
    return file, opened


def file_asked_about(member: Member, file_id: uuid.UUID) -> tuple[SealedFile, EntryQuerySet]:
    """A file with the entries that name it, for whoever leads its case or reads the record."""
    file = SealedFile.objects.filter(pk=file_id, case__isnull=False).select_related("case").first()
    if file is None:
        raise Http404
    _case, entries = case_asked_about(member, file.case.code, file.subject)
    return file, entries.filter(subject=file.subject)


def upload_for(member: Member, upload_id: uuid.UUID) -> Upload:
    """Her own upload, as long as she works its case. Not recorded: one file comes in hundreds of parts."""
    upload = Upload.objects.filter(pk=upload_id, member=member).select_related("case").first()
    worked = Case.objects.opened_to(member, Section.IDENTITY, Section.LEGAL)
    if upload is None or not worked.filter(pk=upload.case_id).exists():
        raise Http404
    return upload


def uploads_on_their_way(member: Member, case: Case) -> QuerySet[Upload]:
    return Upload.objects.of(member, case)


def link_of(file: SealedFile, pk: int) -> FileLink:
    return get_object_or_404(FileLink, file=file, pk=pk)


def standing_confession(file: SealedFile) -> Confession:
    return get_object_or_404(Confession, file=file, taken_back_at__isnull=True)


def beside(file: SealedFile) -> QuerySet[SealedFile]:
    """The other files of its case."""
    return SealedFile.objects.filter(case=file.case).exclude(pk=file.pk)


def custody_log(file: SealedFile) -> QuerySet[Entry]:
    """Every act and every read of this file, newest first."""
    return Entry.objects.filter(subject=file.subject).select_related("member")
