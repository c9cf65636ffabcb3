"""Invitations: made by those who keep accounts, taken up by somebody who has no account yet."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from guvoh.desk.staff import actions
from guvoh.desk.staff.access import invitation_for, keeps_members, require
from guvoh.desk.staff.attempt import attempt
from guvoh.desk.staff.forms import InvitationForm, JoinForm
from guvoh.desk.staff.proof import fresh_proof_to_change


@fresh_proof_to_change
def invite(request: HttpRequest) -> HttpResponse:
    require(keeps_members, request.user)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done, made = attempt(form, actions.invite, by=request.user, **form.cleaned_data)
        if done:
            invitation, code = made
            invitation.refresh_from_db()
            return render(request, "staff/invited.html", {"invitation": invitation, "code": code})
    return render(request, "staff/invite.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def invitation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        actions.withdraw_invitation(invitation_for(request.user, pk), by=request.user)
        messages.success(request, _("The invitation is withdrawn. Its code opens nothing any more."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("members")


@login_not_required
@sensitive_post_parameters("code", "passphrase", "again")
def join(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("home")
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done, _member = attempt(
            form, actions.join, form.invitation, form.cleaned_data["passphrase"], by=form.instance
        )
        if done:
            messages.success(request, _("Your account is there. Sign in with it, and destroy the paper."))
            return redirect("account_login")
    return render(request, "staff/join.html", {"form": form}, status=422 if form.is_bound else 200)
