"""Pictures: what came along in the file stays behind, and what they show is said and checked."""

import io

import pytest
from django.conf import settings as desk_settings
from django.core.exceptions import ValidationError
from PIL import Image

from guvoh.desk.evidence.actions import read_file
from guvoh.desk.newsroom import actions
from guvoh.desk.newsroom.guarding import look_at
from guvoh.desk.newsroom.vocabulary import State

GPS = 0x8825


def photograph(note: str = "Rustam Saidov") -> bytes:
    """A JPEG as a telephone makes it: turned, with a place, a device and a comment."""
    picture = Image.new("RGB", (60, 30), "red")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = note
    exif.get_ifd(GPS)[2] = (38.0, 33.0, 12.0)
    written = io.BytesIO()
    picture.save(written, "JPEG", exif=exif, comment=note.encode())
    return written.getvalue()


@pytest.fixture
def picture(story, cast):
    added = actions.add_picture(story, photograph(), {"ru": "Телефон на столе"}, by=cast.editor)
    actions.note_faces(added, "none", by=cast.editor)
    return added


def test_the_test_photograph_knows_its_place():
    assert Image.open(io.BytesIO(photograph())).getexif().get_ifd(GPS)


def test_nothing_of_the_file_but_its_pixels_is_kept(picture, cast):
    content = b"".join(read_file(picture.file, by=cast.editor))
    kept = Image.open(io.BytesIO(content))
    assert not kept.getexif()
    assert not kept.info.get("comment")
    assert b"Saidov" not in content
    assert (kept.width, kept.height) == (30, 60)
    assert "Saidov" not in picture.file.name


def test_a_released_picture_has_no_place_in_it(newsroom, story, picture, anonymised):
    newsroom.release(newsroom.approve(newsroom.review(story)))
    (public,) = newsroom.public[0].pictures
    content = newsroom.spool.picture(public)
    assert b"Exif" not in content
    assert b"Saidov" not in content
    assert public.alt == "Телефон на столе"


def test_a_withdrawn_story_takes_its_picture_along(newsroom, story, picture, anonymised):
    newsroom.withdraw(newsroom.release(newsroom.approve(newsroom.review(story))))
    assert list((newsroom.spool.root / "media").iterdir()) == []


def test_the_next_catalogue_does_not_open_the_sealed_picture_again(newsroom, story, picture, anonymised):
    newsroom.release(newsroom.approve(newsroom.review(story)))
    for sealed in (desk_settings.DESK_DIR / "files").rglob("*"):
        if sealed.name == picture.file.pk.hex:
            sealed.unlink()
    newsroom.issue()
    assert len(newsroom.public[0].pictures) == 1


def test_a_picture_added_later_voids_the_approval_and_its_chooser_cannot_approve(newsroom, story, cast):
    text = newsroom.approve(newsroom.review(story))
    actions.add_picture(story, photograph(), {"ru": "Окно"}, by=cast.second_editor)
    text.refresh_from_db()
    assert (text.state, text.author) == (State.DRAFT, cast.editor)
    actions.send_to_review(text, by=cast.editor)
    with pytest.raises(ValidationError, match="Somebody else"):
        newsroom.approve(text, by=cast.second_editor)


def test_a_picture_that_nobody_described_does_not_go_to_a_second_reader(newsroom, story, picture, cast):
    text = newsroom.write(story, "tg", slug="telefon")
    with pytest.raises(ValidationError, match="what each picture shows"):
        actions.send_to_review(text, by=cast.editor)


def test_the_guard_reads_what_a_picture_shows(newsroom, story, picture, client_of_case, cast):
    actions.describe_picture(picture, {"ru": "Рустам Саидов у дома"}, by=cast.editor)
    text = newsroom.write(story)
    assert [finding.part for finding in look_at(text).must_go] == ["alt-1"]
    text = actions.replace_all_marks(text, client_of_case.pseudonym, "role", by=cast.editor)
    assert look_at(text).is_clear
    assert look_at(text).document.pictures[0].alt == "Клиент у дома"


@pytest.mark.parametrize("upload", [b"", b"<svg/>", b"\xff\xd8\xff\xe0 cut short", photograph()[:200]])
def test_what_is_no_picture_is_refused_with_a_sentence(story, cast, upload):
    with pytest.raises(ValidationError, match="not a JPEG, PNG or WebP picture"):
        actions.add_picture(story, upload, {}, by=cast.editor)
    assert not story.pictures.exists()
