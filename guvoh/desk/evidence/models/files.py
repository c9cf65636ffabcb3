import uuid
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.models import Case
from guvoh.desk.evidence.vocabulary import Harm, Kind
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.sealed_text import SealedCharField, SealedTexts

DOCUMENTS: Final = {
    "application/pdf",
    "application/rtf",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


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

    def without_medical(self) -> "SealedFileQuerySet":
        """Neither photographs of examinations nor copies for publication made of them."""
        medical = SealedFile.Origin.MEDICAL
        return self.exclude(origin=medical).exclude(copy_of__source__origin=medical)

    def standing(self) -> "SealedFileQuerySet":
        """Files that were not deleted."""
        return self.filter(deleted_at__isnull=True)

    def same_content(self, case: Case, fingerprint: str) -> "SealedFile | None":
        """The file of this case that has this content, where there is one."""
        return (
            self.filter(case=case, fingerprint=fingerprint, same_as__isnull=True).first() if fingerprint else None
        )


class SealedFile(SealedTexts):
    """A file on the disk that only its own key opens. The name on the disk is random and says nothing."""

    class Origin(models.TextChoices):
        REPORT = "report", _("Came with a report")
        UPLOAD = "upload", _("Added by the desk")
        LETTER = "letter", _("Belongs to a letter")
        STORY = "story", _("Picture of a story")
        MEDICAL = "medical", _("Photograph of a medical examination")
        COPY = "copy", _("Copy for publication")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="files")
    origin = models.CharField(max_length=20, choices=Origin)
    name = SealedCharField(_("file name"), max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = SealedCharField(max_length=64)
    # HMAC of sha256 under the vault's key: says that two contents are the same, and nothing to whoever has no key
    fingerprint = models.CharField(max_length=64, blank=True)
    # the same content may reach a case twice, from two people: each has a custody of its own
    same_as = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="kept_again")
    wrapped_key = models.BinaryField()
    description = SealedCharField(_("what it is, and how it came to us"), max_length=300, blank=True)
    kept_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="kept_files")
    kept_at = models.DateTimeField(auto_now_add=True)
    # None: nobody has judged yet
    graphic = models.BooleanField(null=True, blank=True)
    graphic_reason = SealedCharField(max_length=300, blank=True)
    # what is left of a file that two people had deleted
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    deleted_reason = models.CharField(max_length=500, blank=True)

    objects = SealedFileQuerySet.as_manager()

    class Meta:
        ordering = ["kept_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "fingerprint"],
                condition=Q(same_as__isnull=True) & ~Q(fingerprint=""),
                name="content_once_in_a_case",
                violation_error_message=_("The same content is in this case already."),
            ),
            models.CheckConstraint(
                condition=Q(graphic__isnull=True) | ~Q(graphic_reason=""),
                name="graphic_with_a_reason",
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True, deleted_by__isnull=True, deleted_reason="")
                & ~Q(wrapped_key=b"")
                | Q(deleted_at__isnull=False, deleted_by__isnull=False, wrapped_key=b"", name="", sha256="")
                & Q(description="", fingerprint="", graphic__isnull=True, graphic_reason="")
                & ~Q(deleted_reason=""),
                name="deleted_file_is_empty",
                violation_error_message=_("Of a deleted file nothing is left but who deleted it, when and why."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.subject

    @property
    def path(self) -> Path:
        return settings.DESK_DIR / "files" / self.pk.hex[:2] / self.pk.hex

    @property
    def subject(self) -> str:
        """How the record speaks of it: never by its name."""
        return f"file {self.pk.hex[:8]}"

    @property
    def kind(self) -> Kind:
        """What it says it is; what it really is, only its content tells."""
        first = self.content_type.partition("/")[0]
        named = {"image": Kind.PICTURE, "video": Kind.VIDEO, "audio": Kind.SOUND, "text": Kind.DOCUMENT}
        if self.content_type in DOCUMENTS:
            return Kind.DOCUMENT
        return named.get(first, Kind.OTHER)

    @property
    def confession(self) -> "models.Model | None":
        """Its qualification as a forced confession, where one stands."""
        return next((each for each in self.confessions.all() if each.taken_back_at is None), None)

    @property
    def copied_from(self) -> "SealedFile | None":
        """The evidence of which this is a copy for publication."""
        if self.origin != self.Origin.COPY or not hasattr(self, "copy_of"):
            return None
        return self.copy_of.source

    @property
    def harm(self) -> "Harm | None":
        """What speaks against publishing it, the gravest alone; a copy bears the mark of what it shows."""
        if self.confession is not None:
            return Harm.CONFESSION
        if self.copied_from is not None and self.copied_from.harm is not None:
            return self.copied_from.harm
        if self.origin == self.Origin.MEDICAL:
            return Harm.MEDICAL
        return Harm.GRAPHIC if self.graphic else None

    @property
    def publication_warning(self) -> str:
        """What whoever would publish it must know; nothing where nothing is known against it."""
        return self.harm.warning if self.harm is not None else ""
