import secrets

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.models import Case, Consent
from guvoh.desk.casework.vocabulary import Identification
from guvoh.desk.evidence.models import PublicationCopy, SealedFile
from guvoh.desk.evidence.vocabulary import Harm
from guvoh.desk.facts.marks import rule_label
from guvoh.desk.facts.models import Actor
from guvoh.desk.newsroom.append_only import AppendOnly
from guvoh.desk.newsroom.vocabulary import Decision, Kind, Language, State, part_label
from guvoh.desk.staff.models import Member

SLUG = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z", _("Use small Latin letters, digits and single hyphens, such as phone-returned.")
)


def new_public_id() -> str:
    return secrets.token_hex(8)


class StoryQuerySet(models.QuerySet["Story"]):
    def visible_to(self, member: Member) -> "StoryQuerySet":
        """Stories of no case, and those of cases that the member may know of. Her role is asked at the door."""
        return self.filter(Q(case__isnull=True) | Q(case__in=Case.objects.visible_to(member)))


class Story(models.Model):
    """One story; its texts in each language are written, approved and released each by itself."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.NEWS)
    working_title = models.CharField(
        _("working title"),
        max_length=200,
        help_text=_("A few words without names, for the newsroom's list; never published."),
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="stories")
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="stories")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.working_title

    @property
    def case_code(self) -> str:
        return self.case.code if self.case else ""


class StoryTextQuerySet(models.QuerySet["StoryText"]):
    def waiting_for(self, member: Member) -> "StoryTextQuerySet":
        """Texts in review that this member may read as the second person."""
        stories = Story.objects.visible_to(member).exclude(created_by=member)
        return self.filter(state=State.REVIEW, story__in=stories).exclude(author=member)


class StoryText(models.Model):
    """A story in one language as it stands now. `author` is who saved exactly this text."""

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(_("language"), max_length=2, choices=Language)
    title = models.CharField(_("title"), max_length=200)
    slug = models.CharField(_("address of the page"), max_length=80, validators=[SLUG])
    lead = models.TextField(_("lead"), max_length=600, blank=True)
    body = models.TextField(_("text"), blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT, db_index=True)
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="texts")
    revision = models.PositiveIntegerField(default=0)
    content_hash = models.CharField(max_length=64)
    approver = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="approved_texts"
    )
    approved_hash = models.CharField(max_length=64, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    returned_because = models.CharField(_("why it came back"), max_length=500, blank=True)

    objects = StoryTextQuerySet.as_manager()

    class Meta:
        ordering = ["story", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["story", "language"],
                name="one_text_per_language",
                violation_error_message=_("This story has a text in this language already."),
            ),
            models.UniqueConstraint(
                fields=["language", "slug"],
                condition=~Q(state=State.WITHDRAWN),
                name="slug_once_per_language",
                violation_error_message=_("Another story has this address already. Choose another one."),
            ),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("author")),
                name="approver_is_another_person",
                violation_error_message=_("Who wrote a text cannot approve it."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.APPROVED, State.RELEASED])
                | Q(approver__isnull=False, approved_at__isnull=False, approved_hash=F("content_hash")),
                name="approval_is_of_this_exact_text",
                violation_error_message=_("This exact text has not been approved by a second person."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """What the record calls this text."""
        return f"story {self.story.public_id} {self.language}"

    @property
    def shown_as(self) -> str:
        """The desk's colour for the state."""
        return {State.REVIEW: "waiting", State.RELEASED: "published", State.WITHDRAWN: "closed"}.get(
            self.state, self.state
        )

    @property
    def standing_release(self) -> "ReleaseRow | None":
        """What of this text is out; read from rows that were fetched along."""
        return next((row for row in self.releases.all() if row.is_standing), None)

    @property
    def hands(self) -> set[int]:
        """Members whose work a second reader checks, and who therefore cannot be the second reader."""
        pictures = self.story.pictures.filter(removed_at__isnull=True)
        chose = pictures.values_list("added_by", flat=True)
        described = pictures.filter(alts__language=self.language).values_list("alts__written_by", flat=True)
        approved = self.revisions.filter(content_hash=self.approved_hash).first() if self.approved_hash else None
        since = self.revisions.filter(number__gt=approved.number) if approved else self.revisions.all()
        wrote = since.values_list("saved_by", flat=True)
        return {self.author_id, self.story.created_by_id, *wrote, *chose, *described}


class Revision(AppendOnly):
    """Every content a text ever had. Pictures and numbers count by the hash alone."""

    text = models.ForeignKey(StoryText, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    slug = models.CharField(max_length=80)
    lead = models.TextField(blank=True)
    body = models.TextField(blank=True)
    content_hash = models.CharField(max_length=64, db_index=True)
    saved_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["text", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class Clearance(AppendOnly):
    """How one mark of the guard was resolved, by whom and why.

    `fingerprint` is a hash of the marked words with those around them, so it holds for this place alone and falls
    away when the words change.
    """

    text = models.ForeignKey(StoryText, on_delete=models.PROTECT, related_name="clearances")
    person = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=40)
    rule = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=64)
    decision = models.CharField(max_length=20, choices=Decision)
    reason = models.CharField(_("how you know"), max_length=300, blank=True)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    wrote = models.CharField(max_length=200, blank=True)
    revision = models.PositiveIntegerField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(decision=Decision.ANOTHER_PERSON) | ~Q(reason=""),
                name="another_person_with_reason",
                violation_error_message=_("Say how you know that this is another person."),
            ),
            models.CheckConstraint(
                condition=~Q(decision=Decision.CONSENTED) | Q(consent__isnull=False),
                name="consented_with_consent",
                violation_error_message=_("There is no consent in force that allows this."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_decision_display()}"

    @property
    def rule_label(self) -> str:
        return rule_label(self.rule)

    @property
    def part_label(self) -> str:
        return part_label(self.part)


class StoryPicture(models.Model):
    """A picture of a story, drawn anew from its pixels before it was sealed: no metadata came along.

    It is a confirmed copy of the case's evidence, or a fresh one whose faces somebody answers for.
    """

    class Faces(models.TextChoices):
        WAITING = "waiting", _("The workshop has not looked for faces yet.")
        NONE = "none", _("No faces were found.")
        SOME = "some", _("There are faces on it.")
        UNKNOWN = "unknown", _("Faces could not be looked for.")
        CONFIRMED = "confirmed", _("A copy whose faces were confirmed one by one.")

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="pictures")
    file = models.ForeignKey(SealedFile, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    extension = models.CharField(max_length=3)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    added_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    copy = models.ForeignKey(PublicationCopy, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    faces = models.CharField(max_length=10, choices=Faces, default=Faces.WAITING)
    faces_reason = models.CharField(_("why the faces may be seen"), max_length=300, blank=True)
    faces_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # what was known against publishing it when it was chosen, and why it is shown all the same
    harm = models.CharField(max_length=10, choices=Harm, blank=True)
    harm_reason = models.CharField(_("why it is shown all the same"), max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(harm="", harm_reason="") | ~Q(harm="") & ~Q(harm_reason=""),
                name="harm_is_shown_for_a_reason",
                violation_error_message=_("Say why it is shown all the same: the second reader sees it."),
            ),
            models.CheckConstraint(
                condition=Q(faces="confirmed", copy__isnull=False) | ~Q(faces="confirmed") & Q(copy__isnull=True),
                name="confirmed_faces_are_a_copys",
                violation_error_message=_("Only a copy for publication has confirmed faces."),
            ),
            models.CheckConstraint(
                condition=Q(faces_reason="", faces_by__isnull=True)
                | ~Q(faces_reason="") & Q(faces_by__isnull=False),
                name="faces_are_answered_for_by_somebody",
                violation_error_message=_("Somebody answers for faces that are seen, with a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.story}: {self.pk}"

    @property
    def may_leave(self) -> bool:
        """Whether its faces are covered, absent or answered for."""
        return self.faces in (self.Faces.CONFIRMED, self.Faces.NONE) or self.faces_by_id is not None

    @property
    def wants_answer(self) -> bool:
        return self.faces in (self.Faces.SOME, self.Faces.UNKNOWN) and self.faces_by_id is None

    @property
    def harm_unanswered(self) -> bool:
        """Whether something is known against publishing it for which no reason was given."""
        return self.file.harm is not None and self.file.harm != self.harm

    def alt_in(self, language: str) -> str:
        """What it shows, in this language; empty where nobody has said it."""
        return next((row.alt for row in self.alts.all() if row.language == language), "")


class PictureAlt(models.Model):
    """What a picture shows, in one language, for those who do not see it."""

    picture = models.ForeignKey(StoryPicture, on_delete=models.PROTECT, related_name="alts")
    language = models.CharField(max_length=2, choices=Language)
    alt = models.CharField(_("what the picture shows"), max_length=300)
    written_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["language"]
        constraints = [models.UniqueConstraint(fields=["picture", "language"], name="one_alt_per_language")]

    def __str__(self) -> str:
        return self.alt


class ReleaseRowQuerySet(models.QuerySet["ReleaseRow"]):
    def standing(self) -> "ReleaseRowQuerySet":
        """Releases that are out: neither withdrawn nor replaced by a correction."""
        return self.filter(withdrawn_on__isnull=True, correction__isnull=True)


class ReleaseRow(models.Model):
    """A text as it went out: the document's bytes, who approved, who released. Only a withdrawal changes it."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    text = models.ForeignKey(StoryText, on_delete=models.PROTECT, related_name="releases")
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    address = models.CharField(max_length=120, db_index=True)
    approved_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    released_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    published_on = models.DateField()
    released_on = models.DateField()
    corrected_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="correction"
    )
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawal_reason = models.CharField(_("why it is withdrawn"), max_length=500, blank=True)

    objects = ReleaseRowQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True)
                | (Q(withdrawn_by__isnull=False) & ~Q(withdrawal_reason="")),
                name="withdrawal_with_reason",
                violation_error_message=_("Say why the story is withdrawn."),
            )
        ]

    def __str__(self) -> str:
        return self.address

    def save(self, *args: object, **kwargs: object) -> None:
        changes = kwargs.get("update_fields")
        if self.pk is not None and set(changes or ["document"]) - {
            "withdrawn_on",
            "withdrawn_by",
            "withdrawal_reason",
        }:
            raise TypeError("a release is frozen")
        super().save(*args, **kwargs)

    @property
    def is_standing(self) -> bool:
        return self.withdrawn_on is None and not hasattr(self, "correction")


class ReleaseConsent(AppendOnly):
    """The consent a release stands on, and how much of the person it shows: asked again at every catalogue."""

    release = models.ForeignKey(ReleaseRow, on_delete=models.PROTECT, related_name="stands_on")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")
    shows = models.CharField(max_length=20, choices=Identification)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["release", "consent"], name="consent_once_in_a_release")]

    def __str__(self) -> str:
        return f"{self.release}: {self.consent}"


class CatalogueIssue(AppendOnly):
    """One issue of the signed catalogue in the press spool; its key is the sequence number."""

    issued_on = models.DateField()
    issued_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    releases = models.PositiveIntegerField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.pk)
