from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guvoh.desk.casework.access import case_to_work_on
from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.access import filing_for, link_in_filing
from guvoh.desk.correspondence.filings.forms import (
    FieldsForm,
    FiledForm,
    LinkForm,
    StartForm,
    StepForm,
)
from guvoh.desk.correspondence.filings.mechanisms import mechanisms
from guvoh.desk.correspondence.filings.page import Choice, filing_page, filings_page
from guvoh.desk.correspondence.forms import ReasonForm
from guvoh.desk.correspondence.models import Filing
from guvoh.desk.staff.attempt import attempt

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def filings(request: HttpRequest, code: str) -> HttpResponse:
    page = filings_page(case_to_work_on(request.user, code))
    return render(request, "correspondence/filings/list.html", page)


def start(request: HttpRequest, code: str, mechanism_id: str) -> HttpResponse:
    opened = case_to_work_on(request.user, code)
    mechanism = mechanisms().get(mechanism_id)
    if mechanism is None:
        raise Http404
    form = StartForm(
        request.POST or None,
        case=opened.case,
        language=request.user.language,
        initial={"event": opened.case.events.first()},
    )
    if request.method == "POST" and form.is_valid():
        people, event = form.cleaned_data["people"], form.cleaned_data["event"]
        done, begun = attempt(
            form, actions.start_filing, opened.case, mechanism.id, people, event, by=request.user
        )
        if done:
            messages.success(request, _("Begun. What the case knows is filled in; write the rest in English."))
            return redirect("correspondence:filing_edit", code=code, pk=begun.pk)
    context = {"case": opened.case, "choice": Choice(mechanism), "form": form}
    return render(request, "correspondence/filings/start.html", context, status=422 if form.is_bound else 200)


def filing(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    opened, found = filing_for(request.user, code, pk)
    return render(request, "correspondence/filings/filing.html", filing_page(opened, found))


def edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    _opened, draft = filing_for(request.user, code, pk)
    if not draft.is_draft:
        return _back(draft)
    form = FieldsForm(request.POST or None, filing=draft)
    if request.method == "POST" and form.is_valid():
        done, _saved = attempt(form, actions.edit_filing, draft, form.typed(), by=request.user)
        if done:
            messages.success(request, _("Saved."))
            return _back(draft)
    context = {"case": draft.case, "filing": draft, "choice": Choice(mechanisms()[draft.mechanism]), "form": form}
    return render(request, "correspondence/filings/edit.html", context, status=422 if form.is_bound else 200)


def _back(found: Filing) -> HttpResponse:
    return redirect("correspondence:filing", code=found.case.code, pk=found.pk)


def _do(request: HttpRequest, found: Filing, verb: Callable[[], Any], done: str) -> HttpResponse:
    """Run a verb and go back to the filing; a refusal stands at the head of its page."""
    try:
        verb()
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
    else:
        messages.success(request, done)
    return _back(found)


@require_POST
def finalise(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    _opened, found = filing_for(request.user, code, pk)
    done = _("The filing is final, with the seal of its text.")
    return _do(request, found, lambda: actions.finalise_filing(found, by=request.user), done)


@require_POST
def release(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    _opened, found = filing_for(request.user, code, pk)
    seen = request.POST.get("seen", "")
    done = _("Released. The dossier may leave now.")
    return _do(request, found, lambda: actions.release_filing(found, seen, by=request.user), done)


@require_POST
def remind(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    _opened, found = filing_for(request.user, code, pk)
    done = _("The days that are still to come stand on the author's list of tasks.")
    return _do(request, found, lambda: actions.set_reminders(found, by=request.user), done)


@require_POST
def another_person(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    _opened, found = filing_for(request.user, code, pk)
    fingerprint, reason = request.POST.get("fingerprint", ""), request.POST.get("reason", "")
    done = _("Noted. It holds for this place of the filing only.")
    return _do(
        request, found, lambda: actions.clear_filing_words(found, fingerprint, reason, by=request.user), done
    )


@require_POST
def discard(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    _opened, found = filing_for(request.user, code, pk)
    try:
        actions.discard_filing(found, by=request.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("correspondence:filing", code=code, pk=pk)
    messages.success(request, _("The draft is thrown away."))
    return redirect("correspondence:filings", code=code)


def reopen(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    _opened, found = filing_for(request.user, code, pk)
    form = ReasonForm(request.POST or None)
    page = {"heading": _("Back to a draft"), "done": _("It is a draft again."), "button": _("Back to a draft")}
    return _answer(
        request,
        found,
        form,
        page,
        lambda: actions.reopen_filing(found, form.cleaned_data["reason"], by=request.user),
    )


def register(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    _opened, found = filing_for(request.user, code, pk)
    form = FiledForm(request.POST or None, initial={"filed_on": timezone.localdate()})
    page = {"heading": _("Handed in"), "done": _("Recorded."), "button": _("Save")}
    return _answer(
        request, found, form, page, lambda: actions.register_filing(found, by=request.user, **form.cleaned_data)
    )


def step(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    _opened, found = filing_for(request.user, code, pk)
    form = StepForm(request.POST or None, initial={"on": timezone.localdate()})
    page = {"heading": _("What became of it"), "done": _("Recorded."), "button": _("Save")}
    return _answer(
        request, found, form, page, lambda: actions.record_step(found, by=request.user, **form.cleaned_data)
    )


def link_add(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    _opened, found = filing_for(request.user, code, pk)
    form = LinkForm(request.POST or None, filing=found, language=request.user.language)
    page = {"heading": _("Who is responsible, and for what"), "done": _("Saved."), "button": _("Save")}
    return _answer(
        request, found, form, page, lambda: actions.link_to_act(found, by=request.user, **form.cleaned_data)
    )


@require_POST
def link_out(request: HttpRequest, code: str, pk: int, link: int) -> HttpResponse:
    _opened, found = filing_for(request.user, code, pk)
    row = link_in_filing(found, link)
    return _do(request, found, lambda: actions.take_link_out(row, by=request.user), _("Taken out."))


def _answer(
    request: HttpRequest, found: Filing, form: Any, page: dict[str, str], verb: Callable[[], Any]
) -> HttpResponse:
    """Show a form about a filing; on a good POST run the verb and go back to the filing."""
    if request.method == "POST" and form.is_valid():
        done, _outcome = attempt(form, verb)
        if done:
            messages.success(request, page["done"])
            return _back(found)
    context = {
        "case": found.case,
        "filing": found,
        "choice": Choice(mechanisms()[found.mechanism]),
        "form": form,
        **page,
    }
    return render(request, "correspondence/filings/form.html", context, status=422 if form.is_bound else 200)


def pdf(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    return _download(request, code, pk, "pdf")


def docx(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    return _download(request, code, pk, "docx")


def _download(request: HttpRequest, code: str, pk: int, form: str) -> HttpResponse:
    _opened, found = filing_for(request.user, code, pk)
    try:
        made = actions.export_filing(found, form, by=request.user)
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
        return _back(found)
    response = HttpResponse(made, content_type="application/pdf" if form == "pdf" else WORD)
    response["Content-Disposition"] = f'attachment; filename="filing-{found.pk}.{form}"'
    response["Cache-Control"] = "no-store"
    return response
