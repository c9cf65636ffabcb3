"""An author who wants to publish without a second person."""

import pytest
from django.core.exceptions import ValidationError

from guvoh.desk.facts.actions import add_actor
from guvoh.desk.newsroom import actions
from guvoh.desk.newsroom.guarding import look_at
from guvoh.desk.newsroom.models import StoryText
from guvoh.desk.newsroom.vocabulary import Decision, State


def test_a_mark_that_came_after_the_approval_is_not_cleared_past_the_second_reader(
    newsroom, story, anonymised, cast
) -> None:
    text = newsroom.approve(newsroom.review(story, body="Фируз Назаров пришёл домой."))
    name = {"script": "ru", "surname": "Назаров", "given": "Фируз"}
    add_actor([name], by=cast.officer, gender="m")
    mark = look_at(text).findings[0].fingerprint
    actions.clear_mark(text, mark, Decision.ANOTHER_PERSON, by=cast.editor, reason="A poet.")
    with pytest.raises(ValidationError, match="has not been approved"):
        newsroom.release(text)
    assert StoryText.objects.get().state == State.REVIEW
    newsroom.release(newsroom.approve(StoryText.objects.get()))
    assert len(newsroom.public) == 1


def test_who_wrote_a_part_cannot_approve_after_a_comma_of_somebody_else(cast, newsroom, story) -> None:
    newsroom.write(story, body="Клиенту вернули телефон.", by=cast.second_editor)
    text = newsroom.review(story, body="Клиенту вернули телефон, наконец.")
    with pytest.raises(ValidationError, match="Somebody else has to approve it"):
        newsroom.approve(text, by=cast.second_editor)
