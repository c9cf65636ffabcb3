"""What a receipt opens: the answers so far, and a form to write again. The code never stands in an address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guvoh.frontdoor.actions import (
    Sending,
    TooManyOpenings,
    TooManyReports,
    UnknownReceipt,
    message_waits,
    read_answer,
    write_again,
)
from guvoh.frontdoor.attachments import Attachments, gather
from guvoh.frontdoor.forms import MessageForm, ReceiptForm
from guvoh.frontdoor.notice import Closed, current_notice
from guvoh.frontdoor.once import checked, turn
from guvoh.frontdoor.views import closed_page, files_context, lost_alone, not_taken, status_of, tell_incomplete
from guvoh.handover.malformed import MalformedEnvelope
from guvoh.handover.notice import Notice
from guvoh.handover.reply import Reply
from guvoh.instruments.seal.age import CannotOpen


class NotOpened(Exception):
    """The receipt opened nothing: why, in a sentence for the reader."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


def _opened(code: str) -> Reply | None:
    """The conversation of a receipt. Raises NotOpened."""
    try:
        return read_answer(code)
    except TooManyOpenings:
        raise NotOpened(_("Too many codes were tried just now. Please wait a minute."), 429) from None
    except UnknownReceipt:
        sentence = _("This code is not known here. Please compare every digit with your paper.")
        raise NotOpened(sentence, 422) from None
    except (CannotOpen, MalformedEnvelope):
        sentence = _(
            "There is an answer, but it arrived damaged. Please call one of the numbers on the first page."
        )
        raise NotOpened(sentence, 503) from None


@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "frontdoor/receipt.html", {"form": ReceiptForm()})
    form = ReceiptForm(request.POST)
    if not form.is_valid():
        return render(request, "frontdoor/receipt.html", {"form": form}, status=422)
    try:
        reply = _opened(form.cleaned_data["code"])
    except NotOpened as refused:
        return _receipt_again(request, refused)
    return _conversation(request, reply, MessageForm(), Attachments())


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """A further message under a receipt, with files."""
    if request.method != "POST":
        return redirect("receipt")
    try:
        notice = current_notice()
        reply = _opened(request.POST.get("code", ""))
    except Closed as closed:
        return closed_page(request, closed)
    except NotOpened as refused:
        return _receipt_again(request, refused)
    if "switch" in request.POST:
        return _typed_so_far(request, reply, notice)
    with turn(request.POST.get("once", "")):
        return _receive(request, reply, notice)


def _receive(request: HttpRequest, reply: Reply | None, notice: Notice) -> HttpResponse:
    form, code = MessageForm(request.POST), request.POST["code"]
    attachments, refused = gather(request, notice.key_id)
    sending = Sending(checked(request.POST.get("once", "")), attachments, notice, get_language())
    complete = tell_incomplete(request, form, refused)
    if form.is_valid():
        text = form.cleaned_data["text"]
        if complete and lost_alone(refused) and message_waits(code, text, sending):
            attachments.discard()
            return _written(request)
    form.tell_refused(refused)
    if not form.is_valid():
        return _conversation(request, reply, form, attachments, status=422)
    try:
        write_again(code, text, sending)
    except (TooManyReports, OSError) as error:
        form.add_error(None, not_taken(error))
        return _conversation(request, reply, form, attachments, status=status_of(error))
    return _written(request)


def _written(request: HttpRequest) -> HttpResponse:
    return render(request, "frontdoor/written.html")


def _typed_so_far(request: HttpRequest, reply: Reply | None, notice: Notice) -> HttpResponse:
    attachments, refused = gather(request, notice.key_id)
    form = MessageForm(request.POST)
    form.full_clean()
    form.errors.clear()
    form.tell_refused(refused)
    return _conversation(request, reply, form, attachments)


def _conversation(
    request: HttpRequest, reply: Reply | None, form: MessageForm, attachments: Attachments, status: int = 200
) -> HttpResponse:
    context = {"reply": reply, "code": request.POST["code"], "form": form}
    try:
        context |= files_context(attachments, current_notice())
    except Closed:
        # answers are read without a key to seal to; only writing has to wait
        context["form"] = None
    context["not_taken"] = status in (429, 503)
    return render(request, "frontdoor/answer.html", context, status=status)


def _receipt_again(request: HttpRequest, refused: NotOpened) -> HttpResponse:
    form = ReceiptForm(request.POST)
    form.full_clean()
    if not form.has_error("code"):
        form.add_error("code", refused.sentence)
    # words that were typed under a code that has a slip in it
    context = {"form": form, "written": [text for text in (request.POST.get("text"),) if text]}
    return render(request, "frontdoor/receipt.html", context, status=refused.status)
