from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from guvoh.desk.casework import actions
from guvoh.desk.casework.access import OpenCase, actor_in_case, case_for, case_to_work_on
from guvoh.desk.casework.forms import ConsentForm, DetailForm, NameForm, PersonForm, ReasonForm
from guvoh.desk.casework.meeting import people_met
from guvoh.desk.casework.models import Consent
from guvoh.desk.casework.overview import named_people
from guvoh.desk.casework.pages import Page, answer_form
from guvoh.desk.facts.actions import add_detail, set_name
from guvoh.desk.facts.models import Actor, ActorDetail
from guvoh.desk.facts.vocabulary import DetailKind
from guvoh.desk.staff.roles import Section


def add(request: HttpRequest, code: str) -> HttpResponse:
    opened = case_to_work_on(request.user, code)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.offer([(met.actor, met.label) for met in people_met(request.user, form.sought())])
    page = Page(
        _("Add a person"),
        _("Add"),
        _("The person is in the case."),
        intro=_("Write the name in every script you know it in: the guard looks for all of them in drafts."),
        template="casework/person_form.html",
    )

    def verb() -> Any:
        typed = form.cleaned_data
        fields = {name: typed[name] for name in ("gender", "born_on", "occupation", "protected")}
        told = (typed["role"], form.names(), form.details())
        if form.recognised is None:
            return actions.add_person(opened.case, *told, by=request.user, **fields)
        return actions.recognise_person(opened.case, form.recognised, *told, by=request.user, **fields)

    return answer_form(request, opened, page, form, verb)


def person(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    opened = case_for(request.user, code, Section.IDENTITY)
    actor = actor_in_case(opened, pk)
    context = {
        "opened": opened,
        "case": opened.case,
        "actor": actor,
        "name": opened.name_of(actor),
        "details": _details(opened, actor),
        "roles": [row.get_role_display() for row in opened.case.people.filter(actor=actor)],
        "consents": opened.case.consents.filter(actor=actor),
        "in_force": set(opened.case.consents.in_force().values_list("pk", flat=True)),
        "acts": actor.acts_suffered.filter(event__cases=opened.case).select_related("event"),
    }
    return render(request, "casework/person.html", context)


def _details(opened: OpenCase, actor: Actor) -> QuerySet[ActorDetail]:
    """Without the numbers of other cases: their existence is their teams' to know."""
    elsewhere = Q(kind=DetailKind.CASE_NUMBER) & ~Q(value=opened.case.code)
    return actor.details.exclude(elsewhere)


def _person_address(opened: OpenCase, actor: Actor) -> str:
    return reverse("casework:person", args=[opened.case.code, actor.pk])


def name(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    opened = case_to_work_on(request.user, code)
    actor = actor_in_case(opened, pk)
    form = NameForm(request.POST or None)
    page = Page(_("Write the name in a script"), _("Save"), _("The name is saved."))
    return answer_form(
        request,
        opened,
        page,
        form,
        lambda: set_name(actor, form.cleaned_data, by=request.user),
        _person_address(opened, actor),
    )


def detail(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    opened = case_to_work_on(request.user, code)
    actor = actor_in_case(opened, pk)
    form = DetailForm(request.POST or None)
    page = Page(
        _("Add a telephone, address or other name"), _("Add"), _("Added. The guard looks for it from now on.")
    )
    return answer_form(
        request,
        opened,
        page,
        form,
        lambda: add_detail(actor, form.cleaned_data["kind"], form.cleaned_data["value"], by=request.user),
        _person_address(opened, actor),
    )


def consent_add(request: HttpRequest, code: str) -> HttpResponse:
    opened = case_to_work_on(request.user, code)
    form = ConsentForm(request.POST or None, people=named_people(opened))
    page = Page(
        _("Record a consent"),
        _("Save"),
        _("The consent is recorded."),
        intro=_("One purpose at a time. Without a consent in force, everything stays inside the coalition."),
    )

    def verb() -> Any:
        typed = dict(form.cleaned_data)
        return actions.give_consent(opened.case, typed.pop("actor"), by=request.user, **typed)

    return answer_form(request, opened, page, form, verb)


def consent_withdraw(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    opened = case_to_work_on(request.user, code)
    consent = get_object_or_404(Consent, case=opened.case, pk=pk, withdrawn_on__isnull=True)
    form = ReasonForm(request.POST or None)
    page = Page(
        _("Withdraw a consent"),
        _("Withdraw"),
        _("Withdrawn. Nothing new leaves for this purpose."),
        intro=_(
            "What was sent or published before cannot be called back by this; a published story must be withdrawn."
        ),
        grave=True,
    )
    return answer_form(
        request,
        opened,
        page,
        form,
        lambda: actions.withdraw_consent(consent, by=request.user, reason=form.cleaned_data["reason"]),
    )
