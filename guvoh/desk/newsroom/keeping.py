"""How a changed content becomes a revision, and what was decided about the earlier one ends."""

from guvoh.desk.newsroom.content import candidate, hash_of
from guvoh.desk.newsroom.models import Revision, StoryText
from guvoh.desk.newsroom.vocabulary import State
from guvoh.desk.staff.models import Member


def keep_content(text: StoryText, by: Member, wrote: bool = True) -> StoryText:
    """Write a changed content with its hash as a new revision. An unchanged one leaves everything as it is.

    Who only changed a picture did not write the text: `wrote` is false then, and the author stays.
    """
    text.clean_fields(exclude=["author", "content_hash"])
    new_hash = hash_of(candidate(text))
    if new_hash == text.content_hash and text.state != State.WITHDRAWN:
        return text
    if wrote:
        text.author = by
    text.content_hash, text.state = new_hash, State.DRAFT
    text.approver = text.approved_at = None
    text.revision += 1
    text.full_clean()
    text.save()
    Revision.objects.create(
        text=text,
        number=text.revision,
        title=text.title,
        slug=text.slug,
        lead=text.lead,
        body=text.body,
        content_hash=new_hash,
        saved_by=by,
    )
    return text
