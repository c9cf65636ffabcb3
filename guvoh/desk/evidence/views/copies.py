import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guvoh.desk.evidence import actions
from guvoh.desk.evidence.access import copy_for, face_for, file_for, frame_for
from guvoh.desk.evidence.forms import BoxForm, ConfirmForm, FaceForm
from guvoh.desk.evidence.models import PublicationCopy
from guvoh.desk.evidence.reasons import reason_worded
from guvoh.desk.evidence.serving import refused, serve_part
from guvoh.desk.evidence.uncovering import is_shown
from guvoh.desk.staff.attempt import attempt


@require_POST
def begin(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    file = file_for(request.user, file_id)
    try:
        copy = actions.copy_for_publication(file, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        actions.ask_for_view(file, by=request.user)
        return redirect("evidence:view", file_id)
    return redirect("evidence:copy", copy.pk)


@require_GET
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, copy_for(request.user, pk))


def _page(
    request: HttpRequest, opened: PublicationCopy, box: BoxForm | None = None, confirm: ConfirmForm | None = None
) -> HttpResponse:
    groups = list(opened.groups.select_related("decided_by"))
    failed = bool(box and box.errors) or bool(confirm and confirm.errors)
    context = {
        "copy": opened,
        "groups": groups,
        "undecided": sum(not group.decision for group in groups),
        "frames": list(opened.frames.all()),
        "shown": is_shown(request, opened.source_id),
        "why": reason_worded(opened.reason) if opened.reason else "",
        "box": box or BoxForm(),
        "confirm": confirm or ConfirmForm(),
    }
    template = "evidence/_copy.html" if request.htmx else "evidence/copy.html"
    return render(request, template, context, status=HTTPStatus.UNPROCESSABLE_ENTITY if failed else None)


@require_POST
def decide(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Cover one face, or leave it open with a reason."""
    group = face_for(request.user, pk, number)
    form = FaceForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        attempt(form, actions.decide_face, group, typed["decision"], typed["reason"], by=request.user)
    for words in form.errors.values():
        messages.error(request, " ".join(words))
    return redirect(f"{reverse('evidence:copy', args=[pk])}#face-{number}")


@require_POST
def add_face(request: HttpRequest, pk: int) -> HttpResponse:
    opened = copy_for(request.user, pk)
    form = BoxForm(request.POST)
    if form.is_valid():
        added, _group = attempt(form, actions.add_face, opened, form.row, form.seconds, by=request.user)
        if added:
            messages.success(request, _("The box is added. It will be covered."))
            return redirect("evidence:copy", pk)
    return _page(request, opened, box=form)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The person's word that every face was decided on; the workshop then makes the copy."""
    opened = copy_for(request.user, pk)
    form = ConfirmForm(request.POST)
    if form.is_valid():
        done, _none = attempt(form, actions.confirm_copy, opened, form.cleaned_data["subtitles"], by=request.user)
        if done:
            return redirect("evidence:copy", pk)
    return _page(request, opened, confirm=form)


@require_GET
def frame(request: HttpRequest, frame_id: uuid.UUID) -> HttpResponseBase:
    piece = frame_for(request.user, frame_id)
    if not is_shown(request, piece.copy.source_id):
        return refused(piece, HTTPStatus.FORBIDDEN)
    return serve_part(request, piece)
