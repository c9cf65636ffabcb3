import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guvoh.desk.casework.pages import Page, answer_form
from guvoh.desk.evidence import actions
from guvoh.desk.evidence.medical import forms
from guvoh.desk.evidence.medical.access import (
    OpenExamination,
    case_to_examine,
    examination_for,
    examination_to_write,
    examinations_open_to,
    examines,
    finding_in,
    photograph_for,
    photograph_in,
    pictures_in,
    prints_sheets,
    report_for,
)
from guvoh.desk.evidence.medical.body import regions
from guvoh.desk.evidence.medical.page import Picture, examination_page, listed, people_to_examine, picked
from guvoh.desk.evidence.medical.report import Order
from guvoh.desk.evidence.models import SealedFile
from guvoh.desk.evidence.views.files import original
from guvoh.desk.staff.access import require
from guvoh.desk.staff.attempt import attempt
from guvoh.desk.staff.proof import fresh_proof_to_change
from guvoh.desk.staff.record import record


@dataclass(frozen=True)
class Part:
    """One part of an examination that is written by itself: its form, the right it takes, what it is called."""

    form: type[forms.Shape]
    right: str
    heading: Callable[[], str]


PARTS: Final = {
    "frame": Part(forms.FrameForm, "writes_mind", lambda: _("When, where, under what conditions")),
    "story": Part(forms.StoryForm, "writes_mind", lambda: _("What the person says")),
    "body": Part(forms.BodyForm, "writes_body", lambda: _("History, complaints, general examination, tests")),
    "mind": Part(forms.MindForm, "writes_mind", lambda: _("Psychological assessment")),
    "conclusion": Part(forms.ConclusionForm, "writes_conclusion", lambda: _("Conclusion")),
}


def index(request: HttpRequest) -> HttpResponse:
    require(examines, request.user)
    rows = listed(request.user, examinations_open_to(request.user))
    record("examinations.listed", by=request.user, shown=len(rows))
    return render(request, "evidence/medical/index.html", {"rows": rows, "languages": forms.LANGUAGES})


def sheet(request: HttpRequest, language: str) -> HttpResponse:
    require(prints_sheets, request.user)
    if language not in dict(forms.LANGUAGES):
        raise Http404
    return _pdf(actions.print_sheet(language, by=request.user), f"sheet-{language}")


def start(request: HttpRequest, code: str) -> HttpResponse:
    opened = case_to_examine(request.user, code)
    now = timezone.localtime().replace(second=0, microsecond=0)
    form = forms.StartForm(request.POST or None, initial={"examined_at": now}, people=people_to_examine(opened))
    page = Page(
        _("Begin an examination"),
        _("Begin"),
        _("Begun. Write each part as far as you are; nothing is final before you sign."),
        intro=_("First when, where and under what conditions, and the three consents."),
        onward=_address,
    )

    def verb() -> Any:
        typed = dict(form.cleaned_data)
        return actions.start_examination(opened.case, typed.pop("actor"), by=request.user, **typed)

    return answer_form(request, opened, page, form, verb)


def examination(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    found = examination_for(request.user, code, pk)
    return render(request, "evidence/medical/examination.html", examination_page(found))


def write(request: HttpRequest, code: str, pk: int, part: str) -> HttpResponse:
    if part not in PARTS:
        raise Http404
    chosen = PARTS[part]
    found = examination_to_write(request.user, code, pk, chosen.right)
    instance = found.examination if part != "mind" else getattr(found.examination, "psychological", None)
    form = chosen.form(request.POST or None, instance=instance)
    page = Page(chosen.heading(), _("Save"), _("Saved."), back_label=found.examination.reference)

    def verb() -> Any:
        typed = dict(form.cleaned_data)
        if part == "mind":
            return actions.assess_mind(found.examination, typed.pop("degree"), by=request.user, **typed)
        if part == "conclusion":
            return actions.conclude(found.examination, typed.pop("degree"), by=request.user, **typed)
        return actions.describe_examination(found.examination, by=request.user, **typed)

    return answer_form(request, found.opened, page, form, verb, _address(found.examination))


def finding_add(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    found = examination_to_write(request.user, code, pk, "writes_body")
    picture = picked(request.GET, found)
    form = forms.FindingForm(request.POST or None, view=picture.view, initial={"region": picture.region})
    return _finding(
        request,
        found,
        form,
        picture,
        lambda typed: actions.add_finding(found.examination, by=request.user, **typed),
    )


def finding_change(request: HttpRequest, code: str, pk: int, finding: int) -> HttpResponse:
    found = examination_to_write(request.user, code, pk, "writes_body")
    row = finding_in(found, finding)
    picture = picked(request.GET or {"view": regions()[row.region].view}, found, row)
    moved = {"region": picture.region, "x": None, "y": None} if picture.region else {}
    form = forms.FindingForm(request.POST or None, view=picture.view, instance=row, initial=moved)
    return _finding(
        request, found, form, picture, lambda typed: actions.change_finding(row, by=request.user, **typed)
    )


def _finding(
    request: HttpRequest,
    found: OpenExamination,
    form: forms.FindingForm,
    picture: Picture,
    verb: Callable[[dict[str, Any]], Any],
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        done, _row = attempt(form, lambda: verb(dict(form.cleaned_data)))
        if done:
            messages.success(request, _("The finding is written down."))
            return redirect(_address(found.examination))
    context = {"found": found, "examination": found.examination, "form": form, "picture": picture}
    return render(request, "evidence/medical/finding.html", context, status=422 if form.is_bound else 200)


@require_POST
def finding_drop(request: HttpRequest, code: str, pk: int, finding: int) -> HttpResponse:
    found = examination_to_write(request.user, code, pk, "writes_body")
    row = finding_in(found, finding)
    return _do(request, found, lambda: actions.drop_finding(row, by=request.user), _("The finding is taken out."))


def photograph_add(request: HttpRequest, code: str, pk: int, finding: int) -> HttpResponse:
    found = examination_to_write(request.user, code, pk, "writes_body")
    row = finding_in(found, finding)
    form = forms.PhotographForm(
        request.POST or None, request.FILES or None, pictures=pictures_in(found.opened.case)
    )
    page = Page(
        _("Photograph of finding %(number)d") % {"number": row.number},
        _("Add"),
        _("The photograph is sealed and belongs to the finding."),
        intro=_("Once with a scale beside it, once from further away."),
        template="evidence/medical/upload.html",
    )

    def verb() -> Any:
        upload, scale = form.cleaned_data["upload"], form.cleaned_data["with_scale"]
        if not upload:
            return actions.link_photograph(row, form.cleaned_data["file"], by=request.user, with_scale=scale)
        card = actions.FileCard(upload.name, upload.content_type, SealedFile.Origin.MEDICAL, str(row))
        return actions.take_photograph(row, card, upload.chunks(), by=request.user, with_scale=scale)

    return answer_form(request, found.opened, page, form, verb, _address(found.examination))


@require_POST
def photograph_drop(request: HttpRequest, code: str, pk: int, finding: int, shown: int) -> HttpResponse:
    found = examination_to_write(request.user, code, pk, "writes_body")
    row = photograph_in(finding_in(found, finding), shown)
    return _do(request, found, lambda: actions.drop_photograph(row, by=request.user), _("Taken out."))


def photograph(request: HttpRequest, code: str, pk: int, file_id: uuid.UUID) -> HttpResponse:
    return original(request, photograph_for(request.user, code, pk, file_id))


@require_POST
def sign(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    found = examination_to_write(request.user, code, pk, "writes_conclusion")
    done = _("Signed. This version stays as it is; what is to be corrected becomes a new one.")
    return _do(request, found, lambda: actions.sign_examination(found.examination, by=request.user), done)


@require_POST
def discard(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    found = examination_to_write(request.user, code, pk, "writes_conclusion")
    try:
        actions.discard_examination(found.examination, by=request.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect(_address(found.examination))
    messages.success(request, _("The draft is thrown away."))
    return redirect("casework:case", code=code)


def amend(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    found = examination_to_write(request.user, code, pk, "may_amend")
    form = forms.AmendForm(request.POST or None)
    page = Page(
        _("Amend the report"),
        _("Begin a new version"),
        _("A new version is begun. The signed one stays as it is."),
        onward=_address,
    )
    return answer_form(
        request,
        found.opened,
        page,
        form,
        lambda: actions.amend_examination(found.examination, form.cleaned_data["reason"], by=request.user),
        _address(found.examination),
    )


@fresh_proof_to_change
def report(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    found = report_for(request.user, code, pk)
    form = forms.ReportForm(request.POST or None, initial={"language": request.user.language})
    if request.method == "POST" and form.is_valid():
        order = Order(**form.cleaned_data)
        done, made = attempt(form, actions.export_report, found.examination, order, by=request.user)
        if done:
            return _pdf(made, f"report-{found.examination.pk}")
    context = {"found": found, "examination": found.examination, "form": form, "case": found.opened.case}
    return render(request, "evidence/medical/report.html", context, status=422 if form.is_bound else 200)


def _do(request: HttpRequest, found: OpenExamination, verb: Callable[[], Any], done: str) -> HttpResponse:
    try:
        verb()
        messages.success(request, done)
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
    return redirect(_address(found.examination))


def _address(row: Any) -> str:
    return reverse("medical:examination", args=[row.case.code, row.pk])


def _pdf(made: bytes | None, name: str) -> HttpResponse:
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store"
    return response
