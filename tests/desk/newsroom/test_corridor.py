"""A story from the case to the press spool and back."""

import datetime as dt

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import ValidationError

from guvoh.desk.newsroom import actions
from guvoh.desk.newsroom.guarding import look_at
from guvoh.desk.newsroom.models import CatalogueIssue
from guvoh.desk.newsroom.vocabulary import State
from guvoh.instruments.seal.signature import public_half

NAMED = "Рустам Саидов получил телефон. Звоните Саидову: +992 93 555 01 23."


def test_a_story_goes_out_and_comes_back(newsroom, story, anonymised):
    text = newsroom.write(story, body=NAMED)
    look = look_at(text)
    assert look.must_go
    text = actions.replace_all_marks(text, look.must_go[0].mark.person, "role", by=newsroom.cast.editor)
    assert "Саидов" not in text.body
    assert "555" not in text.body
    assert "лиент" in text.body
    actions.send_to_review(text, by=newsroom.cast.editor)
    row = newsroom.release(newsroom.approve(text))
    assert [(each.slug, each.id) for each in newsroom.public] == [("phone-returned", row.public_id)]
    newsroom.withdraw(row)
    assert newsroom.public == []
    text.refresh_from_db()
    assert text.state == State.WITHDRAWN


def test_a_correction_keeps_the_first_date_and_says_when_it_was_corrected(newsroom, story, anonymised):
    with time_machine.travel(dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)):
        newsroom.release(newsroom.approve(newsroom.review(story)))
    with time_machine.travel(dt.datetime(2026, 3, 9, 8, tzinfo=dt.UTC)):
        text = newsroom.write(story, body="Клиенту вернули телефон через четыре дня.")
        newsroom.issue()
        assert "три дня" in newsroom.public[0].body
        actions.send_to_review(text, by=newsroom.cast.editor)
        newsroom.release(newsroom.approve(text))
    (public,) = newsroom.public
    assert "четыре дня" in public.body
    assert (public.published_on, public.corrected_on) == (dt.date(2026, 3, 2), dt.date(2026, 3, 9))


def test_withdrawing_a_correction_does_not_bring_the_first_version_back(newsroom, story, anonymised):
    newsroom.release(newsroom.approve(newsroom.review(story)))
    row = newsroom.release(newsroom.approve(newsroom.review(story, title="Телефон отдали")))
    newsroom.withdraw(row)
    assert newsroom.public == []


def test_a_withdrawn_story_needs_a_second_reader_again(newsroom, story, anonymised):
    text = newsroom.approve(newsroom.review(story))
    newsroom.withdraw(newsroom.release(text))
    text.refresh_from_db()
    with pytest.raises(ValidationError, match="not been approved"):
        actions.release(text, by=newsroom.cast.editor)
    assert newsroom.write(story).state == State.DRAFT


def test_a_withdrawal_needs_a_reason(newsroom, story, anonymised):
    row = newsroom.release(newsroom.approve(newsroom.review(story)))
    with pytest.raises(ValidationError, match="Say why"):
        actions.withdraw(row, by=newsroom.cast.editor, reason="  ")
    assert len(newsroom.public) == 1


def test_a_desk_that_came_back_from_a_backup_goes_on_counting_where_the_press_is(newsroom, story, anonymised):
    newsroom.release(newsroom.approve(newsroom.review(story)))
    known = newsroom.spool.last_sequence(public_half(settings.VAULT.key("release/v1")))
    CatalogueIssue.objects.filter(pk=known)._raw_delete("default")
    newsroom.issue()
    assert newsroom.spool.last_sequence(public_half(settings.VAULT.key("release/v1"))) == known + 1
    assert [release.title for release in newsroom.public] == ["Телефон возвращён"]


def test_a_catalogue_that_somebody_else_put_at_the_press_is_not_counted_on_from(newsroom, story, anonymised):
    newsroom.release(newsroom.approve(newsroom.review(story)))
    catalogue = newsroom.spool.root / "catalogue.json"
    catalogue.write_text(catalogue.read_text().replace("sequence", "sequence ", 1))
    newsroom.issue()
    assert newsroom.public
