from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guvoh.desk.evidence.models.files import SealedFile
from guvoh.desk.evidence.vocabulary import Acquisition, ConfessionSign, LinkKind
from guvoh.desk.facts.models import Actor
from guvoh.desk.facts.models.events import FuzzyDate
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.sealed_text import SealedCharField, SealedJSONField, SealedTextField, SealedTexts


class CustodyNote(FuzzyDate):
    """Who brought a file, when, how and what for: one version of it. A correction is a new version."""

    sealed_by = "file__case"

    file = models.ForeignKey(SealedFile, on_delete=models.PROTECT, related_name="custody")
    number = models.PositiveIntegerField()
    source_actor = models.ForeignKey(
        Actor,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="brought_files",
        verbose_name=_("who brought it, if she is in the case"),
    )
    source = SealedCharField(_("who brought it, in words"), max_length=300, blank=True)
    how = models.CharField(_("how it came"), max_length=20, choices=Acquisition, blank=True)
    purpose = SealedCharField(_("what it was taken in for"), max_length=300, blank=True)
    url = SealedCharField(_("address, if it was online"), max_length=1000, blank=True)
    collector = SealedCharField(_("who collected it"), max_length=200, blank=True)
    tool = SealedCharField(_("with what, and which version"), max_length=200, blank=True)
    began_at = models.DateTimeField(_("collecting began"), null=True, blank=True)
    ended_at = models.DateTimeField(_("collecting ended"), null=True, blank=True)
    note = SealedTextField(_("what else matters: who held it in between, what could not be collected"), blank=True)
    written_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="custody_note_numbered_once"),
            models.CheckConstraint(
                condition=Q(earliest__isnull=True) | Q(latest__isnull=True) | Q(earliest__lte=F("latest")),
                name="custody_dates_in_order",
                violation_error_message=_("The earliest day is after the latest day."),
            ),
            models.CheckConstraint(
                condition=Q(began_at__isnull=True) | Q(ended_at__isnull=True) | Q(began_at__lte=F("ended_at")),
                name="collecting_in_order",
                violation_error_message=_("Collecting ended before it began."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file.subject} {self.number}"


class FileLink(models.Model):
    """`file` is a transcript, translation, copy or excerpt of `other`."""

    file = models.ForeignKey(SealedFile, on_delete=models.PROTECT, related_name="links")
    other = models.ForeignKey(SealedFile, on_delete=models.PROTECT, related_name="links_to_me")
    kind = models.CharField(_("what it is of the other"), max_length=20, choices=LinkKind)
    linked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "other", "kind"],
                name="file_link_once",
                violation_error_message=_("These two are linked so already."),
            ),
            models.CheckConstraint(
                condition=~Q(file=F("other")),
                name="file_link_to_another",
                violation_error_message=_("A file is not linked with itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file.subject} {self.kind} {self.other.subject}"


class Confession(SealedTexts):
    """A video qualified as a forced confession: why, by what signs, by whom. Taken back, it stays on record."""

    sealed_by = "file__case"

    file = models.ForeignKey(SealedFile, on_delete=models.PROTECT, related_name="confessions")
    ground = SealedTextField(_("why it is one"))
    signs = SealedJSONField(_("signs"), default=list)
    broadcast_by = SealedCharField(_("who showed it, where and when"), max_length=300, blank=True)
    qualified_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    qualified_at = models.DateTimeField(auto_now_add=True)
    taken_back_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_reason = SealedCharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file"],
                condition=Q(taken_back_at__isnull=True),
                name="one_standing_qualification",
                violation_error_message=_("This file is qualified as a forced confession already."),
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by__isnull=True, taken_back_reason="")
                | (Q(taken_back_at__isnull=False, taken_back_by__isnull=False) & ~Q(taken_back_reason="")),
                name="taken_back_with_a_reason",
                violation_error_message=_("Say why it is taken back."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file.subject}: forced confession"

    @property
    def sign_names(self) -> list[str]:
        return [str(ConfessionSign(sign).label) for sign in self.signs]
