import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.models.cases import Case
from guvoh.desk.facts.models import Actor
from guvoh.desk.staff.models import Member


class PersonEnquiryQuerySet(models.QuerySet["PersonEnquiry"]):
    def fresh(self) -> "PersonEnquiryQuerySet":
        return self.filter(asked_at__gt=timezone.now() - PersonEnquiry.KEPT)

    def lapsed(self) -> "PersonEnquiryQuerySet":
        return self.exclude(asked_at__gt=timezone.now() - PersonEnquiry.KEPT)

    def waiting_for(self, member: Member) -> "PersonEnquiryQuerySet":
        """Questions of others about somebody in a case that this member leads, and nobody has decided yet."""
        hers = EnquiryMatch.objects.filter(answer=None, actor__in_cases__case__in=Case.objects.led_by(member))
        return self.fresh().filter(matches__in=hers).exclude(asked_by=member).distinct()


class PersonEnquiry(models.Model):
    """A question whether a person is known, to those whose cases the asker may not know.

    Whether anybody fits stands in `matches`, which the asker is never shown.
    """

    KEPT = dt.timedelta(days=30)

    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="enquiries")
    asked_at = models.DateTimeField(auto_now_add=True, db_index=True)
    words = models.CharField(_("name"), max_length=200, blank=True)
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    phone = models.CharField(_("telephone"), max_length=100, blank=True)
    reason = models.CharField(_("why you ask"), max_length=300, blank=True)

    objects = PersonEnquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.pk}"

    @property
    def has_lapsed(self) -> bool:
        return self.asked_at <= timezone.now() - self.KEPT


class EnquiryAnswer(models.Model):
    """What somebody who leads a case decided: to answer, by a seat on it or in words, or to say nothing."""

    enquiry = models.ForeignKey(PersonEnquiry, on_delete=models.CASCADE, related_name="answers")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="enquiries_answered")
    at = models.DateTimeField(auto_now_add=True)
    silent = models.BooleanField(default=False)
    message = models.CharField(max_length=500, blank=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(silent=True, message="", case__isnull=True)
                | (Q(silent=False) & (~Q(message="") | Q(case__isnull=False))),
                name="enquiry_answer_says_something",
                violation_error_message=_("Write an answer, or give a seat."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.enquiry}: {self.by}"


class EnquiryMatch(models.Model):
    """Somebody whom an enquiry may be about, for those who lead a case of hers."""

    enquiry = models.ForeignKey(PersonEnquiry, on_delete=models.CASCADE, related_name="matches")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    answer = models.ForeignKey(
        EnquiryAnswer, on_delete=models.CASCADE, null=True, blank=True, related_name="matches"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enquiry", "actor"], name="enquiry_match_once")]

    def __str__(self) -> str:
        return f"{self.enquiry}: {self.actor}"
