from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from guvoh.desk.newsroom import actions
from guvoh.desk.newsroom.access import OpenStory, story_to_write, text_for
from guvoh.desk.newsroom.forms import TextForm
from guvoh.desk.newsroom.guarding import look_at
from guvoh.desk.newsroom.models import StoryText
from guvoh.desk.newsroom.presenting import mark_rows, marked_parts, person_rows, rendered
from guvoh.desk.newsroom.vocabulary import Decision, Language
from guvoh.desk.staff.attempt import attempt

REASON = "reason-"


def edit(request: HttpRequest, public_id: str, language: str) -> HttpResponse:
    opened = story_to_write(request.user, public_id)
    text = opened.text_in(language)
    if request.method != "POST":
        return _page(request, opened, language, TextForm.of(text))
    form = TextForm(request.POST)
    if not form.is_valid():
        return _page(request, opened, language, form)
    based_on = form.cleaned_data["based_on"]
    saved, text = attempt(
        form, actions.save_text, opened.story, language, by=request.user, based_on=based_on, **form.words
    )
    if not saved:
        return _page(request, opened, language, form)
    try:
        _resolve(text, request)
    except ValidationError as error:
        # the text itself is saved: only what was asked for beside did not happen
        messages.error(request, " ".join(error.messages))
        return _page(request, opened, language, TextForm.of(opened.text_in(language)))
    return _after(request, public_id, language)


def _after(request: HttpRequest, public_id: str, language: str) -> HttpResponse:
    wish = request.POST.get("do", "")
    if wish == "send":
        messages.success(request, _("A second person can read it now."))
        return redirect("newsroom:review", public_id, language)
    if not wish:
        messages.success(request, _("Saved."))
    return redirect(f"{request.path}#marks" if wish else request.path)


def _resolve(text: StoryText, request: HttpRequest) -> None:
    """Do what the button says that sent the form: send it on, or resolve marks. Raises ValidationError."""
    verb, _colon, which = request.POST.get("do", "").partition(":")
    if verb == "send":
        actions.send_to_review(text, by=request.user)
    elif verb in (Decision.INITIALS, Decision.ROLE):
        actions.replace_mark(text, which, verb, by=request.user)
    elif verb in (Decision.ANOTHER_PERSON, Decision.CONSENTED):
        reason = request.POST.get(f"{REASON}{which}", "")
        actions.clear_mark(text, which, verb, by=request.user, reason=reason)
    elif verb in ("all-initials", "all-role"):
        actions.replace_all_marks(text, which, verb.removeprefix("all-"), by=request.user)


def _page(request: HttpRequest, opened: OpenStory, language: str, form: TextForm) -> HttpResponse:
    text = opened.text_in(language)
    context = frame(opened, language) | {"form": form, "text": text}
    if text is not None:
        typed = {
            name.removeprefix(REASON): words for name, words in request.POST.items() if name.startswith(REASON)
        }
        context |= guard_context(opened, text, typed)
    return render(request, "newsroom/edit.html", context)


def frame(opened: OpenStory, language: str) -> dict[str, object]:
    """What every page of one text shows around it."""
    return {
        "opened": opened,
        "story": opened.story,
        "language": language,
        "language_label": Language(language).label,
        "tabs": [(code, label, code == language) for code, label in Language.choices],
    }


def guard_context(opened: OpenStory, text: StoryText, typed: dict[str, str] | None = None) -> dict[str, object]:
    try:
        look = look_at(text)
    except ValidationError as error:
        return {"unchecked": " ".join(error.messages)}
    rows = mark_rows(look, opened, typed)
    return {"look": look, "rows": rows, "people": person_rows(rows), "parts": marked_parts(look, rows)}


def preview(request: HttpRequest, public_id: str, language: str) -> HttpResponse:
    opened, text = text_for(request.user, public_id, language)
    context = frame(opened, language) | {
        "text": text,
        "body": rendered(text.body),
        "pictures": opened.pictures(language),
    }
    return render(request, "newsroom/preview.html", context)


def history(request: HttpRequest, public_id: str, language: str) -> HttpResponse:
    opened, text = text_for(request.user, public_id, language)
    revisions = text.revisions.select_related("saved_by")
    clearances = text.clearances.select_related("person", "by", "consent")
    context = frame(opened, language) | {"text": text, "revisions": revisions, "clearances": clearances}
    return render(request, "newsroom/history.html", context)
