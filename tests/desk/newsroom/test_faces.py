"""No face goes out by accident: a confirmed copy, no face at all, or somebody who answers for it."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from guvoh.desk.evidence.actions import (
    FileCard,
    ask_for_view,
    confirm_copy,
    copy_for_publication,
    decide_face,
    judge_graphic,
    keep_file,
    qualify_confession,
)
from guvoh.desk.evidence.models import Confession, PublicationCopy, SealedFile
from guvoh.desk.evidence.workshop import work_off
from guvoh.desk.newsroom import actions
from guvoh.desk.newsroom.models import StoryPicture
from guvoh.desk.staff.models import Entry

FACE = (Path(__file__).parents[1] / "evidence" / "astronaut.jpg").read_bytes()


@pytest.fixture(autouse=True)
def own_folder(tmp_path, settings) -> None:
    settings.DESK_DIR = tmp_path / "desk"
    settings.DESK_DIR.mkdir()


@pytest.fixture
def copy(cast, case) -> PublicationCopy:
    """A copy before its face was decided on."""
    card = FileCard("photo.jpg", "", SealedFile.Origin.UPLOAD)
    file = keep_file(card, [FACE], by=cast.officer, case=case)
    ask_for_view(file, by=cast.officer)
    work_off()
    begun = copy_for_publication(file, by=cast.officer)
    work_off()
    begun.refresh_from_db()
    return begun


def test_a_confirmed_copy_goes_the_whole_way_and_an_unconfirmed_one_does_not(
    newsroom, story, anonymised, cast, copy, sign_in
):
    browser, page = sign_in(cast.editor), reverse("newsroom:choose_copy", args=[story.public_id])
    typed = {"copy": copy.pk, "alt_ru": "Человек в мастерской"}
    assert "No copies yet" in browser.get(page).content.decode()
    assert browser.post(page, typed).status_code == 200
    with pytest.raises(ValidationError, match="confirmed copy"):
        actions.choose_copy(story, copy, {}, by=cast.editor)
    for group in copy.groups.all():
        decide_face(group, "cover", by=cast.officer)
    confirm_copy(copy, by=cast.officer)
    work_off()
    assert browser.post(page, typed).status_code == 302
    newsroom.release(newsroom.approve(newsroom.review(story)))
    (public,) = newsroom.public[0].pictures
    assert newsroom.spool.picture(public) != FACE
    assert story.pictures.get().faces == StoryPicture.Faces.CONFIRMED


def test_a_fresh_picture_with_a_face_stays_until_somebody_answers_for_it(
    newsroom, story, anonymised, cast, sign_in
):
    picture = actions.add_picture(story, FACE, {"ru": "Министр"}, by=cast.editor)
    text = newsroom.approve(newsroom.review(story))
    with pytest.raises(ValidationError, match="answered for the faces"):
        newsroom.release(text)
    work_off()
    picture.refresh_from_db()
    assert picture.faces == StoryPicture.Faces.SOME
    with pytest.raises(ValidationError, match="answered for the faces"):
        newsroom.release(text)
    browser = sign_in(cast.editor)
    assert (
        "Answer for the faces" in browser.get(reverse("newsroom:story", args=[story.public_id])).content.decode()
    )
    address = reverse("newsroom:answer_faces", args=[story.public_id, picture.pk])
    browser.post(address, {"reason": "The minister at a public session"})
    newsroom.release(text)
    assert len(newsroom.public) == 1


def test_a_picture_that_could_not_be_looked_at_wants_an_answer_too(story, cast, monkeypatch):
    picture = actions.add_picture(story, FACE, {"ru": "Окно"}, by=cast.editor)
    monkeypatch.setenv("PATH", "/nowhere")
    work_off()
    picture.refresh_from_db()
    assert (picture.faces, picture.may_leave) == (StoryPicture.Faces.UNKNOWN, False)


def test_faces_are_not_called_confirmed_without_a_copy(story, cast):
    picture = actions.add_picture(story, FACE, {"ru": "Окно"}, by=cast.editor)
    picture.faces = StoryPicture.Faces.CONFIRMED
    with pytest.raises(IntegrityError), transaction.atomic():
        picture.save()


@pytest.fixture
def ready(cast, case) -> PublicationCopy:
    """A copy as the workshop leaves it."""
    card = FileCard("photo.jpg", "image/jpeg", SealedFile.Origin.UPLOAD)
    file = keep_file(card, [FACE], by=cast.officer, case=case)
    result = keep_file(
        FileCard("copy.jpg", "image/jpeg", SealedFile.Origin.COPY), [b"x"], by=cast.officer, case=case
    )
    copy = PublicationCopy(source=file, result=result, state="ready", kind="picture", width=1, height=1)
    copy.asked_by = copy.confirmed_by = cast.officer
    copy.confirmed_at = copy.proved_at = file.kept_at
    copy.save()
    return copy


def test_a_copy_of_a_forced_confession_is_shown_only_for_a_reason_that_the_second_reader_sees(
    newsroom, story, anonymised, cast, ready, sign_in
):
    qualify_confession(Confession(file=ready.source, ground="He reads", signs=["reads"]), by=cast.officer)
    browser, page = sign_in(cast.editor), reverse("newsroom:choose_copy", args=[story.public_id])
    assert "This is a forced confession" in browser.get(page).content.decode()
    typed = {"copy": ready.pk, "alt_ru": "Суд"}
    refused = browser.post(page, typed).content.decode()
    assert "Say why it is shown all the same." in refused
    assert not story.pictures.exists()
    assert browser.post(page, {**typed, "reason": "His mother asks for it"}).status_code == 302
    chosen = Entry.objects.get(act="story.copy_chosen")
    assert (chosen.detail["kind"], chosen.detail["reason"]) == ("confession", "His mother asks for it")
    text = newsroom.review(story)
    read = sign_in(cast.second_editor).get(reverse("newsroom:review", args=[story.public_id, "ru"]))
    assert "His mother asks for it" in read.content.decode()
    newsroom.release(newsroom.approve(text))
    assert len(newsroom.public) == 1


def test_what_is_known_after_the_choice_stops_approval_and_release(newsroom, story, anonymised, cast, ready):
    actions.choose_copy(story, ready, {"ru": "Суд"}, by=cast.editor)
    text = newsroom.review(story)
    judge_graphic(ready.source, True, "An open wound", by=cast.officer)
    with pytest.raises(ValidationError, match="Graphic"):
        newsroom.approve(text)
    judge_graphic(ready.source, None, "", by=cast.officer)
    newsroom.approve(text)
    judge_graphic(ready.result, True, "An open wound", by=cast.officer)
    with pytest.raises(ValidationError, match="known since this picture was chosen"):
        newsroom.release(text)
