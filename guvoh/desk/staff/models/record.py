import base64
import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.db import models
from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from guvoh.desk.staff.models.members import Member
from guvoh.instruments.names.keys import fold
from guvoh.instruments.seal import heads, log
from guvoh.instruments.seal.leaves import SALT_BYTES, Leaf, moment

# by the last word of an act: what was looked at, not changed
READS: Final = Q(act__endswith=".read") | Q(act__endswith=".listed") | Q(act__endswith=".searched")


class EntryQuerySet(models.QuerySet["Entry"]):
    def matching(self, words: str) -> "EntryQuerySet":
        """Entries in which every word occurs: in act, case, subject, detail or the member's name."""
        found = self
        for word in fold(words).split():
            found = found.filter(words__contains=word)
        return found

    def since(self, days: int) -> "EntryQuerySet":
        """Entries of the last so many days, today included."""
        return self.filter(at__gte=_start_of(timezone.localdate() - dt.timedelta(days=days - 1)))

    def counted_by(self, what: str) -> "models.QuerySet[Entry, dict[str, Any]]":
        """For each member, or each case: the first and last time, how many reads and how many other acts."""
        return (
            self.order_by()
            .values(what)
            .annotate(
                first=Min("at"),
                last=Max("at"),
                reads=Count("pk", filter=READS),
                acts=Count("pk", filter=~READS),
            )
            .order_by("-last")
        )

    def proved(self, runs: Sequence[log.Run]) -> list[bytes]:
        """The hashes of a proof, from the entries with which they are kept. Raises KeyError where one lacks."""
        parts = {part for run in runs for part in run}
        numbers = {part.last_leaf + 1 for part in parts}
        kept = dict(self.filter(number__in=numbers).values_list("number", "hashes"))
        return log.proof(runs, {part: _hash_of(part, bytes(kept[part.last_leaf + 1])) for part in parts})

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
            # not `iexact`, which reads every row: codes are in capitals
            "case": case.upper(),
            "at__gte": since and _start_of(since),
            "at__lt": until and _start_of(until + dt.timedelta(days=1)),
        }
        return self.filter(**{field: value for field, value in asked.items() if value})


def _hash_of(part: log.Subtree, hashes: bytes) -> bytes:
    found = hashes[log.HASH_BYTES * part.level : log.HASH_BYTES * (part.level + 1)]
    if len(found) != log.HASH_BYTES:
        raise KeyError(part)
    return found


def _start_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


class Entry(models.Model):
    """One act or one read, written once and never changed: a leaf of the tree that the record is.

    `record()` gives it its number, salt and hashes.
    """

    # from 1 on, without holes
    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField(db_index=True)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="entries")
    act = models.CharField(max_length=60, db_index=True)
    case = models.CharField(max_length=20, blank=True, db_index=True)
    subject = models.CharField(max_length=120, blank=True)
    detail = models.JSONField(default=dict)
    # all of the above in folded letters, since SQLite compares no letters but the Latin ones without case
    words = models.TextField()
    salt = models.BinaryField(max_length=SALT_BYTES)
    # of the subtrees it completes, its own first; a trigger of the database moves the right edge by them
    hashes = models.BinaryField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["member", "at"], name="entry_of_member_in_time"),
            models.Index(fields=["subject"], name="entry_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.case}".strip()

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None:
            raise TypeError("the record is never changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: object, **_kwargs: object) -> tuple[int, dict[str, int]]:
        raise TypeError("the record is never shortened")

    @property
    def leaf(self) -> Leaf:
        """What of this entry the tree holds fast: every column that a reader is shown or searches by."""
        return Leaf(
            self.number,
            self.at,
            self.act,
            {
                "member": str(self.member_id),
                "case": self.case,
                "subject": self.subject,
                "detail": self.detail,
                "words": self.words,
            },
        )


class RightEdgeQuerySet(models.QuerySet["RightEdge"]):
    def present(self) -> log.Edge:
        """The edge of the whole record. Raises ValueError for one that does not fit its size."""
        row = next(iter(self.values_list("size", "peaks")), None)
        return log.Edge() if row is None else log.Edge.unpacked(row[0], bytes(row[1]))


class RightEdge(models.Model):
    """All that is needed to add an entry: one row, moved by a trigger with each one."""

    size = models.PositiveBigIntegerField()
    peaks = models.BinaryField()

    objects = RightEdgeQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_right_edge")]

    def __str__(self) -> str:
        return str(self.size)


class SignedHeadQuerySet(models.QuerySet["SignedHead"]):
    def that_holds(self, number: int) -> "SignedHead | None":
        """The first stamped head that holds this entry, or else the first of all."""
        after = self.filter(size__gte=number)
        return after.filter(stamp__isnull=False).first() or after.first()


class SignedHead(models.Model):
    """The state of the record at one time, signed. Somebody outside keeps these (`guvoh heads export`)."""

    # from 1 on, without holes
    number = models.PositiveBigIntegerField(unique=True)
    size = models.PositiveBigIntegerField(unique=True)
    root = models.CharField(max_length=64)
    at = models.DateTimeField()
    # the verifying key, since the signing one changes with the vault's master key
    public = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    # the answer of a time-stamping authority (RFC 3161), where one was asked
    stamp = models.BinaryField(null=True, blank=True)

    objects = SignedHeadQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.CheckConstraint(condition=Q(size__gte=1), name="head_of_some_entries")]

    def __str__(self) -> str:
        return f"{self.size} {self.root[:16]}"

    @property
    def signed(self) -> heads.SignedHead:
        """As it was signed, and goes out."""
        head = heads.Head(self.number, self.size, self.root, moment(self.at), heads.key_id(self.public))
        stamp = base64.b64encode(bytes(self.stamp)).decode() if self.stamp else ""
        return heads.SignedHead(head, self.signature, stamp)
