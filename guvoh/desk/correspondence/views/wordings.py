from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.access import edits_wordings, sees_bodies, writes_letters
from guvoh.desk.correspondence.forms_wordings import LookForm, OriginalForm, OwnKindForm, WordingForm
from guvoh.desk.correspondence.kinds import LANGUAGES, LetterKind, Wording
from guvoh.desk.correspondence.models import OwnKind
from guvoh.desk.correspondence.setting import as_pdf
from guvoh.desk.correspondence.specimen import specimen
from guvoh.desk.correspondence.wordbook import kind_in_force, newest_version, original_of
from guvoh.desk.correspondence.wording_checks import refuse_unfit, tidied
from guvoh.desk.correspondence.wording_pages import (
    differences,
    fields_to_insert,
    preview,
    wording_frame,
    wording_page,
    wording_rows,
)
from guvoh.desk.staff.access import require
from guvoh.desk.staff.attempt import attempt


def wordings(request: HttpRequest) -> HttpResponse:
    require(sees_bodies, request.user)
    context = {
        "rows": wording_rows(request.user),
        "edits": edits_wordings(request.user),
        "writes_letters": writes_letters(request.user),
    }
    return render(request, "correspondence/wordings.html", context)


def _kind(request: HttpRequest, kind_id: str, may: Callable[[Any], bool], language: str = "tg") -> LetterKind:
    require(may, request.user)
    try:
        kind = kind_in_force(kind_id)
    except OwnKind.DoesNotExist as missing:
        raise Http404 from missing
    if language not in LANGUAGES:
        raise Http404
    return kind


def wording(request: HttpRequest, kind_id: str, language: str) -> HttpResponse:
    kind = _kind(request, kind_id, sees_bodies, language)
    return _wording_page(request, kind, language)


def _wording_page(
    request: HttpRequest, kind: LetterKind, language: str, refused: OriginalForm | None = None
) -> HttpResponse:
    page = wording_page(kind, language, request.user)
    version = page["version"].version if page["version"] else 0
    form = refused or OriginalForm(initial={"based_on": version})
    page |= {"edits": edits_wordings(request.user), "form": form}
    return render(request, "correspondence/wording.html", page, status=422 if refused else 200)


@require_POST
def wording_original(request: HttpRequest, kind_id: str, language: str) -> HttpResponse:
    kind = _kind(request, kind_id, edits_wordings, language)
    form = OriginalForm(request.POST)
    if form.is_valid():
        done, _row = attempt(
            form, actions.restore_wording, kind_id, language, by=request.user, **form.cleaned_data
        )
        if done:
            messages.success(request, _("The original is in force again."))
            return redirect("correspondence:wording", kind_id=kind_id, language=language)
    return _wording_page(request, kind, language, form)


@require_safe
def wording_pdf(request: HttpRequest, kind_id: str, language: str) -> HttpResponse:
    return _printed(_kind(request, kind_id, sees_bodies, language).wordings[language], language)


def _printed(wording: Wording, language: str) -> HttpResponse:
    response = HttpResponse(as_pdf(specimen(wording, language)), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="example.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def wording_edit(request: HttpRequest, kind_id: str, language: str) -> HttpResponse:
    kind = _kind(request, kind_id, edits_wordings, language)
    newest = newest_version(kind_id, language)
    only_looks = bool({"look", "pdf"} & request.POST.keys())
    form = (LookForm if only_looks else WordingForm)(
        request.POST or None, wording=kind.wordings[language], version=newest.version if newest else 0
    )
    shown = None if form.is_bound else kind.wordings[language]
    if form.is_bound and form.is_valid():
        if not only_looks:
            return _saved(request, form, kind, language)
        texts = tidied(form.texts())
        _fit, shown = attempt(form, refuse_unfit, texts, language, original_of(kind_id, language))
        if shown and "pdf" in request.POST:
            return _printed(shown, language)
    return _edit_page(request, form, kind, language, shown)


def _saved(request: HttpRequest, form: WordingForm, kind: LetterKind, language: str) -> HttpResponse:
    typed = {name: form.cleaned_data[name] for name in ("based_on", "why")}
    done, saved = attempt(form, actions.save_wording, kind.id, language, form.texts(), by=request.user, **typed)
    if not done:
        return _edit_page(request, form, kind, language, None)
    messages.success(
        request, _("Saved as version %(version)d. New letters are drafted with it.") % {"version": saved.version}
    )
    return redirect("correspondence:wording", kind_id=kind.id, language=language)


def _edit_page(
    request: HttpRequest, form: WordingForm, kind: LetterKind, language: str, shown: Wording | None
) -> HttpResponse:
    """`shown` is the wording of the preview; None where what was typed cannot become a letter yet."""
    page = {
        "form": form,
        "fields": fields_to_insert(kind, language, request.user),
        "looked": form.is_bound and shown is not None,
        **wording_frame(kind, language, request.user),
    }
    if shown:
        page |= {**preview(shown, language), "changes": differences(original_of(kind.id, language), shown)}
    return render(request, "correspondence/wording_edit.html", page, status=422 if form.errors else 200)


def kind_copy(request: HttpRequest, kind_id: str) -> HttpResponse:
    kind = _kind(request, kind_id, edits_wordings)
    initial = {"goes_to": list(kind.goes_to), "rule_id": kind.rule_id}
    form = OwnKindForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        done, own = attempt(form, actions.copy_kind, kind_id, *form.typed(), by=request.user)
        if done:
            messages.success(request, _("The new kind of letter is made. Now write what is different in it."))
            return redirect("correspondence:wording", kind_id=own.id, language=request.user.language)
    page = {"form": form, "kind_name": kind.names[request.user.language]}
    return render(request, "correspondence/wording_copy.html", page, status=422 if form.is_bound else 200)
