"""Safe views: asked for, made in the sandbox, sealed, covered until asked for, and served under strict headers."""

import io
import os
import shutil
import socket
import struct
import threading
import time
import uuid
from pathlib import Path

import docx
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image

from guvoh.desk.evidence import uncovering
from guvoh.desk.evidence.actions import ask_for_view, judge_graphic, make_view
from guvoh.desk.evidence.models import SafePart, SafeView, State
from guvoh.desk.evidence.plain import part_bytes
from guvoh.desk.evidence.safeviews import sandbox
from guvoh.desk.evidence.workshop import WorkshopBusy, work_off
from guvoh.desk.staff.models import Entry

from .conftest import CANARY, everything_in, photograph

STRICT = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def content(view: SafeView, kind: str) -> bytes:
    return b"".join(part_bytes(view.parts.get(kind=kind)))


def test_a_picture_is_drawn_anew_upright_and_bare(made) -> None:
    view = made(photograph(), "photo.jpg")
    assert (view.state, view.found) == (State.READY, "jpeg")
    shown = Image.open(io.BytesIO(content(view, "picture")))
    assert shown.size == (200, 320)
    assert not shown.getexif()
    for kind in ("picture", "thumb"):
        assert CANARY.encode() not in content(view, kind)
        assert b"Exif" not in content(view, kind)
    assert view.tools["pillow"]


@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF", "HEIF"])
def test_other_pictures_too(made, form) -> None:
    written = io.BytesIO()
    if form == "HEIF":
        pillow_heif = pytest.importorskip("pillow_heif")
        pillow_heif.from_pillow(Image.new("RGB", (64, 64), "red")).save(written)
    else:
        Image.new("P" if form == "GIF" else "RGBA", (64, 64)).save(written, form)
    view = made(written.getvalue(), f"a.{'heic' if form == 'HEIF' else form.lower()}")
    assert view.state == State.READY, view.reason


def test_a_document_becomes_pixels_page_by_page(made) -> None:
    pages = [Image.new("RGB", (200, 280), colour) for colour in ("white", "grey")]
    written = io.BytesIO()
    pages[0].save(written, "PDF", save_all=True, append_images=pages[1:], title=CANARY)
    view = made(written.getvalue(), "paper.pdf")
    assert [part.number for part in view.parts.filter(kind="page")] == [1, 2]
    assert all(b"".join(part_bytes(part)).startswith(b"\xff\xd8") for part in view.parts.all())


def office() -> bytes:
    document, written = docx.Document(), io.BytesIO()
    document.add_paragraph("Салом")
    document.core_properties.author = CANARY
    document.save(written)
    return written.getvalue()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_an_office_document_becomes_pixels(made) -> None:
    assert made(office(), "letter.docx").parts.filter(kind="page").count() == 1


def test_without_libreoffice_the_page_says_which_packages_to_install(made, cast, sign_in, monkeypatch) -> None:
    folders, programs = sandbox._folders, Path("/usr/lib/libreoffice")
    gone = ["--tmpfs", str(programs)] if programs.exists() else []
    monkeypatch.setattr(sandbox, "_folders", lambda: [*folders(), *gone])
    view = made(office(), "letter.docx")
    assert view.reason == "no_office"
    page = sign_in(cast.officer).get(reverse("evidence:view", args=[view.source_id])).content.decode()
    assert "libreoffice-writer-nogui" in page


def test_a_clip_is_encoded_anew_without_what_came_along(made, clip) -> None:
    view = made(clip, "clip.mov")
    assert view.state == State.READY, view.reason
    for kind in ("video", "thumb"):
        assert CANARY.encode() not in content(view, kind)
        assert b"38.55" not in content(view, kind)


def test_text_is_shown_without_what_turns_it_around(made, cast, sign_in) -> None:
    view = made("Салом \u202egpj.exe <b>".encode(), "note.txt")
    judge_graphic(view.source, False, "A note", by=cast.officer)
    page = sign_in(cast.officer).get(reverse("evidence:view", args=[view.source_id])).content.decode()
    assert "Салом gpj.exe &lt;b&gt;" in page


def test_nothing_plain_is_on_the_disk(made, tmp_path) -> None:
    plain = photograph()
    view = made(plain, "photo.jpg")
    disk = everything_in(tmp_path) + everything_in(Path(os.environ["TMPDIR"]))
    assert content(view, "picture")[200:260] not in disk
    assert plain[400:460] not in disk
    assert CANARY.encode() not in everything_in(tmp_path)


def test_the_page_covers_what_nobody_has_judged_and_logs_the_reason(made, cast, sign_in) -> None:
    view = made(photograph(), "photo.jpg")
    browser, address = sign_in(cast.officer), reverse("evidence:view", args=[view.source_id])
    part = reverse("evidence:part", args=[view.parts.get(kind="picture").pk])
    assert part not in browser.get(address).content.decode()
    assert browser.get(part).status_code == 403
    uncover = reverse("evidence:view_uncover", args=[view.source_id])
    assert browser.post(uncover, {"reason": " "}).status_code == 422
    assert not Entry.objects.filter(act="file.uncovered").exists()
    assert part in browser.post(uncover, {"reason": "To describe the wound"}, follow=True).content.decode()
    assert b"".join(browser.get(part).streaming_content).startswith(b"\xff\xd8")
    assert Entry.objects.get(act="file.uncovered").detail == {"reason": "To describe the wound"}
    session = browser.session
    session[uncovering.SHOWN] = {view.source_id.hex: int(time.time()) - 1}
    session.save()
    assert part not in browser.get(address).content.decode()
    assert browser.get(part).status_code == 403


def test_what_is_judged_harmless_is_shown_and_the_look_recorded(made, cast, sign_in) -> None:
    view = made(photograph(), "photo.jpg")
    browser, address = sign_in(cast.officer), reverse("evidence:view", args=[view.source_id])
    browser.post(reverse("evidence:graphic", args=[view.source_id]), {"graphic": "no", "reason": "A door"})
    assert "<img" in browser.get(address).content.decode()
    assert Entry.objects.filter(act="file.viewed", subject=view.source.subject).count() == 1
    browser.post(reverse("evidence:graphic", args=[view.source_id]), {"graphic": "yes", "reason": "A wound"})
    assert "covered" in sign_in(cast.officer).get(address).content.decode()


def test_every_answer_about_a_piece_is_strict_also_parts_and_errors(made, cast, sign_in, clip) -> None:
    view = made(clip, "clip.mov")
    video = view.parts.get(kind="video")
    browser, address = sign_in(cast.officer), reverse("evidence:part", args=[video.pk])
    answers = [browser.get(address)]
    browser.post(reverse("evidence:view_uncover", args=[view.source_id]), {"reason": "To look"})
    whole = browser.get(address)
    plain = b"".join(whole.streaming_content)
    ranged = browser.get(address, headers={"range": "bytes=100-199"})
    assert b"".join(ranged.streaming_content) == plain[100:200]
    assert ranged["Content-Range"] == f"bytes 100-199/{video.size}"
    tail = browser.get(address, headers={"range": "bytes=-10"})
    assert b"".join(tail.streaming_content) == plain[-10:]
    beyond = browser.get(address, headers={"range": f"bytes={video.size}-"})
    answers += [whole, ranged, tail, beyond]
    assert [answer.status_code for answer in answers] == [403, 200, 206, 206, 416]
    for answer in answers:
        assert STRICT.items() <= dict(answer.headers).items()
    assert whole["Content-Disposition"].startswith('inline; filename="file-')
    assert whole["Content-Type"] == "video/mp4"


def test_nobody_else_reaches_a_piece(made, cast, sign_in) -> None:
    view = made(photograph(), "photo.jpg")
    for member in (cast.stranger, cast.editor, cast.coordinator):
        assert sign_in(member).get(reverse("evidence:part", args=[view.parts.first().pk])).status_code == 404
    assert sign_in(cast.officer).get(reverse("evidence:part", args=[uuid.uuid4()])).status_code == 404


def test_a_killed_workshop_starts_anew_and_leaves_no_rubbish(kept, cast) -> None:
    view = ask_for_view(kept(photograph(), "photo.jpg"), by=cast.officer)
    view.state, view.attempts = State.MAKING, 1
    view.save()
    view.folder.mkdir(parents=True)
    (view.folder / "half.part").write_bytes(b"half")
    assert work_off() == 1
    view.refresh_from_db()
    assert view.state == State.READY
    assert {path.name for path in view.folder.iterdir()} == {part.pk.hex for part in SafePart.objects.all()}


def test_a_file_that_kills_the_workshop_again_and_again_is_left_alone(kept, cast) -> None:
    view = ask_for_view(kept(photograph(), "photo.jpg"), by=cast.officer)
    view.state, view.attempts = State.MAKING, 3
    view.save()
    work_off()
    view.refresh_from_db()
    assert (view.state, view.reason) == (State.REFUSED, "gave_up")


def test_a_lock_leaves_the_file_in_the_queue(kept, cast) -> None:
    view = ask_for_view(kept(photograph(), "photo.jpg"), by=cast.officer)
    answers = iter([True, False])
    assert work_off(lambda: next(answers, False)) == 0
    view.refresh_from_db()
    assert view.is_waiting


def test_two_workshops_do_not_work_one_desk(settings) -> None:
    busy = []

    def second() -> bool:
        try:
            work_off()
        except WorkshopBusy:
            busy.append(True)
        return False

    work_off(second)
    assert busy == [True]


def test_without_bubblewrap_it_is_refused_with_a_sentence(kept, cast, sign_in, monkeypatch) -> None:
    view = ask_for_view(kept(photograph(), "photo.jpg"), by=cast.officer)
    monkeypatch.setenv("PATH", "/nowhere")
    assert make_view(view, by=cast.officer).reason == "no_sandbox"
    page = sign_in(cast.officer).get(reverse("evidence:view", args=[view.source_id])).content.decode()
    assert "bubblewrap is missing" in page


def test_a_refused_view_always_has_a_reason(kept, cast) -> None:
    view = ask_for_view(kept(b"x", "a.txt"), by=cast.officer)
    view.state = State.REFUSED
    with pytest.raises(IntegrityError), transaction.atomic():
        view.save()


class Clamd(threading.Thread):
    """Speaks clamd's INSTREAM on a Unix socket, for one conversation."""

    def __init__(self, place: Path, answer: bytes) -> None:
        super().__init__(daemon=True)
        self.answer, self.heard = answer, b""
        self.door = socket.socket(socket.AF_UNIX)
        self.door.bind(str(place))
        self.door.listen()

    def run(self) -> None:
        line, _address = self.door.accept()
        with line, line.makefile("rb") as words:
            assert words.read(10) == b"zINSTREAM\0"
            while length := struct.unpack(">I", words.read(4))[0]:
                self.heard += words.read(length)
            line.sendall(self.answer)
        self.door.close()


@pytest.mark.parametrize(
    ("answer", "scan", "state"),
    [
        (b"stream: OK\0", "clean", State.READY),
        (b"stream: Win.Test.EICAR_HDB-1 FOUND\0", "found", State.REFUSED),
        (b"INSTREAM size limit exceeded. ERROR\0", "failed", State.READY),
    ],
)
def test_a_connected_virus_scanner_is_asked(made, settings, tmp_path, answer, scan, state) -> None:
    settings.CLAMD_SOCKET = tmp_path / "clamd"
    clamd = Clamd(settings.CLAMD_SOCKET, answer)
    clamd.start()
    view = made(b"some words", "a.txt")
    assert clamd.heard == b"some words"
    assert (view.scan, view.state) == (scan, state)
    clamd.join()


def test_a_scanner_that_is_gone_is_said(made, settings, tmp_path) -> None:
    settings.CLAMD_SOCKET = tmp_path / "nobody"
    assert made(b"some words", "a.txt").scan == SafeView.Scan.FAILED


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_a_file_that_does_not_open_is_refused_and_the_queue_goes_on(cast, kept, harm) -> None:
    broken, whole = kept(b"Words of hers " * 9000, "a.txt", "text/plain"), kept(b"Words", "b.txt", "text/plain")
    for file in (broken, whole):
        ask_for_view(file, by=cast.officer)
    if harm == "gone":
        broken.path.unlink()
    else:
        sealed = bytearray(broken.path.read_bytes())
        sealed[70_000] ^= 1
        broken.path.write_bytes(sealed)
    assert work_off() == 2
    found = SafeView.objects.get(source=broken)
    assert (found.state, found.reason) == ("refused", "not_intact")
    assert SafeView.objects.get(source=whole).state == "ready"
    assert Entry.objects.filter(act="file.found_damaged", subject=broken.subject).exists()
