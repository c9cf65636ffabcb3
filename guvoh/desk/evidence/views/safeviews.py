import uuid
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from guvoh.desk.evidence import actions
from guvoh.desk.evidence.access import file_for, part_for, view_for
from guvoh.desk.evidence.forms import UncoverForm
from guvoh.desk.evidence.models import SafeView
from guvoh.desk.evidence.plain import part_bytes
from guvoh.desk.evidence.reasons import reason_worded
from guvoh.desk.evidence.serving import refused, serve_part
from guvoh.desk.evidence.uncovering import is_shown, show
from guvoh.desk.staff.attempt import attempt


@require_POST
def ask(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    """Have a safe view made; where there is one it is opened."""
    asked = actions.ask_for_view(file_for(request.user, file_id), by=request.user)
    if asked.is_waiting and asked.source.case.sealed_in is not None:
        # its key is at hand in this request and nowhere else: the workshop could never open it
        actions.make_view(asked, by=request.user, go_on=lambda: settings.VAULT.status().unlocked)
    return redirect("evidence:view", file_id)


@require_GET
def view(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    opened = view_for(request.user, file_id)
    return _page(request, opened, UncoverForm())


def _page(request: HttpRequest, opened: SafeView, form: UncoverForm) -> HttpResponse:
    file = opened.source
    if opened.state == "ready" and opened.shown_at_once and not is_shown(request, file.pk):
        show(request, file.pk)
        actions.look_at_file(opened, by=request.user)
    shown = opened.state == "ready" and is_shown(request, file.pk)
    texts = [b"".join(part_bytes(part)).decode() for part in opened.of_kind("text")] if shown else []
    context = {
        "file": file,
        "view": opened,
        "shown": shown,
        "texts": texts,
        "pictures": opened.of_kind("picture", "page"),
        "clips": opened.of_kind("video", "audio"),
        "why": reason_worded(opened.reason) if opened.reason else "",
        "copies": list(file.copies.all()),
        "form": form,
    }
    template = "evidence/_view.html" if request.htmx else "evidence/view.html"
    return render(request, template, context, status=HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else None)


@require_POST
def uncover(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    """Show a covered file to this member for a quarter of an hour; her reason is in the record."""
    opened = view_for(request.user, file_id)
    form = UncoverForm(request.POST)
    if form.is_valid():
        asked, _none = attempt(form, actions.uncover, opened, form.cleaned_data["reason"], by=request.user)
        if asked:
            show(request, file_id)
            return redirect("evidence:view", file_id)
    return _page(request, opened, form)


@require_GET
def part(request: HttpRequest, part_id: uuid.UUID) -> HttpResponseBase:
    """A piece of a view: only to a session that a recorded page has let look at this file."""
    piece = part_for(request.user, part_id)
    if not is_shown(request, piece.view.source_id):
        return refused(piece, HTTPStatus.FORBIDDEN)
    return serve_part(request, piece)
