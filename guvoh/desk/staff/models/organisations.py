from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guvoh.desk.staff.roles import Region


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
