from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from guvoh.desk.casework import actions
from guvoh.desk.casework.access import OpenCase, case_for, case_to_work_on
from guvoh.desk.casework.forms import ActForm, EventForm, FigureForm, InvolvementForm, SourceForm
from guvoh.desk.casework.overview import named_people
from guvoh.desk.casework.pages import Page, answer_form
from guvoh.desk.facts.actions import add_act, add_figure, add_source, change_event, involve
from guvoh.desk.facts.models import Act, Event
from guvoh.desk.facts.vocabulary import SourceKind


def _event(opened: OpenCase, pk: int) -> Event:
    return get_object_or_404(opened.case.events, pk=pk)


def _address(opened: OpenCase, event: Event) -> str:
    return reverse("casework:event", args=[opened.case.code, event.pk])


def add(request: HttpRequest, code: str) -> HttpResponse:
    opened = case_to_work_on(request.user, code)
    form = EventForm(request.POST or None)
    page = Page(
        _("Add an event"),
        _("Add"),
        _("The event is recorded. Now add what was done, to whom and by whom."),
        intro=_("One event, one place and time. What was done to each person is recorded next."),
        onward=lambda event: _address(opened, event),
    )
    return answer_form(
        request,
        opened,
        page,
        form,
        lambda: actions.add_event_to_case(opened.case, by=request.user, **form.cleaned_data),
    )


def event(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    opened = case_for(request.user, code)
    event = _event(opened, pk)
    sources = list(event.sources.all())
    context = {
        "opened": opened,
        "case": opened.case,
        "event": event,
        "title": opened.text(event.title),
        "narrative": opened.text(event.narrative),
        "acts": [_act_row(opened, act) for act in _acts(event)],
        "official": [_source_row(opened, source) for source in sources if source.kind == SourceKind.OFFICIAL],
        "sources": [_source_row(opened, source) for source in sources if source.kind != SourceKind.OFFICIAL],
        "figures": [
            (figure, opened.text(figure.wording), opened.text(figure.source.title))
            for figure in event.figures.select_related("source", "other")
        ],
        "links": [
            (link, title) for link in event.links.select_related("other") if (title := opened.title_of(link.other))
        ],
    }
    return render(request, "casework/event.html", context)


def _acts(event: Event) -> list[Act]:
    return list(
        event.acts.select_related("victim", "because_of_actor", "because_of_event").prefetch_related(
            "victim__names", "because_of_actor__names", "involvements__perpetrator__names"
        )
    )


def _act_row(opened: OpenCase, act: Act) -> dict[str, Any]:
    return {
        "act": act,
        "victim": opened.name_of(act.victim),
        "method": opened.text(act.method),
        "because_of": opened.name_of(act.because_of_actor) if act.because_of_actor else "",
        "because_of_event": opened.title_of(act.because_of_event) if act.because_of_event else "",
        "involvements": [(row, opened.name_of(row.perpetrator)) for row in act.involvements.all()],
    }


def _source_row(opened: OpenCase, source: Any) -> dict[str, Any]:
    return {"source": source, "title": opened.text(source.title), "content": opened.text(source.content)}


def change(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    opened = case_to_work_on(request.user, code)
    event = _event(opened, pk)
    form = EventForm(request.POST or None, instance=None if request.method == "POST" else event)
    page = Page(_("Correct the event"), _("Save"), _("Saved."))
    return answer_form(
        request,
        opened,
        page,
        form,
        lambda: change_event(event, by=request.user, **form.cleaned_data),
        _address(opened, event),
    )


def act_add(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    opened = case_to_work_on(request.user, code)
    event = _event(opened, pk)
    form = ActForm(request.POST or None, people=named_people(opened), events=list(opened.case.events.all()))
    page = Page(
        _("Add what was done"),
        _("Add"),
        _("Recorded."),
        intro=_("One kind of harm to one person. Add as many as there were."),
    )

    def verb() -> Any:
        typed = dict(form.cleaned_data)
        return add_act(event, typed.pop("victim"), by=request.user, **typed)

    return answer_form(request, opened, page, form, verb, _address(opened, event))


def involve_add(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    opened = case_to_work_on(request.user, code)
    act = get_object_or_404(Act, pk=pk, event__in=opened.case.events.all())
    form = InvolvementForm(request.POST or None, people=named_people(opened, officials_first=True))
    page = Page(
        _("Add who took part"),
        _("Add"),
        _("Recorded."),
        intro=_("An official has to be in the case first: add her as a person with the role “Official”."),
    )

    def verb() -> Any:
        typed = dict(form.cleaned_data)
        return involve(act, typed.pop("perpetrator"), by=request.user, **typed)

    return answer_form(request, opened, page, form, verb, _address(opened, act.event))


def source_add(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    opened = case_to_work_on(request.user, code)
    event = _event(opened, pk)
    form = SourceForm(request.POST or None)
    page = Page(
        _("Add a source"),
        _("Add"),
        _("The source is recorded."),
        intro=_("Grade the source and what it says apart: a good source can be wrong."),
    )
    return answer_form(
        request,
        opened,
        page,
        form,
        lambda: add_source(event, by=request.user, **form.cleaned_data),
        _address(opened, event),
    )


def figure_add(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    opened = case_to_work_on(request.user, code)
    event = _event(opened, pk)
    form = FigureForm(request.POST or None, event=event)
    page = Page(
        _("Add a figure"),
        _("Add"),
        _("The figure is recorded beside the others."),
        intro=_("A figure is a claim of one source. It is never changed: a newer one is added and linked to it."),
    )

    def verb() -> Any:
        typed = dict(form.cleaned_data)
        return add_figure(event, typed.pop("source"), by=request.user, **typed)

    return answer_form(request, opened, page, form, verb, _address(opened, event))
