import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.casework.models import Case
from guvoh.desk.evidence.actions import FileCard, keep_file
from guvoh.desk.evidence.models import PublicationCopy, SealedFile
from guvoh.desk.evidence.plain import plain_bytes
from guvoh.desk.newsroom.keeping import keep_content
from guvoh.desk.newsroom.models import PictureAlt, Story, StoryPicture
from guvoh.desk.newsroom.redrawing import redraw
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record


@transaction.atomic
def add_picture(story: Story, upload: bytes, alts: dict[str, str], *, by: Member) -> StoryPicture:
    """Redraw and seal a picture, with what it shows by language. Raises ValidationError.

    The file's own name is forgotten: it often says who is on the picture.
    """
    drawn = redraw(upload)
    card = FileCard(f"picture.{drawn.extension}", _content_type(drawn.extension), SealedFile.Origin.STORY)
    picture = StoryPicture.objects.create(
        story=story,
        # what is to be published must be readable without the team of a sealed case
        file=keep_file(card, [drawn.content], by=by, case=_keeper(story)),
        sha256=hashlib.sha256(drawn.content).hexdigest(),
        extension=drawn.extension,
        width=drawn.width,
        height=drawn.height,
        added_by=by,
    )
    _write_alts(picture, alts, by)
    record("story.picture_added", by=by, case=story.case_code, subject=_subject(picture))
    _content_changed(story, by)
    return picture


@transaction.atomic
def choose_copy(
    story: Story, copy: PublicationCopy, alts: dict[str, str], *, by: Member, reason: str = ""
) -> StoryPicture:
    """Show a copy of the case's evidence that a person confirmed face by face.

    Of a forced confession, of an examination or of something graphic it takes a reason. Raises ValidationError.
    """
    if story.case is None or not PublicationCopy.objects.pictures_of(story.case).filter(pk=copy.pk).exists():
        raise ValidationError(_("Only a confirmed copy of this story's own case can be shown."))
    harm = copy.result.harm
    if harm is not None and not reason.strip():
        raise ValidationError({"reason": [harm.warning, _("Say why it is shown all the same.")]})
    picture = StoryPicture.objects.create(
        story=story,
        file=copy.result,
        harm=harm or "",
        harm_reason=reason.strip()[:300] if harm else "",
        copy=copy,
        faces=StoryPicture.Faces.CONFIRMED,
        sha256=hashlib.sha256(b"".join(plain_bytes(copy.result))).hexdigest(),
        extension="jpg",
        width=copy.width,
        height=copy.height,
        added_by=by,
    )
    _write_alts(picture, alts, by)
    told = {"kind": picture.harm, "reason": picture.harm_reason} if picture.harm else {}
    record("story.copy_chosen", by=by, case=story.case_code, subject=_subject(picture), copy=copy.pk, **told)
    _content_changed(story, by)
    return picture


@transaction.atomic
def note_faces(picture: StoryPicture, faces: str, *, by: Member) -> None:
    """Keep whether the workshop found faces on a fresh picture."""
    picture.faces = faces
    picture.save(update_fields=["faces"])
    record("story.faces_looked_for", by=by, case=picture.story.case_code, subject=_subject(picture), faces=faces)


@transaction.atomic
def answer_for_faces(picture: StoryPicture, reason: str, *, by: Member) -> None:
    """Say why the faces on a fresh picture may be seen: consents, officials on duty. Raises ValidationError."""
    if not picture.wants_answer:
        raise ValidationError(_("Nobody has to answer for faces on this picture."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why these faces may be seen, or take the picture out.")})
    picture.faces_reason, picture.faces_by = reason.strip()[:300], by
    picture.save(update_fields=["faces_reason", "faces_by"])
    record(
        "story.faces_answered_for",
        by=by,
        case=picture.story.case_code,
        subject=_subject(picture),
        reason=picture.faces_reason,
    )


def _keeper(story: Story) -> Case | None:
    return story.case if story.case is not None and story.case.sealed_in is None else None


def _content_type(extension: str) -> str:
    return "image/png" if extension == "png" else "image/jpeg"


def _subject(picture: StoryPicture) -> str:
    return f"story {picture.story.public_id} picture {picture.pk}"


def _write_alts(picture: StoryPicture, alts: dict[str, str], by: Member) -> None:
    for language, words in alts.items():
        row = PictureAlt.objects.filter(picture=picture, language=language).first()
        row = row or PictureAlt(picture=picture, language=language)
        if row.alt == words.strip():
            continue
        row.alt, row.written_by = words.strip(), by
        row.full_clean()
        row.save()


def _content_changed(story: Story, by: Member) -> None:
    for text in story.texts.all():
        keep_content(text, by, wrote=False)


@transaction.atomic
def describe_picture(picture: StoryPicture, alts: dict[str, str], *, by: Member) -> None:
    """Say what a picture shows, by language. Raises ValidationError."""
    _write_alts(picture, alts, by)
    record("story.picture_described", by=by, case=picture.story.case_code, subject=_subject(picture))
    _content_changed(picture.story, by)


@transaction.atomic
def remove_picture(picture: StoryPicture, *, by: Member) -> None:
    """Take a picture out of the story; what was released with it stays out until a correction is released."""
    picture.removed_at = timezone.now()
    picture.save(update_fields=["removed_at"])
    record("story.picture_removed", by=by, case=picture.story.case_code, subject=_subject(picture))
    _content_changed(picture.story, by)
