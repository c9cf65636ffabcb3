from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guvoh.desk.casework.pages import Page, answer_form
from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.elements_forms import AboutSubject, AllegationForm, FactForm, StateForm
from guvoh.desk.correspondence.elements_page import Subject, elements_page, heading_of, row_of, subject_for

FORM = "correspondence/elements_form.html"


def elements(request: HttpRequest, code: str, event: int) -> HttpResponse:
    page = elements_page(subject_for(request.user, code, event))
    return render(request, "correspondence/elements.html", page)


def fact_add(request: HttpRequest, code: str, event: int, heading: str) -> HttpResponse:
    subject = subject_for(request.user, code, event)
    named = heading_of(heading)
    form = FactForm(request.POST or None, subject=subject, heading=named)
    intro = _("One fact, and how far it bears this out. What nobody knows is worth recording too.")
    page = Page(str(named.label), _("Add"), _("Recorded."), intro=intro, template=FORM)
    return _answer(request, subject, page, form, actions.add_fact, heading=named)


def allegation_add(request: HttpRequest, code: str, event: int) -> HttpResponse:
    subject = subject_for(request.user, code, event)
    form = AllegationForm(request.POST or None, subject=subject)
    intro = _("Her words stand by themselves, apart from our map and from what the state calls it.")
    page = Page(_("What the person says"), _("Add"), _("Recorded."), intro=intro, template=FORM)
    return _answer(request, subject, page, form, actions.write_allegation)


def state_add(request: HttpRequest, code: str, event: int) -> HttpResponse:
    subject = subject_for(request.user, code, event)
    form = StateForm(request.POST or None, subject=subject)
    intro = _("Which article, by whom, when, and by which document. A newer decision is added, not written over.")
    page = Page(_("What the state calls it"), _("Add"), _("Recorded."), intro=intro, template=FORM)
    return _answer(request, subject, page, form, actions.qualify_as_state_does)


def _answer(
    request: HttpRequest, subject: Subject, page: Page, form: AboutSubject, verb: Callable[..., Any], **more: Any
) -> HttpResponse:
    case, event = subject.opened.case, subject.event
    return answer_form(
        request,
        subject.opened,
        page,
        form,
        lambda: verb(case, event, by=request.user, **form.cleaned_data, **more),
        reverse("correspondence:elements", args=[case.code, event.pk]),
    )


@require_POST
def take_back(request: HttpRequest, code: str, event: int, what: str, pk: int) -> HttpResponse:
    row = row_of(subject_for(request.user, code, event), what, pk)
    try:
        actions.retract(row, request.POST.get("reason", ""), by=request.user)
        messages.success(request, _("Taken back. It stays below, with the reason."))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("correspondence:elements", code=code, event=event)
