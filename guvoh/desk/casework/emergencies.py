"""A case opened without a seat for some hours, because somebody had to act at once."""

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guvoh.desk.staff.models import Member
from guvoh.desk.staff.roles import Section
from guvoh.desk.staff.sealed_text import SealedCharField, SealedTexts

LONGEST_HOURS: Final = 24


class EmergencyQuerySet(models.QuerySet["Emergency"]):
    def running(self) -> "EmergencyQuerySet":
        """Those that open their case now. A clock set back before the beginning opens nothing."""
        now = timezone.now()
        return self.filter(
            ended_at__isnull=True, began_at__lte=now, ends_at__gt=now, case__sealed=False, member__is_active=True
        )


class Emergency(SealedTexts):
    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="emergencies")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="emergencies")
    reason = SealedCharField(_("why it cannot wait"), max_length=500)
    sections = models.JSONField()
    hours = models.PositiveSmallIntegerField()
    began_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = EmergencyQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hours__gte=1, hours__lte=LONGEST_HOURS), name="emergency_lasts_a_day_at_most"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="emergency_with_a_reason"),
            models.UniqueConstraint(
                fields=["case", "member"], condition=Q(ended_at__isnull=True), name="one_emergency_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.case.code}"

    @property
    def section_labels(self) -> list[str]:
        return [Section(section).label for section in self.sections]
