import datetime as dt

from django.db import models
from django.utils import timezone

from guvoh.desk.staff.models.members import Member
from guvoh.instruments.names.keys import fold


class EntryQuerySet(models.QuerySet["Entry"]):
    def matching(self, words: str) -> "EntryQuerySet":
        """Entries in which every word occurs: in act, case, subject, detail or the member's name."""
        found = self
        for word in fold(words).split():
            found = found.filter(words__contains=word)
        return found

    def update(self, **_values: object) -> int:
        raise TypeError("the record is never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("the record is never shortened")

    def narrowed(
        self,
        *,
        member: Member | None = None,
        act: str = "",
        case: str = "",
        since: dt.date | None = None,
        until: dt.date | None = None,
    ) -> "EntryQuerySet":
        """Entries of one member, of one kind of act, of one case, between two days, both included."""
        asked = {
            "member": member,
            "act": act,
            "case__iexact": case,
            "at__gte": since and _start_of(since),
            "at__lt": until and _start_of(until + dt.timedelta(days=1)),
        }
        return self.filter(**{field: value for field, value in asked.items() if value})


def _start_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


class Entry(models.Model):
    """One act or one read, written once and never changed."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="entries")
    act = models.CharField(max_length=60, db_index=True)
    case = models.CharField(max_length=20, blank=True, db_index=True)
    subject = models.CharField(max_length=120, blank=True)
    detail = models.JSONField(default=dict)
    # all of the above in folded letters, since SQLite compares no letters but the Latin ones without case
    words = models.TextField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.act} {self.case}".strip()

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None:
            raise TypeError("the record is never changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: object, **_kwargs: object) -> tuple[int, dict[str, int]]:
        raise TypeError("the record is never shortened")
