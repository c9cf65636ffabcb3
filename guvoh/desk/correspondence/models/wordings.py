"""What the coalition wrote over the letters as they came, and the kinds of letter it made itself."""

from typing import Any

from django.db import models
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from guvoh.desk.correspondence.kinds import Wording, wording_of
from guvoh.desk.correspondence.models.letters import Letter
from guvoh.desk.correspondence.vocabulary import BodyKind
from guvoh.desk.staff.models import Member, NamedInThreeLanguages


class OwnKind(NamedInThreeLanguages):
    """A kind of letter that the coalition copied from another one. Its first wordings are the copied texts."""

    id = models.SlugField(primary_key=True, max_length=60)
    # the kind of the files it comes from in the end: on the ladder it stands where that one stands
    shipped_id = models.CharField(max_length=60)
    rule_id = models.CharField(max_length=40, blank=True)
    bodies = models.JSONField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["made_at"]

    @property
    def goes_to(self) -> tuple[BodyKind, ...]:
        return tuple(BodyKind(kind) for kind in self.bodies)

    @property
    def names(self) -> dict[str, str]:
        return {"tg": self.name_tg, "ru": self.name_ru, "en": self.name_en}


class LetterWordingQuerySet(models.QuerySet["LetterWording"]):
    def newest(self) -> "LetterWordingQuerySet":
        """The last version of every kind in every language."""
        last = self.order_by().values("kind_id", "language").annotate(last=Max("pk")).values("last")
        return self.filter(pk__in=last).select_related("edited_by")

    def of(self, kind_id: str, language: str) -> "LetterWordingQuerySet":
        return self.filter(kind_id=kind_id, language=language).select_related("edited_by")

    def update(self, **_values: object) -> int:
        raise TypeError("a version of a letter is never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("a version of a letter is never taken away")


class LetterWording(models.Model):
    """One version of a kind of letter in one language. The newest is in force; none is changed or taken away."""

    kind_id = models.CharField(max_length=60)
    language = models.CharField(max_length=2, choices=Letter._meta.get_field("language").choices)
    version = models.PositiveIntegerField()
    heading = models.CharField(_("heading"), max_length=300)
    paragraphs = models.JSONField()
    demands = models.JSONField()
    sign_off = models.JSONField()
    # back to the original: from then on the text of the files is in force, whatever it is by then
    is_original = models.BooleanField(default=False)
    why = models.CharField(_("why you change it"), max_length=300)
    edited_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = LetterWordingQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind_id", "language", "version"], name="wording_version_once"),
            models.CheckConstraint(
                condition=~Q(why=""),
                name="wording_with_reason",
                violation_error_message=_("Say why the letter is changed: the next lawyer reads it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} ({self.language}), {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("a version of a letter is never changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a version of a letter is never taken away")

    @property
    def texts(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("heading", "paragraphs", "demands", "sign_off")}

    @property
    def wording(self) -> Wording:
        return wording_of(self.texts)
