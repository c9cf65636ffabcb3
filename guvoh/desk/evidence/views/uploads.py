import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from guvoh.desk.casework.access import OpenCase, case_to_work_on
from guvoh.desk.evidence.abandoned import remove_abandoned
from guvoh.desk.evidence.access import upload_for, uploads_on_their_way
from guvoh.desk.evidence.actions import (
    AlreadyThere,
    OutOfStep,
    adopt_arrival,
    begin_upload,
    drop_upload,
    keep_upload,
    take_part,
)
from guvoh.desk.evidence.actions.uploads import LARGEST_PART
from guvoh.desk.evidence.arrivals import Arrival
from guvoh.desk.evidence.forms import FileForm, KeepForm, UploadForm
from guvoh.desk.evidence.models import Upload
from guvoh.desk.evidence.uploads import ArrivalHandler
from guvoh.desk.staff.attempt import attempt
from guvoh.instruments.seal.sealedfile import SEGMENT_BYTES


@csrf_exempt
def add(request: HttpRequest, code: str) -> HttpResponse:
    """The door is opened before the first byte of the body is read; the token is checked in _receive."""
    opened = case_to_work_on(request.user, code)
    if request.method != "POST":
        remove_abandoned()
        return _add_page(request, opened, FileForm())
    with Arrival() as arrival:
        request.upload_handlers = [ArrivalHandler(request, arrival)]
        return _receive(request, opened, arrival)


@csrf_protect
def _receive(request: HttpRequest, opened: OpenCase, arrival: Arrival) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if arrival.refused:
        form.fields["file"].error_messages["required"] = arrival.refused
    typed = form.is_valid()
    if "file" in form.errors:
        return _add_page(request, opened, form)
    description = form.cleaned_data["description"] if typed else ""
    taken, upload = attempt(form, adopt_arrival, arrival, description, by=request.user, case=opened.case)
    if not taken:
        return _add_page(request, opened, form)
    # what arrived is sealed and stays, whatever is still to be said of it
    return _kept(request, upload) if typed else redirect("evidence:upload", upload_id=upload.pk)


def _add_page(request: HttpRequest, opened: OpenCase, form: FileForm) -> HttpResponse:
    waiting = uploads_on_their_way(request.user, opened.case)
    context = {"form": form, "case": opened.case, "waiting": waiting, "segment": SEGMENT_BYTES}
    return render(request, "evidence/add.html", context | {"largest": LARGEST_PART})


@require_POST
def upload_begin(request: HttpRequest, code: str) -> JsonResponse:
    opened = case_to_work_on(request.user, code)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refused(" ".join(error for errors in form.errors.values() for error in errors))
    remove_abandoned()
    typed = form.cleaned_data
    told = Upload(
        case=opened.case, **{name: typed[name] for name in ("name", "content_type", "size", "description")}
    )
    try:
        begun = begin_upload(told, typed["first"].read(), by=request.user)
    except ValidationError as refused:
        return _refused(" ".join(refused.messages), HTTPStatus.INSUFFICIENT_STORAGE)
    address = reverse("evidence:upload", args=[begun.pk])
    return JsonResponse({"address": address, "offset": begun.confirmed})


def _refused(sentence: str, status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY) -> JsonResponse:
    return JsonResponse({"sentence": sentence}, status=status)


@require_POST
def upload_part(request: HttpRequest, upload_id: uuid.UUID, offset: int) -> JsonResponse:
    upload = upload_for(request.user, upload_id)
    awaited = int(request.headers.get("Content-Length") or 0)
    if not 0 < awaited <= LARGEST_PART:
        return _refused(_("This part does not fit. Choose the file again, and it goes on."))
    part = request.read(awaited)
    if len(part) < awaited:
        return _refused(_("The line broke off. Choose the file again, and it goes on."))
    try:
        take_part(upload, offset, part, by=request.user)
    except OutOfStep:
        return JsonResponse({"offset": upload.confirmed}, status=HTTPStatus.CONFLICT)
    except ValidationError as refused:
        full = refused.error_list[0].code == "no_room"
        return _refused(" ".join(refused.messages), HTTPStatus.INSUFFICIENT_STORAGE if full else 422)
    except (FileNotFoundError, Upload.DoesNotExist) as gone:
        raise Http404 from gone
    return JsonResponse({"offset": upload.confirmed})


def upload(request: HttpRequest, upload_id: uuid.UUID) -> HttpResponse:
    """What is on its way, or has arrived and wants a word before it is kept."""
    found = upload_for(request.user, upload_id)
    form = KeepForm(request.POST or None, initial={"description": found.description})
    if request.method == "POST" and form.is_valid():
        found.description = form.cleaned_data["description"]
        return _kept(request, found, form)
    return render(request, "evidence/upload.html", {"upload": found, "form": form})


def _kept(request: HttpRequest, upload: Upload, form: KeepForm | None = None) -> HttpResponse:
    typed = form or KeepForm(initial={"description": upload.description})
    context = {"upload": upload, "form": typed}
    try:
        done, kept = attempt(typed, keep_upload, upload, by=request.user, both="both" in request.POST)
    except AlreadyThere as there:
        return render(request, "evidence/upload.html", context | {"existing": there.file})
    if not done:
        return render(request, "evidence/upload.html", context)
    messages.success(request, _("The file is sealed and kept."))
    return redirect("evidence:item", file_id=kept.pk)


@require_POST
def upload_drop(request: HttpRequest, upload_id: uuid.UUID) -> HttpResponse:
    found = upload_for(request.user, upload_id)
    code = found.case.code
    drop_upload(found, by=request.user)
    messages.success(request, _("The upload is removed. Nothing of it is left."))
    return redirect("casework:case", code=code)
