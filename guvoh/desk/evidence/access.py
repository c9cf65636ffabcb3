import uuid

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from guvoh.desk.casework.access import OpenCase, case_asked_about, case_to_work_on
from guvoh.desk.casework.models import Case
from guvoh.desk.evidence.models import (
    Confession,
    CopyFrame,
    FaceGroup,
    FileLink,
    PublicationCopy,
    SafePart,
    SafeView,
    SealedFile,
    Upload,
)
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


def view_for(member: Member, file_id: uuid.UUID) -> SafeView:
    """The safe view of a file, through the file's door."""
    file = file_for(member, file_id)
    view = SafeView.objects.filter(source=file).prefetch_related("parts").first()
    if view is None:
        raise Http404
    view.source = file
    return view


def part_for(member: Member, part_id: uuid.UUID) -> SafePart:
    """A piece of a view. Whoever asks came through the file's door before, which recorded it: see `uncovering`."""
    cases = Case.objects.opened_to(member, Section.IDENTITY, Section.LEGAL)
    part = SafePart.objects.filter(pk=part_id, view__source__case__in=cases).select_related("view__source__case")
    found = part.first()
    if found is None:
        raise Http404
    return found


def copy_for(member: Member, pk: int) -> PublicationCopy:
    """A copy for publication, through the door of the file it is made of."""
    copy = PublicationCopy.objects.filter(pk=pk).select_related("confirmed_by", "result").first()
    if copy is None:
        raise Http404
    copy.source = file_for(member, copy.source_id)
    return copy


def face_for(member: Member, pk: int, number: int) -> FaceGroup:
    group = copy_for(member, pk).groups.filter(number=number).first()
    if group is None:
        raise Http404
    return group


def frame_for(member: Member, frame_id: uuid.UUID) -> CopyFrame:
    """A frame of a copy; as with `part_for`, a recorded page came before."""
    cases = Case.objects.opened_to(member, Section.IDENTITY, Section.LEGAL)
    frames = CopyFrame.objects.filter(pk=frame_id, copy__source__case__in=cases)
    found = frames.select_related("copy__source__case").first()
    if found is None:
        raise Http404
    return found
