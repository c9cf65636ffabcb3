"""What a report says, laid out for paper, and whom it may name.

The outline follows the Istanbul Protocol 2022, annex IV; a clinician should check headings and order.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from guvoh.desk.evidence.medical.body import VIEWS, Placed, printed, regions
from guvoh.desk.evidence.medical.vocabulary import DEFINITIONS, Degree, Names
from guvoh.desk.evidence.models import Examination, Finding, PsychologicalPart
from guvoh.desk.facts.exits import BLOCK, look_through
from guvoh.instruments.names.guard import Mark
from guvoh.instruments.terms.dates import format_date, format_moment

Content = dict[str, Any]

FRAME: Final = ("requested_by", "language", "interpreter", "present", "restraints", "conditions")
STORY: Final = ("history", "symptoms_acute", "symptoms_chronic")
CLOSING: Final = ("interpretation", "conclusion", "recommendations", "limits")
CONSENTS: Final = ("agreed_examination", "agreed_photographs", "agreed_disclosure")
OF_EXAMINATION: Final = (
    *("outside_name", "qualifications", "place", "amended_because", "narrative", "general", "tests"),
    *FRAME,
    *STORY,
    *CLOSING,
)
OF_FINDING: Final = ("colour", "shape", "age_estimate", "alleged_cause", "note")
OF_MIND: Final = ("complaints", "history", "observation", "instruments", "assessment")
ALWAYS: Final = ("front", "back")


@dataclass(frozen=True)
class Order:
    """What is asked for: a report in which language, to what end and for whom, with the name or without."""

    language: str
    purpose: str
    recipient: str
    names: str = Names.PSEUDONYM


@dataclass(frozen=True)
class Written:
    """One text that somebody typed, with the name of its field."""

    label: str
    text: str


def texts_of(examination: Examination, recipient: str = "") -> dict[str, Written]:
    """Everything in a report that somebody typed, by place: the guard reads all of it."""
    rows: list[tuple[str, str, Any, tuple[str, ...]]] = [("", "", examination, OF_EXAMINATION)]
    for finding in examination.findings.all():
        heading = _("finding %(number)d") % {"number": finding.number}
        rows.append((f"finding-{finding.number}-", f"{heading}: ", finding, OF_FINDING))
    for part in PsychologicalPart.objects.filter(examination=examination):
        rows.append(("mind-", f"{_('psychological part')}: ", part, OF_MIND))
    found = {
        f"{place}{field}": Written(f"{prefix}{row._meta.get_field(field).verbose_name}", getattr(row, field))
        for place, prefix, row, fields in rows
        for field in fields
        if getattr(row, field)
    }
    return found | ({"recipient": Written(_("to whom"), recipient)} if recipient else {})


def told_to(examination: Examination, order: Order) -> dict[str, str]:
    """The texts as they may be handed out: without her name where the report bears a pseudonym.

    Raises ValidationError naming the field in which another protected person stands.
    """
    texts = texts_of(examination, order.recipient)
    subject = examination.actor.pseudonym
    looked = look_through({place: written.text for place, written in texts.items()}, {subject})
    refused = []
    for place, marks in looked.marks.items():
        hers = {(mark.start, mark.end) for mark in marks if mark.person == subject}
        found = dict.fromkeys(f"“{mark.evidence}”" for mark in _others(marks, hers, examination))
        if found:
            refused.append(
                _("“%(field)s” names another protected person: %(found)s. Amend it there, then hand it on.")
                % {"field": texts[place].label, "found": ", ".join(found)}
            )
    if refused:
        raise ValidationError(refused)
    if order.names == Names.NAME:
        return {place: written.text for place, written in texts.items()}
    return {place: _without_her(written.text, looked.marks[place], subject) for place, written in texts.items()}


def _others(marks: list[Mark], hers: set[tuple[int, int]], examination: Examination) -> Iterator[Mark]:
    """What must not go: nobody but a person whose words are hers too, and not the number of her own case."""
    for mark in marks:
        own_number = mark.rule == "case number" and mark.evidence == examination.case.code
        if mark.level == BLOCK and (mark.start, mark.end) not in hers and not own_number:
            yield mark


def _without_her(text: str, marks: list[Mark], subject: str) -> str:
    shown, hidden_to = "", 0
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.person == subject and mark.start >= hidden_to:
            shown += text[hidden_to : mark.start] + subject
            hidden_to = mark.end
    return shown + text[hidden_to:]


def composed(examination: Examination, order: Order) -> Content:
    """The whole report in its language, as the template of the typesetter takes it. Raises ValidationError."""
    told = told_to(examination, order)
    with override(order.language):
        return _Report(examination, order, told).content()


def blank_sheet(language: str) -> Content:
    """The same outline with nothing in it but the drawings, to be filled in by hand where there is no network."""
    with override(language):
        return {
            "language": language,
            "title": _("Sheet for a medical examination"),
            "hint": _("After the Istanbul Protocol (2022). Fill in by hand; number each mark on the drawings."),
            "asked": [[label, lines] for label, lines in _asked()],
            "pictures": [_picture(view) for view in VIEWS],
            "columns": _columns(),
            "definitions": _definitions(),
            "words": _words(),
        }


def _asked() -> list[tuple[str, int]]:
    """What the blank sheet asks, with how many lines there are to write on."""
    one = ("examined_at", "place", *FRAME[:-1], "private", "police", "alleged_on", *CONSENTS)
    many = (("narrative", 9), *((field, 4) for field in STORY), ("general", 4), ("tests", 3), ("conditions", 3))
    label = _label_of(Examination)
    first = [(_("Case number, or pseudonym of the person"), 1), (_("Examiner and number of the licence"), 1)]
    mind = _label_of(PsychologicalPart)
    return [
        *first,
        *((label(field), 1) for field in one),
        *((label(field), lines) for field, lines in many),
        *((mind(field), 3) for field in ("complaints", "observation")),
        *((label(field), 3) for field in ("conclusion", "limits")),
    ]


def _label_of(model: Any) -> Callable[[str], str]:
    return lambda field: capfirst(str(model._meta.get_field(field).verbose_name))


def _picture(view: str, marks: list[Placed] | None = None) -> dict[str, str]:
    return {"svg": printed(view, marks or []), "caption": str(VIEWS[view]), "view": view}


def _definitions() -> list[list[str]]:
    return [[str(degree.label), str(DEFINITIONS[degree])] for degree in Degree]


def _columns() -> list[str]:
    return [
        *("№", _("Where"), _("Finding"), _("Size, mm"), _("Appearance")),
        *(_("Cause as the person says"), _("Degree of consistency")),
    ]


def _words() -> dict[str, str]:
    return {
        "page": _("page {page} of {pages}"),
        "definitions": _("What the degrees mean"),
        "diagrams": _("Body diagrams"),
        "left_right": _("Left and right are the person's own."),
        "table": _("Findings"),
        "signature": _("Signature"),
        "date": _("Date"),
        "confidential": _("Confidential medical document"),
    }


class _Report:
    """One report being laid out in the language that is active."""

    def __init__(self, examination: Examination, order: Order, told: Mapping[str, str]) -> None:
        self.row, self.order, self.told = examination, order, told
        self.findings = list(examination.findings.prefetch_related("photographs__file"))
        self.mind = PsychologicalPart.objects.filter(examination=examination).first()
        self.label = _label_of(Examination)

    def content(self) -> Content:
        return {
            "language": self.order.language,
            "title": _("Medical report on alleged torture or ill-treatment"),
            "hint": _("After the Istanbul Protocol (2022)"),
            "reference": self.row.reference,
            "cover": self._cover(),
            "before": [
                self._section(_("Conditions of the examination"), self._frame()),
                self._section(_("Allegation"), self._texts(("narrative",))),
                self._section(_("History and complaints"), self._texts(STORY)),
                self._section(_("Physical examination"), self._texts(("general",))),
            ],
            "pictures": self._pictures(),
            "columns": _columns(),
            "findings": [self._finding(finding) for finding in self.findings],
            "none_found": "" if self.findings else _("No finding on the body was recorded."),
            "photographs": self._photographs(),
            "after": [
                self._section(_("Diagnostic tests"), self._texts(("tests",))),
                self._section(_("Psychological assessment"), self._mind()),
                self._section(_("Interpretation and conclusion"), [*self._texts(CLOSING), *self._overall()]),
            ],
            "definitions": _definitions(),
            "signed": self._signed(),
            "words": _words(),
        }

    def _section(self, title: str, fields: list[list[str]]) -> dict[str, Any]:
        return {"title": title, "fields": fields}

    def _texts(self, fields: tuple[str, ...]) -> list[list[str]]:
        return [[self.label(field), self.told[field]] for field in fields if field in self.told]

    def _cover(self) -> list[list[str]]:
        actor, named = self.row.actor, self.order.names == Names.NAME
        who = actor.name_in(self.order.language) if named else actor.pseudonym
        began = timezone.localtime(self.row.examined_at)
        rows = [
            [_("Who was examined"), who],
            [_("Date of birth"), format_date(actor.born_on, self.order.language)]
            if named and actor.born_on
            else [_("Age"), str(_age(actor.born_on, began.date())) if actor.born_on else "—"],
            [_("Gender"), actor.get_gender_display()],
            [self.label("examined_at"), format_moment(began, self.order.language)],
            [self.label("place"), self.told["place"]],
            [_("Examiner"), self._examiner()],
            [_("For whom"), self.told["recipient"]],
        ]
        if "amended_because" in self.told:
            version = _("%(number)d, amended: %(reason)s") % {
                "number": self.row.version,
                "reason": self.told["amended_because"],
            }
            rows.append([_("Version"), version])
        return rows

    def _examiner(self) -> str:
        row = self.row
        name = str(row.examiner) if row.examiner else f"{self.told['outside_name']}, № {row.outside_licence}"
        qualifications = self.told.get("qualifications", "")
        return f"{name}; {qualifications}" if qualifications else name

    def _frame(self) -> list[list[str]]:
        row, days = self.row, self.row.days_since
        rows = []
        if row.alleged_on:
            rows.append([self.label("alleged_on"), format_date(row.alleged_on, self.order.language)])
            rows.append([_("Days between the act and the examination"), str(days)])
        if row.minutes:
            rows.append([self.label("minutes"), str(row.minutes)])
        rows.append([self.label("private"), row.get_private_display()])
        if row.police:
            rows.append([self.label("police"), row.get_police_display()])
        rows += self._texts(FRAME)
        return [*rows, *([self.label(field), getattr(row, f"get_{field}_display")()] for field in CONSENTS)]

    def _pictures(self) -> list[dict[str, str]]:
        marks: dict[str, list[Placed]] = {view: [] for view in ALWAYS}
        for finding in self.findings:
            view = regions()[finding.region].view
            marks.setdefault(view, []).append(Placed(finding.number, float(finding.x), float(finding.y)))
        return [_picture(view, marks[view]) for view in VIEWS if view in marks]

    def _finding(self, finding: Finding) -> list[str]:
        def said(field: str) -> str:
            return self.told.get(f"finding-{finding.number}-{field}", "")

        looks = [said("colour"), said("shape"), said("age_estimate"), said("note")]
        view = VIEWS[regions()[finding.region].view]
        return [
            str(finding.number),
            f"{finding.place} ({str(view).lower()})",
            str(finding.get_kind_display()),
            finding.size or "—",
            "; ".join(part for part in looks if part) or "—",
            said("alleged_cause") or "—",
            str(finding.get_degree_display()) or "—",
        ]

    def _photographs(self) -> list[str]:
        lines = []
        for finding in self.findings:
            for shown in finding.photographs.all():
                scale = _("with scale") if shown.with_scale else _("without scale")
                head = _("Photograph of finding %(number)d") % {"number": finding.number}
                lines.append(f"{head}: {shown.file.pk.hex[:8]}, {scale}; SHA-256 {shown.file.sha256}")
        return lines

    def _mind(self) -> list[list[str]]:
        if self.mind is None:
            return []
        label = _label_of(PsychologicalPart)
        rows = [[label(field), self.told[f"mind-{field}"]] for field in OF_MIND if f"mind-{field}" in self.told]
        return [*rows, [_("Degree of consistency"), str(self.mind.get_degree_display())]]

    def _overall(self) -> list[list[str]]:
        return [[_("Overall degree of consistency"), str(self.row.get_degree_display())]]

    def _signed(self) -> dict[str, str]:
        row = self.row
        if row.signed_by is None or row.signed_at is None:
            return {"by": "", "on": "", "imprint": ""}
        role = str(row.get_signed_role_display()).lower()
        text = (
            _("Signed in the desk by %(name)s, %(role)s")
            if row.examiner
            else _("Entered and signed in the desk by %(name)s, %(role)s")
        )
        return {
            "by": text % {"name": row.signed_by, "role": role},
            "on": format_date(timezone.localdate(row.signed_at), self.order.language),
            "imprint": f"SHA-256 {row.content_hash}",
        }


def _age(born: Any, on: Any) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
