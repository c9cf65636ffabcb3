from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guvoh.desk.casework.access import OpenCase, case_to_work_on
from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.access import letter_for
from guvoh.desk.correspondence.disclosure import consenting_clients
from guvoh.desk.correspondence.forms import LetterForm, PlanForm
from guvoh.desk.correspondence.ladder import next_rung
from guvoh.desk.correspondence.ladder_page import ladder_page
from guvoh.desk.correspondence.letter_page import letter_page
from guvoh.desk.correspondence.models import Letter
from guvoh.desk.correspondence.wordbook import known_kind
from guvoh.desk.staff.attempt import attempt


def letter(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "correspondence/letter.html", letter_page(letter_for(request.user, pk), request.user))


def ladder(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "correspondence/ladder.html", ladder_page(case_to_work_on(request.user, code)))


def new(request: HttpRequest, code: str) -> HttpResponse:
    opened = case_to_work_on(request.user, code)
    event = opened.case.events.first()
    initial = {"language": "tg", "written_on": timezone.localdate(), "event": event}
    form = PlanForm(request.POST or None, case=opened.case, initial=initial)
    if request.method == "POST" and form.is_valid():
        done, drafted = attempt(form, actions.draft_letter, opened.case, form.plan(), by=request.user)
        if done:
            messages.success(
                request, _("The draft is made. Read it, change what has to be changed, then make it final.")
            )
            return redirect("correspondence:edit", pk=drafted.pk)
    return _plan_page(request, opened, form)


def follow(request: HttpRequest, pk: int) -> HttpResponse:
    earlier = letter_for(request.user, pk)
    opened = case_to_work_on(request.user, earlier.case.code)
    try:
        proposed = next_rung(earlier)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("correspondence:letter", pk=pk)
    form = PlanForm(request.POST or None, case=opened.case, initial=vars(proposed))
    if request.method == "POST" and form.is_valid():
        done, drafted = attempt(form, actions.follow_up, earlier, form.plan(), by=request.user)
        if done:
            messages.success(
                request, _("The next letter is drafted, with the table of what was asked and answered.")
            )
            return redirect("correspondence:edit", pk=drafted.pk)
    return _plan_page(request, opened, form, earlier)


def _plan_page(
    request: HttpRequest, opened: OpenCase, form: PlanForm, earlier: Letter | None = None
) -> HttpResponse:
    context = {"opened": opened, "case": opened.case, "form": form, "earlier": earlier}
    try:
        context["clients"] = consenting_clients(opened.case)
    except ValidationError as refused:
        context["refused"] = " ".join(refused.messages)
    return render(request, "correspondence/new.html", context, status=422 if form.is_bound else 200)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    draft = letter_for(request.user, pk)
    if not draft.is_draft:
        return redirect("correspondence:letter", pk=pk)
    form = LetterForm(request.POST or None, instance=draft)
    if request.method == "POST" and form.is_valid():
        typed = form.typed()
        done, _saved = attempt(form, actions.edit_letter, draft, typed.pop("asked"), by=request.user, **typed)
        if done:
            messages.success(request, _("Saved."))
            return redirect("correspondence:letter", pk=pk)
    kind = known_kind(draft.template).names[request.user.language]
    context = {"letter": draft, "form": form, "kind": kind}
    return render(request, "correspondence/edit.html", context, status=422 if form.is_bound else 200)


@require_POST
def finalise(request: HttpRequest, pk: int) -> HttpResponse:
    draft = letter_for(request.user, pk)
    try:
        actions.finalise_letter(draft, by=request.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(
            request, _("The letter is final and has its number. Print it, sign it, and register its delivery.")
        )
    return redirect("correspondence:letter", pk=pk)


@require_POST
def another_person(request: HttpRequest, pk: int) -> HttpResponse:
    found = letter_for(request.user, pk)
    fingerprint, reason = request.POST.get("fingerprint", ""), request.POST.get("reason", "")
    try:
        actions.clear_name(found, fingerprint, reason, by=request.user)
    except ValidationError as refused:
        page = letter_page(found, request.user)
        page |= {"typed_for": fingerprint, "typed": reason, "refused": " ".join(refused.messages)}
        return render(request, "correspondence/letter.html", page, status=422)
    messages.success(request, _("Noted. It holds for this place of the letter only."))
    return redirect("correspondence:letter", pk=pk)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    draft = letter_for(request.user, pk)
    code = draft.case.code
    try:
        actions.discard_letter(draft, by=request.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("correspondence:letter", pk=pk)
    messages.success(request, _("The draft is thrown away."))
    return redirect("casework:case", code=code)


def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    return _download(request, pk, "pdf", "application/pdf")


def docx(request: HttpRequest, pk: int) -> HttpResponse:
    content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return _download(request, pk, "docx", content_type)


def _download(request: HttpRequest, pk: int, form: str, content_type: str) -> HttpResponse:
    found = letter_for(request.user, pk)
    try:
        made = actions.export_letter(found, form, by=request.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("correspondence:letter", pk=pk)
    response = HttpResponse(made, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="letter-{found.pk}.{form}"'
    response["Cache-Control"] = "no-store"
    return response
