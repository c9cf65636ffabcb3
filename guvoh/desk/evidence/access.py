import uuid

from django.http import Http404

from guvoh.desk.casework.access import case_to_work_on
from guvoh.desk.evidence.models import SealedFile
from guvoh.desk.staff.models import Member


def file_for(member: Member, file_id: uuid.UUID) -> SealedFile:
    """A file of a case, through the case's door."""
    file = SealedFile.objects.filter(pk=file_id, case__isnull=False).select_related("case").first()
    if file is None:
        raise Http404
    case_to_work_on(member, file.case.code)
    return file
