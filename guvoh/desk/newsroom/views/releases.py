from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guvoh.desk.newsroom import actions
from guvoh.desk.newsroom.access import release_for, text_to_approve, text_to_write
from guvoh.desk.newsroom.content import hash_of
from guvoh.desk.newsroom.forms import ReasonForm
from guvoh.desk.newsroom.presenting import differences, rendered
from guvoh.desk.newsroom.views.texts import REASON, frame, guard_context
from guvoh.desk.newsroom.vocabulary import State


def review(request: HttpRequest, public_id: str, language: str, form: ReasonForm | None = None) -> HttpResponse:
    opened, text = text_to_approve(request.user, public_id, language)
    context = frame(opened, language) | guard_context(opened, text)
    document = context["look"].document if "look" in context else None
    context |= {
        "text": text,
        "document": document,
        "body": rendered(text.body),
        "pictures": opened.pictures(language),
        "seen": hash_of(document) if document else "",
        "awaits": text.state == State.REVIEW,
        "own": request.user.pk in text.hands,
        "changes": differences(text),
        "clearances": text.clearances.select_related("person", "by", "consent"),
        "form": form or ReasonForm(),
    }
    return render(request, "newsroom/review.html", context)


@require_POST
def clear(request: HttpRequest, public_id: str, language: str) -> HttpResponse:
    """The second reader resolves a mark without changing a word: she may know whom the author does not."""
    _opened, text = text_to_approve(request.user, public_id, language)
    verb, _colon, mark = request.POST.get("do", "").partition(":")
    reason = request.POST.get(f"{REASON}{mark}", "")
    try:
        actions.clear_mark(text, mark, verb, by=request.user, reason=reason)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("newsroom:review", public_id, language)


@require_POST
def approve(request: HttpRequest, public_id: str, language: str) -> HttpResponse:
    _opened, text = text_to_approve(request.user, public_id, language)
    try:
        actions.approve(text, request.POST.get("seen", ""), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Approved, word for word. Any change will ask for a second person again."))
    return redirect("newsroom:review", public_id, language)


@require_POST
def send_back(request: HttpRequest, public_id: str, language: str) -> HttpResponse:
    _opened, text = text_to_approve(request.user, public_id, language)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return review(request, public_id, language, form)
    try:
        actions.send_back(text, by=request.user, reason=form.cleaned_data["reason"])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("newsroom:story", public_id)


@require_POST
def release(request: HttpRequest, public_id: str, language: str) -> HttpResponse:
    _opened, text = text_to_write(request.user, public_id, language)
    try:
        actions.release(text, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("newsroom:review", public_id, language)
    except OSError:
        messages.error(
            request, _("It is released, but the press folder cannot be written. Issue the catalogue again.")
        )
    else:
        messages.success(request, _("Released. The press shows it at its next build."))
    return redirect("newsroom:story", public_id)


@require_POST
def withdraw(request: HttpRequest, public_id: str, release_id: str) -> HttpResponse:
    row = release_for(request.user, public_id, release_id)
    try:
        actions.withdraw(row, by=request.user, reason=request.POST.get("reason", ""))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except OSError:
        messages.error(
            request, _("It is withdrawn, but the press folder cannot be written. Issue the catalogue again.")
        )
    else:
        messages.success(request, _("Withdrawn. The press takes it down at its next build."))
    return redirect("newsroom:story", public_id)
