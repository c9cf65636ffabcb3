import uuid

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guvoh.desk.casework.views.readers import readers_page
from guvoh.desk.evidence.access import file_asked_about


@require_safe
def readers(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    file, entries = file_asked_about(request.user, file_id)
    return readers_page(request, file.case, entries, _("File %(number)s") % {"number": file.pk.hex[:8]})
