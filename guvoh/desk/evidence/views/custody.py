import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guvoh.desk.evidence import actions
from guvoh.desk.evidence.access import file_and_case, file_for, link_of, standing_confession
from guvoh.desk.evidence.forms import ConfessionForm, CustodyForm, GraphicForm, LinkForm, TakeBackForm
from guvoh.desk.evidence.models import Confession, CustodyNote
from guvoh.desk.staff.attempt import attempt


def custody(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    file, opened = file_and_case(request.user, file_id)
    note = file.custody.first() or CustodyNote(file=file)
    form = CustodyForm(request.POST or None, instance=note, opened=opened)
    if request.method == "POST" and form.is_valid():
        done, _note = attempt(form, actions.note_custody, form.instance, by=request.user)
        if done:
            messages.success(request, _("Written down. The earlier version stays in the history."))
            return redirect("evidence:item", file_id=file_id)
    title = _("Where it came from")
    return render(request, "evidence/form.html", {"form": form, "file": file, "title": title})


def link(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    file, opened = file_and_case(request.user, file_id)
    form = LinkForm(request.POST or None, file=file, opened=opened)
    if request.method == "POST" and form.is_valid():
        done, _link = attempt(form, actions.link_files, form.instance, by=request.user)
        if done:
            return redirect("evidence:item", file_id=file_id)
    title = _("Link with another file")
    return render(request, "evidence/form.html", {"form": form, "file": file, "title": title})


@require_POST
def unlink(request: HttpRequest, file_id: uuid.UUID, pk: int) -> HttpResponse:
    file, opened = file_and_case(request.user, file_id)
    actions.unlink_files(link_of(file, opened, pk), by=request.user)
    return redirect("evidence:item", file_id=file_id)


def graphic(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    file = file_for(request.user, file_id)
    judged = {None: "", True: "yes", False: "no"}[file.graphic]
    form = GraphicForm(request.POST or None, initial={"graphic": judged, "reason": file.graphic_reason})
    if request.method == "POST" and form.is_valid():
        done, _none = attempt(
            form, actions.judge_graphic, file, form.judged, form.cleaned_data["reason"], by=request.user
        )
        if done:
            return redirect("evidence:item", file_id=file_id)
    title = _("Is it graphic?")
    return render(request, "evidence/form.html", {"form": form, "file": file, "title": title})


def confession(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    file = file_for(request.user, file_id)
    form = ConfessionForm(request.POST or None, instance=Confession(file=file))
    if request.method == "POST" and form.is_valid():
        done, _confession = attempt(form, actions.qualify_confession, form.instance, by=request.user)
        if done:
            messages.success(request, _("Qualified. Whoever would publish it is warned."))
            return redirect("evidence:item", file_id=file_id)
    title = _("A forced confession")
    return render(request, "evidence/form.html", {"form": form, "file": file, "title": title})


def confession_take_back(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    file = file_for(request.user, file_id)
    standing = standing_confession(file)
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done, _none = attempt(form, actions.take_back_confession, standing, reason, by=request.user)
        if done:
            return redirect("evidence:item", file_id=file_id)
    title = _("Take the qualification back")
    return render(request, "evidence/form.html", {"form": form, "file": file, "title": title})
