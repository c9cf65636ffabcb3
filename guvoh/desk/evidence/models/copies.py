import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.models import Case
from guvoh.desk.evidence.models.files import SealedFile
from guvoh.desk.evidence.safeviews.tracks import Track
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.sealed_text import SealedCharField, SealedTextField, SealedTexts


class CopyQuerySet(models.QuerySet["PublicationCopy"]):
    def ready(self) -> "CopyQuerySet":
        """Copies a person has confirmed, that were proved bare."""
        return self.filter(state=PublicationCopy.State.READY, result__isnull=False)

    def pictures_of(self, case: Case) -> "CopyQuerySet":
        return self.ready().filter(source__case=case, kind=PublicationCopy.Kind.PICTURE)

    def waiting(self) -> "CopyQuerySet":
        """Copies the workshop has something to do for."""
        return self.filter(state__in=PublicationCopy.FOR_THE_WORKSHOP)


class PublicationCopy(SealedTexts):
    """A copy of evidence that may leave: faces covered as a person confirmed, metadata gone and proved gone."""

    sealed_by = "source__case"

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting for the workshop")
        LOOKING = "looking", _("faces are being looked for")
        REVIEW = "review", _("waiting for a person's eyes")
        CONFIRMED = "confirmed", _("confirmed, waiting for the workshop")
        RENDERING = "rendering", _("being made")
        READY = "ready", _("ready")
        REFUSED = "refused", _("refused")

    class Kind(models.TextChoices):
        PICTURE = "picture", _("Picture")
        VIDEO = "video", _("Video")

    FOR_THE_WORKSHOP = (State.QUEUED, State.LOOKING, State.CONFIRMED, State.RENDERING)

    source = models.ForeignKey(SealedFile, on_delete=models.PROTECT, related_name="copies")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED, db_index=True)
    reason = models.CharField(max_length=30, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, blank=True)
    rate = models.FloatField(default=0)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    subtitles = SealedTextField(blank=True)
    tools = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    proved_at = models.DateTimeField(null=True, blank=True)
    result = models.OneToOneField(
        SealedFile, on_delete=models.PROTECT, null=True, blank=True, related_name="copy_of"
    )

    objects = CopyQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "rendering", "ready"])
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="copy_is_confirmed_by_somebody",
                violation_error_message=_("A person has to confirm every face before a copy is made."),
            ),
            models.CheckConstraint(
                condition=Q(result__isnull=True, proved_at__isnull=True) & ~Q(state="ready")
                | Q(result__isnull=False, proved_at__isnull=False, state="ready")
                & Q(proved_at__gte=F("confirmed_at")),
                name="copy_exists_only_confirmed_and_proved",
                violation_error_message=_("A copy exists only when it is confirmed and proved bare."),
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""),
                name="refused_copy_has_a_reason",
                violation_error_message=_("A refused copy has a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.get_state_display()}"

    @property
    def subject(self) -> str:
        """How the record speaks of it."""
        return f"copy {self.pk}"

    @property
    def case_code(self) -> str:
        return self.source.case.code if self.source.case else ""

    @property
    def is_waiting(self) -> bool:
        return self.state in self.FOR_THE_WORKSHOP

    @property
    def folder(self) -> Path:
        return settings.DESK_DIR / "copies" / f"{self.pk}"

    def moment_of(self, frame: int) -> float:
        """Seconds from the beginning."""
        return round(frame / self.rate, 1) if self.rate else 0.0


class FaceGroup(SealedTexts):
    """One face, in the frames it is seen in: what is to become of it is a person's decision."""

    sealed_by = "copy__source__case"

    class Decision(models.TextChoices):
        COVER = "cover", _("Cover")
        LEAVE = "leave", _("Leave open")

    copy = models.ForeignKey(PublicationCopy, on_delete=models.PROTECT, related_name="groups")
    number = models.PositiveIntegerField()
    rows = models.JSONField()
    by_hand = models.BooleanField(default=False)
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    reason = SealedCharField(_("why it stays open"), max_length=300, blank=True)
    decided_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["copy", "number"], name="face_number_once"),
            models.CheckConstraint(
                condition=~Q(decision="leave") | ~Q(reason=""),
                name="open_face_has_a_reason",
                violation_error_message=_("Say why this face stays open, or that it is no face."),
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_by__isnull=True) | ~Q(decision="") & Q(decided_by__isnull=False),
                name="face_was_decided_by_somebody",
                violation_error_message=_("A person decides on each face."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def track(self) -> Track:
        return Track.of(self.rows)

    def frames(self) -> list["CopyFrame"]:
        """Up to three of the copy's frames that show this face: the first, the middle and the last."""
        track = self.track
        seen = [frame for frame in self.copy.frames.all() if track.first <= frame.number <= track.last]
        return list(dict.fromkeys((seen[0], seen[len(seen) // 2], seen[-1]))) if seen else []


class CopyFrame(models.Model):
    """A sealed frame for the person who confirms, with the faces outlined and numbered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    copy = models.ForeignKey(PublicationCopy, on_delete=models.PROTECT, related_name="frames")
    number = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    wrapped_key = models.BinaryField()

    content_type = "image/jpeg"

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["copy", "number"], name="one_frame_per_number")]

    def __str__(self) -> str:
        return f"{self.copy} {self.number}"

    @property
    def path(self) -> Path:
        return self.copy.folder / self.pk.hex

    @property
    def source(self) -> SealedFile:
        return self.copy.source

    @property
    def moment(self) -> float:
        return self.copy.moment_of(self.number)
