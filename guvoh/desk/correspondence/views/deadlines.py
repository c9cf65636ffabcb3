from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.access import sees_bodies, writes_letters
from guvoh.desk.correspondence.deadline_shares import SHARES, as_shares, shares
from guvoh.desk.correspondence.deadlines import (
    FIRST,
    LASTING,
    OF_CLOCKS,
    OF_LETTERS,
    Deadlines,
    as_row,
    asked_for,
    people,
    with_rows,
)
from guvoh.desk.staff.access import require
from guvoh.desk.staff.record import record

ROWS_ON_A_PAGE: Final = 40


def index(request: HttpRequest) -> HttpResponse:
    require(writes_letters, request.user)
    actions.escalate_overdue(by=request.user)
    deadlines, by = asked_for(request.user, request.GET), request.GET.get("by", "")
    drawn = _shares(request, deadlines, by) if by in SHARES else _list(request, deadlines)
    frame = {
        "deadlines": deadlines,
        "people": people(request.user),
        "sees_bodies": sees_bodies(request.user),
    }
    return render(request, "correspondence/index.html", frame | drawn)


def _list(request: HttpRequest, deadlines: Deadlines) -> dict[str, Any]:
    asked = request.GET.get("state", FIRST)
    state = asked if asked in OF_CLOCKS or asked in OF_LETTERS else FIRST
    page = Paginator(deadlines.picked(state), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [as_row(found) for found in with_rows(page.object_list)]
    record("letters.listed", by=request.user, case=deadlines.case_code, state=state, shown=len(rows))
    tabs = deadlines.tabs()
    return {
        "page": page,
        "rows": rows,
        "tabs": tabs,
        "elsewhere": any(tab["count"] for tab in tabs),
        "state": state,
        "lasting": LASTING,
    }


def _shares(request: HttpRequest, deadlines: Deadlines, by: str) -> dict[str, Any]:
    page = Paginator(shares(deadlines, by), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    record("letters.listed", by=request.user, case=deadlines.case_code, state=f"by {by}", shown=len(page))
    return {"page": page, "shares": as_shares(page, by), "by": by}


def paper(request: HttpRequest) -> HttpResponse:
    require(writes_letters, request.user)
    deadlines = asked_for(request.user, request.GET)
    try:
        listed = actions.export_list(deadlines, by=request.user)
    except ValidationError as refused:
        return _refused(request, refused)
    return render(request, "correspondence/paper.html", {"listed": listed, "deadlines": deadlines})


def calendar_file(request: HttpRequest) -> HttpResponse:
    require(writes_letters, request.user)
    try:
        made = actions.export_calendar(by=request.user)
    except ValidationError as refused:
        return _refused(request, refused)
    response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="dates.ics"'
    return response


def _refused(request: HttpRequest, refused: ValidationError) -> HttpResponse:
    messages.error(request, " ".join(refused.messages))
    return redirect("correspondence:index")
