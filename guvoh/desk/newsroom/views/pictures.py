from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guvoh.desk.evidence.actions import read_file
from guvoh.desk.newsroom import actions
from guvoh.desk.newsroom.access import picture_for, picture_to_change, story_to_write
from guvoh.desk.newsroom.forms import AltForm, CopyForm, PictureForm, ReasonForm
from guvoh.desk.staff.attempt import attempt


def add(request: HttpRequest, public_id: str) -> HttpResponse:
    opened = story_to_write(request.user, public_id)
    form = PictureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["picture"].read()
        added, _picture = attempt(form, actions.add_picture, opened.story, upload, form.alts, by=request.user)
        if added:
            messages.success(request, _("The picture is redrawn, sealed and in the story."))
            return redirect("newsroom:story", public_id)
    return render(request, "newsroom/picture.html", {"form": form, "story": opened.story})


def choose(request: HttpRequest, public_id: str) -> HttpResponse:
    """A confirmed copy of the case's evidence becomes a picture of the story."""
    opened = story_to_write(request.user, public_id)
    form = CopyForm(request.POST or None, case=opened.story.case)
    if request.method == "POST" and form.is_valid():
        copy, reason = form.cleaned_data["copy"], form.cleaned_data["reason"]
        chosen, _picture = attempt(
            form, actions.choose_copy, opened.story, copy, form.alts, by=request.user, reason=reason
        )
        if chosen:
            messages.success(request, _("The copy is in the story."))
            return redirect("newsroom:story", public_id)
    return render(request, "newsroom/choose_copy.html", {"form": form, "story": opened.story})


@require_POST
def faces(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """A member answers for faces that are seen on a fresh picture."""
    _opened, picture = picture_to_change(request.user, public_id, pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        attempt(form, actions.answer_for_faces, picture, form.cleaned_data["reason"], by=request.user)
    for words in form.errors.values():
        messages.error(request, " ".join(words))
    return redirect("newsroom:story", public_id)


def show(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    _opened, picture = picture_for(request.user, public_id, pk)
    response = StreamingHttpResponse(
        read_file(picture.file, by=request.user), content_type=picture.file.content_type
    )
    response["Content-Length"] = str(picture.file.size)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def describe(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    opened, picture = picture_to_change(request.user, public_id, pk)
    before = {f"alt_{row.language}": row.alt for row in picture.alts.all()}
    form = AltForm(request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        described, _none = attempt(form, actions.describe_picture, picture, form.alts, by=request.user)
        if described:
            return redirect("newsroom:story", public_id)
    return render(request, "newsroom/picture.html", {"form": form, "story": opened.story, "picture": picture})


@require_POST
def remove(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    _opened, picture = picture_to_change(request.user, public_id, pk)
    actions.remove_picture(picture, by=request.user)
    return redirect("newsroom:story", public_id)
