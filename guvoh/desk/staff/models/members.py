from typing import Final

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guvoh.desk.staff.models.organisations import NamedInThreeLanguages, Organisation
from guvoh.desk.staff.roles import Role

LANGUAGES: Final = (("tg", "Тоҷикӣ"), ("ru", "Русский"), ("en", "English"))


class MemberQuerySet(models.QuerySet["Member"]):
    def listed(self) -> "MemberQuerySet":
        """Ready to be drawn in a list: organisation, roles, and `enrolled`, true once a second factor is there."""
        enrolled = models.Count("authenticator", filter=Q(authenticator__type__in=("totp", "webauthn")))
        return self.select_related("organisation").prefetch_related("grants").annotate(enrolled=enrolled)


class MemberManager(BaseUserManager["Member"].from_queryset(MemberQuerySet)):
    def get_by_natural_key(self, username: str) -> "Member":
        return self.get(username=username)


class Member(AbstractBaseUser):
    username = models.CharField(_("user name"), max_length=60, unique=True)
    full_name = models.CharField(_("full name"), max_length=200)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="members")
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    # she left for good, or her account was closed in danger: both need two people to come back from
    left_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    # until when nobody is alone because her word as a second person was just taken away
    missed_until = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]
    objects = MemberManager()

    class Meta:
        ordering = ["full_name"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def roles(self) -> set[str]:
        if not hasattr(self, "_roles"):
            self._roles = {grant.role for grant in self.grants.all()}
        return self._roles

    @property
    def role_names(self) -> list[str]:
        return [role.label for role in Role if role in self.roles]

    def forget_roles(self) -> None:
        """Ask the database anew: the roles have changed under this object."""
        self.__dict__.pop("_roles", None)
        self.__dict__.get("_prefetched_objects_cache", {}).pop("grants", None)

    def has_role(self, *roles: str) -> bool:
        return bool(self.roles & set(roles))


class RoleGrant(models.Model):
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "role"], name="role_granted_once")]

    def __str__(self) -> str:
        return self.get_role_display()


class WorkingGroup(NamedInThreeLanguages):
    class Meta:
        ordering = ["pk"]


class GroupSeat(models.Model):
    class Seat(models.TextChoices):
        COORDINATOR = "coordinator", _("Coordinator")
        SECRETARIAT = "secretariat", _("Secretariat")
        MEMBER = "member", _("Member")

    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="seats")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="seats")
    seat = models.CharField(max_length=20, choices=Seat)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "member"], name="one_seat_in_a_group")]

    def __str__(self) -> str:
        return f"{self.group}: {self.member}"
