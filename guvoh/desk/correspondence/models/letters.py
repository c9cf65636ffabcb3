import hashlib
import json
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.models import Case
from guvoh.desk.correspondence.models.bodies import StateBody
from guvoh.desk.correspondence.vocabulary import Answer, AnswerClass, LetterState, part_label
from guvoh.desk.facts.marks import rule_label
from guvoh.desk.facts.models import Actor, Event
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.sealed_text import SealedCharField, SealedJSONField, SealedTextField, SealedTexts

# The best answer received decides, so that a formal letter after a full one takes nothing back.
BEST_FIRST = (Answer.YES, Answer.IN_PART, Answer.SOMETHING_ELSE, Answer.NO)


def seal_of(content: dict[str, Any]) -> str:
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


class LetterQuerySet(models.QuerySet["Letter"]):
    def of_cases(self, cases: models.QuerySet[Case]) -> "LetterQuerySet":
        return self.filter(case__in=cases)

    def with_rows(self) -> "LetterQuerySet":
        """Everything that a line of a list shows, in a fixed number of queries."""
        return self.select_related("case", "body", "author", "delivery").prefetch_related(
            "points__answers", "clocks"
        )

    def sent(self) -> "LetterQuerySet":
        return self.filter(state__in=[LetterState.DELIVERED, LetterState.ANSWERED])

    def not_sent(self) -> "LetterQuerySet":
        return self.filter(state__in=[LetterState.DRAFT, LetterState.FINAL])

    def without_clock(self) -> "LetterQuerySet":
        """Letters that left although no rule counts for them."""
        return self.sent().filter(clocks__isnull=True)


class Letter(SealedTexts):
    """A letter to a state body. From `final` on its text never changes; the next letter follows it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    number = models.CharField(_("outgoing number"), max_length=20, blank=True)
    template = models.CharField(_("kind of letter"), max_length=60)
    rule_id = models.CharField(_("rule of its clock"), max_length=40, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("tg", "Тоҷикӣ"), ("ru", "Русский"), ("en", "English")]
    )
    body = models.ForeignKey(
        StateBody, on_delete=models.PROTECT, related_name="letters", verbose_name=_("to which body")
    )
    addressee = SealedCharField(_("to whom by name and post"), max_length=200, blank=True)
    heading = SealedCharField(_("heading"), max_length=300)
    introduction = SealedTextField(_("before the table of what was asked and answered"), blank=True)
    text = SealedTextField(_("text before the demands"), help_text=_("An empty line starts a new paragraph."))
    closing = SealedTextField(_("text after the demands"), blank=True)
    sign_off = SealedTextField(
        _("last lines"), blank=True, help_text=_("A line that ends with a colon gets a rule to sign on.")
    )
    law_article = SealedCharField(_("legal basis"), max_length=300, blank=True)
    # An appeal carries the table as it stood when it was drafted; a later reply does not rewrite it.
    answered_table = SealedJSONField(default=list, blank=True)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, blank=True, related_name="letters")
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="letters")
    state = models.CharField(max_length=10, choices=LetterState, default=LetterState.DRAFT, db_index=True)
    written_on = models.DateField(_("date of the letter"))
    frozen = SealedJSONField(null=True, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-written_on", "-pk"]
        # The lists of the deadlines page are counted from these, without the long rows of the letters themselves.
        indexes = [
            models.Index(fields=["state", "case", "author", "written_on"], name="letter_state_case"),
            models.Index(fields=["case", "written_on", "author"], name="letter_case_written"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="letter_number_once"),
            models.CheckConstraint(
                condition=Q(state=LetterState.DRAFT) | (~Q(content_hash="") & ~Q(number="")),
                name="letter_frozen_before_it_leaves",
                violation_error_message=_("The letter is still a draft. Make it final first."),
            ),
            models.CheckConstraint(
                condition=~Q(state=LetterState.DRAFT) | Q(content_hash=""),
                name="letter_draft_is_not_frozen",
                violation_error_message=_("A draft has no number and no seal of its text yet."),
            ),
            models.CheckConstraint(
                condition=Q(follows__isnull=True) | ~Q(follows=F("id")),
                name="letter_follows_another",
                violation_error_message=_("A letter cannot follow itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}".strip()

    @property
    def is_draft(self) -> bool:
        return self.state == LetterState.DRAFT

    @property
    def has_left(self) -> bool:
        return self.state in (LetterState.DELIVERED, LetterState.ANSWERED)

    @property
    def addressed_to(self) -> str:
        return self.body.name_in(self.language)

    @property
    def content(self) -> dict[str, Any]:
        """What the recipient reads: the same for the seal of the text, the PDF and the DOCX.

        A final letter stays as it was, also when a body or a member is renamed later.
        """
        return self.frozen or {
            "language": self.language,
            "number": self.number,
            "written_on": self.written_on.isoformat(),
            "body": self.addressed_to,
            "address": self.body.address,
            "addressee": self.addressee,
            "heading": self.heading,
            "introduction": self.introduction,
            "table": self.answered_table,
            "text": self.text,
            "points": [point.text for point in self.points.all()],
            "closing": self.closing,
            "sign_off": self.sign_off,
            "author": self.author.full_name,
            "organisation": self.author.organisation.name_in(self.language),
        }

    def freeze(self, number: str) -> None:
        """Give the letter its number and keep its content as it is now, with the seal of it."""
        self.number = number
        self.frozen = None
        self.frozen = self.content
        self.content_hash = seal_of(self.frozen)
        self.state = LetterState.FINAL

    @property
    def answer_class(self) -> AnswerClass:
        """What the replies amount to, from the answers to each point."""
        if self.state != LetterState.ANSWERED:
            return AnswerClass.NONE
        best = [point.answer for point in self.points.all()]
        if best and all(answer == Answer.YES for answer in best):
            return AnswerClass.SUBSTANCE
        if any(answer in (Answer.YES, Answer.IN_PART) for answer in best):
            return AnswerClass.PART
        return AnswerClass.FORMALLY


class AskedPoint(SealedTexts):
    """One thing a letter asks for."""

    sealed_by = "letter__case"

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="points")
    number = models.PositiveSmallIntegerField()
    text = SealedCharField(_("what is asked for"), max_length=500)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "number"], name="asked_point_number_once"),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="asked_point_not_empty",
                violation_error_message=_("Write what the letter asks for."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"

    @property
    def deciding_answer(self) -> Any:
        """The best of the answers that were given to this point, the latest of equals, or None."""
        given = sorted(self.answers.all(), key=lambda row: (BEST_FIRST.index(Answer(row.answer)), -row.pk))
        return given[0] if given else None

    @property
    def answer(self) -> str | None:
        return self.deciding_answer.answer if self.deciding_answer else None

    @property
    def is_answered(self) -> bool:
        return self.answer in (Answer.YES, Answer.IN_PART)


class LetterClearance(SealedTexts):
    """Words of a letter that the guard took for a protected person's and a member knows to be another's.

    Goes with a draft that is thrown away; holds for this place alone, see `fingerprint_of`.
    """

    sealed_by = "letter__case"

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="clearances")
    person = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=40)
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
                name="letter_clearance_with_reason",
                violation_error_message=_("Say how you know that this is another person."),
            ),
            models.UniqueConstraint(fields=["letter", "fingerprint"], name="letter_place_cleared_once"),
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.person}"

    @property
    def rule_label(self) -> str:
        return rule_label(self.rule)

    @property
    def part_label(self) -> str:
        return part_label(self.part)
