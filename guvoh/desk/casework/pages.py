"""The one shape of a page that asks for something and does one thing with it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from guvoh.desk.casework.access import OpenCase
from guvoh.desk.staff.attempt import attempt


@dataclass(frozen=True)
class Page:
    """What a form page says: heading, button, the sentence after success, and what to know before typing.

    `onward` leads to the page of what was made, where the next step is; without it the way goes back.
    `back_label` names the page to go back to where it is not the case.
    """

    heading: str
    button: str
    done: str
    intro: str = ""
    template: str = "casework/form.html"
    grave: bool = False
    onward: Callable[[Any], str] | None = None
    back_label: str = ""


def answer_form(
    request: HttpRequest,
    opened: OpenCase,
    page: Page,
    form: BaseForm,
    verb: Callable[[], Any],
    back: str = "",
) -> HttpResponse:
    """Show the form; on a good POST run the verb and go back. A refusal stands in the form with what was typed."""
    address = back or reverse("casework:case", args=[opened.case.code])
    if request.method == "POST" and form.is_valid():
        done, outcome = attempt(form, verb)
        if done:
            messages.success(request, page.done)
            return redirect(page.onward(outcome) if page.onward else address)
    context = {"opened": opened, "case": opened.case, "page": page, "form": form, "back_address": address}
    return render(request, page.template, context, status=422 if form.is_bound else 200)
