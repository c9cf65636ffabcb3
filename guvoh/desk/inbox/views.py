import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guvoh.desk.casework.access import may_see
from guvoh.desk.casework.models import Case
from guvoh.desk.evidence.views import original
from guvoh.desk.inbox import actions
from guvoh.desk.inbox.access import (
    cases_to_join,
    envelope_for,
    envelopes_to_show,
    files_of,
    intake_keys,
    may_show,
    reads_inbox,
)
from guvoh.desk.inbox.conversations import conversation_of
from guvoh.desk.inbox.forms import AcceptForm, AnswerForm, InformationForm, JoinForm, ReferOutsideForm
from guvoh.desk.inbox.models import Envelope
from guvoh.desk.staff.access import require
from guvoh.desk.staff.attempt import attempt
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.proof import fresh_proof_to_change
from guvoh.desk.staff.record import record

ENVELOPES_ON_A_PAGE = 40


def index(request: HttpRequest) -> HttpResponse:
    require(reads_inbox, request.user)
    actions.collect_envelopes(by=request.user)
    decided = request.GET.get("show") == "decided"
    page = Paginator(envelopes_to_show(request.user, decided=decided), ENVELOPES_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    record("inbox.listed", by=request.user, shown=len(page))
    return render(request, "inbox/index.html", {"page": page, "decided": decided})


def envelope(request: HttpRequest, envelope_id: str) -> HttpResponse:
    found = envelope_for(request.user, envelope_id)
    if found.follows:
        return redirect("inbox:envelope", envelope_id=found.follows.envelope_id)
    return render(request, "inbox/envelope.html", _page_of(found, request.user))


def _page_of(found: Envelope, member: Member, **typed: Form) -> dict[str, Any]:
    forms = {
        "accept": AcceptForm(prefix="accept"),
        "join": JoinForm(prefix="join", cases=cases_to_join(member)),
        "refer": ReferOutsideForm(prefix="refer"),
        "information": InformationForm(prefix="information"),
        "answer": AnswerForm(prefix="answer"),
    }
    return {
        "envelope": found,
        "language_name": dict(settings.LANGUAGES).get(found.language, found.language),
        "files": found.files.all(),
        "turns": conversation_of(found),
        "forms": {**forms, **typed},
        "refused": [error for form in typed.values() for error in form.non_field_errors()],
        "sees_case": found.case is not None and may_see(member, found.case),
    }


@require_POST
def open_one(request: HttpRequest, envelope_id: str) -> HttpResponse:
    found = envelope_for(request.user, envelope_id)
    try:
        actions.open_envelope(found, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    found.refresh_from_db()
    if found.follows and not may_show(request.user, found):
        messages.success(request, _("It is a further message to a report of a case. Those who work on it see it."))
        return redirect("inbox:index")
    return redirect("inbox:envelope", envelope_id=envelope_id)


@require_POST
def settle(request: HttpRequest, envelope_id: str) -> HttpResponse:
    found = envelope_for(request.user, envelope_id)
    try:
        actions.settle_message(found, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("inbox:envelope", envelope_id=envelope_id)


def _decide(
    request: HttpRequest, found: Envelope, name: str, form: Form, verb: Callable[[], Any], done: str
) -> HttpResponse:
    if form.is_valid():
        succeeded, outcome = attempt(form, verb)
        if succeeded:
            messages.success(request, done)
            if isinstance(outcome, Case):
                return redirect("casework:case", code=outcome.code)
            return redirect("inbox:envelope", envelope_id=found.envelope_id)
    return render(request, "inbox/envelope.html", _page_of(found, request.user, **{name: form}), status=422)


@require_POST
def accept(request: HttpRequest, envelope_id: str) -> HttpResponse:
    found = envelope_for(request.user, envelope_id)
    form = AcceptForm(request.POST, prefix="accept")
    return _decide(
        request,
        found,
        "accept",
        form,
        lambda: actions.accept_as_case(found, by=request.user, **form.cleaned_data),
        _("The report is a case now. Add the client first."),
    )


@require_POST
def join(request: HttpRequest, envelope_id: str) -> HttpResponse:
    found = envelope_for(request.user, envelope_id)
    form = JoinForm(request.POST, prefix="join", cases=cases_to_join(request.user))
    return _decide(
        request,
        found,
        "join",
        form,
        lambda: actions.join_to_case(
            found, form.cleaned_data["case"], by=request.user, reason=form.cleaned_data["reason"]
        ),
        _("The report belongs to the case now."),
    )


@require_POST
def refer(request: HttpRequest, envelope_id: str) -> HttpResponse:
    found = envelope_for(request.user, envelope_id)
    form = ReferOutsideForm(request.POST, prefix="refer")
    return _decide(
        request,
        found,
        "refer",
        form,
        lambda: actions.refer_outside(found, by=request.user, **form.cleaned_data),
        _("Noted. Hand it over yourself: the desk sends nothing."),
    )


@require_POST
def information(request: HttpRequest, envelope_id: str) -> HttpResponse:
    found = envelope_for(request.user, envelope_id)
    form = InformationForm(request.POST, prefix="information")
    return _decide(
        request,
        found,
        "information",
        form,
        lambda: actions.keep_as_information(found, by=request.user, **form.cleaned_data),
        _("Kept for information."),
    )


@require_POST
def answer(request: HttpRequest, envelope_id: str) -> HttpResponse:
    found = envelope_for(request.user, envelope_id)
    form = AnswerForm(request.POST, prefix="answer")
    return _decide(
        request,
        found,
        "answer",
        form,
        lambda: actions.answer_reporter(found, by=request.user, **form.cleaned_data),
        _("The answer waits for her receipt code."),
    )


def file(request: HttpRequest, envelope_id: str, file_id: uuid.UUID) -> HttpResponse:
    found = envelope_for(request.user, envelope_id)
    return original(request, get_object_or_404(files_of(found), pk=file_id))


@fresh_proof_to_change
def keys(request: HttpRequest) -> HttpResponse:
    keys = intake_keys(request.user)
    if request.method == "POST":
        publishes = request.POST.get("do") == "publish"
        verb = actions.publish_notice if publishes else actions.issue_intake_key
        try:
            verb(by=request.user)
            messages.success(
                request,
                _("The front door shows this key and these hotlines now.")
                if publishes
                else _("A new intake key is in use. Compare its fingerprint with the front door's."),
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("inbox:keys")
    return render(request, "inbox/keys.html", {"keys": keys[:24], "newest": keys.first()})
