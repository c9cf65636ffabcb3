from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.newsroom.content import candidate, hash_of, refuse_unanswered_harm
from guvoh.desk.newsroom.guarding import look_at
from guvoh.desk.newsroom.models import StoryText
from guvoh.desk.newsroom.vocabulary import Kind, State
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record


@transaction.atomic
def send_to_review(text: StoryText, *, by: Member) -> None:
    """Ask a second person to read this text. Raises ValidationError when it is not complete or names must go."""
    text.refresh_from_db()
    if text.state != State.DRAFT:
        raise ValidationError(_("Only a draft can be sent to a second reader."))
    document = candidate(text)
    if not document.body.strip() and text.story.kind != Kind.HOTLINES:
        raise ValidationError(_("The text is still empty. Write it first."))
    if not all(picture.alt.strip() for picture in document.pictures):
        raise ValidationError(_("Say in this language what each picture shows, for those who do not see it."))
    look = look_at(text, document)
    if look.must_go:
        raise ValidationError(
            _("Names or numbers are left that must go. Resolve the red marks first."), code="marks"
        )
    text.state, text.returned_because = State.REVIEW, ""
    text.save(update_fields=["state", "returned_because"])
    record("story.sent_to_review", by=by, case=text.story.case_code, subject=text.subject, revision=text.revision)


@transaction.atomic
def send_back(text: StoryText, *, by: Member, reason: str) -> None:
    """Give a text back to its author, with what is to be changed. Raises ValidationError."""
    text.refresh_from_db()
    if text.state not in (State.REVIEW, State.APPROVED):
        raise ValidationError(_("This text is with its author already."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say what should be changed.")})
    text.state, text.returned_because = State.DRAFT, reason.strip()
    text.approver = text.approved_at = None
    text.full_clean()
    text.save()
    record("story.sent_back", by=by, case=text.story.case_code, subject=text.subject, revision=text.revision)


@transaction.atomic
def approve(text: StoryText, seen: str, *, by: Member) -> None:
    """Approve exactly the content whose hash is `seen`, as a second person. Raises ValidationError."""
    text.refresh_from_db()
    if text.state != State.REVIEW:
        raise ValidationError(_("This text does not wait for a second reader."))
    document = candidate(text)
    digest = hash_of(document)
    if digest != seen:
        raise ValidationError(
            _("The text has changed since you opened it. Read it again as it is now."), code="changed"
        )
    if by.pk in text.hands:
        raise ValidationError(
            _("You wrote this text, began the story or chose its pictures. Somebody else has to approve it."),
            code="own",
        )
    refuse_unanswered_harm(text)
    look_at(text, document).check()
    text.content_hash = text.approved_hash = digest
    text.approver, text.approved_at, text.state = by, timezone.now(), State.APPROVED
    text.full_clean()
    text.save()
    record("story.approved", by=by, case=text.story.case_code, subject=text.subject, hash=digest)
