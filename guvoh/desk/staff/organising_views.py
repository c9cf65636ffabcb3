"""Pages on which a coordinator shapes the coalition: one form each, one verb each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms, http
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from guvoh.desk.staff import organising
from guvoh.desk.staff.access import hotline_for, require, shapes_coalition
from guvoh.desk.staff.attempt import attempt
from guvoh.desk.staff.organising_forms import GroupForm, HotlineForm, OrganisationForm, SeatForm


@dataclass(frozen=True)
class Addition:
    heading: Any
    form: type[forms.ModelForm]
    verb: Callable[..., Any]


ADDITIONS = {
    "organisation": Addition(gettext_lazy("Add an organisation"), OrganisationForm, organising.add_organisation),
    "group": Addition(gettext_lazy("Add a working group"), GroupForm, organising.add_working_group),
    "seat": Addition(gettext_lazy("Give a seat in a working group"), SeatForm, organising.seat_in_group),
    "hotline": Addition(gettext_lazy("Add a hotline"), HotlineForm, organising.add_hotline),
}


def add(request: http.HttpRequest, what: str) -> http.HttpResponse:
    require(shapes_coalition, request.user)
    addition = ADDITIONS.get(what)
    if addition is None:
        raise http.Http404
    form = addition.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done, _outcome = attempt(form, addition.verb, by=request.user, **form.cleaned_data)
        if done:
            messages.success(request, _("Added."))
            return redirect("coalition")
    context = {"form": form, "heading": addition.heading}
    return render(request, "staff/coalition_add.html", context, status=422 if form.is_bound else 200)


@require_POST
def hotline_remove(request: http.HttpRequest, pk: int) -> http.HttpResponse:
    organising.remove_hotline(hotline_for(request.user, pk), by=request.user)
    messages.success(
        request, _("Taken off the list. Publish the list to the front door and on the public site again.")
    )
    return redirect("coalition")
