from collections.abc import Iterator
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.access import OpenCase
from guvoh.desk.casework.keyring import add_kept
from guvoh.desk.casework.timeline import Moment, add_source
from guvoh.desk.evidence.access import files_in, uploads_on_their_way
from guvoh.desk.evidence.deletion import register_deletion
from guvoh.desk.evidence.medical.access import (
    EITHER,
    OpenExamination,
    examines,
    learns_of_examinations,
)
from guvoh.desk.evidence.medical.calling import call_for_act
from guvoh.desk.evidence.models import Examination
from guvoh.desk.evidence.wrapping import rewrap_files
from guvoh.desk.facts.reactions import on_act_recorded
from guvoh.desk.staff.panels import add_link, add_panel

SHOWN_AT_ONCE: Final = 10


def files_of_case(opened: OpenCase) -> dict[str, Any] | None:
    if not opened.works_case:
        return None
    found = files_in(opened).select_related("kept_by", "deleted_by").prefetch_related("confessions")
    files = list(found.order_by("-kept_at"))
    return {
        "opened": opened,
        "files": files[:SHOWN_AT_ONCE],
        "older": files[SHOWN_AT_ONCE:],
        "uploads": uploads_on_their_way(opened.member, opened.case),
    }


def examinations_of_case(opened: OpenCase) -> dict[str, Any] | None:
    """To whoever works the case: of which day there is one, and its state. To clinicians also the way in."""
    if not learns_of_examinations(opened):
        return None
    found = Examination.objects.latest().with_rows().filter(case=opened.case)
    rows = [
        {"examination": row, "name": opened.name_of(row.actor), "open": OpenExamination(row, opened)}
        for row in found
    ]
    starts = examines(opened.member) and opened.sees_identity and any(opened.can(section) for section in EITHER)
    return {"opened": opened, "rows": rows, "may_start": starts}


def examinations_in_story(opened: OpenCase) -> Iterator[Moment]:
    if learns_of_examinations(opened):
        for row in Examination.objects.latest().with_rows().filter(case=opened.case):
            at = timezone.localtime(row.examined_at)
            detail = f"{opened.name_of(row.actor)} · {row.reference} · {row.get_state_display()}"
            yield Moment(at.date(), "heart", str(_("Medical examination")), detail, at=at, tone="help")


def register() -> None:
    add_kept(rewrap_files)
    register_deletion()
    add_panel("case", 50, "evidence/_files.html", files_of_case)
    add_panel("case", 45, "evidence/medical/_examinations.html", examinations_of_case)
    add_link(45, "heart", _("Examinations"), "medical:index", examines)
    add_source(examinations_in_story)
    on_act_recorded(call_for_act)
