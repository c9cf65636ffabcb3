import datetime as dt
from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guvoh.desk.staff.models.members import Member

WAITS: Final = dt.timedelta(days=7)
# how long an agreed act that somebody does by hand, as an export, may be begun
USABLE: Final = dt.timedelta(hours=1)


def _in_a_week() -> dt.datetime:
    return timezone.now() + WAITS


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def waiting(self) -> "ProposalQuerySet":
        return self.filter(state=Proposal.State.WAITING, expires_at__gt=timezone.now())

    def usable(self, kind: str) -> "ProposalQuerySet":
        """Agreed within the last hour and not used yet."""
        now = timezone.now()
        return self.filter(
            kind=kind,
            state__in=(Proposal.State.SECONDED, Proposal.State.ALONE),
            decided_at__range=(now - USABLE, now),
            used_at__isnull=True,
            proposed_by__is_active=True,
        )


class Proposal(models.Model):
    """An act that takes two people: one proposes it with a reason, another one seconds it, and then it is done."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for a second person")
        SECONDED = "seconded", _("agreed and done")
        ALONE = "alone", _("done by one person: there was no second")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    kind = models.CharField(max_length=60, db_index=True)
    # what the verb takes, in the words of its kind
    about = models.JSONField(default=dict)
    subject = models.CharField(max_length=120, blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    proposed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="proposals")
    proposed_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=_in_a_week)
    state = models.CharField(max_length=20, choices=State, default=State.WAITING, db_index=True)
    decided_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="proposal_with_a_reason"),
            models.CheckConstraint(
                condition=~Q(state="seconded") | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="proposal_seconded_by_another",
                violation_error_message=_("Somebody else must agree to what you propose."),
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True)
                | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="proposal_decided_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    @property
    def waits(self) -> bool:
        return self.state == self.State.WAITING and self.expires_at > timezone.now()
