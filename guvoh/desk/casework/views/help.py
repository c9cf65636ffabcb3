from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guvoh.desk.casework import actions
from guvoh.desk.casework.access import case_to_work_on, may_see, referral_for, takes_referrals, task_in_case
from guvoh.desk.casework.forms import (
    AppointmentForm,
    InterventionForm,
    NeedForm,
    ReasonForm,
    ReferralForm,
    TaskForm,
)
from guvoh.desk.casework.models import Need, Referral
from guvoh.desk.casework.pages import Page, answer_form
from guvoh.desk.casework.vocabulary import NeedKind, ReferralState
from guvoh.desk.staff.attempt import attempt
from guvoh.desk.staff.roles import Role

ROLES_FOR_NEED = {
    NeedKind.LEGAL: {Role.LAWYER, Role.PARTNER},
    NeedKind.PSYCHOLOGICAL: {Role.PSYCHOLOGIST, Role.PARTNER},
    NeedKind.MEDICAL: {Role.DOCTOR, Role.PARTNER},
    NeedKind.SAFETY: {Role.OFFICER, Role.COORDINATOR, Role.PARTNER},
    NeedKind.MATERIAL: {Role.OFFICER, Role.COORDINATOR, Role.PARTNER},
}


def need_add(request: HttpRequest, code: str) -> HttpResponse:
    opened = case_to_work_on(request.user, code)
    form = NeedForm(request.POST or None)
    page = Page(_("Add a need"), _("Add"), _("Recorded. Now refer it to a colleague."))
    return answer_form(
        request, opened, page, form, lambda: actions.add_need(opened.case, by=request.user, **form.cleaned_data)
    )


def refer(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    opened = case_to_work_on(request.user, code)
    need = get_object_or_404(Need, case=opened.case, pk=pk)
    form = ReferralForm(request.POST or None, roles=ROLES_FOR_NEED[NeedKind(need.kind)])
    page = Page(
        _("Refer to a colleague"),
        _("Send the referral"),
        _("The referral is sent."),
        intro=_("The colleague sees the need and your message. The case opens to her when she accepts."),
    )

    def verb() -> Any:
        typed = dict(form.cleaned_data)
        return actions.send_referral(need, typed.pop("to_member"), by=request.user, **typed)

    return answer_form(request, opened, page, form, verb)


def referral(request: HttpRequest, pk: int) -> HttpResponse:
    """The addressee's own page: the need and the message, and the answer to give."""
    found = referral_for(request.user, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done, _none = attempt(
            form, actions.decline_referral, found, by=request.user, reason=form.cleaned_data["reason"]
        )
        if done:
            messages.success(request, _("Declined. The colleague who sent it sees your reason."))
            return redirect("home")
    context = {
        "referral": found,
        "form": form,
        "sees_case": may_see(request.user, found.need.case),
        "joins": takes_referrals(request.user),
    }
    return render(request, "casework/referral.html", context, status=422 if form.is_bound else 200)


@require_POST
def referral_accept(request: HttpRequest, pk: int) -> HttpResponse:
    found = referral_for(request.user, pk)
    form = ReasonForm({})
    done, _none = attempt(form, actions.accept_referral, found, by=request.user)
    if not done:
        messages.error(request, " ".join(form.non_field_errors()))
        return redirect("casework:referral", pk=pk)
    if not may_see(request.user, found.need.case):
        messages.success(request, _("Accepted. The colleague who sent it sees that you take it up."))
        return redirect("casework:referral", pk=pk)
    messages.success(request, _("Accepted. The case is open to you."))
    return redirect("casework:case", code=found.need.case.code)


def appointment(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    opened = case_to_work_on(request.user, code)
    found = get_object_or_404(Referral, need__case=opened.case, pk=pk)
    form = AppointmentForm(request.POST or None)
    page = Page(_("Set an appointment"), _("Save"), _("The appointment is in the case's story."))
    return answer_form(
        request,
        opened,
        page,
        form,
        lambda: actions.set_appointment(
            found, form.cleaned_data["at"], form.cleaned_data["place"], by=request.user
        ),
    )


@require_POST
def referral_close(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Finish an accepted referral, or take back one that was not answered."""
    opened = case_to_work_on(request.user, code)
    found = get_object_or_404(Referral, need__case=opened.case, pk=pk)
    verb = actions.finish_referral if found.state == ReferralState.ACCEPTED else actions.revoke_referral
    form = ReasonForm({})
    done, _none = attempt(form, verb, found, by=request.user)
    if not done:
        messages.error(request, " ".join(form.non_field_errors()))
    return redirect("casework:case", code=code)


def intervention_add(request: HttpRequest, code: str) -> HttpResponse:
    opened = case_to_work_on(request.user, code)
    form = InterventionForm(request.POST or None)
    page = Page(_("Record what was done"), _("Save"), _("It is in the case's story."))
    return answer_form(
        request,
        opened,
        page,
        form,
        lambda: actions.record_intervention(opened.case, by=request.user, **form.cleaned_data),
    )


def task_add(request: HttpRequest, code: str) -> HttpResponse:
    opened = case_to_work_on(request.user, code)
    form = TaskForm(request.POST or None, case=opened.case)
    page = Page(_("Add a task"), _("Add"), _("The task is given."))
    return answer_form(
        request, opened, page, form, lambda: actions.add_task(opened.case, by=request.user, **form.cleaned_data)
    )


@require_POST
def task_done(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    opened = case_to_work_on(request.user, code)
    actions.finish_task(task_in_case(opened, pk), by=request.user)
    messages.success(request, _("Done."))
    return redirect("casework:case", code=code)
