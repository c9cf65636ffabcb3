import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from guvoh.desk.correspondence.models.letters import AskedPoint, Letter
from guvoh.desk.correspondence.vocabulary import Answer, DeliveryHow, ProofKind
from guvoh.desk.evidence.models import SealedFile
from guvoh.desk.staff.sealed_text import SealedCharField, SealedTextField, SealedTexts


def _refuse_future(row: models.Model, *fields: str) -> None:
    today = timezone.localdate()
    ahead = [field for field in fields if (day := getattr(row, field)) is not None and day > today]
    if ahead:
        raise ValidationError(dict.fromkeys(ahead, _now("This day has not come yet.")))


class Delivery(SealedTexts):
    """How a letter left: sent, delivered and known are three dates, and only a proven one starts a clock."""

    sealed_by = "letter__case"

    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="delivery")
    how = models.CharField(_("how"), max_length=20, choices=DeliveryHow)
    sent_on = models.DateField(_("sent on"))
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    # Seldom known, and then only an hour clock needs it.
    delivered_time = models.TimeField(_("at what time"), null=True, blank=True)
    known_on = models.DateField(_("known to the person on"), null=True, blank=True)
    proof = models.CharField(_("proof of delivery"), max_length=20, choices=ProofKind, blank=True)
    register_number = SealedCharField(_("number in their register or on the slip"), max_length=100, blank=True)
    file = models.ForeignKey(
        SealedFile, on_delete=models.PROTECT, null=True, blank=True, related_name="proves_deliveries"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(delivered_on__isnull=True) | Q(delivered_on__gte=F("sent_on")),
                name="delivered_after_it_was_sent",
                violation_error_message=_("The letter would be delivered before it was sent."),
            ),
            models.CheckConstraint(
                condition=Q(delivered_time__isnull=True) | Q(delivered_on__isnull=False),
                name="delivery_time_has_a_day",
                violation_error_message=_("There is a time of delivery without a day."),
            ),
            models.CheckConstraint(
                condition=~Q(proof=ProofKind.REGISTER_NUMBER) | ~Q(register_number=""),
                name="register_number_is_written_down",
                violation_error_message=_("Write the number under which the letter was registered."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_how_display()} {self.sent_on}"

    def clean(self) -> None:
        if self.sent_on and self.sent_on < self.letter.written_on:
            raise ValidationError({"sent_on": _now("The letter would be sent before it was written.")})
        if self.sent_on and self.delivered_on and self.delivered_on < self.sent_on:
            raise ValidationError({"delivered_on": _now("The letter would be delivered before it was sent.")})
        _refuse_future(self, "sent_on", "delivered_on", "known_on")

    @property
    def is_proven(self) -> bool:
        return bool(self.proof)

    def moment_of(self, starts_on: str) -> dt.datetime | None:
        """The moment that starts a clock of this kind, where it is proven; None otherwise."""
        day = {"sent": self.sent_on, "delivered": self.delivered_on, "known": self.known_on}.get(starts_on)
        if day is None or not self.is_proven:
            return None
        time = self.delivered_time if starts_on == "delivered" and self.delivered_time else dt.time()
        return timezone.make_aware(dt.datetime.combine(day, time))


class Reply(SealedTexts):
    """A reply to a letter. What it amounts to is derived from its answers to each point."""

    sealed_by = "letter__case"

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="replies")
    received_on = models.DateField(_("received on"))
    # The day the letter left, copied so that the database itself can refuse a reply before its letter.
    letter_left_on = models.DateField()
    dated_on = models.DateField(_("date written on it"), null=True, blank=True)
    register_number = SealedCharField(_("their number"), max_length=100, blank=True)
    signed_by = SealedCharField(_("who signed it"), max_length=200, blank=True)
    summary = SealedTextField(_("what it says"))
    file = models.ForeignKey(
        SealedFile, on_delete=models.PROTECT, null=True, blank=True, related_name="holds_replies"
    )

    class Meta:
        ordering = ["received_on", "pk"]
        verbose_name_plural = "replies"
        constraints = [
            models.CheckConstraint(
                condition=Q(received_on__gte=F("letter_left_on")),
                name="reply_after_its_letter",
                violation_error_message=_("The reply would have come before the letter was sent."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.received_on} {self.signed_by}".strip()

    def clean(self) -> None:
        if self.received_on and self.received_on < self.letter_left_on:
            raise ValidationError({"received_on": _now("The reply would have come before the letter was sent.")})
        _refuse_future(self, "received_on", "dated_on")


class PointAnswer(SealedTexts):
    """What one reply says to one thing that was asked for."""

    sealed_by = "reply__letter__case"

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="answers")
    point = models.ForeignKey(AskedPoint, on_delete=models.PROTECT, related_name="answers")
    answer = models.CharField(_("answered?"), max_length=20, choices=Answer)
    quote = SealedTextField(_("in the reply's words"), blank=True)

    class Meta:
        ordering = ["point__number", "pk"]
        indexes = [models.Index(fields=["point", "answer"], name="answer_to_point")]
        constraints = [
            models.UniqueConstraint(fields=["reply", "point"], name="point_answered_once_in_a_reply"),
            models.CheckConstraint(
                condition=Q(answer=Answer.NO) | ~Q(quote=""),
                name="answer_has_a_quote",
                violation_error_message=_("Quote the words of the reply, or say that there is no answer."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point}: {self.get_answer_display()}"

    def clean(self) -> None:
        if self.point.letter_id != self.reply.letter_id:
            raise ValidationError(_now("This point was asked in another letter."))
