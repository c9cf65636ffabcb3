"""What goes to bodies abroad. From `final` on the content of a filing never changes unless it is reopened."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.models import Case
from guvoh.desk.correspondence.vocabulary import FilingState, LinkKind, StepKind
from guvoh.desk.facts.marks import rule_label
from guvoh.desk.facts.models import Act, Actor, Event, SourceItem
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.sealed_text import SealedCharField, SealedJSONField, SealedTextField, SealedTexts


class FilingQuerySet(models.QuerySet["Filing"]):
    def with_rows(self) -> "FilingQuerySet":
        return self.select_related("case", "author", "released_by").prefetch_related("people__names", "steps")

    def pending(self) -> "FilingQuerySet":
        """Before a body now: filed, and not over."""
        return self.filter(state=FilingState.FILED).exclude(steps__kind=StepKind.ENDED)

    def filed(self) -> "FilingQuerySet":
        return self.filter(state=FilingState.FILED)

    def about(self, people: models.QuerySet[Actor]) -> "FilingQuerySet":
        return self.filter(people__in=people).distinct()


class Filing(SealedTexts):
    """One filing, brief or dossier of a case for one mechanism, about one person or several."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="filings")
    mechanism = models.CharField(max_length=40)
    people = models.ManyToManyField(Actor, related_name="filings")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, blank=True, related_name="filings")
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="filings")
    state = models.CharField(max_length=10, choices=FilingState, default=FilingState.DRAFT, db_index=True)
    fields = SealedJSONField(default=dict, blank=True)
    frozen = SealedJSONField(null=True, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    released_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    filed_on = models.DateField(_("filed on"), null=True, blank=True)
    reference = SealedCharField(_("reference of the body"), max_length=100, blank=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=FilingState.DRAFT, content_hash="") | (~Q(state="draft") & ~Q(content_hash="")),
                name="filing_final_is_frozen",
                violation_error_message=_("The filing is still a draft. Make it final first."),
            ),
            models.CheckConstraint(
                condition=~Q(state=FilingState.FILED) | Q(filed_on__isnull=False),
                name="filing_filed_on_a_day",
                violation_error_message=_("Write the day on which it was filed."),
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | (Q(released_at__isnull=False) & ~Q(state="draft")),
                name="filing_released_is_final",
                violation_error_message=_("Only a final dossier can be released."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mechanism} {self.pk}"

    @property
    def is_draft(self) -> bool:
        return self.state == FilingState.DRAFT

    @property
    def is_filed(self) -> bool:
        return self.state == FilingState.FILED

    @property
    def was_final(self) -> bool:
        return any(step.kind == StepKind.FINALISED for step in self.steps.all())

    @property
    def is_over(self) -> bool:
        return any(step.kind == StepKind.ENDED for step in self.steps.all())

    @property
    def is_replied(self) -> bool:
        return any(step.kind == StepKind.REPLIED for step in self.steps.all())

    @property
    def hands(self) -> set[int]:
        """Everybody who had a hand in the text: none of them releases it."""
        wrote = (StepKind.STARTED, StepKind.EDITED, StepKind.FINALISED)
        return {self.author_id} | {step.by_id for step in self.steps.all() if step.kind in wrote}


class AppendOnlyQuerySet(models.QuerySet[Any]):
    def update(self, **_values: object) -> int:
        raise TypeError("a step is never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("a step is never taken away")


class FilingStep(SealedTexts):
    """What happened to a filing, on which day and by whom. Added to, never changed."""

    sealed_by = "filing__case"

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(_("what happened"), max_length=20, choices=StepKind)
    on = models.DateField(_("on which day"))
    reference = SealedCharField(_("reference"), max_length=100, blank=True)
    note = SealedTextField(_("note"), blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=[StepKind.REOPENED, StepKind.ENDED]) | ~Q(note=""),
                name="filing_step_with_reason",
                violation_error_message=_("Say why."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.filing}: {self.get_kind_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("a step is never changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a step is never taken away")

    def clean(self) -> None:
        if self.on and self.on > timezone.localdate():
            raise ValidationError({"on": _now("This day has not come yet.")})


class FilingLink(SealedTexts):
    """How one person is tied to one act in a dossier, by two sources that do not depend on each other."""

    sealed_by = "filing__case"

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="links")
    perpetrator = models.ForeignKey(
        Actor, on_delete=models.PROTECT, related_name="+", verbose_name=_("who is responsible")
    )
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="+", verbose_name=_("for which act"))
    link = models.CharField(_("by what"), max_length=20, choices=LinkKind)
    post_then = SealedCharField(
        _("post held at that time"),
        max_length=200,
        help_text=_("As a document of that time names it. In English."),
    )
    post_on = models.DateField(_("day for which the post is documented"))
    account = SealedTextField(
        _("what the sources say of it"),
        help_text=_("In English. For a superior: what she knew, and what she did not do."),
    )
    source_one = models.ForeignKey(
        SourceItem, on_delete=models.PROTECT, related_name="+", verbose_name=_("first source")
    )
    source_two = models.ForeignKey(
        SourceItem, on_delete=models.PROTECT, related_name="+", verbose_name=_("second source")
    )
    independence = SealedTextField(
        _("why the two do not depend on each other"),
        help_text=_("Two papers that copied one report are one source. In English."),
    )
    added_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["filing", "perpetrator", "act"],
                name="linked_once_to_an_act",
                violation_error_message=_("This person is tied to this act already."),
            ),
            models.CheckConstraint(
                condition=~Q(source_one=F("source_two")),
                name="link_by_two_sources",
                violation_error_message=_("One source is not enough: choose two that are not the same."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.perpetrator} {self.get_link_display()}"

    def clean(self) -> None:
        if not self.filing.case.events.filter(pk=self.act.event_id).exists():
            raise ValidationError({"act": _now("This act does not belong to the case.")})
        if not self.filing.people.filter(pk=self.act.victim_id).exists():
            raise ValidationError({"act": _now("This dossier is not about the person to whom it was done.")})
        for name in ("source_one", "source_two"):
            if getattr(self, name).event_id != self.act.event_id:
                raise ValidationError({name: _now("This source tells about another event.")})
        one, two = self.source_one, self.source_two
        if one.teller_id and one.teller_id == two.teller_id:
            raise ValidationError({"source_two": _now("The same person or outlet told both: that is one source.")})
        if one.address and one.address == two.address:
            raise ValidationError({"source_two": _now("Both have the same web address: that is one source.")})
        if self.perpetrator.acts_suffered.filter(pk=self.act_id).exists():
            raise ValidationError({"perpetrator": _now("This person suffered the act.")})


class FilingClearance(SealedTexts):
    """Words of a filing that the guard took for a protected person's and a member knows to be another's."""

    sealed_by = "filing__case"

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="clearances")
    person = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=64)
    reason = SealedCharField(_("how you know"), max_length=300)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="filing_clearance_with_reason",
                violation_error_message=_("Say how you know that this is another person."),
            ),
            models.UniqueConstraint(fields=["filing", "fingerprint"], name="filing_place_cleared_once"),
        ]

    def __str__(self) -> str:
        return f"{self.filing}: {self.person}"

    @property
    def rule_label(self) -> str:
        return rule_label(self.rule)


class FilingClock(models.Model):
    """A term that began when the State was told of a filing. Its rule is kept as it stood on that day."""

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="clocks")
    rule_id = models.CharField(max_length=40)
    rule = models.JSONField()
    raises_alarm = models.BooleanField()
    started_on = models.DateField()
    earliest = models.DateTimeField(null=True, blank=True)
    latest = models.DateTimeField(null=True, blank=True)
    explanation = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "rule_id"], name="one_clock_per_rule_and_filing"),
            models.CheckConstraint(
                condition=Q(latest__isnull=True) | Q(earliest__lte=F("latest")),
                name="filing_clock_window_in_order",
                violation_error_message=_("The term would end before it starts, or has no proven start."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} ({self.filing})"

    @property
    def is_past(self) -> bool:
        return self.latest is not None and self.latest < timezone.now()

    @property
    def basis(self) -> str:
        return self.rule["basis"][get_language() or "tg"]

    @property
    def how_counted(self) -> str:
        return self.explanation.get(get_language() or "tg", "")
