from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guvoh.desk.casework.access import case_asked_about, may_see, person_asked_about
from guvoh.desk.casework.models import Case
from guvoh.desk.casework.readers import readers_of
from guvoh.desk.staff.models import EntryQuerySet

ENTRIES_ON_A_PAGE = 50


@require_safe
def of_case(request: HttpRequest, code: str) -> HttpResponse:
    case, entries = case_asked_about(request.user, code)
    return readers_page(request, case, entries, _("The whole case"))


@require_safe
def of_person(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    case, actor, entries = person_asked_about(request.user, code, pk)
    return readers_page(request, case, entries, actor.pseudonym)


def readers_page(request: HttpRequest, case: Case, entries: EntryQuerySet, of_what: str) -> HttpResponse:
    """The page of who has seen something: members first, then entry by entry."""
    context: dict[str, Any] = {
        "case": case,
        "opens_case": may_see(request.user, case),
        "of_what": of_what,
        "readers": readers_of(case, entries),
        "page": Paginator(entries, ENTRIES_ON_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "casework/readers.html", context)
