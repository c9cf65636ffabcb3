from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.access import sees_bodies
from guvoh.desk.correspondence.forms import BodyForm
from guvoh.desk.correspondence.models import StateBody
from guvoh.desk.staff.access import require
from guvoh.desk.staff.attempt import attempt


def bodies(request: HttpRequest) -> HttpResponse:
    require(sees_bodies, request.user)
    return render(request, "correspondence/bodies.html", {"bodies": StateBody.by_ladder()})


def add(request: HttpRequest) -> HttpResponse:
    require(sees_bodies, request.user)
    form = BodyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done, _body = attempt(form, actions.add_state_body, **form.cleaned_data, by=request.user)
        if done:
            messages.success(request, _("The body is in the list."))
            return redirect("correspondence:bodies")
    return render(request, "correspondence/body.html", {"form": form}, status=422 if form.is_bound else 200)


def change(request: HttpRequest, pk: int) -> HttpResponse:
    require(sees_bodies, request.user)
    body = get_object_or_404(StateBody, pk=pk)
    form = BodyForm(request.POST or None, instance=body)
    if request.method == "POST" and form.is_valid():
        done, _body = attempt(form, actions.change_state_body, body, **form.cleaned_data, by=request.user)
        if done:
            messages.success(request, _("Saved."))
            return redirect("correspondence:bodies")
    return render(
        request, "correspondence/body.html", {"form": form, "body": body}, status=422 if form.is_bound else 200
    )
