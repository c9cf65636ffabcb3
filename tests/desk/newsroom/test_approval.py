"""The second person: who may be it, what exactly was approved, and what voids it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from guvoh.desk.newsroom import actions
from guvoh.desk.newsroom.content import candidate, hash_of
from guvoh.desk.newsroom.models import StoryText
from guvoh.desk.newsroom.vocabulary import State
from guvoh.instruments.names.guard import TEXT_MAX


def test_the_author_is_told_that_somebody_else_must_approve(newsroom, story, cast):
    text = newsroom.review(story, by=cast.second_editor)
    with pytest.raises(ValidationError, match="Somebody else has to approve it"):
        newsroom.approve(text, by=cast.second_editor)


def test_who_began_the_story_cannot_approve_it_either(newsroom, story, cast):
    text = newsroom.review(story, by=cast.second_editor)
    with pytest.raises(ValidationError, match="Somebody else"):
        newsroom.approve(text, by=cast.editor)


@pytest.mark.parametrize(
    "assignment",
    ["approver_id = author_id", "state = 'approved'", "state = 'released', approver_id = author_id + 1"],
)
def test_the_database_refuses_an_approval_written_past_the_desk(newsroom, story, assignment):
    text = newsroom.review(story)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE newsroom_storytext SET {assignment} WHERE id = %s", [text.pk])


def test_the_database_refuses_an_approval_of_other_words(newsroom, story, anonymised):
    text = newsroom.approve(newsroom.review(story))
    with pytest.raises(IntegrityError), transaction.atomic():
        StoryText.objects.filter(pk=text.pk).update(content_hash="0" * 64)


def test_words_changed_behind_the_hash_are_not_released(newsroom, story, anonymised, cast):
    text = newsroom.approve(newsroom.review(story))
    StoryText.objects.filter(pk=text.pk).update(body="Other words.")
    with pytest.raises(ValidationError, match="not been approved"):
        actions.release(text, by=cast.editor)


@pytest.mark.parametrize("field", ["title", "lead", "body", "slug"])
def test_any_edit_voids_the_approval(newsroom, story, anonymised, cast, field):
    newsroom.approve(newsroom.review(story))
    text = newsroom.write(story, **{field: "something-else"})
    assert (text.state, text.approver) == (State.DRAFT, None)
    with pytest.raises(ValidationError, match="not been approved"):
        actions.release(text, by=cast.editor)


def test_saving_the_same_words_changes_nothing(newsroom, story, cast):
    text = newsroom.approve(newsroom.review(story))
    same = newsroom.write(story, by=cast.coordinator)
    assert (same.state, same.author, same.revision) == (State.APPROVED, cast.editor, text.revision)


def test_a_text_changed_while_it_was_read_is_not_approved(newsroom, story, cast):
    text = newsroom.review(story)
    seen = hash_of(candidate(text))
    text = newsroom.review(story, body="Совсем другое.")
    with pytest.raises(ValidationError, match="has changed since you opened it"):
        actions.approve(text, seen, by=cast.second_editor)


def test_an_open_mark_stops_the_approval(newsroom, story, cast):
    text = newsroom.write(story, body="Рустам Саидов вернулся.")
    with pytest.raises(ValidationError, match="red marks"):
        actions.send_to_review(text, by=cast.editor)
    StoryText.objects.filter(pk=text.pk).update(state=State.REVIEW)
    with pytest.raises(ValidationError, match="nobody has resolved"):
        newsroom.approve(text)


def test_a_name_in_the_address_stops_it_too(newsroom, story, cast):
    text = newsroom.write(story, slug="rustam-saidov-is-free")
    with pytest.raises(ValidationError, match="red marks"):
        actions.send_to_review(text, by=cast.editor)


def test_a_text_too_long_for_the_guard_goes_nowhere(newsroom, story, cast):
    text = newsroom.write(story, body="Слово " * (TEXT_MAX // 6 + 10))
    with pytest.raises(ValidationError, match="too long for the guard"):
        actions.send_to_review(text, by=cast.editor)
    StoryText.objects.filter(pk=text.pk).update(state=State.REVIEW)
    with pytest.raises(ValidationError, match="too long for the guard"):
        newsroom.approve(text)


def test_an_empty_text_is_not_sent_to_a_second_reader(newsroom, story, cast):
    with pytest.raises(ValidationError, match="still empty"):
        actions.send_to_review(newsroom.write(story, body=" "), by=cast.editor)


def test_sending_back_takes_the_approval_away_and_needs_words(newsroom, story, cast):
    text = newsroom.approve(newsroom.review(story))
    with pytest.raises(ValidationError, match="what should be changed"):
        actions.send_back(text, by=cast.second_editor, reason=" ")
    actions.send_back(text, by=cast.second_editor, reason="The date is wrong.")
    assert (text.state, text.approver, text.returned_because) == (State.DRAFT, None, "The date is wrong.")


def test_a_newer_text_of_a_colleague_is_not_overwritten(newsroom, story, cast):
    text = newsroom.write(story)
    newsroom.write(story, by=cast.second_editor, body="Другое.")
    with pytest.raises(ValidationError, match="Second Editor saved this text meanwhile"):
        actions.save_text(
            story, "ru", by=cast.editor, based_on=text.revision, title="A", body="B", lead="", slug=""
        )
