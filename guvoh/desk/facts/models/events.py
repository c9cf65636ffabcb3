from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guvoh.desk.facts.models.actors import Actor
from guvoh.desk.facts.vocabulary import (
    ActKind,
    Certainty,
    Credibility,
    EventLinkKind,
    EventStatus,
    InvolvementDegree,
    Precision,
    Reliability,
    Scale,
    SourceKind,
)
from guvoh.desk.staff.roles import Region
from guvoh.desk.staff.sealed_text import SealedCharField, SealedTextField, SealedTexts, SealedURLField


class FuzzyDate(SealedTexts):
    """A date as well as it is known: between two days, how exactly, and in whose words."""

    earliest = models.DateField(_("earliest day"), null=True, blank=True)
    latest = models.DateField(_("latest day"), null=True, blank=True)
    precision = models.CharField(_("how exactly"), max_length=10, choices=Precision, default=Precision.EXACT)
    as_said = SealedCharField(_("date as it was said"), max_length=200, blank=True)

    class Meta:
        abstract = True


class Event(FuzzyDate):
    sealed_by = "sealed_in"
    says_sealed = ("sealed_in",)

    title = SealedCharField(_("title"), max_length=300)
    region = models.CharField(_("region"), max_length=2, choices=Region, blank=True)
    place = SealedCharField(_("place"), max_length=300, blank=True)
    narrative = SealedTextField(_("what happened"), blank=True)
    scale = models.CharField(_("scale"), max_length=10, choices=Scale, default=Scale.SINGLE)
    status = models.CharField(_("status"), max_length=20, choices=EventStatus, default=EventStatus.UNKNOWN)
    # the sealed case to which it belongs alone, set by casework: cases are above facts
    sealed_in = models.PositiveBigIntegerField(null=True, blank=True, editable=False, db_index=True)

    class Meta:
        ordering = ["earliest", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(earliest__isnull=True) | Q(latest__isnull=True) | Q(earliest__lte=F("latest")),
                name="event_dates_in_order",
                violation_error_message=_("The earliest day is after the latest day."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class EventLink(models.Model):
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="links_to_me")
    kind = models.CharField(max_length=20, choices=EventLinkKind)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "other", "kind"], name="event_link_once"),
            models.CheckConstraint(condition=~Q(event=F("other")), name="event_link_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.get_kind_display()} {self.other}"


class Act(FuzzyDate):
    """One harm to one victim in one event."""

    sealed_by = "event__sealed_in"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="acts")
    victim = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="acts_suffered")
    kind = models.CharField(_("what was done"), max_length=30, choices=ActKind)
    method = SealedCharField(_("how it was done"), max_length=300, blank=True)
    law_article = SealedCharField(_("article of the law named"), max_length=100, blank=True)
    stated_reason = SealedCharField(_("reason that was given"), max_length=300, blank=True)
    hours = models.DecimalField(_("hours held"), max_digits=7, decimal_places=1, null=True, blank=True)
    because_of_actor = models.ForeignKey(
        Actor, on_delete=models.PROTECT, null=True, blank=True, related_name="acts_answering_me"
    )
    because_of_event = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="acts_answering_it"
    )
    certainty = models.CharField(_("certainty"), max_length=20, choices=Certainty, default=Certainty.REPORTED)

    class Meta:
        ordering = ["earliest", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.victim}"


class Involvement(SealedTexts):
    """A perpetrator's part in one act."""

    sealed_by = "act__event__sealed_in"

    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="involvements")
    perpetrator = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="involvements")
    degree = models.CharField(_("part in it"), max_length=20, choices=InvolvementDegree)
    certainty = models.CharField(_("certainty"), max_length=20, choices=Certainty, default=Certainty.REPORTED)
    rank_then = SealedCharField(_("post or rank at that time"), max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["act", "perpetrator"], name="involved_once_in_an_act")]

    def __str__(self) -> str:
        return f"{self.perpetrator} {self.get_degree_display()}"


class SourceItem(SealedTexts):
    """What one source tells about one event. The source and the information are graded apart."""

    sealed_by = "event__sealed_in"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="sources")
    kind = models.CharField(_("kind of source"), max_length=20, choices=SourceKind)
    teller = models.ForeignKey(
        Actor, on_delete=models.PROTECT, null=True, blank=True, related_name="told", verbose_name=_("who told it")
    )
    title = SealedCharField(_("title"), max_length=300)
    address = SealedURLField(_("web address"), max_length=500, blank=True)
    told_on = models.DateField(_("date"), null=True, blank=True)
    content = SealedTextField(_("what it says"), blank=True)
    reliability = models.CharField(_("reliability of the source"), max_length=1, choices=Reliability, default="F")
    credibility = models.CharField(
        _("credibility of the information"), max_length=1, choices=Credibility, default="6"
    )

    class Meta:
        ordering = ["told_on", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def grade(self) -> str:
        return f"{self.reliability}{self.credibility}"
