import datetime as dt
from typing import Final

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.models import Case
from guvoh.desk.evidence.models import SealedFile
from guvoh.desk.inbox.vocabulary import ContactSafety, Decision, EnvelopeState
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.roles import Section
from guvoh.desk.staff.sealed_text import SealedCharField, SealedTextField, SealedTexts
from guvoh.instruments.seal import age

# so long before its end a key is replaced: a notice that is carried by hand has time to arrive
CHANGE_DAYS: Final = 7


class IntakeKeyQuerySet(models.QuerySet["IntakeKey"]):
    def counted(self) -> "IntakeKeyQuerySet":
        """With `reports`, how many were sealed to each key, and `unopened`, how many of them nobody has opened."""
        sealed_to = Envelope.objects.filter(key_id=models.OuterRef("key_id")).order_by().values("key_id")
        counted = sealed_to.annotate(count=models.Count("pk")).values("count")
        waiting = counted.filter(state=EnvelopeState.WAITING)
        return self.annotate(
            reports=Coalesce(models.Subquery(counted), 0), unopened=Coalesce(models.Subquery(waiting), 0)
        )

    def spent(self, ended_before: dt.date) -> "IntakeKeyQuerySet":
        """Keys that nothing was sealed to since a day, whose reports have all been opened."""
        unopened = Envelope.objects.filter(state=EnvelopeState.WAITING).values("key_id")
        return self.filter(destroyed_at=None, valid_until__lt=ended_before).exclude(key_id__in=unopened)


class IntakeKey(models.Model):
    """A key that reports are sealed to for a month or so.

    Its private half is wrapped by the vault until its reports are in, and then it is destroyed.
    """

    key_id = models.CharField(max_length=16, unique=True)
    recipient = models.CharField(max_length=100, unique=True)
    wrapped_identity = models.BinaryField()
    valid_from = models.DateField()
    valid_until = models.DateField()
    destroyed_at = models.DateTimeField(null=True, blank=True)

    objects = IntakeKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__lte=F("valid_until")), name="intake_key_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=True) & ~Q(wrapped_identity=b"")
                | Q(destroyed_at__isnull=False) & Q(wrapped_identity=b""),
                name="intake_key_destroyed_or_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.key_id

    @property
    def short_fingerprint(self) -> str:
        return age.in_groups(self.key_id)

    @property
    def fingerprint(self) -> str:
        return age.in_groups(age.fingerprint(self.recipient))

    @property
    def next_change(self) -> dt.date:
        """When the hourly run puts another key in its place."""
        return self.valid_until - dt.timedelta(days=CHANGE_DAYS)


class RecoveryKey(models.Model):
    """The public half of the key that is kept on paper; every report is sealed to it as well."""

    recipient = models.CharField(max_length=100, unique=True)
    made_on = models.DateField(default=timezone.localdate)

    def __str__(self) -> str:
        return self.recipient


class EnvelopeQuerySet(models.QuerySet["Envelope"]):
    def visible_to(self, member: Member) -> "EnvelopeQuerySet":
        """A report that became part of a case is as secret as the names in it: they stand in her own words."""
        opened = Case.objects.opened_to(member, Section.IDENTITY)
        own = Q(case__isnull=True) | Q(case__in=opened)
        # a further message is as secret as the report that it follows
        return self.filter(own, Q(follows__case__isnull=True) | Q(follows__case__in=opened))

    def undecided(self) -> "EnvelopeQuerySet":
        return self.exclude(state=EnvelopeState.DECIDED)

    def of_receipt(self, envelope: "Envelope") -> "EnvelopeQuerySet":
        """What came in under the receipt of an opened report.

        The name of a mailbox can be seen in the spool, so the key behind the receipt has to be the same as well.
        """
        return self.filter(mailbox=envelope.mailbox, reply_to=envelope.reply_to).exclude(mailbox="")


class Envelope(SealedTexts):
    """One report from the front door. Its words are here once somebody has opened it, never before."""

    envelope_id = models.CharField(max_length=16, unique=True)
    key_id = models.CharField(max_length=16)
    received_on = models.DateField(db_index=True)
    state = models.CharField(max_length=20, choices=EnvelopeState, default=EnvelopeState.WAITING, db_index=True)
    opened_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="opened_envelopes"
    )
    opened_at = models.DateTimeField(null=True, blank=True)

    language = models.CharField(max_length=2, blank=True)
    what = SealedTextField(blank=True)
    when = SealedTextField(blank=True)
    where = SealedTextField(blank=True)
    whom = SealedTextField(blank=True)
    contact_safety = models.CharField(max_length=10, choices=ContactSafety, blank=True)
    contact_how = SealedTextField(blank=True)
    mailbox = models.CharField(max_length=32, blank=True)
    reply_to = models.CharField(max_length=100, blank=True)
    is_follow_up = models.BooleanField(default=False)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups")
    files = models.ManyToManyField(SealedFile, related_name="envelopes")

    decision = models.CharField(max_length=20, choices=Decision, blank=True)
    decided_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="decided_envelopes"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = SealedCharField(_("reason"), max_length=500, blank=True)
    referred_to = SealedCharField(_("to whom"), max_length=200, blank=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="envelopes")

    objects = EnvelopeQuerySet.as_manager()

    class Meta:
        ordering = ["received_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=EnvelopeState.DECIDED)
                | (~Q(decision="") & Q(decided_by__isnull=False) & Q(decided_at__isnull=False)),
                name="envelope_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=[Decision.NEW_CASE, Decision.JOINED]) | Q(case__isnull=False),
                name="envelope_accepted_into_a_case",
            ),
        ]

    def __str__(self) -> str:
        return self.envelope_id

    @property
    def key(self) -> IntakeKey | None:
        return IntakeKey.objects.filter(key_id=self.key_id).first()


class Answer(SealedTexts):
    """What the desk wrote back. The reporter reads it with her receipt, after all that was written before."""

    sealed_by = "envelope__case"

    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="answers")
    text = SealedTextField(_("answer"))
    written_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="answers")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.envelope}: {self.written_at:%Y-%m-%d}"
