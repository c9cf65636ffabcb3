from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.casework.actions import finish_task
from guvoh.desk.casework.models import Case, Task
from guvoh.desk.evidence.actions.files import FileCard, keep_file
from guvoh.desk.evidence.medical.body import regions
from guvoh.desk.evidence.medical.vocabulary import JUDGES_BODY, JUDGES_MIND, Said, State
from guvoh.desk.evidence.models import (
    Examination,
    Finding,
    FindingPhotograph,
    PsychologicalPart,
    SealedFile,
)
from guvoh.desk.evidence.models.medical import Judged
from guvoh.desk.facts.models import Actor
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record
from guvoh.desk.staff.roles import Role


def _role_among(member: Member, roles: Iterable[Role]) -> Role:
    """The role by which a member may judge. Raises ValidationError."""
    for role in roles:
        if member.has_role(role):
            return role
    raise ValidationError(_("A degree of consistency is entered by a clinician alone."))


def _judge(row: Judged, degree: str, by: Member, roles: tuple[Role, ...]) -> None:
    """A degree is its enterer's; one that did not change stays hers who entered it. Raises ValidationError."""
    if degree == row.degree:
        return
    role = _role_among(by, roles)
    row.degree = degree
    row.judged_by, row.judged_role = (by, role) if degree else (None, "")
    row.judged_at = timezone.now() if degree else None


def _require_draft(examination: Examination) -> None:
    """Of the row as it stands now: a colleague may have signed it. Raises ValidationError."""
    if examination.pk and Examination.objects.get(pk=examination.pk).state != State.DRAFT:
        raise ValidationError(_("This report is signed and stays as it is. Amend it by a new version."))


def _save(row: Any) -> None:
    row.full_clean()
    row.save()


@transaction.atomic
def start_examination(case: Case, actor: Actor, *, by: Member, **fields: Any) -> Examination:
    """Begin the record of an examination of somebody in the case. Raises ValidationError.

    The examiner is who begins it, unless an outside clinician is named.
    """
    _role_among(by, JUDGES_MIND)
    if not case.people.filter(actor=actor).exists():
        raise ValidationError({"actor": _("This person is not in the case.")})
    row = Examination(case=case, actor=actor, started_by=by, **fields)
    row.examiner = None if row.outside_name or row.outside_licence else by
    row.serial = row.next_serial()
    _save(row)
    record("examination.started", by=by, case=case.code, subject=row.subject, person=actor.pseudonym)
    return row


@transaction.atomic
def describe_examination(examination: Examination, *, by: Member, **fields: Any) -> None:
    """Write fields of a draft but for its degree. Raises ValidationError."""
    _require_draft(examination)
    for field, value in fields.items():
        setattr(examination, field, value)
    if {"outside_name", "outside_licence"} & fields.keys():
        outside = examination.outside_name or examination.outside_licence
        examination.examiner = None if outside else examination.examiner or by
    refused = examination.agreed_photographs == Said.REFUSED
    if refused and FindingPhotograph.objects.filter(finding__examination=examination).exists():
        message = _("There are photographs in this report. Take them out first.")
        raise ValidationError({"agreed_photographs": message})
    _save(examination)
    changed = ", ".join(sorted(fields))
    record("examination.described", by=by, case=examination.case.code, subject=examination.subject, fields=changed)


@transaction.atomic
def conclude(examination: Examination, degree: str, *, by: Member, **fields: Any) -> None:
    """Write the conclusion with the overall degree. Raises ValidationError."""
    _require_draft(examination)
    roles = JUDGES_BODY if examination.findings.exists() else JUDGES_MIND
    _judge(examination, degree, by, roles)
    for field, value in fields.items():
        setattr(examination, field, value)
    _save(examination)
    record("examination.concluded", by=by, case=examination.case.code, subject=examination.subject)


@transaction.atomic
def assess_mind(examination: Examination, degree: str, *, by: Member, **fields: Any) -> PsychologicalPart:
    """Write the psychological part with its own degree. Raises ValidationError."""
    _require_draft(examination)
    part = PsychologicalPart.objects.filter(examination=examination).first() or PsychologicalPart(
        examination=examination
    )
    _judge(part, degree, by, JUDGES_MIND)
    for field, value in fields.items():
        setattr(part, field, value)
    _save(part)
    record("examination.mind_assessed", by=by, case=examination.case.code, subject=examination.subject)
    return part


@transaction.atomic
def add_finding(examination: Examination, region: str, *, by: Member, degree: str = "", **fields: Any) -> Finding:
    """Mark a finding on the body; without a place of its own the mark stands in the middle of its region.

    Raises ValidationError.
    """
    _require_draft(examination)
    last = examination.findings.aggregate(last=Max("number"))["last"] or 0
    row = Finding(examination=examination, number=last + 1)
    _write_finding(row, region, degree, by, fields)
    record(
        "examination.finding_added",
        by=by,
        case=examination.case.code,
        subject=examination.subject,
        number=row.number,
    )
    return row


@transaction.atomic
def change_finding(finding: Finding, region: str, *, by: Member, degree: str = "", **fields: Any) -> None:
    """Correct a finding of a draft. Raises ValidationError."""
    _require_draft(finding.examination)
    _write_finding(finding, region, degree, by, fields)
    case = finding.examination.case.code
    subject = finding.examination.subject
    record("examination.finding_changed", by=by, case=case, subject=subject, number=finding.number)


def _write_finding(row: Finding, region: str, degree: str, by: Member, fields: dict[str, Any]) -> None:
    drawn = regions().get(region)
    if drawn is None:
        raise ValidationError({"region": _("There is no such place on the drawings.")})
    if fields.get("x") is None or fields.get("y") is None:
        fields |= {"x": drawn.x, "y": drawn.y}
    row.region = region
    for field, value in fields.items():
        setattr(row, field, value)
    _judge(row, degree, by, JUDGES_BODY)
    _save(row)


@transaction.atomic
def drop_finding(finding: Finding, *, by: Member) -> None:
    """Take a finding out of a draft; those after it move up. Raises ValidationError."""
    examination = finding.examination
    _require_draft(examination)
    number = finding.number
    finding.delete()
    for later in examination.findings.filter(number__gt=number).order_by("number"):
        later.number -= 1
        later.save()
    case = examination.case.code
    record("examination.finding_dropped", by=by, case=case, subject=examination.subject, number=number)


def _require_photographs(examination: Examination) -> None:
    _require_draft(examination)
    if examination.agreed_photographs != Said.GIVEN:
        raise ValidationError(
            {
                "upload": _(
                    "The person has not consented to photographs. Ask, write the consent down, then add them."
                )
            }
        )


@transaction.atomic
def take_photograph(
    finding: Finding, card: FileCard, chunks: Iterable[bytes], *, by: Member, with_scale: bool
) -> FindingPhotograph:
    """Seal a photograph of the examination; it opens to the medical section alone. Raises ValidationError."""
    _require_photographs(finding.examination)
    kept = keep_file(card, chunks, by=by, case=finding.examination.case)
    row = _shown(finding, kept, with_scale)
    case = finding.examination.case.code
    record("examination.photograph_added", by=by, case=case, subject=kept.subject, number=finding.number)
    return row


@transaction.atomic
def link_photograph(finding: Finding, file: SealedFile, *, by: Member, with_scale: bool) -> FindingPhotograph:
    """Let a finding point to a picture that the case has already. Raises ValidationError."""
    _require_photographs(finding.examination)
    if file.case_id != finding.examination.case_id:
        raise ValidationError({"file": _("This file belongs to another case.")})
    row = _shown(finding, file, with_scale)
    case = finding.examination.case.code
    record("examination.photograph_added", by=by, case=case, subject=file.subject, number=finding.number)
    return row


def _shown(finding: Finding, file: SealedFile, with_scale: bool) -> FindingPhotograph:
    row = FindingPhotograph(finding=finding, file=file, with_scale=with_scale)
    _save(row)
    return row


@transaction.atomic
def drop_photograph(photograph: FindingPhotograph, *, by: Member) -> None:
    """Let a finding of a draft point to a picture no longer; the sealed file stays. Raises ValidationError."""
    finding = photograph.finding
    _require_draft(finding.examination)
    photograph.delete()
    case, subject = finding.examination.case.code, photograph.file.subject
    record("examination.photograph_dropped", by=by, case=case, subject=subject, number=finding.number)


@transaction.atomic
def sign_examination(examination: Examination, *, by: Member) -> None:
    """Sign a draft: it stays as it is, and the tasks that called for it are done. Raises ValidationError."""
    examination.refresh_from_db()
    _require_draft(examination)
    role = _signing_role(examination, by)
    lacking = list(_lacking(examination))
    if lacking:
        raise ValidationError(lacking)
    examination.content_hash = examination.imprint()
    examination.state, examination.signed_by, examination.signed_role = State.SIGNED, by, role
    examination.signed_at = timezone.now()
    _save(examination)
    called = Task.objects.undone().filter(case=examination.case, examination_calls__person=examination.actor)
    for task in called.distinct():
        finish_task(task, by=by)
    record("examination.signed", by=by, case=examination.case.code, subject=examination.subject)


def _signing_role(examination: Examination, by: Member) -> Role:
    if examination.examiner_id not in (None, by.pk):
        raise ValidationError(_("A report is signed by whoever examined."))
    for role in JUDGES_BODY if examination.findings.exists() else JUDGES_MIND:
        if by.has_role(role):
            return role
    raise ValidationError(_("A report with findings on the body is signed by a doctor, any other by a clinician."))


def _lacking(examination: Examination) -> Iterable[str]:
    if examination.agreed_examination != Said.GIVEN:
        yield _("Consent to the examination: it has to be given, and written down here.")
    for field in ("narrative", "conclusion", "limits"):
        if not getattr(examination, field).strip():
            label = examination._meta.get_field(field).verbose_name
            yield _("Empty: %(field)s.") % {"field": label}
    if not examination.degree:
        yield _("The overall degree of consistency is missing.")
    for finding in examination.findings.filter(degree=""):
        yield _("Finding %(number)d has no degree of consistency.") % {"number": finding.number}
    if PsychologicalPart.objects.filter(examination=examination, degree="").exists():
        yield _("The psychological part has no degree of consistency.")


@transaction.atomic
def amend_examination(examination: Examination, reason: str, *, by: Member) -> Examination:
    """Begin the next version of a signed report, as a draft; the signed one stays. Raises ValidationError."""
    _role_among(by, JUDGES_MIND)
    if not examination.is_signed or Examination.objects.filter(amends=examination).exists():
        raise ValidationError(_("Only the last signed version can be amended."))
    parts = list(PsychologicalPart.objects.filter(examination=examination))
    findings = list(examination.findings.prefetch_related("photographs"))
    new = Examination.objects.get(pk=examination.pk)
    new.pk, new.state, new.signed_by, new.signed_role, new.signed_at = None, State.DRAFT, None, "", None
    new.content_hash, new.amends, new.amended_because = "", examination, reason.strip()
    new.version, new.started_by = examination.version + 1, by
    new._state.adding = True
    _save(new)
    for row in (*parts, *findings):
        photographs = list(row.photographs.all()) if isinstance(row, Finding) else []
        row.pk, row._state.adding, row.examination = None, True, new
        row.save()
        for photograph in photographs:
            photograph.pk, photograph._state.adding, photograph.finding = None, True, row
            photograph.save()
    # of a sealed case the words stand in the report alone, sealed
    why = "" if new.sealed_case() else new.amended_because
    record("examination.amended", by=by, case=new.case.code, subject=new.subject, reason=why)
    return new


@transaction.atomic
def discard_examination(examination: Examination, *, by: Member) -> None:
    """Throw a draft away; its sealed photographs stay in the case. Raises ValidationError."""
    _require_draft(examination)
    record("examination.discarded", by=by, case=examination.case.code, subject=examination.subject)
    examination.delete()
