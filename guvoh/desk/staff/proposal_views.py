"""What waits for a second person: the list, and the answer."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guvoh.desk.staff import actions
from guvoh.desk.staff.access import may, proposal_for, proposals_for, require
from guvoh.desk.staff.attempt import attempt
from guvoh.desk.staff.forms import WhyForm
from guvoh.desk.staff.permissions import Right
from guvoh.desk.staff.proof import fresh_proof, fresh_proof_to_change

exports_desk = may(Right.EXPORT_DESK)


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    context = {"proposals": proposals_for(request.user), "exports": exports_desk(request.user)}
    return render(request, "staff/proposals.html", context)


@require_POST
@fresh_proof
def proposal_second(request: HttpRequest, pk: int) -> HttpResponse:
    found = proposal_for(request.user, pk)
    if not found.may_decide:
        raise Http404
    return _answered(request, actions.second, found.proposal, _("Agreed and done."))


@require_POST
def proposal_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    found = proposal_for(request.user, pk)
    if not found.may_decide:
        raise Http404
    return _answered(request, actions.refuse, found.proposal, _("Refused. Nothing was done."))


@require_POST
def proposal_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = proposal_for(request.user, pk)
    if not found.may_withdraw:
        raise Http404
    return _answered(request, actions.withdraw, found.proposal, _("Taken back."))


@fresh_proof_to_change
def export_ask(request: HttpRequest) -> HttpResponse:
    """Ask for an export of everything. The command that writes it looks for the agreement."""
    require(exports_desk, request.user)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done, _made = attempt(
            form, actions.propose, "desk.export", {}, by=request.user, reason=form.cleaned_data["reason"]
        )
        if done:
            messages.success(
                request, _("Once somebody agrees, the export can be begun on the server within an hour.")
            )
            return redirect("proposals")
    return render(request, "staff/export_ask.html", {"form": form}, status=422 if form.is_bound else 200)


def _answered(request: HttpRequest, verb: Callable[..., Any], proposal: Any, said: str) -> HttpResponse:
    try:
        verb(proposal, by=request.user)
        messages.success(request, said)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("proposals")
