"""Three vocabularies, kept apart: what the person says, our map of the elements, and what the state calls it.

A row is written once. What proves wrong is taken back with a reason and stays to be read.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.models import Case
from guvoh.desk.correspondence.elements import BEARING_OUT, Bearing
from guvoh.desk.correspondence.models.bodies import StateBody
from guvoh.desk.correspondence.vocabulary import ElementPurpose, Grade, Heading, StateArticle
from guvoh.desk.facts.models import Actor, Event, SourceItem
from guvoh.desk.facts.vocabulary import Certainty, SourceKind
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.sealed_text import SealedCharField, SealedTextField, SealedTexts


class WrittenOnceQuerySet(models.QuerySet[Any]):
    def standing(self) -> "WrittenOnceQuerySet":
        return self.filter(retracted_at__isnull=True)

    def about(self, case: Case, event: Event) -> "WrittenOnceQuerySet":
        """Of this event in this case: the same event in another organisation's case has rows of its own."""
        return self.filter(case=case, event=event).select_related(*self.model.shown_with)


class WrittenOnce(SealedTexts):
    """A row about an event of a case, and about one of its victims where one is named."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    victim = models.ForeignKey(
        Actor, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("about whom")
    )
    source = models.ForeignKey(
        SourceItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    added_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    retracted_at = models.DateTimeField(null=True, blank=True)
    retracted_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    retracted_because = SealedCharField(_("reason"), max_length=300, blank=True)

    shown_with = ("source", "added_by", "retracted_by")
    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(retracted_at__isnull=True)
                | (Q(retracted_by__isnull=False) & ~Q(retracted_because="")),
                name="%(class)s_retracted_with_reason",
                violation_error_message=_("Say why it is taken back."),
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def clean(self) -> None:
        if self.source and self.source.event_id != self.event_id:
            raise ValidationError({"source": _now("This source tells about another event.")})
        if self.victim and not self.event.acts.filter(victim=self.victim).exists():
            raise ValidationError({"victim": _now("No act of this event was done to this person.")})


class Allegation(WrittenOnce):
    """What the person says, in her words: neither a finding of ours nor a legal term."""

    words = SealedTextField(
        _("what she says, in her words"), help_text=_("As she said it, in her language. Correct nothing.")
    )
    said_on = models.DateField(_("when she said it"), null=True, blank=True)

    class Meta(WrittenOnce.Meta):
        pass


class ElementFact(WrittenOnce):
    """One fact that bears on an element, or on a circumstance kept beside the elements."""

    heading = models.CharField(_("bears on"), max_length=20, choices=Heading)
    statement = SealedTextField(
        _("what is known"), help_text=_("One fact: who, what, when, how long, what was said.")
    )
    purpose = models.CharField(_("to which end"), max_length=20, choices=ElementPurpose, blank=True)
    grade = models.CharField(_("how far this fact bears it out"), max_length=20, choices=Grade)
    standard = models.CharField(
        _("standard of proof"), max_length=20, choices=Certainty, default=Certainty.REPORTED
    )
    would_change = SealedTextField(
        _("what would change it"),
        help_text=_("A document, a witness, an examination: what would bear this out or overturn it."),
    )

    class Meta(WrittenOnce.Meta):
        constraints = [
            *WrittenOnce.Meta.constraints,
            models.CheckConstraint(
                condition=Q(purpose="") | Q(heading=Heading.PURPOSE),
                name="purpose_is_named_for_the_purpose_alone",
                violation_error_message=_("An end is named for the purpose alone."),
            ),
            models.CheckConstraint(
                condition=~Q(heading=Heading.PURPOSE) | ~Q(grade__in=BEARING_OUT) | ~Q(purpose=""),
                name="purpose_borne_out_is_named",
                violation_error_message=_("Name the end to which it was done."),
            ),
            models.CheckConstraint(
                condition=Q(source__isnull=False) | Q(standard=Certainty.REPORTED),
                name="without_a_source_it_is_reported",
                violation_error_message=_("Without a source a fact is reported, and no more. Link the source."),
            ),
        ]

    def clean(self) -> None:
        super().clean()
        by_document = self.source is not None and self.source.kind == SourceKind.DOCUMENT
        if self.standard == Certainty.PROVEN and not by_document:
            raise ValidationError(
                {
                    "standard": _now(
                        "Beyond reasonable doubt is what a court found: link its decision as a document."
                    )
                }
            )

    @property
    def bearing(self) -> Bearing:
        source = self.source
        return Bearing(
            self.heading,
            self.grade,
            self.standard,
            source.kind if source else "",
            source.grade if source else "",
        )


class StateQualification(WrittenOnce):
    """What the state calls it. The latest that stands is compared with our map."""

    article = models.CharField(_("what the state charges"), max_length=20, choices=StateArticle)
    wording = SealedCharField(
        _("as the document puts it"),
        max_length=300,
        help_text=_("Article and part in the words of the decision, or the ground of the refusal."),
    )
    body = models.ForeignKey(
        StateBody, on_delete=models.PROTECT, related_name="+", verbose_name=_("which body decided")
    )
    decided_by = SealedCharField(_("who signed"), max_length=200, blank=True)
    decided_on = models.DateField(_("when it was decided"))

    shown_with = (*WrittenOnce.shown_with, "body")

    class Meta(WrittenOnce.Meta):
        ordering = ["decided_on", "pk"]

    def clean(self) -> None:
        super().clean()
        if self.decided_on and self.decided_on > timezone.localdate():
            raise ValidationError({"decided_on": _now("This day has not come yet.")})
