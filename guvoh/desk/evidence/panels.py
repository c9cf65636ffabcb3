from typing import Any

from guvoh.desk.casework.access import OpenCase
from guvoh.desk.evidence.models import SealedFile
from guvoh.desk.staff.panels import add_panel


def files_of_case(opened: OpenCase) -> dict[str, Any] | None:
    if not opened.works_case:
        return None
    return {"opened": opened, "files": SealedFile.objects.filter(case=opened.case).select_related("kept_by")}


def register() -> None:
    add_panel("case", 50, "evidence/_files.html", files_of_case)
