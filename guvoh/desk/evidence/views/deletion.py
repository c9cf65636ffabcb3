import uuid
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from guvoh.desk.evidence import actions
from guvoh.desk.evidence.access import FileIsDeleted, file_for
from guvoh.desk.evidence.models import SealedFile
from guvoh.desk.staff.attempt import attempt
from guvoh.desk.staff.forms import WhyForm
from guvoh.desk.staff.models import Proposal
from guvoh.desk.staff.proof import fresh_proof_to_change

View = Callable[..., HttpResponseBase]


def said_when_deleted(view: View) -> View:
    """A page of a file that was deleted says so, whatever was asked of it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except FileIsDeleted as gone:
            return deleted_page(request, gone.file)

    return guarded


def deleted_page(request: HttpRequest, file: SealedFile) -> HttpResponse:
    return render(request, "evidence/deleted.html", {"file": file}, status=HTTPStatus.GONE)


@fresh_proof_to_change
def delete(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    file = file_for(request.user, file_id)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done, made = attempt(form, actions.ask_to_delete, file, reason, by=request.user)
        if done and made is not None:
            waits = made.state == Proposal.State.WAITING
            messages.success(
                request, _("A second person is asked. Until then nothing is deleted.") if waits else _("Deleted.")
            )
            return redirect("evidence:item", file_id=file_id)
    return render(
        request, "evidence/delete.html", {"form": form, "file": file}, status=422 if form.is_bound else 200
    )
