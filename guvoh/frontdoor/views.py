import time

from django.conf import settings
from django.forms import CharField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guvoh.frontdoor.actions import Sending, TooManyReports, Written, code_of, send_report, was_sent
from guvoh.frontdoor.attachments import KEPT_SECONDS, Attachments, gather
from guvoh.frontdoor.forms import ReportForm
from guvoh.frontdoor.notice import Closed, current_notice, fingerprint, fingerprint_of, hotlines, lines, spool
from guvoh.frontdoor.once import checked, new_token, turn
from guvoh.frontdoor.throttle import Throttle
from guvoh.frontdoor.uploads import MAX_FILE_BYTES, MAX_FILES, MAX_TOTAL_BYTES, MEGABYTE, Reason, Refusal
from guvoh.handover.notice import Notice

LIMITS = {"files": MAX_FILES, "each": MAX_FILE_BYTES // MEGABYTE, "total": MAX_TOTAL_BYTES // MEGABYTE}

# whatever waits in the spool is walked through for it
sweepings = Throttle(1, 60)


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    hinted = sorted(settings.LANGUAGES, key=lambda language: language[0] != get_language())
    return render(request, "frontdoor/choose_language.html", {"codes": [code for code, _name in hinted]})


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "frontdoor/home.html", {"hotlines": hotlines()})


@require_safe
def safety(request: HttpRequest) -> HttpResponse:
    return render(request, "frontdoor/safety.html", {"hotlines": hotlines(), "fingerprint": fingerprint()})


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    if sweepings.admits():
        spool().discard_old_stagings(time.time(), KEPT_SECONDS)
    try:
        notice = current_notice()
    except Closed as closed:
        return closed_page(request, closed)
    if request.method != "POST":
        return _form_page(request, ReportForm(), Attachments(), notice)
    if "switch" in request.POST:
        return typed_so_far(request, notice)
    with turn(request.POST.get("once", "")):
        return _receive(request, notice)


def _receive(request: HttpRequest, notice: Notice) -> HttpResponse:
    form = ReportForm(request.POST)
    attachments, refused = gather(request, notice.key_id)
    sending = Sending(checked(request.POST.get("once", "")), attachments, notice, get_language())
    complete = tell_incomplete(request, form, refused)
    if form.is_valid():
        written = Written(**{name: value for name, value in form.cleaned_data.items() if name != "files"})
        if complete and lost_alone(refused) and was_sent(code := code_of(written, sending)):
            attachments.discard()
            return render(request, "frontdoor/sent.html", {"groups": code.split()})
    form.tell_refused(refused)
    if not form.is_valid():
        return _form_page(request, form, attachments, notice, status=422)
    try:
        code = send_report(written, sending)
    except (TooManyReports, OSError) as error:
        form.add_error(None, not_taken(error))
        return _form_page(request, form, attachments, notice, status=status_of(error), not_taken=True)
    return render(request, "frontdoor/sent.html", {"groups": code.split()})


def tell_incomplete(request: HttpRequest, form: ReportForm, refused: list[Refusal]) -> bool:
    """Whether the whole form has come in; if not, the form says so."""
    form.full_clean()
    complete = request.POST.get("complete") == "1"
    if not complete and not refused:
        form.add_error(
            None, _("Only a part of your report has arrived, so it was not sent. Please send it again.")
        )
    return complete


def lost_alone(refused: list[Refusal]) -> bool:
    """Kept files that are gone, and nothing else wrong: so it looks when a form has been sent a moment ago."""
    return bool(refused) and all(refusal.reason is Reason.LOST for refusal in refused)


def not_taken(error: Exception) -> str:
    if isinstance(error, TooManyReports):
        return _(
            "Very many reports are coming in at this moment, so yours was not sent. Wait a few minutes and send "
            "again; if it is urgent, call."
        )
    return _("Your report could not be stored here just now, so it was not sent. Try again later.")


def status_of(error: Exception) -> int:
    return 429 if isinstance(error, TooManyReports) else 503


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


def files_context(attachments: Attachments, notice: Notice) -> dict[str, object]:
    """What the part of a form that takes files needs."""
    return {
        "attachments": attachments,
        "kept": attachments.token(notice.key_id),
        "once": new_token(),
        "limits": LIMITS,
        "hotlines": lines(notice.hotlines),
        "fingerprint": fingerprint_of(notice),
    }


def _form_page(
    request: HttpRequest,
    form: ReportForm,
    attachments: Attachments,
    notice: Notice,
    *,
    status: int = 200,
    not_taken: bool = False,
) -> HttpResponse:
    context = {"form": form, "not_taken": not_taken, **files_context(attachments, notice)}
    return render(request, "frontdoor/report.html", context, status=status)


def closed_page(request: HttpRequest, closed: Closed) -> HttpResponse:
    texts = ["text", *(name for name, field in ReportForm.base_fields.items() if isinstance(field, CharField))]
    written = [request.POST[name] for name in texts if request.POST.get(name)]
    context = {"hotlines": lines(closed.hotlines), "written": written}
    return render(request, "frontdoor/closed.html", context, status=503)
