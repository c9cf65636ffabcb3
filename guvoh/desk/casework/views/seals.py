from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guvoh.desk.casework import actions
from guvoh.desk.casework.access import case_to_lead, halves_of, open_case_for
from guvoh.desk.casework.forms import ReasonForm
from guvoh.desk.casework.pages import Page, answer_form
from guvoh.desk.casework.seal_forms import RecoveryForm, SealForm
from guvoh.desk.casework.sealing import before_sealing
from guvoh.desk.staff.attempt import attempt
from guvoh.desk.staff.proof import fresh_proof_to_change


@fresh_proof_to_change
def seal(request: HttpRequest, code: str) -> HttpResponse:
    opened = case_to_lead(request.user, code)
    if opened.case.sealed:
        return _unseal(request, opened)
    form = SealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason, officers = form.cleaned_data["reason"], form.cleaned_data["officers"]
        done, _none = attempt(
            form, actions.seal_case, opened.case, by=request.user, reason=reason, officers=officers
        )
        if done:
            messages.success(request, _("Sealed: from now on only the team knows of this case and can open it."))
            return redirect("casework:case", code=code)
    context = {"opened": opened, "case": opened.case, "form": form, **before_sealing(opened)}
    return render(request, "casework/seal.html", context, status=422 if form.is_bound else 200)


def _unseal(request: HttpRequest, opened) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    page = Page(
        _("Unseal the case"),
        _("Unseal"),
        _("Officers of your organisation see the case again."),
        intro=_("Texts and files go back under the desk's own key: whoever takes the open server can read them."),
    )
    return answer_form(
        request,
        opened,
        page,
        form,
        lambda: actions.unseal_case(opened.case, by=request.user, reason=form.cleaned_data["reason"]),
    )


@require_POST
def let_in(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    opened = open_case_for(request.user, code)
    seat = get_object_or_404(opened.case.team.current(), pk=pk)
    try:
        actions.let_in(opened.case, seat.member, by=request.user)
        messages.success(request, _("She can open the case from now on."))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("casework:case", code=code)


@require_safe
def recoveries(request: HttpRequest) -> HttpResponse:
    return render(request, "casework/recoveries.html", {"halves": halves_of(request.user)})


def recover(request: HttpRequest, pk: int) -> HttpResponse:
    half = get_object_or_404(halves_of(request.user), pk=pk)
    form = RecoveryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done, finished = attempt(form, actions.offer_half, half, form.cleaned_data["member"], by=request.user)
        if done:
            waiting = _("Your half waits for fifteen minutes. Now the other colleague offers hers.")
            messages.success(request, _("She can open the case from now on.") if finished else waiting)
            return redirect(reverse("casework:recoveries"))
    return render(
        request, "casework/recover.html", {"form": form, "half": half}, status=422 if form.is_bound else 200
    )
