from typing import Any

from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.access import OpenCase
from guvoh.desk.evidence.holds import add_hold
from guvoh.desk.evidence.workshop import add_work
from guvoh.desk.newsroom.access import approves_stories, reads_stories, writes_stories
from guvoh.desk.newsroom.consenting import standing_without_consent
from guvoh.desk.newsroom.holding import held_by_story
from guvoh.desk.newsroom.looking import look_at_one
from guvoh.desk.newsroom.models import Story, StoryText
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.panels import add_link, add_panel


def waiting_for_second_reader(member: Member) -> dict[str, Any] | None:
    if not approves_stories(member):
        return None
    return {"texts": StoryText.objects.waiting_for(member).select_related("story", "author")}


def consents_gone(member: Member) -> dict[str, Any] | None:
    """Asked of the consents anew at every look: a withdrawal tells nobody by itself."""
    if not writes_stories(member):
        return None
    mine = set(Story.objects.visible_to(member).values_list("pk", flat=True))
    rows = [row for row in standing_without_consent() if row.text.story_id in mine]
    return {"rows": rows} if rows else None


def stories_of_case(opened: OpenCase) -> dict[str, Any] | None:
    stories = Story.objects.filter(case=opened.case).prefetch_related("texts")
    if not stories and not writes_stories(opened.member):
        return None
    return {
        "opened": opened,
        "stories": stories,
        "reads": reads_stories(opened.member),
        "writes": writes_stories(opened.member),
    }


def register() -> None:
    add_hold(held_by_story)
    add_link(60, "story", _("Stories"), "newsroom:stories", reads_stories)
    add_panel("home", 40, "newsroom/_waiting.html", waiting_for_second_reader)
    add_panel("home", 5, "newsroom/_consents_gone.html", consents_gone)
    add_work(look_at_one)
    add_panel("case", 60, "newsroom/_stories_of_case.html", stories_of_case)
