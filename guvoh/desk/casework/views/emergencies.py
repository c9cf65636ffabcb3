from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guvoh.desk.casework import actions
from guvoh.desk.casework.access import (
    case_in_emergency,
    case_to_lead,
    emergency_to_end,
    opens_in_emergency,
    task_in_case,
)
from guvoh.desk.casework.emergency_forms import EmergencyForm, HandOverForm
from guvoh.desk.casework.pages import Page, answer_form
from guvoh.desk.staff.access import require
from guvoh.desk.staff.attempt import attempt
from guvoh.desk.staff.permissions import emergency_sections
from guvoh.desk.staff.proof import fresh_proof_to_change


@fresh_proof_to_change
def emergency(request: HttpRequest) -> HttpResponse:
    require(opens_in_emergency, request.user)
    hers = emergency_sections(request.user.roles, same_organisation=True)
    form = EmergencyForm(request.POST or None, sections=hers)
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        case = case_in_emergency(request.user, typed.pop("code").strip())
        if case is None:
            form.add_error("code", _("No case of this number can be opened to you in an emergency."))
        else:
            done, _made = attempt(form, actions.open_in_emergency, case, by=request.user, **typed)
            if done:
                return redirect("casework:case", code=case.code)
    return render(request, "casework/emergency.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def emergency_end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    found = emergency_to_end(request.user, code, pk)
    actions.end_emergency(found, by=request.user)
    messages.success(request, _("The case is closed to her again."))
    if found.member == request.user:
        return redirect("casework:index")
    return redirect("casework:case", code=code)


def task_hand_over(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    opened = case_to_lead(request.user, code)
    task = task_in_case(opened, pk)
    form = HandOverForm(request.POST or None, case=opened.case)
    page = Page(_("Hand the task over"), _("Hand over"), _("The task is handed over."), intro=task.title)
    return answer_form(
        request,
        opened,
        page,
        form,
        lambda: actions.hand_over_task(task, form.cleaned_data["owner"], by=request.user),
    )
