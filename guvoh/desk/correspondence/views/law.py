from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.access import sees_bodies, signs_rules
from guvoh.desk.correspondence.calendar_page import calendar_page
from guvoh.desk.correspondence.forms import DayForm, SignatureForm
from guvoh.desk.correspondence.lawbook import versions
from guvoh.desk.correspondence.models import CalendarDay, SignedRule
from guvoh.desk.correspondence.rulebook import rule_page, rule_rows
from guvoh.desk.staff.access import require
from guvoh.desk.staff.attempt import attempt


def rules(request: HttpRequest) -> HttpResponse:
    require(sees_bodies, request.user)
    context = {"rows": rule_rows(request.user.language), "signs": signs_rules(request.user)}
    return render(request, "correspondence/rules.html", context)


def rule(request: HttpRequest, rule_id: str) -> HttpResponse:
    require(sees_bodies, request.user)
    found = versions().get(rule_id)
    if found is None:
        raise Http404
    form = SignatureForm(request.POST or None, rule=found[-1]) if signs_rules(request.user) else None
    if request.method == "POST":
        require(signs_rules, request.user)
        if form is not None and form.is_valid():
            typed = {"in_force_from": form.cleaned_data["in_force_from"], **form.corrected()}
            done, _row = attempt(
                form, actions.sign_rule, rule_id, form.cleaned_data["read"], by=request.user, **typed
            )
            if done:
                messages.success(request, _("Signed. This rule raises alarms from now on."))
                return redirect("correspondence:rule", rule_id=rule_id)
    page = {"form": form, **rule_page(found[-1], request.user)}
    return render(
        request, "correspondence/rule.html", page, status=422 if form is not None and form.is_bound else 200
    )


@require_POST
def take_back(request: HttpRequest, rule_id: str, pk: int) -> HttpResponse:
    require(signs_rules, request.user)
    signed = get_object_or_404(SignedRule, pk=pk, rule_id=rule_id)
    try:
        actions.take_signature_back(signed, request.POST.get("reason", ""), by=request.user)
        messages.success(request, _("The signature is taken back."))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("correspondence:rule", rule_id=rule_id)


def days(request: HttpRequest) -> HttpResponse:
    require(sees_bodies, request.user)
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done, _day = attempt(form, actions.enter_day, **form.cleaned_data, by=request.user)
        if done:
            messages.success(request, _("The day is in the calendar. Clocks it falls into are counted anew."))
            return redirect("correspondence:calendar")
    page = {"form": form, **calendar_page(request.GET.get("year", ""))}
    return render(request, "correspondence/calendar.html", page, status=422 if form.is_bound else 200)


@require_POST
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    require(sees_bodies, request.user)
    actions.take_day_out(get_object_or_404(CalendarDay, pk=pk), by=request.user)
    messages.success(request, _("The entry is taken out. Clocks it fell into are counted anew."))
    return redirect("correspondence:calendar")
