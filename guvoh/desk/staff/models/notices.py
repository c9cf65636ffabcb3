from django.db import models
from django.utils import timezone

from guvoh.desk.staff.models.members import Member


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unread_by(self, member: Member) -> "NoticeQuerySet":
        return self.filter(to=member, read_at__isnull=True).select_related("by__organisation")


class Notice(models.Model):
    """Something a member must know of. It stays on her front page until she says that she has read it."""

    to = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notices")
    # an act of the record: the notice is worded like it
    act = models.CharField(max_length=60)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    case = models.CharField(max_length=20, blank=True)
    about = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.to}: {self.act}"
