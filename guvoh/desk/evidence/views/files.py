import uuid
from collections.abc import Iterator
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guvoh.desk.evidence.access import file_for, file_or_its_trace
from guvoh.desk.evidence.actions import note_damage
from guvoh.desk.evidence.item import item_page
from guvoh.desk.evidence.models import SealedFile
from guvoh.desk.evidence.reading import file_key
from guvoh.desk.evidence.serving import serve_sealed
from guvoh.desk.evidence.views.deletion import deleted_page
from guvoh.desk.staff.proof import fresh_proof
from guvoh.instruments.seal.sealedfile import DamagedFile


@require_safe
def item(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    file, opened = file_or_its_trace(request.user, file_id)
    context = item_page(file, opened, request.GET.get("page"))
    return render(request, "evidence/deleted.html" if file.deleted_at else "evidence/item.html", context)


@require_safe
def download(request: HttpRequest, file_id: uuid.UUID) -> HttpResponseBase:
    return original(request, file_for(request.user, file_id))


@fresh_proof
def original(request: HttpRequest, file: SealedFile) -> HttpResponseBase:
    """A sealed original, for whoever passed the door of its room and has shown her factor again just now."""
    return as_attachment(file, request)


def as_attachment(file: SealedFile, request: HttpRequest) -> HttpResponseBase:
    """The sealed original as an attachment that no browser runs, under a name that says nothing."""
    if file.deleted_at is not None:
        return deleted_page(request, file)
    try:
        key = file_key(file, by=request.user, act="file.downloaded")
        response = serve_sealed(request, file.path, key, file.size, file.content_type, False)
    except (DamagedFile, FileNotFoundError):
        note_damage(file, by=request.user)
        return render(request, "evidence/damaged.html", {"file": file}, status=HTTPStatus.INTERNAL_SERVER_ERROR)
    response["Content-Disposition"] = f'attachment; filename="file-{file.pk.hex[:8]}{_ending(file)}"'
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = _watched(response.streaming_content, file, request)
    return response


def _ending(file: SealedFile) -> str:
    ending = file.name.rpartition(".")[2].lower() if "." in file.name else ""
    return f".{ending}" if ending.isascii() and ending.isalnum() and len(ending) <= 5 else ""


def _watched(chunks: Iterator[bytes], file: SealedFile, request: HttpRequest) -> Iterator[bytes]:
    """Damage found on the way is recorded, and breaks the answer off."""
    try:
        yield from chunks
    except DamagedFile:
        note_damage(file, by=request.user)
        raise
