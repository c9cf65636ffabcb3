from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from guvoh.desk.casework.models import Case
from guvoh.desk.newsroom.content import slug_of
from guvoh.desk.newsroom.keeping import keep_content
from guvoh.desk.newsroom.models import Story, StoryText
from guvoh.desk.newsroom.vocabulary import State
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record


@transaction.atomic
def start_story(kind: str, working_title: str, *, by: Member, case: Case | None = None) -> Story:
    """Begin a story, of a case or of none. Raises ValidationError."""
    story = Story(kind=kind, working_title=working_title, case=case, created_by=by)
    story.full_clean()
    story.save()
    record("story.started", by=by, case=story.case_code, subject=f"story {story.public_id}", kind=kind)
    return story


@transaction.atomic
def save_text(story: Story, language: str, *, by: Member, based_on: int, **fields: Any) -> StoryText:
    """Save a text. What was approved before is approved no more; what is released stays out as it is.

    `based_on` is the revision the writer had before her (0 for a new text). Raises ValidationError, also when
    somebody saved a newer one meanwhile.
    """
    text = StoryText.objects.filter(story=story, language=language).first()
    text = text or StoryText(story=story, language=language)
    if text.revision != based_on:
        raise ValidationError(
            _("%(member)s saved this text meanwhile. Nothing of yours is lost: it stands below; compare the two.")
            % {"member": text.author},
            code="newer",
        )
    for field, value in fields.items():
        setattr(text, field, value)
    text.slug = text.slug or _free_slug(text)
    keep_content(text, by)
    if text.revision != based_on:
        record("story.text_saved", by=by, case=story.case_code, subject=text.subject, revision=text.revision)
    return text


def _free_slug(text: StoryText) -> str:
    wanted = slug_of(text.title) or f"{text.story.kind}-{text.story.public_id[:6]}"
    others = StoryText.objects.filter(language=text.language).exclude(pk=text.pk).exclude(state=State.WITHDRAWN)
    return f"{wanted}-{text.story.public_id[:4]}" if others.filter(slug=wanted).exists() else wanted
