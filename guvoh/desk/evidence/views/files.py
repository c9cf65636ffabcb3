import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from guvoh.desk.casework.access import case_to_work_on
from guvoh.desk.evidence.access import file_for
from guvoh.desk.evidence.actions import FileCard, keep_file, read_file
from guvoh.desk.evidence.forms import FileForm
from guvoh.desk.evidence.models import SealedFile


def add(request: HttpRequest, code: str) -> HttpResponse:
    opened = case_to_work_on(request.user, code)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        card = FileCard(
            upload.name, upload.content_type or "", SealedFile.Origin.UPLOAD, form.cleaned_data["description"]
        )
        keep_file(card, upload.chunks(), by=request.user, case=opened.case)
        messages.success(request, _("The file is sealed and kept."))
        return redirect("casework:case", code=code)
    return render(request, "evidence/add.html", {"form": form, "case": opened.case})


def download(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    return as_attachment(file_for(request.user, file_id), request)


def as_attachment(file: SealedFile, request: HttpRequest) -> StreamingHttpResponse:
    """The file as an attachment that no browser runs, under a name that says nothing."""
    response = StreamingHttpResponse(read_file(file, by=request.user), content_type="application/octet-stream")
    ending = file.name.rpartition(".")[2].lower() if "." in file.name else ""
    suffix = f".{ending}" if ending.isascii() and ending.isalnum() and len(ending) <= 5 else ""
    response["Content-Disposition"] = f'attachment; filename="file-{file.pk.hex[:8]}{suffix}"'
    response["Content-Length"] = str(file.size)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
