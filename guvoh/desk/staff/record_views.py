"""The record's questions: what a member did, one's own record, and the signed heads for a partner."""

import json
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guvoh.desk.staff import actions
from guvoh.desk.staff.access import entries_of_member, own_entries, reads_record, require
from guvoh.desk.staff.forms import HandOverForm, PeriodForm
from guvoh.desk.staff.heads import RecordRewritten, state_of_the_record
from guvoh.desk.staff.models import EntryQuerySet
from guvoh.desk.staff.record import record

ENTRIES_ON_A_PAGE = 50


@require_safe
def of_member(request: HttpRequest, pk: int) -> HttpResponse:
    shown, entries = entries_of_member(request.user, pk)
    form = PeriodForm(request.GET)
    record("record.member_asked", by=request.user, subject=shown.username, days=form.days)
    return render(
        request, "staff/record_of_member.html", {"shown": shown, "form": form, **_told(request, entries, form)}
    )


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    form = PeriodForm(request.GET)
    record("record.own_read", by=request.user, days=form.days)
    told = _told(request, own_entries(request.user), form)
    return render(
        request, "staff/record_of_member.html", {"shown": request.user, "own": True, "form": form, **told}
    )


def _told(request: HttpRequest, entries: EntryQuerySet, form: PeriodForm) -> dict[str, Any]:
    within = entries.since(form.days)
    return {
        "cases": list(within.counted_by("case")),
        "page": Paginator(within, ENTRIES_ON_A_PAGE).get_page(request.GET.get("page")),
    }


def heads(request: HttpRequest) -> HttpResponse:
    require(reads_record, request.user)
    form = HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            document = actions.hand_over_heads(form.cleaned_data["partner"], by=request.user)
        except RecordRewritten:
            messages.error(
                request,
                _("The record does not extend its last signed head. Nothing was signed. Have guvoh verify run."),
            )
            return redirect("record_heads")
        response = HttpResponse(json.dumps(document.as_json(), indent=1), content_type="application/json")
        response["Content-Disposition"] = 'attachment; filename="heads.json"'
        return response
    context = {"form": form, "state": state_of_the_record()}
    return render(request, "staff/record_heads.html", context, status=422 if form.is_bound else 200)
