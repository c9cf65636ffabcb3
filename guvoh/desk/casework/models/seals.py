"""Who can open a sealed case: its key, wrapped once to each member's own key, and to two officers in halves."""

from django.db import models

from guvoh.desk.casework.models.cases import Case
from guvoh.desk.staff.models import Member, MemberKey


class KeyWrapQuerySet(models.QuerySet["CaseKeyWrap"]):
    def usable(self) -> "KeyWrapQuerySet":
        """Those that somebody can still open."""
        return self.filter(key__lost_at__isnull=True, member__is_active=True)

    def of(self, member: Member) -> "KeyWrapQuerySet":
        return self.usable().filter(member=member)


class RecoveryHalfQuerySet(models.QuerySet["RecoveryHalf"]):
    def usable(self) -> "RecoveryHalfQuerySet":
        """Those that their officer can still open."""
        return self.filter(key__lost_at__isnull=True, officer__is_active=True)


class CaseKeyWrap(models.Model):
    """The key of a sealed case in a box that one member's own key opens."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="key_wraps")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="case_key_wraps")
    key = models.ForeignKey(MemberKey, on_delete=models.PROTECT, related_name="+")
    wrapped = models.BinaryField()

    objects = KeyWrapQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "member"], name="one_wrap_a_member_and_case")]

    def __str__(self) -> str:
        return f"{self.member}: {self.case_id}"


class RecoveryHalf(models.Model):
    """Half of the key of a sealed case, for one of two officers: neither opens anything alone."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="recovery_halves")
    officer = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="recovery_halves")
    key = models.ForeignKey(MemberKey, on_delete=models.PROTECT, related_name="+")
    wrapped = models.BinaryField()

    objects = RecoveryHalfQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "officer"], name="one_half_an_officer_and_case")]

    def __str__(self) -> str:
        return f"{self.officer}: {self.case_id}"
