from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guvoh.desk.facts import actions
from guvoh.desk.facts.access import proposes_rules, rule_to_confirm, rule_to_withdraw, rules_for
from guvoh.desk.facts.forms import RuleForm, WithdrawalForm
from guvoh.desk.staff.access import require
from guvoh.desk.staff.attempt import attempt


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    return render(request, "facts/rules.html", {"rules": rules_for(request.user)})


def propose(request: HttpRequest) -> HttpResponse:
    require(proposes_rules, request.user)
    form = RuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done, rule = attempt(form, actions.propose_guard_rule, **form.cleaned_data, by=request.user)
        if done:
            waits = _("The rule waits: an editor or coordinator other than you confirms it.")
            messages.success(request, waits if rule.waits else _("The guard knows these spellings from now on."))
            return redirect("guard:rules")
    return render(request, "facts/rule_form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    rule = rule_to_confirm(request.user, pk)
    try:
        actions.confirm_guard_rule(rule, by=request.user)
        messages.success(request, _("The rule acts from now on."))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("guard:rules")


def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    rule = rule_to_withdraw(request.user, pk)
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done, _nothing = attempt(
            form, actions.withdraw_guard_rule, rule, form.cleaned_data["reason"], by=request.user
        )
        if done:
            messages.success(request, _("The rule is withdrawn. It stays in the list."))
            return redirect("guard:rules")
    context = {"rule": rule, "form": form}
    return render(request, "facts/rule_withdraw.html", context, status=422 if form.is_bound else 200)
