from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.access import clock_for, letter_for
from guvoh.desk.correspondence.forms import DeliveryForm, NoticeForm, ReasonForm, ReplyForm
from guvoh.desk.correspondence.models import Letter
from guvoh.desk.staff.attempt import attempt


def _answer(
    request: HttpRequest, letter: Letter, form: BaseForm, verb: Callable[[], Any], page: dict[str, Any]
) -> HttpResponse:
    """Show a form about a letter; on a good POST run the verb and go back to the letter."""
    if request.method == "POST" and form.is_valid():
        done, _outcome = attempt(form, verb)
        if done:
            messages.success(request, page["done"])
            return redirect("correspondence:letter", pk=letter.pk)
    template = page.get("template", "correspondence/form.html")
    context = {"letter": letter, "form": form, **page}
    return render(request, template, context, status=422 if form.is_bound else 200)


def deliver(request: HttpRequest, pk: int) -> HttpResponse:
    letter = letter_for(request.user, pk)
    known = getattr(letter, "delivery", None)
    initial = {} if known else {"sent_on": max(letter.written_on, timezone.localdate())}
    form = DeliveryForm(request.POST or None, request.FILES or None, instance=known, initial=initial)
    page = {
        "heading": _("How the letter was delivered"),
        "intro": _(
            "Sent, delivered and known are three dates. A clock starts from the one its law names, if proven."
        ),
        "button": _("Save"),
        "done": _("Saved. The clock of the letter is set."),
    }
    return _answer(
        request,
        letter,
        form,
        lambda: actions.register_delivery(letter, by=request.user, **form.cleaned_data),
        page,
    )


def reply(request: HttpRequest, pk: int) -> HttpResponse:
    letter = letter_for(request.user, pk)
    form = ReplyForm(request.POST or None, request.FILES or None, letter=letter)
    page = {
        "done": _("The reply is recorded. What it amounts to follows from its answers."),
        "template": "correspondence/reply.html",
    }

    def verb() -> Any:
        upload = form.cleaned_data["upload"]
        return actions.record_reply(letter, form.answers(), upload, by=request.user, **form.typed())

    return _answer(request, letter, form, verb, page)


def extend(request: HttpRequest, pk: int) -> HttpResponse:
    clock = clock_for(request.user, pk)
    form = NoticeForm(request.POST or None)
    page = {
        "heading": _("They gave notice of an extension"),
        "intro": clock.extension_text or _("The law knows no extension of this term."),
        "button": _("Extend the clock"),
        "done": _("The clock is extended."),
    }
    return _answer(
        request,
        clock.letter,
        form,
        lambda: actions.extend_clock(clock, form.cleaned_data["notified_on"], by=request.user),
        page,
    )


def close(request: HttpRequest, pk: int) -> HttpResponse:
    clock = clock_for(request.user, pk)
    form = ReasonForm(request.POST or None)
    page = {
        "heading": _("Close the clock"),
        "intro": _("For example: withdrawn by the client, or overtaken by a decision. The reason is kept."),
        "button": _("Close the clock"),
        "done": _("The clock is closed."),
    }
    return _answer(
        request,
        clock.letter,
        form,
        lambda: actions.close_clock(clock, form.cleaned_data["reason"], by=request.user),
        page,
    )
