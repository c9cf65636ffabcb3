"""Pages of the accounts, for those who keep them. What gives rights takes a fresh proof and a second person."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from guvoh.desk.staff import actions
from guvoh.desk.staff.access import invitations_for, member_for, members_for, other_member_for, reads_record
from guvoh.desk.staff.attempt import attempt
from guvoh.desk.staff.forms import PassphraseForm, RolesForm, WhyForm
from guvoh.desk.staff.models import Member, Proposal
from guvoh.desk.staff.proof import fresh_proof
from guvoh.desk.staff.second_factor import factors_changed_lately
from guvoh.desk.staff.sessions import sessions_of

ASKED_WHY = ("second_factor", "open", "danger", "leave")


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    context = {
        "members": members_for(request.user),
        "invitations": invitations_for(request.user),
        "changes": factors_changed_lately(),
    }
    return render(request, "staff/members.html", context)


@require_safe
def member(request: HttpRequest, pk: int) -> HttpResponse:
    return _member_page(request, member_for(request.user, pk))


def _member_page(
    request: HttpRequest, shown: Member, refused: dict[str, WhyForm] | None = None, **bound: Any
) -> HttpResponse:
    refused = refused or {}
    context = {
        "shown": shown,
        "roles_form": RolesForm(initial={"roles": list(shown.roles)}),
        "passphrase_form": PassphraseForm(member=shown),
        "why": {act: WhyForm(auto_id=f"{act}_%s") for act in ASKED_WHY} | refused,
        "refused": refused,
        "sessions": sessions_of(shown),
        "herself": shown == request.user,
        "reads_record": reads_record(request.user),
        **bound,
    }
    return render(request, "staff/member.html", context, status=422 if bound or refused else 200)


@require_POST
@fresh_proof
def member_roles(request: HttpRequest, pk: int) -> HttpResponse:
    shown = other_member_for(request.user, pk)
    form = RolesForm(request.POST)
    if form.is_valid():
        done, proposal = attempt(form, actions.set_roles, shown, by=request.user, **form.cleaned_data)
        if done:
            _say(request, proposal, _("The roles are changed."))
            return redirect("member", pk)
    return _member_page(request, shown, roles_form=form)


@require_POST
@sensitive_post_parameters("passphrase")
@fresh_proof
def member_passphrase(request: HttpRequest, pk: int) -> HttpResponse:
    shown = other_member_for(request.user, pk)
    form = PassphraseForm(request.POST, member=shown)
    if not form.is_valid():
        return _member_page(request, shown, passphrase_form=form)
    actions.set_passphrase(shown, form.cleaned_data["passphrase"], by=request.user)
    messages.success(request, _("The new passphrase holds. Hand it over in person."))
    return redirect("member", pk)


def _with_reason(
    request: HttpRequest, shown: Member, act: str, verb: Callable[..., Any], said: Callable[[Any], None]
) -> HttpResponse:
    form = WhyForm(request.POST, auto_id=f"{act}_%s")
    if form.is_valid():
        done, outcome = attempt(form, verb, shown, by=request.user, reason=form.cleaned_data["reason"])
        if done:
            said(outcome)
            return redirect("member", shown.pk)
    return _member_page(request, shown, {act: form})


@require_POST
@fresh_proof
def member_active(request: HttpRequest, pk: int) -> HttpResponse:
    shown = other_member_for(request.user, pk)
    if "open" in request.POST:
        words = _("The account is open.")
        return _with_reason(
            request, shown, "open", actions.reopen_account, lambda made: _say(request, made, words)
        )
    try:
        actions.close_account(shown, by=request.user)
        messages.success(request, _("The account is closed."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("member", pk)


@require_POST
@fresh_proof
def member_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    words = _("The second factor is forgotten. The member sets up a new one at the next sign-in.")
    shown = other_member_for(request.user, pk)
    return _with_reason(
        request, shown, "second_factor", actions.reset_second_factor, lambda made: _say(request, made, words)
    )


@require_POST
def member_danger(request: HttpRequest, pk: int) -> HttpResponse:
    """No proof is asked for: taking away is never dangerous, and it may be a matter of minutes."""
    shown = other_member_for(request.user, pk)
    words = _("Her sessions, second factors and keys are gone, and the account is closed.")
    return _with_reason(request, shown, "danger", actions.revoke, lambda _none: messages.success(request, words))


@require_POST
@fresh_proof
def member_leave(request: HttpRequest, pk: int) -> HttpResponse:
    def said(left: list[str]) -> None:
        messages.success(request, _("The member has left. Everything that was open to her is closed."))
        for sentence in left:
            messages.warning(request, sentence)

    return _with_reason(request, other_member_for(request.user, pk), "leave", actions.let_go, said)


@require_POST
def member_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    actions.end_sessions(other_member_for(request.user, pk), by=request.user)
    messages.success(request, _("All browsers of this member are signed out."))
    return redirect("member", pk)


def _say(request: HttpRequest, proposal: Proposal | None, done: str) -> None:
    if proposal is not None and proposal.state == Proposal.State.WAITING:
        messages.success(request, _("This takes a second person. It is done as soon as somebody agrees."))
    else:
        messages.success(request, done)
