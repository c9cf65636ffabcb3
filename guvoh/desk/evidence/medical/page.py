"""What the pages of an examination show, as far as this member may see it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from guvoh.desk.casework.access import OpenCase, sections_of
from guvoh.desk.casework.overview import named_people
from guvoh.desk.evidence.medical.access import OpenExamination
from guvoh.desk.evidence.medical.body import VIEWS, Drawing, Placed, drawing, mark_size, regions
from guvoh.desk.evidence.medical.vocabulary import DEFINITIONS, EXAMINED, Degree
from guvoh.desk.evidence.models import Examination, Finding, PsychologicalPart
from guvoh.desk.facts.models import Actor
from guvoh.desk.staff.models import Member


@dataclass(frozen=True)
class Dot:
    """A mark where it is drawn, in the drawing's own units."""

    number: int
    x: float
    y: float
    r: float

    @property
    def base(self) -> float:
        """Where the number's line stands, so that it is in the middle."""
        return self.y + self.r * 0.42

    @property
    def size(self) -> float:
        return self.r * 1.3


@dataclass(frozen=True)
class Picture:
    """A view with the marks of an examination; `region` is the one that was chosen."""

    drawing: Drawing
    dots: list[Dot]
    region: str = ""

    @property
    def view(self) -> str:
        return self.drawing.view

    @property
    def views(self) -> list[tuple[str, Any]]:
        return list(VIEWS.items())

    @property
    def mark(self) -> float:
        return mark_size(self.drawing)


def people_to_examine(opened: OpenCase) -> list[tuple[Actor, str]]:
    return [(actor, name) for actor, name in named_people(opened) if actor.kind in EXAMINED]


def dots(view: str, findings: Iterable[Finding]) -> list[Dot]:
    drawn = drawing(view)
    placed = [
        Placed(finding.number, float(finding.x), float(finding.y))
        for finding in findings
        if regions()[finding.region].view == view
    ]
    size = mark_size(drawn)
    return [Dot(mark.number, mark.x * drawn.width / 100, mark.y * drawn.height / 100, size) for mark in placed]


def picked(asked: Mapping[str, Any], found: OpenExamination, row: Finding | None = None) -> Picture:
    """The view that was asked for, with the marks that are in it; the front where none was."""
    region = asked.get("region", "")
    if region not in regions():
        region = ""
    view = asked.get("view", "") if not region else regions()[region].view
    if view not in VIEWS:
        view = "front"
    moving = bool(row and region)
    others = found.examination.findings.exclude(pk=row.pk if moving and row else None)
    return Picture(drawing(view), dots(view, others), region)


def examination_page(found: OpenExamination) -> dict[str, Any]:
    row, opened = found.examination, found.opened
    findings = list(row.findings.select_related("judged_by").prefetch_related("photographs__file"))
    mind = PsychologicalPart.objects.filter(examination=row).select_related("judged_by").first()
    shown = [view for view in VIEWS if view in ("front", "back") or dots(view, findings)]
    return {
        "found": found,
        "examination": row,
        "case": opened.case,
        "frame": _frame(row, opened),
        "narrative": opened.text(row.narrative),
        "body": _fields(row, opened, ("history", "symptoms_acute", "symptoms_chronic", "general", "tests")),
        "pictures": [Picture(drawing(view), dots(view, findings)) for view in shown],
        "findings": [
            (finding, _looks(finding, opened), opened.text(finding.alleged_cause)) for finding in findings
        ],
        "examiner": opened.text(row.examiner_named) if row.outside_name else row.examiner_named,
        "mind": mind,
        "mind_fields": _fields(mind, opened, ("complaints", "history", "observation", "instruments", "assessment"))
        if mind
        else [],
        "conclusion": _fields(row, opened, ("interpretation", "conclusion", "recommendations", "limits")),
        "definitions": [(degree.label, DEFINITIONS[degree]) for degree in Degree],
        "versions": [
            (version, opened.text(version.amended_because))
            for version in Examination.objects.filter(case=opened.case, serial=row.serial)
            .select_related("case", "signed_by")
            .order_by("version")
        ],
        "exports": [(export, opened.text(export.recipient)) for export in row.exports.select_related("by")]
        if found.sees_conclusion
        else [],
    }


def _fields(row: Any, opened: OpenCase, names: Iterable[str]) -> list[tuple[str, str]]:
    return [
        (capfirst(str(row._meta.get_field(name).verbose_name)), opened.text(getattr(row, name)))
        for name in names
        if getattr(row, name)
    ]


def _frame(row: Examination, opened: OpenCase) -> list[tuple[str, str]]:
    chosen = [
        (capfirst(str(row._meta.get_field(name).verbose_name)), str(getattr(row, f"get_{name}_display")()))
        for name in ("private", "police", "agreed_examination", "agreed_photographs", "agreed_disclosure")
        if getattr(row, name)
    ]
    typed = (
        "place",
        "qualifications",
        "requested_by",
        "language",
        "interpreter",
        "present",
        "restraints",
        "conditions",
    )
    return [*_fields(row, opened, typed), *chosen]


def _looks(finding: Finding, opened: OpenCase) -> str:
    parts = (finding.colour, finding.shape, finding.age_estimate, finding.note)
    return "; ".join(opened.text(part) for part in parts if part)


def listed(member: Member, rows: Iterable[Examination]) -> list[tuple[Examination, str]]:
    """Examinations with the name of the examined person as far as this member may read it."""
    opened: dict[int, OpenCase] = {}
    for row in rows:
        if row.case_id not in opened:
            opened[row.case_id] = OpenCase(row.case, member, sections_of(member, row.case))
    return [(row, opened[row.case_id].name_of(row.actor)) for row in rows]
