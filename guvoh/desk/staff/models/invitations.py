import datetime as dt
from typing import Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guvoh.desk.staff.models.members import LANGUAGES, Member
from guvoh.desk.staff.models.organisations import Organisation
from guvoh.desk.staff.roles import Role

LASTS: Final = dt.timedelta(days=7)
ATTEMPTS: Final = 5


def _in_a_week() -> dt.datetime:
    return timezone.now() + LASTS


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        return self.filter(
            member__isnull=True,
            withdrawn_at__isnull=True,
            expires_at__gt=timezone.now(),
            failures__lt=ATTEMPTS,
            invited_by__is_active=True,
        )


class Invitation(models.Model):
    """A place in the coalition that waits for its owner, who brings the code she was given in person."""

    full_name = models.CharField(_("full name"), max_length=200)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("Organisation")
    )
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    roles = models.JSONField(default=list)
    # the first letters of the code find the invitation; the rest is kept as a digest alone
    locator = models.CharField(max_length=8, unique=True)
    digest = models.CharField(max_length=64)
    failures = models.PositiveSmallIntegerField(default=0)
    invited_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="invitations")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=_in_a_week)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    member = models.OneToOneField(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="invitation"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def role_names(self) -> list[str]:
        return [str(Role(role).label) for role in Role if role in self.roles]
