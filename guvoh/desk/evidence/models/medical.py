"""An examination of a person of a case, what was found, and who judged it. A signed version never changes."""

import hashlib
import json
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Max, Q
from django.forms import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.models import Case, Task
from guvoh.desk.evidence.medical.body import region_choices, regions
from guvoh.desk.evidence.medical.vocabulary import (
    JUDGES_BODY,
    JUDGES_MIND,
    Answer,
    Degree,
    LesionKind,
    Names,
    Police,
    Said,
    State,
)
from guvoh.desk.evidence.models.files import SealedFile
from guvoh.desk.facts.models import Act, Actor, Event
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.roles import Role
from guvoh.desk.staff.sealed_text import SealedCharField, SealedTextField, SealedTexts

PERCENT: Final = [MinValueValidator(0), MaxValueValidator(100)]


class Judged(models.Model):
    """A degree of consistency with the clinician who entered it and the role she held then."""

    degree = models.CharField(_("degree of consistency"), max_length=20, choices=Degree, blank=True)
    judged_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    judged_role = models.CharField(max_length=20, choices=Role, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


def judged_by_a(roles: tuple[Role, ...], name: str) -> models.CheckConstraint:
    undecided = Q(degree="", judged_by__isnull=True, judged_role="", judged_at__isnull=True)
    decided = ~Q(degree="") & Q(judged_by__isnull=False, judged_role__in=list(roles)) & Q(judged_at__isnull=False)
    return models.CheckConstraint(
        condition=undecided | decided,
        name=name,
        violation_error_message=_("A degree of consistency is entered by a clinician alone."),
    )


class ExaminationQuerySet(models.QuerySet["Examination"]):
    def latest(self) -> "ExaminationQuerySet":
        """The last version of each; older ones are reached from it."""
        return self.filter(amended_by__isnull=True)

    def with_rows(self) -> "ExaminationQuerySet":
        return self.select_related("case", "actor", "examiner", "signed_by").prefetch_related("actor__names")

    def update(self, **_values: object) -> int:
        raise TypeError("an examination is changed by its verbs alone")


class Examination(Judged, SealedTexts):
    """One version of the record of one examination. The degree is the overall one."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="examinations")
    actor = models.ForeignKey(
        Actor, on_delete=models.PROTECT, related_name="examinations", verbose_name=_("who was examined")
    )
    serial = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    amends = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="amended_by"
    )
    amended_because = SealedCharField(_("why it is amended"), max_length=300, blank=True)

    examiner = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="examinations"
    )
    outside_name = SealedCharField(_("name of the outside clinician"), max_length=200, blank=True)
    outside_licence = SealedCharField(_("number of the licence"), max_length=100, blank=True)
    qualifications = SealedCharField(_("qualifications of the examiner"), max_length=300, blank=True)

    examined_at = models.DateTimeField(_("beginning of the examination"))
    minutes = models.PositiveIntegerField(_("how many minutes it took"), null=True, blank=True)
    place = SealedCharField(_("where"), max_length=300)
    requested_by = SealedCharField(_("at whose request"), max_length=200, blank=True)
    alleged_on = models.DateField(_("day of the alleged act"), null=True, blank=True)
    language = SealedCharField(_("language of the conversation"), max_length=100, blank=True)
    interpreter = SealedCharField(_("interpreter"), max_length=200, blank=True)
    private = models.CharField(_("in private"), max_length=10, choices=Answer, default=Answer.UNKNOWN)
    police = models.CharField(_("police present"), max_length=12, choices=Police, blank=True)
    present = SealedCharField(_("who else was present"), max_length=300, blank=True)
    restraints = SealedCharField(_("restraints during the examination"), max_length=200, blank=True)
    conditions = SealedTextField(_("other conditions of the examination"), blank=True)

    agreed_examination = models.CharField(
        _("consent to the examination"), max_length=10, choices=Said, default=Said.NOT_ASKED
    )
    agreed_photographs = models.CharField(
        _("consent to photographs"), max_length=10, choices=Said, default=Said.NOT_ASKED
    )
    agreed_disclosure = models.CharField(
        _("consent to handing the report on"), max_length=10, choices=Said, default=Said.NOT_ASKED
    )

    narrative = SealedTextField(_("what the person says was done, in the person's own words"), blank=True)
    history = SealedTextField(_("medical history"), blank=True)
    symptoms_acute = SealedTextField(_("complaints soon after the alleged act"), blank=True)
    symptoms_chronic = SealedTextField(_("complaints that lasted or came later"), blank=True)
    general = SealedTextField(_("general examination"), blank=True)
    tests = SealedTextField(_("diagnostic tests and their results"), blank=True)

    interpretation = SealedTextField(_("interpretation of the findings"), blank=True)
    conclusion = SealedTextField(_("conclusion"), blank=True)
    recommendations = SealedTextField(_("recommendations"), blank=True)
    limits = SealedTextField(_("limits of the evaluation"), blank=True)

    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    started_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="examinations_started")
    started_at = models.DateTimeField(auto_now_add=True)
    signed_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="examinations_signed"
    )
    signed_role = models.CharField(max_length=20, choices=Role, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)

    objects = ExaminationQuerySet.as_manager()

    class Meta:
        ordering = ["-examined_at", "-pk"]
        constraints = [
            judged_by_a(JUDGES_MIND, "examination_judged_by_a_clinician"),
            models.UniqueConstraint(fields=["case", "serial", "version"], name="one_version_of_an_examination"),
            models.CheckConstraint(
                condition=Q(examiner__isnull=False, outside_name="", outside_licence="")
                | (Q(examiner__isnull=True) & ~Q(outside_name="") & ~Q(outside_licence="")),
                name="examined_by_one_clinician",
                violation_error_message=_(
                    "Name an outside clinician with the number of the licence, or leave both empty."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, signed_by__isnull=True, signed_role="", content_hash="")
                | (
                    Q(state=State.SIGNED, signed_by__isnull=False, signed_role__in=list(JUDGES_MIND))
                    & Q(signed_at__isnull=False, agreed_examination=Said.GIVEN)
                    & ~Q(content_hash="")
                    & ~Q(degree="")
                ),
                name="examination_signed_by_a_clinician",
                violation_error_message=_(
                    "A report is signed by a clinician, with the consent to the examination and an overall degree."
                ),
            ),
            models.CheckConstraint(
                condition=Q(version=1, amends__isnull=True, amended_because="")
                | (Q(version__gt=1, amends__isnull=False) & ~Q(amended_because="")),
                name="examination_amended_with_reason",
                violation_error_message=_("Say why the report is amended."),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def save(self, *args: Any, **kwargs: Any) -> None:
        refuse_signed(self.pk)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        refuse_signed(self.pk)
        return super().delete(*args, **kwargs)

    def clean(self) -> None:
        if self.alleged_on and self.examined_at and self.alleged_on > timezone.localdate(self.examined_at):
            raise ValidationError({"alleged_on": _now("The alleged act would come after the examination.")})

    @property
    def reference(self) -> str:
        return f"{self.case.code}-M{self.serial}" + (f".{self.version}" if self.version > 1 else "")

    @property
    def subject(self) -> str:
        return f"examination {self.pk}"

    @property
    def is_signed(self) -> bool:
        return self.state == State.SIGNED

    @property
    def examiner_named(self) -> str:
        return str(self.examiner) if self.examiner else f"{self.outside_name}, {self.outside_licence}"

    @property
    def days_since(self) -> int | None:
        """Days between the alleged act and the examination."""
        return (timezone.localdate(self.examined_at) - self.alleged_on).days if self.alleged_on else None

    def next_serial(self) -> int:
        last = Examination.objects.filter(case=self.case).aggregate(last=Max("serial"))["last"]
        return (last or 0) + 1

    def imprint(self) -> str:
        """The hash of everything this version says, of its findings and its psychological part."""
        left_out = ["state", "signed_by", "signed_role", "signed_at", "content_hash"]
        said = {
            "examination": model_to_dict(self, exclude=left_out),
            "findings": [
                {
                    **model_to_dict(finding),
                    "photographs": [
                        [photograph.file.sha256, photograph.with_scale]
                        for photograph in finding.photographs.select_related("file")
                    ],
                }
                for finding in self.findings.order_by("number")
            ],
            "psychological": [model_to_dict(part) for part in PsychologicalPart.objects.filter(examination=self)],
        }
        return hashlib.sha256(json.dumps(said, cls=DjangoJSONEncoder, sort_keys=True).encode()).hexdigest()

    @property
    def is_intact(self) -> bool:
        """Whether a signed version still says what was signed."""
        return not self.is_signed or self.content_hash == self.imprint()


def refuse_signed(pk: int | None) -> None:
    if pk is not None and Examination.objects.filter(pk=pk, state=State.SIGNED).exists():
        raise TypeError("a signed examination is never changed")


class PartOfExamination(SealedTexts):
    sealed_by = "examination__case"

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        refuse_signed(self.examination_id)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        refuse_signed(self.examination_id)
        return super().delete(*args, **kwargs)


class Finding(Judged, PartOfExamination):
    """One lesion or other bodily finding, marked on a body diagram."""

    examination = models.ForeignKey(Examination, on_delete=models.CASCADE, related_name="findings")
    number = models.PositiveIntegerField()
    region = models.CharField(_("where on the body"), max_length=40, choices=region_choices)
    x = models.DecimalField(max_digits=4, decimal_places=1, validators=PERCENT)
    y = models.DecimalField(max_digits=4, decimal_places=1, validators=PERCENT)
    kind = models.CharField(_("what is found"), max_length=20, choices=LesionKind)
    length_mm = models.PositiveIntegerField(_("length in mm"), null=True, blank=True)
    width_mm = models.PositiveIntegerField(_("width in mm"), null=True, blank=True)
    colour = SealedCharField(_("colour"), max_length=100, blank=True)
    shape = SealedCharField(_("shape and edges"), max_length=200, blank=True)
    age_estimate = SealedCharField(_("how old it looks"), max_length=100, blank=True)
    alleged_cause = SealedCharField(_("cause as the person says"), max_length=300, blank=True)
    note = SealedTextField(_("description"), blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            judged_by_a(JUDGES_BODY, "finding_judged_by_a_doctor"),
            models.UniqueConstraint(fields=["examination", "number"], name="findings_numbered_once"),
            models.CheckConstraint(
                condition=Q(x__gte=0, x__lte=100, y__gte=0, y__lte=100), name="mark_within_the_drawing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.get_kind_display()}"

    @property
    def place(self) -> str:
        return str(regions()[self.region].label)

    @property
    def size(self) -> str:
        sides = [str(side) for side in (self.length_mm, self.width_mm) if side]
        return " × ".join(sides)


class FindingPhotograph(models.Model):
    """A sealed file that shows a finding. What was taken at the examination opens to the medical section alone."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="photographs")
    file = models.ForeignKey(SealedFile, on_delete=models.PROTECT, related_name="in_findings")
    with_scale = models.BooleanField(_("with a scale in the picture"), default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["finding", "file"], name="photograph_once_of_a_finding")]

    def __str__(self) -> str:
        return self.file.subject

    def save(self, *args: Any, **kwargs: Any) -> None:
        refuse_signed(self.finding.examination_id)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        refuse_signed(self.finding.examination_id)
        return super().delete(*args, **kwargs)


class PsychologicalPart(Judged, PartOfExamination):
    """The psychological assessment, with a degree of its own."""

    examination = models.OneToOneField(Examination, on_delete=models.CASCADE, related_name="psychological")
    complaints = SealedTextField(_("psychological complaints"), blank=True)
    history = SealedTextField(_("psychological history before and after"), blank=True)
    observation = SealedTextField(_("mental state as observed"), blank=True)
    instruments = SealedTextField(_("questionnaires used, and their results"), blank=True)
    assessment = SealedTextField(_("psychological assessment"), blank=True)

    class Meta:
        constraints = [judged_by_a(JUDGES_MIND, "psychological_part_judged_by_a_clinician")]

    def __str__(self) -> str:
        return f"{self.examination} Ψ"


class ExaminationExport(SealedTexts):
    """One report that was handed out: which version, to what end, to whom, with the name or without."""

    sealed_by = "examination__case"

    examination = models.ForeignKey(Examination, on_delete=models.PROTECT, related_name="exports")
    purpose = models.CharField(_("what for"), max_length=20)
    recipient = SealedCharField(_("to whom"), max_length=200)
    language = models.CharField(max_length=2)
    names = models.CharField(max_length=10, choices=Names)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.examination} {self.at:%Y-%m-%d}"


class ExaminationCall(models.Model):
    """An allegation of injury that called for an examination: one task for it, however often it is told."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="examination_calls")
    act = models.OneToOneField(
        Act, on_delete=models.PROTECT, null=True, blank=True, related_name="examination_call"
    )
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="examination_calls")
    called_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person"], condition=Q(act__isnull=True), name="one_call_beside_the_acts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.called_at:%Y-%m-%d}"
