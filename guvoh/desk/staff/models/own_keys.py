from django.db import models
from django.db.models import Q

from guvoh.desk.staff.models.members import Member
from guvoh.instruments.seal.keyslots import Argon2Cost
from guvoh.instruments.seal.personal import LockedUp


class MemberKeyQuerySet(models.QuerySet["MemberKey"]):
    def living(self) -> "MemberKeyQuerySet":
        return self.filter(lost_at__isnull=True)


class MemberKey(models.Model):
    """A member's own key pair. Its private half opens with her own passphrase and with nothing the desk has."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="own_keys")
    public = models.BinaryField()
    wrapped = models.BinaryField()
    salt = models.BinaryField()
    memory_kib = models.PositiveIntegerField()
    passes = models.PositiveIntegerField()
    lanes = models.PositiveIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)
    lost_at = models.DateTimeField(null=True, blank=True)

    objects = MemberKeyQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(lost_at__isnull=True), name="one_living_own_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member}"

    @property
    def locked_up(self) -> LockedUp:
        return LockedUp(
            bytes(self.wrapped), bytes(self.salt), Argon2Cost(self.memory_kib, self.passes, self.lanes)
        )

    @locked_up.setter
    def locked_up(self, locked: LockedUp) -> None:
        self.wrapped, self.salt = locked.wrapped, locked.salt
        self.memory_kib, self.passes, self.lanes = locked.cost.memory_kib, locked.cost.passes, locked.cost.lanes
