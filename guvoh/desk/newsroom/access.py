from dataclasses import dataclass
from typing import Final

from django.http import Http404

from guvoh.desk.casework.access import OpenCase, case_for
from guvoh.desk.newsroom.models import ReleaseRow, Story, StoryPicture, StoryQuerySet, StoryText
from guvoh.desk.newsroom.vocabulary import Language
from guvoh.desk.staff.access import may, require
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.permissions import Right

reads_stories = may(Right.READ_STORIES)
writes_stories = may(Right.WRITE_STORIES)
approves_stories = may(Right.READ_STORIES)

LANGUAGES: Final = tuple(Language.values)


def stories_for(member: Member) -> StoryQuerySet:
    """The stories in this member's list."""
    require(reads_stories, member)
    return Story.objects.visible_to(member).select_related("case").prefetch_related("texts__releases__correction")


@dataclass(frozen=True)
class OpenStory:
    """A story as one member may see it; `case` is the door to its case, where it has one."""

    story: Story
    member: Member
    case: OpenCase | None

    @property
    def writes(self) -> bool:
        return writes_stories(self.member)

    def text_in(self, language: str) -> StoryText | None:
        return (
            StoryText.objects.filter(story=self.story, language=language)
            .select_related("author", "approver")
            .first()
        )

    def pictures(self, language: str = "") -> list[tuple[StoryPicture, str]]:
        """The story's pictures, each with what it shows in this language."""
        rows = StoryPicture.objects.filter(story=self.story, removed_at__isnull=True).prefetch_related("alts")
        return [(row, row.alt_in(language or self.member.language)) for row in rows]

    def releases(self) -> list[ReleaseRow]:
        """Everything of the story that was ever out, the newest first."""
        rows = ReleaseRow.objects.filter(text__story=self.story)
        return list(rows.select_related("text", "approved_by", "released_by", "withdrawn_by", "correction"))

    def name_of(self, pseudonym: str) -> str:
        """The person's name where it is hers to see by the story's case, else nothing."""
        if self.case is None or not self.case.sees_identity:
            return ""
        person = self.case.case.people.filter(actor__pseudonym=pseudonym).select_related("actor").first()
        return self.case.name_of(person.actor) if person else ""


def story_for(member: Member, public_id: str) -> OpenStory:
    """The door to a story: by her role, and by the case's own door where the story comes from a case."""
    require(reads_stories, member)
    story = (
        Story.objects.visible_to(member).select_related("case", "created_by").filter(public_id=public_id).first()
    )
    if story is None:
        raise Http404
    return OpenStory(story, member, case_for(member, story.case.code) if story.case else None)


def story_to_write(member: Member, public_id: str) -> OpenStory:
    require(writes_stories, member)
    return story_for(member, public_id)


def text_for(member: Member, public_id: str, language: str) -> tuple[OpenStory, StoryText]:
    opened = story_for(member, public_id)
    text = opened.text_in(language)
    if text is None:
        raise Http404
    return opened, text


def text_to_write(member: Member, public_id: str, language: str) -> tuple[OpenStory, StoryText]:
    require(writes_stories, member)
    return text_for(member, public_id, language)


def text_to_approve(member: Member, public_id: str, language: str) -> tuple[OpenStory, StoryText]:
    require(approves_stories, member)
    return text_for(member, public_id, language)


def picture_for(member: Member, public_id: str, pk: int) -> tuple[OpenStory, StoryPicture]:
    opened = story_for(member, public_id)
    picture = StoryPicture.objects.filter(story=opened.story, pk=pk, removed_at__isnull=True).first()
    if picture is None:
        raise Http404
    return opened, picture


def picture_to_change(member: Member, public_id: str, pk: int) -> tuple[OpenStory, StoryPicture]:
    require(writes_stories, member)
    return picture_for(member, public_id, pk)


def release_for(member: Member, public_id: str, release_id: str) -> ReleaseRow:
    """A release of this story, for those who may take it back."""
    opened = story_to_write(member, public_id)
    row = (
        ReleaseRow.objects.filter(text__story=opened.story, public_id=release_id)
        .select_related("text__story")
        .first()
    )
    if row is None:
        raise Http404
    return row
