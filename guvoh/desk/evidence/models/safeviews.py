import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guvoh.desk.evidence.models.files import SealedFile
from guvoh.desk.evidence.vocabulary import Harm
from guvoh.desk.staff.models import Member

ATTEMPTS_MAX = 3


class State(models.TextChoices):
    QUEUED = "queued", _("waiting for the workshop")
    MAKING = "making", _("being made")
    READY = "ready", _("ready")
    REFUSED = "refused", _("refused")


class SafeView(models.Model):
    """What can be looked at of a sealed file: asked for once, made in the sandbox, or refused with a reason."""

    class Scan(models.TextChoices):
        NOT_ASKED = "", _("No virus scanner is connected.")
        CLEAN = "clean", _("The virus scanner knows nothing bad of it.")
        FOUND = "found", _("The virus scanner calls this file harmful.")
        FAILED = "failed", _("The virus scanner did not answer.")

    source = models.OneToOneField(SealedFile, on_delete=models.PROTECT, related_name="safe_view")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED, db_index=True)
    reason = models.CharField(max_length=30, blank=True)
    found = models.CharField(max_length=10, blank=True)
    scan = models.CharField(max_length=10, choices=Scan, blank=True, default=Scan.NOT_ASKED)
    tools = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.REFUSED, made_at__isnull=True) & ~Q(reason="")
                | Q(state=State.READY, made_at__isnull=False, reason="")
                | Q(state__in=[State.QUEUED, State.MAKING], made_at__isnull=True, reason=""),
                name="safe_view_state_is_whole",
                violation_error_message=_("A refused view has a reason, a ready one a time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id.hex[:8]}: {self.get_state_display()}"

    @property
    def folder(self) -> Path:
        return settings.DESK_DIR / "views" / self.source_id.hex

    @property
    def is_waiting(self) -> bool:
        return self.state in (State.QUEUED, State.MAKING)

    @property
    def shown_at_once(self) -> bool:
        """Only what a person has found harmless is shown without being asked for."""
        return self.source.graphic is False and self.source.harm not in (Harm.CONFESSION, Harm.GRAPHIC)

    def of_kind(self, *kinds: str) -> list["SafePart"]:
        return [part for part in self.parts.all() if part.kind in kinds]


class SafePart(models.Model):
    """One sealed piece of a safe view. Its key is wrapped by the key of the file it was made of."""

    class Kind(models.TextChoices):
        THUMB = "thumb", _("Small picture")
        PICTURE = "picture", _("Picture")
        PAGE = "page", _("Page")
        VIDEO = "video", _("Video")
        AUDIO = "audio", _("Sound")
        TEXT = "text", _("Text")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    view = models.ForeignKey(SafeView, on_delete=models.PROTECT, related_name="parts")
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.PositiveIntegerField(default=0)
    content_type = models.CharField(max_length=40)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    wrapped_key = models.BinaryField()

    class Meta:
        ordering = ["kind", "number"]
        constraints = [
            models.UniqueConstraint(fields=["view", "kind", "number"], name="one_part_per_kind_and_number")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def path(self) -> Path:
        return self.view.folder / self.pk.hex

    @property
    def source(self) -> SealedFile:
        return self.view.source
