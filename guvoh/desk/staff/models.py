import datetime as dt

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guvoh.desk.staff.roles import Region, Role
from guvoh.instruments.names.keys import fold


class NamedInThreeLanguages(models.Model):
    """A name a coalition keeps in Tajik, Russian and English."""

    name_tg = models.CharField(_("name in Tajik"), max_length=200)
    name_ru = models.CharField(_("name in Russian"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_in(get_language() or "tg")

    def name_in(self, language: str) -> str:
        return {"tg": self.name_tg, "ru": self.name_ru}.get(language, self.name_en)


class Organisation(NamedInThreeLanguages):
    class Standing(models.TextChoices):
        COALITION = "coalition", _("The coalition itself")
        MEMBER = "member", _("Member organisation")
        PARTNER = "partner", _("Partner")

    standing = models.CharField(max_length=20, choices=Standing)
    region = models.CharField(max_length=2, choices=Region, blank=True)

    class Meta:
        ordering = ["name_tg"]
        constraints = [
            models.UniqueConstraint(fields=["standing"], condition=Q(standing="coalition"), name="one_coalition")
        ]


class Hotline(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="hotlines")
    region = models.CharField(max_length=2, choices=Region, blank=True)
    number = models.CharField(max_length=30)
    audience_tg = models.CharField(max_length=200, blank=True)
    audience_ru = models.CharField(max_length=200, blank=True)
    audience_en = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["region", "number"]

    def __str__(self) -> str:
        return self.number

    def audience_in(self, language: str) -> str:
        return {"tg": self.audience_tg, "ru": self.audience_ru}.get(language, self.audience_en)


class MemberQuerySet(models.QuerySet["Member"]):
    def listed(self) -> "MemberQuerySet":
        """Ready to be drawn in a list: organisation, roles, and `enrolled`, true once a second factor is there."""
        enrolled = models.Count("authenticator", filter=Q(authenticator__type="totp"))
        return self.select_related("organisation").prefetch_related("grants").annotate(enrolled=enrolled)


class MemberManager(BaseUserManager["Member"].from_queryset(MemberQuerySet)):
    def get_by_natural_key(self, username: str) -> "Member":
        return self.get(username=username)


class Member(AbstractBaseUser):
    username = models.CharField(_("user name"), max_length=60, unique=True)
    full_name = models.CharField(_("full name"), max_length=200)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="members")
    language = models.CharField(
        _("language"), max_length=2, choices=[("tg", "Тоҷикӣ"), ("ru", "Русский"), ("en", "English")]
    )
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

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
