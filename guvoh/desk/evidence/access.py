import uuid

from django.db.models import Q, QuerySet
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
from guvoh.desk.evidence.reading import note_reading
from guvoh.desk.staff.models import Entry, EntryQuerySet, Member
from guvoh.desk.staff.roles import Section


class FileIsDeleted(Exception):
    """Of this file nothing is left but a row. It is said only to whoever passed the door of its case."""

    def __init__(self, file: SealedFile) -> None:
        super().__init__()
        self.file = file


def file_for(member: Member, file_id: uuid.UUID) -> SealedFile:
    """A file of a case, through the case's door; every passage is recorded.

    Raises Http404, CaseNotOpen, FileIsDeleted.
    """
    return file_and_case(member, file_id)[0]


def file_and_case(member: Member, file_id: uuid.UUID) -> tuple[SealedFile, OpenCase]:
    file, opened = file_or_its_trace(member, file_id)
    if file.deleted_at is not None:
        raise FileIsDeleted(file)
    return file, opened


def file_or_its_trace(member: Member, file_id: uuid.UUID) -> tuple[SealedFile, OpenCase]:
    """As file_and_case, also where the file was deleted."""
    file = (
        SealedFile.objects.filter(pk=file_id, case__isnull=False)
        .select_related("case", "kept_by", "same_as", "deleted_by")
        .prefetch_related("confessions")
        .first()
    )
    if file is None:
        raise Http404
    opened = case_to_work_on(member, file.case.code)
    if not files_in(opened).filter(pk=file.pk).exists():
        raise Http404
    note_reading(file, by=member, act="file.looked_up")
    return file, opened


def files_in(opened: OpenCase) -> QuerySet[SealedFile]:
    """The files of a case that are hers to see: what shows a body at an examination takes the medical section."""
    found = SealedFile.objects.filter(case=opened.case)
    return found if opened.can(Section.MEDICAL) else found.without_medical()


def files_open_to(member: Member) -> QuerySet[SealedFile]:
    """The files of all cases she works, by the same rule."""
    worked = Case.objects.opened_to(member, Section.IDENTITY, Section.LEGAL)
    examined = Case.objects.opened_to(member, Section.IDENTITY, Section.LEGAL, Section.MEDICAL)
    plain = SealedFile.objects.without_medical().filter(case__in=worked.values("pk")).values("pk")
    return SealedFile.objects.filter(Q(case__in=examined.values("pk")) | Q(pk__in=plain))


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


def link_of(file: SealedFile, opened: OpenCase, pk: int) -> FileLink:
    return get_object_or_404(FileLink, file=file, other__in=files_in(opened), pk=pk)


def standing_confession(file: SealedFile) -> Confession:
    return get_object_or_404(Confession, file=file, taken_back_at__isnull=True)


def beside(file: SealedFile, opened: OpenCase) -> QuerySet[SealedFile]:
    """The other files of its case that she sees."""
    return files_in(opened).standing().exclude(pk=file.pk)


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
    parts = SafePart.objects.filter(pk=part_id, view__source__in=files_open_to(member).values("pk"))
    found = parts.select_related("view__source__case").first()
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
    frames = CopyFrame.objects.filter(pk=frame_id, copy__source__in=files_open_to(member).values("pk"))
    found = frames.select_related("copy__source__case").first()
    if found is None:
        raise Http404
    return found
