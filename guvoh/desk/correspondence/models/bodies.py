from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guvoh.desk.correspondence.vocabulary import BodyKind, BodyLevel
from guvoh.desk.staff.models import NamedInThreeLanguages
from guvoh.desk.staff.roles import Region


class StateBody(NamedInThreeLanguages):
    """A body that letters are written to. `superior` is the next rung of the ladder above it."""

    kind = models.CharField(_("kind"), max_length=20, choices=BodyKind)
    level = models.CharField(_("level"), max_length=10, choices=BodyLevel, default=BodyLevel.DISTRICT)
    region = models.CharField(_("region"), max_length=2, choices=Region, blank=True)
    address = models.CharField(_("postal address"), max_length=300, blank=True)
    superior = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="subordinates",
        verbose_name=_("to whom one complains about it"),
    )

    class Meta:
        ordering = ["kind", "name_tg"]
        constraints = [
            models.UniqueConstraint(
                fields=["name_tg"],
                name="state_body_once",
                violation_error_message=_("This body is in the list already."),
            ),
            models.CheckConstraint(
                condition=Q(superior__isnull=True) | ~Q(superior=F("id")),
                name="state_body_not_its_own_superior",
                violation_error_message=_("A body cannot be its own superior."),
            ),
        ]

    @classmethod
    def by_ladder(cls) -> "list[tuple[int, StateBody]]":
        """Every body below its superior, with its depth."""
        under: dict[int | None, list[StateBody]] = {}
        for body in cls.objects.all():
            under.setdefault(body.superior_id, []).append(body)

        def walk(top: int | None, depth: int) -> "list[tuple[int, StateBody]]":
            rows = []
            for body in under.get(top, []):
                rows += [(depth, body), *walk(body.pk, depth + 1)]
            return rows

        return walk(None, 0)

    @property
    def chain(self) -> "list[StateBody]":
        """The bodies named above this one, the nearest first."""
        named: list[StateBody] = []
        above = self.superior
        while above is not None and above not in named:
            named.append(above)
            above = above.superior
        return named
