from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from guvoh.desk.staff import actions
from guvoh.desk.staff.access import entries_for, keeps_members, member_for, members_for, other_member_for, require
from guvoh.desk.staff.coalition import coalition_at_a_glance
from guvoh.desk.staff.forms import MemberForm, PassphraseForm, RecordForm, RolesForm
from guvoh.desk.staff.heads import state_of_the_record
from guvoh.desk.staff.language import LANGUAGES, remember_language
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.panels import panels_for
from guvoh.desk.staff.record import record as write_record
from guvoh.desk.staff.searching import asked, remember
from guvoh.desk.staff.second_factor import second_factor_of
from guvoh.desk.staff.sessions import name_of, sessions_of

ENTRIES_ON_A_PAGE = 50


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "staff/home.html", {"panels": panels_for("home", request.user)})


def record(request: HttpRequest) -> HttpResponse:
    entries = entries_for(request.user)
    if request.method == "POST":
        return remember(request, "record")
    form = RecordForm(asked(request, "record"))
    if form.is_valid():
        wanted = {name: value for name, value in form.cleaned_data.items() if value}
        question = ", ".join(f"{name}: {value}" for name, value in wanted.items())
        write_record("record.searched", by=request.user, asked=question)
        entries = entries.matching(wanted.pop("words", "")).narrowed(**wanted)
    else:
        entries = entries.none()
    page = Paginator(entries, ENTRIES_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "staff/record.html", {"form": form, "page": page, "state": state_of_the_record()})


@require_safe
def coalition(request: HttpRequest) -> HttpResponse:
    shown = coalition_at_a_glance(request.user.language) | {"keeps_members": keeps_members(request.user)}
    return render(request, "staff/coalition.html", shown)


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    return render(request, "staff/members.html", {"members": members_for(request.user)})


@sensitive_post_parameters("passphrase")
def member_add(request: HttpRequest) -> HttpResponse:
    require(keeps_members, request.user)
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        member = actions.add_member(
            form.instance, chosen["roles"], passphrase=chosen["passphrase"], by=request.user
        )
        messages.success(request, _("The account is there. Hand over the first passphrase in person."))
        return redirect("member", member.pk)
    return render(request, "staff/member_add.html", {"form": form})


@require_safe
def member(request: HttpRequest, pk: int) -> HttpResponse:
    shown = member_for(request.user, pk)
    return _member_page(
        request, shown, RolesForm(initial={"roles": list(shown.roles)}), PassphraseForm(member=shown)
    )


@require_POST
def member_roles(request: HttpRequest, pk: int) -> HttpResponse:
    shown = other_member_for(request.user, pk)
    form = RolesForm(request.POST)
    if not form.is_valid():
        return _member_page(request, shown, form, PassphraseForm(member=shown))
    actions.set_roles(shown, form.cleaned_data["roles"], by=request.user)
    messages.success(request, _("The roles are changed."))
    return redirect("member", pk)


@require_POST
@sensitive_post_parameters("passphrase")
def member_passphrase(request: HttpRequest, pk: int) -> HttpResponse:
    shown = other_member_for(request.user, pk)
    form = PassphraseForm(request.POST, member=shown)
    if not form.is_valid():
        return _member_page(request, shown, RolesForm(initial={"roles": list(shown.roles)}), form)
    actions.set_passphrase(shown, form.cleaned_data["passphrase"], by=request.user)
    messages.success(request, _("The new passphrase holds. Hand it over in person."))
    return redirect("member", pk)


@require_POST
def member_active(request: HttpRequest, pk: int) -> HttpResponse:
    shown = other_member_for(request.user, pk)
    actions.set_active(shown, "open" in request.POST, by=request.user)
    messages.success(request, _("The account is open.") if shown.is_active else _("The account is closed."))
    return redirect("member", pk)


@require_POST
def member_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    actions.reset_second_factor(other_member_for(request.user, pk), by=request.user)
    messages.success(
        request, _("The second factor is forgotten. The member sets up a new one at the next sign-in.")
    )
    return redirect("member", pk)


@require_POST
def member_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    actions.end_sessions(other_member_for(request.user, pk), by=request.user)
    messages.success(request, _("All browsers of this member are signed out."))
    return redirect("member", pk)


def _member_page(
    request: HttpRequest, shown: Member, roles_form: RolesForm, passphrase_form: PassphraseForm
) -> HttpResponse:
    context = {
        "shown": shown,
        "roles_form": roles_form,
        "passphrase_form": passphrase_form,
        "sessions": sessions_of(shown),
        "herself": shown == request.user,
    }
    return render(request, "staff/member.html", context)


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    context = {
        "second_factor": second_factor_of(request.user),
        "sessions": sessions_of(request.user),
        "this_session": name_of(request.session.session_key),
    }
    return render(request, "staff/account.html", context)


@require_POST
def session_end(request: HttpRequest, name: str) -> HttpResponse:
    actions.end_session(request.user, name, by=request.user)
    messages.success(request, _("That browser is signed out."))
    return redirect("account")


@require_safe
def awake(_request: HttpRequest) -> HttpResponse:
    """Asked for by the page while somebody types, so that a long letter is not cut off by the idle limit."""
    return HttpResponse(status=204)


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    actions.lock_desk(by=request.user)
    return redirect("unlock")


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    language, back = request.POST.get("language", ""), request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = reverse("home")
    if request.user.is_authenticated and language in LANGUAGES:
        actions.choose_language(request.user, language, by=request.user)
    return remember_language(redirect(back), language)
