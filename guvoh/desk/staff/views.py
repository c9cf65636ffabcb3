from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guvoh.desk.staff import actions
from guvoh.desk.staff.access import (
    entries_for,
    keeps_members,
    notice_for,
    require,
    sees_coalition,
    shapes_coalition,
)
from guvoh.desk.staff.coalition import coalition_at_a_glance
from guvoh.desk.staff.forms import RecordForm
from guvoh.desk.staff.heads import state_of_the_record
from guvoh.desk.staff.language import LANGUAGES, remember_language
from guvoh.desk.staff.own_key import own_key_of
from guvoh.desk.staff.panels import panels_for
from guvoh.desk.staff.permissions import TABLE
from guvoh.desk.staff.record import record as write_record
from guvoh.desk.staff.roles import Role
from guvoh.desk.staff.searching import asked, remember
from guvoh.desk.staff.second_factor import second_factor_of
from guvoh.desk.staff.sessions import name_of, sessions_of
from guvoh.desk.staff.shutting import is_last_coordinator

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
    require(sees_coalition, request.user)
    shown = coalition_at_a_glance(request.user.language) | {
        "keeps_members": keeps_members(request.user),
        "shapes": shapes_coalition(request.user),
    }
    return render(request, "staff/coalition.html", shown)


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    context = {
        "second_factor": second_factor_of(request.user),
        "own_key": own_key_of(request.user),
        "sessions": sessions_of(request.user),
        "this_session": name_of(request.session.session_key),
        "last_coordinator": is_last_coordinator(request.user),
        "panels": panels_for("account", request.user),
    }
    return render(request, "staff/account.html", context)


@require_safe
def permissions(request: HttpRequest) -> HttpResponse:
    """The table of who may do what, for everybody of the coalition to read."""
    require(sees_coalition, request.user)
    return render(request, "staff/permissions.html", {"rows": [(Role(role), row) for role, row in TABLE.items()]})


@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    actions.end_sessions(request.user, by=request.user)
    logout(request)
    return redirect("account_login")


@require_POST
def danger(request: HttpRequest) -> HttpResponse:
    """No proof is asked for: whoever stands at this screen may end what it opens, and has no time."""
    actions.revoke(request.user, by=request.user, reason=_("She pressed the button herself."))
    logout(request)
    return redirect("account_login")


@require_POST
def notice_read(request: HttpRequest, pk: int) -> HttpResponse:
    actions.read_notice(notice_for(request.user, pk), by=request.user)
    return redirect("home")


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
