from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guvoh.desk.casework import actions
from guvoh.desk.casework.access import (
    case_for,
    case_to_lead,
    case_to_work_on,
    cases_found,
    opens_cases,
    opens_in_emergency,
    sees_case_list,
    with_titles,
)
from guvoh.desk.casework.forms import CaseForm, ClosureForm, ReasonForm, TeamForm
from guvoh.desk.casework.models import Case
from guvoh.desk.casework.overview import overview
from guvoh.desk.casework.pages import Page, answer_form
from guvoh.desk.casework.sealing import seal_state
from guvoh.desk.staff.access import require
from guvoh.desk.staff.attempt import attempt
from guvoh.desk.staff.panels import panels_for
from guvoh.desk.staff.record import record
from guvoh.desk.staff.searching import asked, remember

CASES_ON_A_PAGE = 40


def index(request: HttpRequest) -> HttpResponse:
    require(sees_case_list, request.user)
    if request.method == "POST":
        return remember(request, "cases")
    typed = asked(request, "cases")
    words, state = typed.get("words", "").strip(), typed.get("state", Case.State.OPEN)
    page = Paginator(cases_found(request.user, words, state), CASES_ON_A_PAGE).get_page(request.GET.get("page"))
    record("cases.listed", by=request.user, shown=len(page))
    context = {
        "page": page,
        "rows": with_titles(request.user, page),
        "words": words,
        "state": state,
        "states": Case.State.choices,
        "may_open": opens_cases(request.user),
        "may_hurry": opens_in_emergency(request.user),
    }
    return render(request, "casework/index.html", context)


def new(request: HttpRequest) -> HttpResponse:
    require(opens_cases, request.user)
    form = CaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done, case = attempt(form, actions.open_case, **form.cleaned_data, by=request.user)
        if done:
            messages.success(request, _("The case is open. Add the client first."))
            return redirect("casework:case", code=case.code)
    return render(request, "casework/new.html", {"form": form}, status=422 if form.is_bound else 200)


def case(request: HttpRequest, code: str) -> HttpResponse:
    opened = case_for(request.user, code)
    context = {**overview(opened), "sealed": seal_state(opened), "panels": panels_for("case", opened)}
    return render(request, "casework/case.html", context)


def describe(request: HttpRequest, code: str) -> HttpResponse:
    opened = case_to_work_on(request.user, code)
    form = CaseForm(request.POST or None, instance=opened.case if request.method == "GET" else None)
    page = Page(_("Title and summary"), _("Save"), _("Saved."))
    return answer_form(
        request,
        opened,
        page,
        form,
        lambda: actions.describe_case(opened.case, by=request.user, **form.cleaned_data),
    )


def team_add(request: HttpRequest, code: str) -> HttpResponse:
    opened = case_to_lead(request.user, code)
    form = TeamForm(request.POST or None, case=opened.case)
    page = Page(_("Add a colleague to the team"), _("Add to the team"), _("The case is open to her now."))
    return answer_form(
        request,
        opened,
        page,
        form,
        lambda: actions.add_to_team(
            opened.case, form.cleaned_data["member"], form.cleaned_data["sections"] or None, by=request.user
        ),
    )


@require_POST
def team_leave(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    opened = case_to_lead(request.user, code)
    seat = get_object_or_404(opened.case.team.current(), pk=pk)
    try:
        actions.leave_team(seat, by=request.user)
        messages.success(request, _("The case is closed to this colleague from now on."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    if seat.member == request.user:
        return redirect("casework:index")
    return redirect("casework:case", code=code)


def close(request: HttpRequest, code: str) -> HttpResponse:
    opened = case_to_lead(request.user, code)
    form = ClosureForm(request.POST or None, case=opened.case)
    page = Page(
        _("Close the case"),
        _("Close the case"),
        _("The case is closed. It can be reopened at any time."),
        intro=_("Say how it ended. Everything stays readable, and the case can be reopened."),
    )
    return answer_form(
        request, opened, page, form, lambda: actions.close_case(opened.case, by=request.user, **form.cleaned_data)
    )


def reopen(request: HttpRequest, code: str) -> HttpResponse:
    opened = case_to_lead(request.user, code)
    form = ReasonForm(request.POST or None)
    page = Page(_("Reopen the case"), _("Reopen"), _("The case is open again."))
    return answer_form(
        request,
        opened,
        page,
        form,
        lambda: actions.reopen_case(opened.case, by=request.user, reason=form.cleaned_data["reason"]),
    )
