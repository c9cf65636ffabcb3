import datetime as dt

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.models import Case
from guvoh.desk.correspondence.models.letters import AskedPoint, Letter
from guvoh.desk.correspondence.models.traffic import PointAnswer
from guvoh.desk.correspondence.vocabulary import (
    Answer,
    AnswerClass,
    Cause,
    ClockState,
    LetterState,
    RuleCertainty,
)
from guvoh.desk.staff.sealed_text import SealedCharField, SealedTexts

# "This week" on the desk: the seven days from now, so that a Friday shows Monday's deadlines.
WEEK = dt.timedelta(days=7)


def is_running(now: dt.datetime) -> Q:
    """Of waiting clocks, those whose longer reading has not run out."""
    return Q(latest__gte=now) | Q(latest__isnull=True, started_at__isnull=False)


def ends_within(now: dt.datetime, span: dt.timedelta = WEEK) -> Q:
    return Q(earliest__lte=now + span)


def ends_on_day_of(now: dt.datetime) -> Q:
    """At least one reading ends on this very day in Dushanbe."""
    dawn = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    day = (dawn, dawn + dt.timedelta(days=1) - dt.timedelta(microseconds=1))
    return Q(earliest__range=day) | Q(latest__range=day)


class ClockQuerySet(models.QuerySet["Clock"]):
    def of_cases(self, cases: models.QuerySet[Case]) -> "ClockQuerySet":
        return self.filter(letter__case__in=cases)

    def with_rows(self) -> "ClockQuerySet":
        """Everything that a line of a list shows, in a fixed number of queries."""
        return self.select_related(
            "letter__case", "letter__body", "letter__author", "letter__delivery"
        ).prefetch_related("letter__points__answers", "letter__followed_by")

    def waiting(self) -> "ClockQuerySet":
        """Clocks that are neither closed nor answered."""
        return self.filter(closed_on__isnull=True, letter__state=LetterState.DELIVERED)

    def running(self, now: dt.datetime) -> "ClockQuerySet":
        return self.waiting().filter(is_running(now))

    def due_within(self, now: dt.datetime, span: dt.timedelta = WEEK) -> "ClockQuerySet":
        """Running clocks of which at least one reading ends in this span."""
        return self.running(now).filter(ends_within(now, span))

    def due_on_day_of(self, now: dt.datetime) -> "ClockQuerySet":
        """Running clocks of which a reading ends on this very day."""
        return self.running(now).filter(ends_on_day_of(now))

    def overdue(self, now: dt.datetime) -> "ClockQuerySet":
        """Both readings have run out."""
        return self.waiting().filter(latest__lt=now)

    def unescalated(self, now: dt.datetime) -> "ClockQuerySet":
        """Clocks that have run out and may raise an alarm, and from which no next step was made yet."""
        over = self.overdue(now).alarming().filter(letter__followed_by__isnull=True)
        return over.exclude(letter__escalations__cause=Cause.OVERDUE)

    def alarming(self) -> "ClockQuerySet":
        return self.filter(raises_alarm=True)

    def only_informing(self) -> "ClockQuerySet":
        """Clocks whose rule no lawyer of the coalition has confirmed yet."""
        return self.filter(raises_alarm=False)

    def not_started(self) -> "ClockQuerySet":
        return self.waiting().filter(started_at__isnull=True)

    def answered(self) -> "ClockQuerySet":
        return self.filter(closed_on__isnull=True, letter__state=LetterState.ANSWERED)

    def left_open(self) -> "ClockQuerySet":
        """Answered, but not to everything that was asked, and no letter follows it yet."""
        answered_point = PointAnswer.objects.filter(point=OuterRef("pk"), answer=Answer.YES)
        open_point = AskedPoint.objects.filter(letter=OuterRef("letter")).filter(~Exists(answered_point))
        return self.answered().filter(Exists(open_point), letter__followed_by__isnull=True)


class Clock(SealedTexts):
    """A term the state is bound by, since a letter reached it. Its rule is kept as it stood on that day."""

    sealed_by = "letter__case"

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="clocks")
    rule_id = models.CharField(max_length=40)
    rule = models.JSONField()
    explanation = models.JSONField(default=dict, blank=True)
    raises_alarm = models.BooleanField()
    started_at = models.DateTimeField(null=True, blank=True)
    earliest = models.DateTimeField(null=True, blank=True, db_index=True)
    latest = models.DateTimeField(null=True, blank=True, db_index=True)
    extended_on = models.DateField(_("extension notified on"), null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_reason = SealedCharField(_("reason"), max_length=300, blank=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        ordering = [F("latest").asc(nulls_last=True), "pk"]
        # Everything the lists ask of a clock: its row is long, and is read for the lines of one page alone.
        indexes = [
            models.Index(
                fields=["letter", "closed_on", "latest", "earliest", "started_at", "raises_alarm"],
                name="clock_times_of_letter",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["letter", "rule_id"], name="one_clock_per_rule_and_letter"),
            models.CheckConstraint(
                condition=Q(earliest__isnull=True, latest__isnull=True)
                | Q(started_at__isnull=False, earliest__lte=F("latest")),
                name="clock_window_in_order",
                violation_error_message=_("The term would end before it starts, or has no proven start."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | ~Q(closed_reason=""),
                name="clock_closed_with_reason",
                violation_error_message=_("Say why the clock is closed."),
            ),
            models.CheckConstraint(
                condition=Q(extended_on__isnull=True) | Q(started_at__isnull=False),
                name="clock_extended_after_start",
                violation_error_message=_("This clock has not provably started, so nothing can be extended."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} ({self.letter})"

    def state_at(self, now: dt.datetime) -> ClockState:
        if self.closed_on is not None:
            return ClockState.CLOSED
        answered = self.letter.answer_class
        if answered != AnswerClass.NONE:
            return ClockState(answered.value)
        if self.started_at is None:
            return ClockState.NOT_STARTED
        if self.latest is not None and self.latest < now:
            return ClockState.OVERDUE
        return ClockState.EXTENDED if self.extended_on else ClockState.RUNNING

    @property
    def state(self) -> ClockState:
        return self.state_at(timezone.now())

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is still owed: the state may be running, extended or overdue."""
        return self.state in (ClockState.RUNNING, ClockState.EXTENDED, ClockState.OVERDUE)

    @property
    def is_past(self) -> bool:
        return self.state == ClockState.OVERDUE

    @property
    def tone(self) -> str:
        """The colour of the state. A rule that no lawyer has confirmed informs and raises no alarm."""
        if self.is_past and not self.raises_alarm:
            return "waiting"
        if self.is_maybe_overdue:
            return "due"
        return {
            ClockState.RUNNING: "running",
            ClockState.EXTENDED: "running",
            ClockState.OVERDUE: "overdue",
            ClockState.NOT_STARTED: "waiting",
            ClockState.ANSWERED_SUBSTANCE: "answered",
            ClockState.ANSWERED_PART: "due",
            ClockState.ANSWERED_FORMALLY: "formal",
        }.get(self.state, "closed")

    @property
    def state_label(self) -> str:
        if self.is_past and not self.raises_alarm:
            return str(_("Over, rule not confirmed"))
        if self.is_maybe_overdue:
            return str(_("Over by the shorter reading"))
        return str(self.state.label)

    @property
    def counts_hours(self) -> bool:
        return self.rule.get("unit") == "h"

    @property
    def days_in_all(self) -> int:
        """Length of the window in days, for the bar that shows how much of it has gone; 0 where there is none."""
        return (self.latest - self.started_at).days if self.latest and self.started_at else 0

    @property
    def days_gone(self) -> int:
        gone = (timezone.now() - self.started_at).days if self.started_at else 0
        return min(max(gone, 0), self.days_in_all)

    @property
    def is_window(self) -> bool:
        """Whether the law can be read in two ways, so that there is no single date."""
        return self.earliest != self.latest

    @property
    def is_maybe_overdue(self) -> bool:
        """The shorter reading has run out, the longer has not."""
        waiting = self.state in (ClockState.RUNNING, ClockState.EXTENDED)
        return waiting and self.earliest is not None and self.earliest < timezone.now()

    @property
    def certainty_label(self) -> str:
        if self.rule.get("reviewer"):
            return str(_("confirmed by a lawyer of the coalition"))
        return str(RuleCertainty(self.rule["certainty"]).label)

    def _said(self, field: str) -> str:
        texts = self.rule.get(field) or {}
        return texts.get(get_language() or "tg", "")

    @property
    def basis(self) -> str:
        return self._said("basis")

    @property
    def trigger(self) -> str:
        return self._said("trigger")

    @property
    def next_rung(self) -> str:
        return self._said("next_rung")

    @property
    def how_counted(self) -> str:
        return self.explanation.get(get_language() or "tg", "")

    @property
    def extension_text(self) -> str:
        extension = self.rule.get("extension") or {}
        return extension.get("text", {}).get(get_language() or "tg", "")
