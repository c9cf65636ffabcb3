import datetime as dt
import uuid
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from guvoh.desk.casework.models import Case
from guvoh.desk.evidence.models.files import SealedFile
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.sealed_text import SealedCharField, SealedTexts
from guvoh.instruments.seal.sealedfile import Progress

ABANDONED_AFTER: Final = dt.timedelta(days=1)


class UploadQuerySet(models.QuerySet["Upload"]):
    def abandoned(self) -> "UploadQuerySet":
        return self.filter(touched_at__lt=timezone.now() - ABANDONED_AFTER)

    def of(self, member: Member, case: Case) -> "UploadQuerySet":
        return self.filter(member=member, case=case)


class Upload(SealedTexts):
    """A file on its way in: one member's, for one case. What is confirmed lies sealed on the disk."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="uploads")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="uploads")
    name = SealedCharField(max_length=255)
    content_type = models.CharField(max_length=100, blank=True)
    description = SealedCharField(max_length=300, blank=True)
    size = models.PositiveBigIntegerField()
    # HMAC of size and first bytes: tells whether the same file was chosen again, whatever it is called now
    head = models.CharField(max_length=64)
    wrapped_key = models.BinaryField()
    file_id = models.BinaryField()
    prefixes = models.BinaryField(default=bytes)
    confirmed = models.PositiveBigIntegerField(default=0)
    sha256 = SealedCharField(max_length=64, blank=True)
    begun_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["begun_at"]
        constraints = [
            models.CheckConstraint(condition=Q(confirmed__lte=F("size")), name="upload_within_its_size"),
            models.UniqueConstraint(fields=["case", "member", "head"], name="file_on_its_way_once"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def path(self) -> Path:
        return settings.DESK_DIR / "arriving" / self.pk.hex

    @property
    def place(self) -> Path:
        """Where it lies now: killed on its last step, a process may have put it in its place already."""
        return self.path if self.path.exists() else SealedFile(pk=self.pk).path

    @property
    def subject(self) -> str:
        """How the record speaks of it: as of the file it becomes."""
        return f"file {self.pk.hex[:8]}"

    @property
    def progress(self) -> Progress:
        return Progress(bytes(self.file_id), bytes(self.prefixes), self.confirmed)

    @property
    def is_whole(self) -> bool:
        return self.confirmed == self.size

    @property
    def percent(self) -> int:
        return 100 * self.confirmed // self.size
