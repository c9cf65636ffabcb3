from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guvoh.desk.facts.models.events import Event, SourceItem
from guvoh.desk.facts.vocabulary import FigureKind, FigureNature, FigureRelation, Measure
from guvoh.desk.staff.sealed_text import SealedCharField, SealedTexts


class Figure(SealedTexts):
    """A number that somebody gave for an event. It is added to, never changed: a correction is another figure."""

    sealed_by = "event__sealed_in"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="figures")
    source = models.ForeignKey(SourceItem, on_delete=models.PROTECT, related_name="figures")
    measure = models.CharField(_("what is counted"), max_length=30, choices=Measure)
    kind = models.CharField(_("how exact"), max_length=10, choices=FigureKind)
    low = models.PositiveIntegerField(_("lowest"))
    high = models.PositiveIntegerField(_("highest"), null=True, blank=True)
    nature = models.CharField(_("flow or stock"), max_length=10, choices=FigureNature)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    wording = SealedCharField(_("in the source's words"), max_length=300)
    relation = models.CharField(_("relation to another figure"), max_length=20, choices=FigureRelation, blank=True)
    other = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="related")

    class Meta:
        ordering = ["measure", "as_of", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(high__isnull=True) | Q(low__lte=F("high")),
                name="figure_in_order",
                violation_error_message=_("The lowest number is larger than the highest."),
            ),
            models.CheckConstraint(
                condition=(Q(relation="") & Q(other__isnull=True)) | (~Q(relation="") & Q(other__isnull=False)),
                name="figure_relation_complete",
                violation_error_message=_("Name both the relation and the other figure, or neither."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_measure_display()}: {self.shown}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None:
            raise TypeError("a figure is never changed: add another one that updates it")
        super().save(*args, **kwargs)

    @property
    def shown(self) -> str:
        if self.high is not None and self.high != self.low:
            return f"{self.low}–{self.high}"
        return str(self.low) if self.kind == FigureKind.EXACT else f"{self.get_kind_display()} {self.low}"
