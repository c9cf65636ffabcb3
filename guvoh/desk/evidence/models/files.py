import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.models import Case
from guvoh.desk.staff.models import Member


class CaseKey(models.Model):
    """The key under which a case's file keys are wrapped; itself wrapped by the vault's file key."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="file_key")
    wrapped = models.BinaryField()

    def __str__(self) -> str:
        return self.case.code


class SealedFileQuerySet(models.QuerySet["SealedFile"]):
    def beginning_with(self, digits: str) -> "SealedFileQuerySet":
        """Files whose random name begins with these hexadecimal digits; none where they are not such."""
        if not digits or not set(digits) <= set("0123456789abcdef"):
            return self.none()
        return self.filter(pk__range=(uuid.UUID(digits.ljust(32, "0")), uuid.UUID(digits.ljust(32, "f"))))


class SealedFile(models.Model):
    """A file on the disk that only its own key opens. The name on the disk is random and says nothing."""

    class Origin(models.TextChoices):
        REPORT = "report", _("Came with a report")
        UPLOAD = "upload", _("Added by the desk")
        LETTER = "letter", _("Belongs to a letter")
        STORY = "story", _("Picture of a story")
        MEDICAL = "medical", _("Photograph of a medical examination")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="files")
    origin = models.CharField(max_length=20, choices=Origin)
    name = models.CharField(_("file name"), max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    wrapped_key = models.BinaryField()
    description = models.CharField(_("what it is, and how it came to us"), max_length=300, blank=True)
    kept_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="kept_files")
    kept_at = models.DateTimeField(auto_now_add=True)

    objects = SealedFileQuerySet.as_manager()

    class Meta:
        ordering = ["kept_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        return settings.DESK_DIR / "files" / self.pk.hex[:2] / self.pk.hex

    @property
    def subject(self) -> str:
        """How the record speaks of it: never by its name."""
        return f"file {self.pk.hex[:8]}"
