import datetime as dt

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.emergencies import Emergency
from guvoh.desk.casework.vocabulary import (
    CaseRole,
    ClientView,
    ConsentHow,
    Identification,
    InterventionKind,
    NeedKind,
    Outcome,
    Purpose,
    ReferralState,
)
from guvoh.desk.facts.matching import sought_by
from guvoh.desk.facts.models import Actor, Event
from guvoh.desk.staff.models import Member, Organisation
from guvoh.desk.staff.permissions import Right, has_right, organisation_sections
from guvoh.desk.staff.roles import Section
from guvoh.desk.staff.sealed_text import SealedCharField, SealedTextField, SealedTexts, key_at_hand
from guvoh.instruments.names.keys import fold

# each is opened and read for one search
SEARCHED_SEALED_CASES = 200


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, member: Member) -> "CaseQuerySet":
        """Cases whose existence this member may know: her team's, and her organisation's where she is an officer.

        A sealed case is its team's alone. No other role opens a case by itself, the coordinator's included; an
        emergency does for its hours.
        """
        hurried = Emergency.objects.running().filter(member=member).values("case")
        return self.belonging_to(member) | self.filter(pk__in=hurried)

    def belonging_to(self, member: Member) -> "CaseQuerySet":
        """Cases that are hers to know of without any emergency."""
        hers = Q(pk__in=TeamSeat.objects.current().filter(member=member).values("case"))
        if organisation_sections(member.roles):
            hers |= Q(sealed=False, organisation=member.organisation_id)
        return self.filter(hers)

    def opened_to(self, member: Member, *sections: Section) -> "CaseQuerySet":
        """Visible cases in which all these sections are hers, by whatever opens them."""
        wanted, by_organisation = set(sections), organisation_sections(member.roles)
        hurried = Emergency.objects.running().filter(member=member)
        open_now = [row.case_id for row in hurried if wanted <= set(row.sections)]
        return self._belonging_with(member, wanted, by_organisation) | self.filter(pk__in=open_now)

    def led_by(self, member: Member) -> "CaseQuerySet":
        """Cases whose team is this member's to decide: an officer's, where identity and legal are open to stay."""
        if not has_right(member.roles, Right.LEAD_CASES):
            return self.none()
        wanted = {Section.IDENTITY, Section.LEGAL}
        return self._belonging_with(member, wanted, organisation_sections(member.roles))

    def _belonging_with(
        self, member: Member, wanted: set[Section], by_organisation: frozenset[str]
    ) -> "CaseQuerySet":
        seats = list(TeamSeat.objects.current().filter(member=member))
        seated = [seat.case_id for seat in seats if wanted <= set(seat.sections)]
        if not wanted <= by_organisation:
            return self.filter(pk__in=seated)
        narrower = {seat.case_id for seat in seats} - set(seated)
        return self.belonging_to(member).exclude(pk__in=narrower)

    def matching(self, words: str, member: Member) -> "CaseQuerySet":
        """Cases found by number, by a word of the title, or by the name of a person in them."""
        sought = sought_by(words)
        alike = Actor.objects.resembling(sought.keys, sought.at_least).order_by()
        named = Q(people__actor__in=Actor.objects.named_like(fold(words))) | Q(
            people__actor__in=alike.values("pk")
        )
        by_name = Case.objects.opened_to(member, Section.IDENTITY).filter(named)
        by_title = Q(sealed=False, title__icontains=words) | Q(pk__in=self.sealed_with(words, member))
        return self.filter(Q(code__icontains=words) | by_title | Q(pk__in=by_name.values("pk")))

    def sealed_with(self, words: str, member: Member) -> list[int]:
        """Sealed cases of this member, open here and now, with these words in title or summary; the newest few."""
        hers = Case.objects.visible_to(member).filter(sealed=True)[:SEARCHED_SEALED_CASES]
        sought = words.casefold()
        return [case.pk for case in hers if case.is_open and sought in f"{case.title}\n{case.summary}".casefold()]

    def open(self) -> "CaseQuerySet":
        return self.filter(state=Case.State.OPEN)


class Case(SealedTexts):
    class State(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    sealed_by = "pk"
    says_sealed = ("sealed", "key_generation")

    code = models.CharField(_("case number"), max_length=20, unique=True)
    title = SealedCharField(
        _("title"), max_length=200, help_text=_("A few words without names: it is shown in lists.")
    )
    summary = SealedTextField(_("summary"), blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cases")
    sealed = models.BooleanField(_("sealed: only the team knows that it exists"), default=False)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN, db_index=True)
    opened_on = models.DateField(_("opened on"), db_index=True)
    events = models.ManyToManyField(Event, related_name="cases")
    # how many keys the case has had; 0 where it was never sealed under its team's own keys
    key_generation = models.PositiveIntegerField(default=0, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def sealed_in(self) -> int | None:
        """Its own number, while its texts are sealed under its team's own keys."""
        return self.pk if self.sealed and self.key_generation else None

    @property
    def is_open(self) -> bool:
        """Whether its texts can be read here and now."""
        return self.sealed_in is None or key_at_hand(self.pk) is not None

    def sealed_case(self) -> int | None:
        return self.sealed_in

    def events_by_cases(self) -> models.QuerySet[Event]:
        """The events of the case with `in_cases`, the number of cases each belongs to."""
        # not self.events: its own join would count this case alone
        return Event.objects.filter(pk__in=self.events.values("pk")).annotate(in_cases=Count("cases"))


class CaseActor(models.Model):
    """What an actor is in a case. The caller is often not the victim."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="people")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="in_cases")
    role = models.CharField(_("role in the case"), max_length=20, choices=CaseRole)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "actor", "role"], name="one_role_once_in_a_case")]

    def __str__(self) -> str:
        return f"{self.actor} ({self.get_role_display()})"


class TeamSeatQuerySet(models.QuerySet["TeamSeat"]):
    def current(self) -> "TeamSeatQuerySet":
        return self.filter(left_at__isnull=True)

    def waiting_for_a_key(self) -> "TeamSeatQuerySet":
        """Seats on sealed cases whose member has a key of her own that does not open the case yet."""
        seats = self.current().filter(case__sealed=True, case__key_generation__gt=0, member__is_active=True)
        living = Q(member__own_keys__isnull=False, member__own_keys__lost_at__isnull=True)
        opening = Q(case__key_wraps__member=F("member"), case__key_wraps__key__lost_at__isnull=True)
        return seats.filter(living).exclude(pk__in=TeamSeat.objects.filter(opening).values("pk")).distinct()


class TeamSeat(models.Model):
    """A member's place on a case team, with the sections that are open to her."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="team")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="team_seats")
    sections = models.JSONField(default=list)
    joined_at = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = TeamSeatQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "member"], condition=Q(left_at__isnull=True), name="one_seat_on_a_case"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.case.code}"

    @property
    def section_labels(self) -> list[str]:
        return [Section(section).label for section in self.sections]


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self, on: dt.date | None = None) -> "ConsentQuerySet":
        """What each person said last about each purpose, where that is a consent: not lapsed, not withdrawn.

        An older, wider consent never comes back to life because a newer one was withdrawn.
        """
        day = on or timezone.localdate()
        later = Consent.objects.filter(
            Q(given_on__gt=OuterRef("given_on")) | Q(given_on=OuterRef("given_on"), pk__gt=OuterRef("pk")),
            case=OuterRef("case"),
            actor=OuterRef("actor"),
            purpose=OuterRef("purpose"),
        )
        lasting = Q(expires_on__isnull=True) | Q(expires_on__gte=day)
        return self.filter(lasting, ~Exists(later), withdrawn_on__isnull=True)


class Consent(SealedTexts):
    """Consent of one person to one purpose. Without a row, everything stays inside the coalition."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="consents")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(_("consent to"), max_length=20, choices=Purpose)
    recipient = SealedCharField(_("to whom"), max_length=200, blank=True)
    identification = models.CharField(
        _("what of the identity may be shown"),
        max_length=20,
        choices=Identification,
        default=Identification.ANONYMISED,
    )
    how = models.CharField(_("how it was given"), max_length=20, choices=ConsentHow)
    given_on = models.DateField(_("given on"))
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawal_reason = SealedCharField(_("reason of the withdrawal"), max_length=300, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["purpose", "-given_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("given_on")),
                name="consent_expires_after_it_was_given",
                violation_error_message=_("The consent would end before it was given."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                name="consent_withdrawn_after_it_was_given",
                violation_error_message=_("The consent would be withdrawn before it was given."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor}: {self.get_purpose_display()}"


class Need(SealedTexts):
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="needs")
    kind = models.CharField(_("need"), max_length=20, choices=NeedKind)
    urgent = models.BooleanField(_("urgent"), default=False)
    note = SealedCharField(_("note"), max_length=300, blank=True)
    met_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.get_kind_display()


class Referral(SealedTexts):
    sealed_by = "need__case"

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="referrals")
    to_member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="referrals_received")
    sent_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="referrals_sent")
    sent_at = models.DateTimeField(auto_now_add=True)
    message = SealedTextField(_("what the colleague should know before accepting"), blank=True)
    respond_by = models.DateField(_("answer until"), null=True, blank=True)
    state = models.CharField(max_length=20, choices=ReferralState, default=ReferralState.SENT, db_index=True)
    decline_reason = models.CharField(_("why not"), max_length=300, blank=True)
    appointment_at = models.DateTimeField(_("appointment"), null=True, blank=True)
    appointment_place = SealedCharField(_("where"), max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ReferralState.DECLINED) | ~Q(decline_reason=""),
                name="referral_declined_with_reason",
                violation_error_message=_("Say why the referral is declined."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.need} → {self.to_member}"


class Intervention(SealedTexts):
    """Something that was done for the client, or that the authorities decided."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="interventions")
    kind = models.CharField(_("kind"), max_length=20, choices=InterventionKind)
    took_place_on = models.DateField(_("date"))
    by_member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="interventions")
    addressee = SealedCharField(_("with whom"), max_length=200, blank=True)
    note = SealedTextField(_("what was said and done"))
    effect = SealedCharField(_("what came of it"), max_length=300, blank=True)

    class Meta:
        ordering = ["took_place_on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.took_place_on}"


class TaskQuerySet(models.QuerySet["Task"]):
    def undone(self) -> "TaskQuerySet":
        return self.filter(done_at__isnull=True)


class Task(SealedTexts):
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    title = SealedCharField(_("what is to be done"), max_length=200)
    owner = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="tasks", verbose_name=_("who does it")
    )
    due_on = models.DateField(_("until"), null=True, blank=True, db_index=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_overdue(self) -> bool:
        return self.done_at is None and self.due_on is not None and self.due_on < timezone.localdate()


class Closure(SealedTexts):
    """Why and how a case was closed. Reopening keeps it: a case may be closed more than once."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="closures")
    outcome = models.CharField(_("outcome"), max_length=30, choices=Outcome)
    account = SealedTextField(_("how it ended"))
    client_view = models.CharField(_("the client's view"), max_length=20, choices=ClientView)
    follow_up_on = models.DateField(_("follow up on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"))
    closed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="closures")
    reopened_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-closed_on", "-pk"]

    def __str__(self) -> str:
        return self.get_outcome_display()
