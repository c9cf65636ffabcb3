from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from guvoh.desk.correspondence.vocabulary import DayKind, Holiday
from guvoh.desk.staff.models import Member


class SignedRuleQuerySet(models.QuerySet["SignedRule"]):
    def standing(self) -> "SignedRuleQuerySet":
        """In the order in which they were signed: a later one takes the place of an earlier one."""
        return self.filter(taken_back_on__isnull=True).select_related("signed_by").order_by("pk")


class SignedRule(models.Model):
    """A clock's rule that a lawyer of the coalition answers for: as the tables have it, or as she corrected it."""

    rule_id = models.CharField(max_length=40, db_index=True)
    row = models.JSONField()
    read = models.CharField(
        _("what you read"),
        max_length=500,
        validators=[MinLengthValidator(10)],
        help_text=_("The law, its article and edition, and where you read it: the next lawyer checks it there."),
    )
    signed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField()
    taken_back_on = models.DateField(null=True, blank=True)
    taken_back_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_back_because = models.CharField(_("reason"), max_length=300, blank=True)

    objects = SignedRuleQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_back_on__isnull=True)
                | (Q(taken_back_by__isnull=False) & ~Q(taken_back_because="")),
                name="signature_taken_back_with_reason",
                violation_error_message=_("Say why the signature is taken back."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule_id}, {self.signed_by}"


class CalendarDay(models.Model):
    """A day that the Government or the Council of Ulema moved, entered at the desk when it was announced."""

    date = models.DateField(_("day"), unique=True)
    kind = models.CharField(_("this day is"), max_length=4, choices=DayKind)
    holiday = models.CharField(_("which Id it is"), max_length=20, choices=Holiday, blank=True)
    reason_tg = models.CharField(_("why, in Tajik"), max_length=200)
    reason_ru = models.CharField(_("why, in Russian"), max_length=200)
    reason_en = models.CharField(_("why, in English"), max_length=200)
    source = models.CharField(
        _("who announced it, and where"),
        max_length=300,
        help_text=_("For example: Government resolution, No. and day."),
    )
    entered_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["date"]
        constraints = [
            models.CheckConstraint(
                condition=Q(holiday="") | Q(kind=DayKind.OFF),
                name="an_id_is_a_day_off",
                violation_error_message=_("An Id is a day off."),
            )
        ]

    def __str__(self) -> str:
        return self.date.isoformat()

    def clean(self) -> None:
        other = CalendarDay.objects.filter(date=self.date).exclude(pk=self.pk).first()
        if other is None:
            return
        said = _now("This day is in the calendar already. Take that entry out first.")
        if other.kind != self.kind:
            said = _now(
                "This day stands in the calendar as %(kind)s: it cannot be off and worked. "
                "Take that entry out first."
            )
        raise ValidationError({"date": said % {"kind": other.get_kind_display()}})

    @property
    def reason(self) -> str:
        return str(getattr(self, f"reason_{get_language() or 'tg'}"))
