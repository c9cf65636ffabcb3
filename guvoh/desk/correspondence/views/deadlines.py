from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guvoh.desk.correspondence.access import sees_bodies, writes_letters
from guvoh.desk.correspondence.actions import escalate_overdue
from guvoh.desk.correspondence.deadlines import FIRST, LASTING, OF_CLOCKS, OF_LETTERS, Deadlines, as_row
from guvoh.desk.staff.access import require
from guvoh.desk.staff.record import record

ROWS_ON_A_PAGE: Final = 40


def index(request: HttpRequest) -> HttpResponse:
    require(writes_letters, request.user)
    escalate_overdue(by=request.user)
    state = request.GET.get("state", FIRST)
    deadlines = Deadlines(request.user, only_mine=request.GET.get("whose") == "mine")
    known = state if state in OF_CLOCKS or state in OF_LETTERS else FIRST
    page = Paginator(deadlines.of_state(known), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    record("letters.listed", by=request.user, state=known, shown=len(page))
    tabs = deadlines.tabs()
    context = {
        "page": page,
        "rows": [as_row(found) for found in page],
        "tabs": tabs,
        "elsewhere": any(tab["count"] for tab in tabs),
        "state": known,
        "lasting": LASTING,
        "only_mine": deadlines.only_mine,
        "sees_bodies": sees_bodies(request.user),
    }
    return render(request, "correspondence/index.html", context)
