"""Copies for publication: nobody's face, voice, place or time goes along, and a person has confirmed it."""

import io
import subprocess
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image

from guvoh.desk.casework.actions import seal_case
from guvoh.desk.evidence.actions import (
    add_face,
    ask_for_view,
    confirm_copy,
    copy_for_publication,
    decide_face,
    make_view,
    read_file,
    render_copy,
    uncover,
)
from guvoh.desk.evidence.models import PublicationCopy
from guvoh.desk.evidence.safeviews import leftovers
from guvoh.desk.evidence.safeviews.faces import Detector
from guvoh.desk.evidence.workshop import work_off
from guvoh.desk.staff.models import Entry

from .conftest import CANARY, photograph

# Eileen Collins, NASA, public domain: cut from the picture that scikit-image ships as data.astronaut().
FACE = Path(__file__).with_name("astronaut.jpg")
State = PublicationCopy.State


def portrait(turn: int = 0) -> bytes:
    """A face on a telephone's photograph, with everything a telephone writes beside it."""
    with Image.open(FACE) as face, Image.open(io.BytesIO(photograph())) as telephone:
        exif = telephone.getexif()
        exif[0x0112] = 1
        exif.get_ifd(0x8825)[2] = (38.0, 33.0, 12.0)
        written = io.BytesIO()
        xmp = f"<x:xmpmeta><rdf:li>{CANARY}</rdf:li></x:xmpmeta>".encode()
        face.rotate(turn, expand=True).save(written, "JPEG", quality=95, exif=exif, comment=CANARY, xmp=xmp)
    return written.getvalue()


@pytest.fixture
def begun(cast, kept):
    def begin(content: bytes, name: str) -> PublicationCopy:
        file = kept(content, name)
        make_view(ask_for_view(file, by=cast.officer), by=cast.officer)
        copy = copy_for_publication(file, by=cast.officer)
        work_off()
        copy.refresh_from_db()
        return copy

    return begin


@pytest.fixture
def published(begun, cast):
    """A copy through the whole corridor, every face covered."""

    def publish(content: bytes, name: str, subtitles: str = "") -> tuple[PublicationCopy, bytes]:
        copy = begun(content, name)
        for group in copy.groups.all():
            decide_face(group, "cover", by=cast.officer)
        confirm_copy(copy, subtitles, by=cast.officer)
        work_off()
        copy.refresh_from_db()
        return copy, b"".join(read_file(copy.result, by=cast.officer)) if copy.result else b""

    return publish


@pytest.fixture(scope="session")
def talking(tmp_path_factory) -> bytes:
    """A second of a moving face, with sound, a title and a place."""
    path = tmp_path_factory.mktemp("talking") / "clip.mp4"
    command = ["ffmpeg", "-v", "error", "-loop", "1", "-i", str(FACE), "-f", "lavfi", "-i", "sine"]
    command += [
        "-vf",
        "scale=200:200,pad=400:240:100:20:gray,crop=320:240:'40+30*sin(4*t)':0",
        "-r",
        "10",
        "-t",
        "1",
    ]
    command += ["-metadata", f"title={CANARY}", "-metadata", "location=+38.5598+068.7870/", "-pix_fmt", "yuv420p"]
    subprocess.run([*command, "-c:v", "libx264", "-c:a", "aac", str(path)], check=True)
    return path.read_bytes()


def dark(picture: Image.Image, rows: list[list[float]]) -> bool:
    """Whether the middle of a face is solid black."""
    _frame, left, top, right, bottom = rows[0]
    width, height = picture.size
    place = (left * width, top * height, right * width, bottom * height)
    return (
        max(high for _low, high in picture.convert("RGB").crop([round(edge) for edge in place]).getextrema()) < 40
    )


def test_a_face_is_found_whichever_way_the_picture_lies_and_when_it_is_small() -> None:
    detector = Detector()
    with Image.open(FACE) as face:
        for turn in (0, 90, 180, 270):
            assert len(detector.everywhere(face.rotate(turn, expand=True))) == 1, turn
        ground = Image.new("RGB", (400, 240), "gray")
        ground.paste(face.resize((50, 50)).rotate(180), (300, 100))
        assert detector.everywhere(ground)
        # in a clip each other turn has its own frame, and half a second is filled around it
        for turn, number in ((0, 1), (90, 0), (180, 2), (270, 4)):
            frame = ground.copy()
            frame.paste(face.resize((200, 200)).rotate(-turn), (100, 50))
            assert detector.in_frame(frame, number), turn


def test_a_picture_goes_before_a_person_with_its_faces(begun) -> None:
    copy = begun(portrait(90), "photo.jpg")
    assert (copy.state, copy.kind, copy.groups.count(), copy.frames.count()) == (State.REVIEW, "picture", 1, 1)


def test_a_covered_picture_has_no_face_and_nothing_of_the_original(published) -> None:
    copy, content = published(portrait(), "photo.jpg")
    assert copy.state == State.READY, copy.reason
    assert dark(Image.open(io.BytesIO(content)), copy.groups.get().rows)
    for canary in (CANARY.encode(), b"Exif", b"xmpmeta", b"38.55"):
        assert canary not in content
    assert copy.tools["exiftool"]


def test_a_covered_clip_has_no_face_in_any_frame_no_sound_and_no_place(published, talking, tmp_path) -> None:
    words = "WEBVTT\n\n00:00.000 --> 00:01.000\nОнро нагуфтаанд\n"
    copy, content = published(talking, "clip.mp4", words)
    assert copy.state == State.READY, copy.reason
    made = tmp_path / "copy.mp4"
    made.write_bytes(content)
    asked = [
        "ffprobe",
        "-v",
        "error",
        "-show_entries",
        "stream=codec_type:format_tags",
        "-of",
        "csv=p=0",
        str(made),
    ]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    assert "audio" not in told
    for canary in (CANARY.encode(), b"+38.55", b"xyz"):
        assert canary not in content
    subprocess.run(["ffmpeg", "-v", "error", "-i", str(made), str(tmp_path / "frame-%d.png")], check=True)
    frames = sorted(tmp_path.glob("frame-*.png"), key=lambda path: int(path.stem[6:]))
    assert len(frames) == 10
    track = copy.groups.order_by("number").first().track
    for number, path in enumerate(frames):
        box = track.at(number, 5)
        assert dark(Image.open(path), [[0, box.left, box.top, box.right, box.bottom]]), number


def test_a_copy_of_a_case_sealed_meanwhile_waits_and_holds_up_no_other(kept, cast, own_keys) -> None:
    file = kept(photograph(), "a.jpg")
    copy = PublicationCopy.objects.create(source=file, asked_by=cast.officer)
    with own_keys.here(cast.officer):
        seal_case(file.case, by=cast.officer, reason="danger")
    assert work_off() == 0
    copy.refresh_from_db()
    assert (copy.state, copy.attempts) == (State.QUEUED, 0)


def test_an_undecided_face_stops_the_copy(begun, cast) -> None:
    copy = begun(portrait(), "photo.jpg")
    with pytest.raises(ValidationError, match="without a decision"):
        confirm_copy(copy, by=cast.officer)
    with pytest.raises(ValidationError, match="stays open"):
        decide_face(copy.groups.get(), "leave", by=cast.officer)
    copy.state = State.CONFIRMED
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()


def test_no_copy_exists_that_was_not_confirmed_and_proved(begun, cast) -> None:
    copy = begun(photograph(), "photo.jpg")
    for state, result in ((State.REVIEW, copy.source), (State.READY, copy.source), (State.READY, None)):
        copy.state, copy.result = state, result
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save()


def test_a_face_left_open_for_a_reason_stays(begun, cast) -> None:
    copy = begun(portrait(), "photo.jpg")
    decide_face(copy.groups.get(), "leave", "The minister, at a public session", by=cast.officer)
    confirm_copy(copy, by=cast.officer)
    work_off()
    copy.refresh_from_db()
    assert copy.state == State.READY, copy.reason
    entry = Entry.objects.get(act="copy.face_decided")
    assert entry.detail["reason"] == "The minister, at a public session"
    assert not dark(
        Image.open(io.BytesIO(b"".join(read_file(copy.result, by=cast.officer)))), copy.groups.get().rows
    )


def test_a_face_that_nobody_decided_on_sends_the_copy_back(begun, cast) -> None:
    copy = begun(portrait(), "photo.jpg")
    group = copy.groups.get()
    group.rows = [[0, 0.9, 0.9, 0.95, 0.95]]
    group.save()
    decide_face(group, "cover", by=cast.officer)
    confirm_copy(copy, by=cast.officer)
    work_off()
    copy.refresh_from_db()
    assert (copy.state, copy.result, copy.groups.filter(decision="").count()) == (State.REVIEW, None, 1)


def test_what_the_machine_missed_is_covered_where_a_person_drew_it(begun, cast) -> None:
    copy = begun(photograph(), "photo.jpg")
    group = add_face(copy, [0, 0.1, 0.1, 0.3, 0.4], by=cast.officer)
    with pytest.raises(ValidationError, match="no box"):
        add_face(copy, [0, 0.5, 0.1, 0.3, 0.4], by=cast.officer)
    for left in copy.groups.filter(decision=""):
        decide_face(left, "cover", by=cast.officer)
    confirm_copy(copy, by=cast.officer)
    work_off()
    copy.refresh_from_db()
    assert dark(Image.open(io.BytesIO(b"".join(read_file(copy.result, by=cast.officer)))), group.rows)


def test_subtitles_that_name_a_protected_person_are_refused(begun, cast) -> None:
    copy = begun(photograph(), "photo.jpg")
    with pytest.raises(ValidationError, match="Saidov"):
        confirm_copy(copy, "WEBVTT\n\n00:00.000 --> 00:01.000\nRustam Saidov\n", by=cast.officer)


@pytest.mark.parametrize("plant", ["exif", "comment", "trailer"])
def test_what_is_left_in_a_picture_is_found_with_and_without_exiftool(tmp_path, monkeypatch, plant) -> None:
    written, path = io.BytesIO(), tmp_path / "a.jpg"
    exif = Image.Exif()
    exif[0x013B] = CANARY
    more = {"exif": {"exif": exif}, "comment": {"comment": CANARY}, "trailer": {}}[plant]
    Image.new("RGB", (40, 40), "red").save(written, "JPEG", **more)
    path.write_bytes(written.getvalue() + (CANARY.encode() if plant == "trailer" else b""))
    assert leftovers.left_in(path, "jpeg")
    monkeypatch.setenv("PATH", "/nowhere")
    assert leftovers.left_in(path, "jpeg")
    Image.new("RGB", (40, 40), "red").save(path, "JPEG", progressive=True)
    assert leftovers.left_in(path, "jpeg") == []


def test_what_is_left_in_a_clip_is_found_with_and_without_exiftool(tmp_path, clip, monkeypatch) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(clip)
    assert "QuickTime:Title" in leftovers.left_in(path, "mp4")
    monkeypatch.setenv("PATH", "/nowhere")
    assert leftovers.left_in(path, "mp4")


def test_a_copy_killed_while_it_is_made_starts_anew(begun, cast) -> None:
    copy = begun(photograph(), "photo.jpg")
    for group in copy.groups.all():
        decide_face(group, "cover", by=cast.officer)
    confirm_copy(copy, by=cast.officer)
    copy.state, copy.attempts = State.RENDERING, 1
    copy.save()
    (copy.folder / "cover").mkdir()
    (copy.folder / "cover" / "half").write_bytes(b"half")
    assert render_copy(copy, by=cast.officer).state == State.READY
    assert not (copy.folder / "cover" / "half").exists()


def test_the_page_shows_nothing_before_it_is_asked_for_then_leads_to_the_end(begun, cast, sign_in) -> None:
    copy = begun(portrait(), "photo.jpg")
    browser, page = sign_in(cast.officer), reverse("evidence:copy", args=[copy.pk])
    frame = reverse("evidence:frame", args=[copy.frames.get().pk])
    assert frame not in browser.get(page).content.decode()
    assert browser.get(frame).status_code == 403
    uncover_page = reverse("evidence:view_uncover", args=[copy.source_id])
    browser.post(uncover_page, {"reason": "To cover the faces"})
    assert frame in browser.get(page).content.decode()
    answer = browser.get(frame)
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
    face = reverse("evidence:copy_face", args=[copy.pk, 1])
    assert "stays open" in browser.post(face, {"decision": "leave"}, follow=True).content.decode()
    confirm = reverse("evidence:copy_confirm", args=[copy.pk])
    assert browser.post(confirm, {"looked": "on"}).status_code == 422
    browser.post(face, {"decision": "cover"})
    assert browser.post(confirm, {}).status_code == 422
    box = {"frame": 0, "left": 60, "top": 10, "right": 50, "bottom": 30}
    answer = browser.post(reverse("evidence:copy_add_face", args=[copy.pk]), box)
    assert answer.status_code == 422
    assert 'value="60' in answer.content.decode()
    browser.post(reverse("evidence:copy_add_face", args=[copy.pk]), box | {"right": 80})
    assert copy.groups.filter(by_hand=True).count() == 1
    assert browser.post(confirm, {"looked": "on"}).status_code == 302
    work_off()
    assert "The copy is ready" in browser.get(page).content.decode()


def test_only_pictures_and_videos_with_a_view_become_copies(kept, cast, made) -> None:
    with pytest.raises(ValidationError, match="safe view"):
        copy_for_publication(kept(photograph(), "photo.jpg"), by=cast.officer)
    with pytest.raises(ValidationError, match="safe view"):
        copy_for_publication(made(b"words", "a.txt").source, by=cast.officer)
    with pytest.raises(ValidationError, match="why"):
        uncover(made(photograph(), "b.jpg"), " ", by=cast.officer)
