import time

from django.conf import settings
from django.forms import CharField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guvoh.frontdoor.actions import TooManyOpenings, UnknownReceipt, Written, read_answer, send_report
from guvoh.frontdoor.attachments import KEPT_SECONDS, Attachments, gather
from guvoh.frontdoor.forms import ReceiptForm, ReportForm
from guvoh.frontdoor.notice import Closed, current_notice, hotlines, lines, spool
from guvoh.frontdoor.uploads import MAX_FILE_BYTES, MAX_FILES, MAX_TOTAL_BYTES, MEGABYTE
from guvoh.handover.envelope import MalformedEnvelope, Notice
from guvoh.instruments.seal.age import CannotOpen

LIMITS = {"files": MAX_FILES, "each": MAX_FILE_BYTES // MEGABYTE, "total": MAX_TOTAL_BYTES // MEGABYTE}


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    hinted = sorted(settings.LANGUAGES, key=lambda language: language[0] != get_language())
    return render(request, "frontdoor/choose_language.html", {"codes": [code for code, _name in hinted]})


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "frontdoor/home.html", {"hotlines": hotlines()})


@require_safe
def safety(request: HttpRequest) -> HttpResponse:
    return render(request, "frontdoor/safety.html", {"hotlines": hotlines()})


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    spool().discard_old_stagings(time.time(), KEPT_SECONDS)
    try:
        notice = current_notice()
    except Closed as closed:
        return closed_page(request, closed)
    if request.method != "POST":
        return _form_page(request, ReportForm(), Attachments(), notice)
    if "switch" in request.POST:
        return typed_so_far(request, notice)
    return _receive(request, notice)


def _receive(request: HttpRequest, notice: Notice) -> HttpResponse:
    form = ReportForm(request.POST)
    attachments, refused = gather(request, notice.key_id)
    form.full_clean()
    form.tell_refused(refused)
    if not refused and request.POST.get("complete") != "1":
        form.add_error(
            None, _("Only a part of your report has arrived, so it was not sent. Please send it again.")
        )
    if not form.is_valid():
        return _form_page(request, form, attachments, notice, status=422)
    written = Written(**{name: value for name, value in form.cleaned_data.items() if name != "files"})
    try:
        code = send_report(written, attachments, notice, get_language())
    except OSError:
        form.add_error(
            None, _("Your report could not be stored here just now, so it was not sent. Try again later.")
        )
        return _form_page(request, form, attachments, notice, status=503)
    return render(request, "frontdoor/sent.html", {"groups": code.split()})


def typed_so_far(request: HttpRequest, notice: Notice, error: str = "", status: int = 200) -> HttpResponse:
    """The form again with everything typed and attached so far, not yet judged."""
    attachments, refused = gather(request, notice.key_id)
    form = ReportForm(request.POST)
    form.full_clean()
    form.errors.clear()
    form.tell_refused(refused)
    if error:
        form.add_error(None, error)
    return _form_page(request, form, attachments, notice, status=status)


def _form_page(
    request: HttpRequest, form: ReportForm, attachments: Attachments, notice: Notice, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "attachments": attachments,
        "kept": attachments.token(notice.key_id),
        "limits": LIMITS,
        "hotlines": lines(notice.hotlines),
    }
    return render(request, "frontdoor/report.html", context, status=status)


def closed_page(request: HttpRequest, closed: Closed) -> HttpResponse:
    texts = [name for name, field in ReportForm.base_fields.items() if isinstance(field, CharField)]
    written = [request.POST[name] for name in texts if request.POST.get(name)]
    context = {"hotlines": lines(closed.hotlines), "written": written}
    return render(request, "frontdoor/closed.html", context, status=503)


@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "frontdoor/receipt.html", {"form": ReceiptForm()})
    form = ReceiptForm(request.POST)
    if not form.is_valid():
        return render(request, "frontdoor/receipt.html", {"form": form}, status=422)
    try:
        reply = read_answer(form.cleaned_data["code"])
    except TooManyOpenings:
        return _receipt_again(request, form, _("Too many codes were tried just now. Please wait a minute."), 429)
    except UnknownReceipt:
        sentence = _("This code is not known here. Please compare every digit with your paper.")
        return _receipt_again(request, form, sentence, 422)
    except (CannotOpen, MalformedEnvelope):
        sentence = _(
            "There is an answer, but it arrived damaged. Please call one of the numbers on the first page."
        )
        return _receipt_again(request, form, sentence, 503)
    return render(request, "frontdoor/answer.html", {"reply": reply, "code": form.cleaned_data["code"]})


def _receipt_again(request: HttpRequest, form: ReceiptForm, sentence: str, status: int) -> HttpResponse:
    form.add_error("code", sentence)
    return render(request, "frontdoor/receipt.html", {"form": form}, status=status)
