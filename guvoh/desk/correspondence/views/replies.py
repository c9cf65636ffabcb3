from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guvoh.desk.correspondence.access import counts_replies, writes_letters
from guvoh.desk.correspondence.forms_replies import RepliesForm
from guvoh.desk.correspondence.replies import Choice, kinds_by_name, replies_page, years
from guvoh.desk.staff.access import require
from guvoh.desk.staff.record import record


@require_safe
def replies(request: HttpRequest) -> HttpResponse:
    require(counts_replies, request.user)
    language = request.user.language
    form = RepliesForm(request.GET, years(), kinds_by_name(language))
    if not form.is_valid():
        raise Http404
    choice = Choice(**form.cleaned_data)
    page = replies_page(choice, language)
    record("replies.counted", by=request.user, year=choice.year, kind=choice.kind, addressees=choice.of)
    page |= {"form": form, "choice": choice, "writes_letters": writes_letters(request.user)}
    return render(request, "correspondence/replies.html", page)
