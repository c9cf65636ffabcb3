from typing import Any

from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.access import OpenCase
from guvoh.desk.evidence.medical.access import EITHER, OpenExamination, examines
from guvoh.desk.evidence.medical.calling import call_for_act
from guvoh.desk.evidence.models import Examination, SealedFile
from guvoh.desk.facts.reactions import on_act_recorded
from guvoh.desk.staff.panels import add_link, add_panel
from guvoh.desk.staff.roles import Section


def files_of_case(opened: OpenCase) -> dict[str, Any] | None:
    if not opened.works_case:
        return None
    files = SealedFile.objects.filter(case=opened.case).select_related("kept_by")
    if not opened.can(Section.MEDICAL):
        files = files.exclude(origin=SealedFile.Origin.MEDICAL)
    return {"opened": opened, "files": files}


def examinations_of_case(opened: OpenCase) -> dict[str, Any] | None:
    """To whoever works the case: of which day there is one, and its state. To clinicians also the way in."""
    if not (opened.works_case or any(opened.can(section) for section in EITHER)):
        return None
    found = Examination.objects.latest().with_rows().filter(case=opened.case)
    rows = [
        {"examination": row, "name": opened.name_of(row.actor), "open": OpenExamination(row, opened)}
        for row in found
    ]
    starts = examines(opened.member) and opened.sees_identity and any(opened.can(section) for section in EITHER)
    return {"opened": opened, "rows": rows, "may_start": starts}


def register() -> None:
    add_panel("case", 50, "evidence/_files.html", files_of_case)
    add_panel("case", 45, "evidence/medical/_examinations.html", examinations_of_case)
    add_link(45, "heart", _("Examinations"), "medical:index", examines)
    on_act_recorded(call_for_act)
