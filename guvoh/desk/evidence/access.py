import uuid

from django.http import Http404

from guvoh.desk.casework.access import case_asked_about, case_to_work_on
from guvoh.desk.evidence.models import SealedFile
from guvoh.desk.staff.models import EntryQuerySet, Member
from guvoh.desk.staff.roles import Section


def file_for(member: Member, file_id: uuid.UUID) -> SealedFile:
    """A file of a case, through the case's door."""
    file = SealedFile.objects.filter(pk=file_id, case__isnull=False).select_related("case").first()
    if file is None:
        raise Http404
    opened = case_to_work_on(member, file.case.code)
    if file.origin == SealedFile.Origin.MEDICAL and not opened.can(Section.MEDICAL):
        raise Http404
    return file


def file_asked_about(member: Member, file_id: uuid.UUID) -> tuple[SealedFile, EntryQuerySet]:
    """A file with the entries that name it, for whoever leads its case or reads the record."""
    file = SealedFile.objects.filter(pk=file_id, case__isnull=False).select_related("case").first()
    if file is None:
        raise Http404
    _case, entries = case_asked_about(member, file.case.code, file.subject)
    return file, entries.filter(subject=file.subject)
