"""Uploads in parts: they go on where they stood, belong to their member, and show nothing half."""

import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from guvoh.desk.casework.actions import add_to_team, leave_team, open_case
from guvoh.desk.evidence.abandoned import remove_abandoned
from guvoh.desk.evidence.actions import read_file
from guvoh.desk.evidence.models import SealedFile, Upload
from guvoh.desk.evidence.models.uploads import ABANDONED_AFTER
from guvoh.desk.staff.models import Entry
from guvoh.instruments.seal.sealedfile import SEGMENT_BYTES
from tests.desk.evidence.conftest import begin, send_part

VIDEO = bytes(range(256)) * (5 * SEGMENT_BYTES // 256 // 2)


@pytest.fixture
def officer(cast, sign_in):
    return sign_in(cast.officer)


def parts(browser, address: str, content: bytes, offset: int = 0, length: int = SEGMENT_BYTES) -> None:
    while offset < len(content):
        answer = send_part(browser, address, offset, content[offset : offset + length])
        assert answer.status_code == 200, answer.content
        offset = answer.json()["offset"]


def test_a_file_sent_in_parts_is_the_file(cast, case, officer, tmp_path) -> None:
    address = begin(officer, case, VIDEO).json()["address"]
    parts(officer, address, VIDEO)
    answer = officer.post(address, {"description": "From the client"})
    file = SealedFile.objects.get()
    assert answer["Location"] == reverse("evidence:item", args=[file.pk])
    assert b"".join(read_file(file, by=cast.officer)) == VIDEO
    assert not Upload.objects.exists()
    assert list((tmp_path / "arriving").iterdir()) == []
    acts = Entry.objects.filter(subject=file.subject).values_list("act", flat=True)
    assert {"upload.begun", "upload.arrived", "file.kept"} <= set(acts)


def test_it_goes_on_where_it_stood_when_the_same_file_is_chosen_again(cast, case, officer) -> None:
    begun = begin(officer, case, VIDEO).json()
    parts(officer, begun["address"], VIDEO[:SEGMENT_BYTES])
    again = begin(officer, case, VIDEO, name="renamed.mp4").json()
    assert again == {"address": begun["address"], "offset": SEGMENT_BYTES}
    parts(officer, again["address"], VIDEO, SEGMENT_BYTES)
    officer.post(again["address"], {"description": "From the client"})
    assert b"".join(read_file(SealedFile.objects.get(), by=cast.officer)) == VIDEO


def test_another_file_of_the_same_length_does_not_go_on_with_it(case, officer) -> None:
    first = begin(officer, case, VIDEO).json()
    parts(officer, first["address"], VIDEO[:SEGMENT_BYTES])
    other = begin(officer, case, b"!" + VIDEO[1:]).json()
    assert other["offset"] == 0
    assert other["address"] != first["address"]


def test_a_part_out_of_step_is_told_where_it_stands(case, officer) -> None:
    address = begin(officer, case, VIDEO).json()["address"]
    parts(officer, address, VIDEO[:SEGMENT_BYTES])
    for offset in (0, 2 * SEGMENT_BYTES):
        answer = send_part(officer, address, offset, VIDEO[:SEGMENT_BYTES])
        assert (answer.status_code, answer.json()) == (409, {"offset": SEGMENT_BYTES})


@pytest.mark.parametrize("length", [SEGMENT_BYTES - 1, SEGMENT_BYTES + 1, 9 * SEGMENT_BYTES])
def test_a_part_of_a_wrong_length_is_refused(case, officer, length) -> None:
    address = begin(officer, case, VIDEO).json()["address"]
    assert send_part(officer, address, 0, bytes(length)).status_code == 422
    assert Upload.objects.get().confirmed == 0


def test_what_is_not_whole_is_no_file(case, officer) -> None:
    address = begin(officer, case, VIDEO).json()["address"]
    parts(officer, address, VIDEO[:SEGMENT_BYTES])
    assert "not arrived whole" in officer.post(address, {"description": "x"}).content.decode()
    assert not SealedFile.objects.exists()
    upload_id = Upload.objects.get().pk
    assert officer.get(reverse("evidence:item", args=[upload_id])).status_code == 404
    page = officer.get(reverse("casework:case", args=[case.code])).content.decode()
    assert "40 % is here" in page


def test_what_was_sealed_and_not_confirmed_is_written_anew(cast, case, officer) -> None:
    address = begin(officer, case, VIDEO).json()["address"]
    parts(officer, address, VIDEO[:SEGMENT_BYTES])
    upload = Upload.objects.get()
    with upload.path.open("ab") as file:
        file.write(os.urandom(700_000))
    parts(officer, address, VIDEO, SEGMENT_BYTES)
    officer.post(address, {"description": "x"})
    assert b"".join(read_file(SealedFile.objects.get(), by=cast.officer)) == VIDEO


def test_damage_while_it_waits_is_found_before_it_becomes_a_file(case, officer) -> None:
    address = begin(officer, case, VIDEO).json()["address"]
    parts(officer, address, VIDEO)
    path = Upload.objects.get().path
    changed = bytearray(path.read_bytes())
    changed[700_000] ^= 1
    path.write_bytes(changed)
    assert "does not read back" in officer.post(address, {"description": "x"}).content.decode()
    assert not SealedFile.objects.exists()


def test_an_upload_is_its_members_alone(cast, case, officer, sign_in) -> None:
    address = begin(officer, case, VIDEO).json()["address"]
    colleague = sign_in(cast.lawyer)
    add_to_team(case, cast.lawyer, by=cast.officer)
    assert colleague.get(reverse("casework:case", args=[case.code])).status_code == 200
    for browser in (colleague, sign_in(cast.stranger), sign_in(cast.coordinator)):
        assert send_part(browser, address, 0, VIDEO[:SEGMENT_BYTES]).status_code == 404
        assert browser.get(address).status_code == 404
        assert browser.post(address, {"description": "x"}).status_code == 404
        assert browser.post(f"{address}drop/").status_code == 404
    assert begin(sign_in(cast.stranger), case, VIDEO).status_code == 404
    assert begin(colleague, case, VIDEO).json()["address"] != address


def test_who_leaves_the_case_sends_no_further_part(cast, case, sign_in) -> None:
    seat = add_to_team(case, cast.lawyer, by=cast.officer)
    lawyer = sign_in(cast.lawyer)
    address = begin(lawyer, case, VIDEO).json()["address"]
    parts(lawyer, address, VIDEO[:SEGMENT_BYTES])
    leave_team(seat, by=cast.officer)
    assert send_part(lawyer, address, SEGMENT_BYTES, VIDEO[:SEGMENT_BYTES]).status_code == 404


def test_the_same_content_in_the_same_case_is_kept_once_or_twice_as_she_says(cast, case, officer, kept) -> None:
    there = kept(VIDEO)
    for both in (False, True):
        address = begin(officer, case, VIDEO).json()["address"]
        parts(officer, address, VIDEO)
        asked = officer.post(address, {"description": "x"}).content.decode()
        assert reverse("evidence:item", args=[there.pk]) in asked
        officer.post(*((address, {"description": "x", "both": "yes"}) if both else (f"{address}drop/",)))
        assert SealedFile.objects.count() == 1 + both
        assert not Upload.objects.exists()
    assert SealedFile.objects.get(same_as=there).sha256 == there.sha256


def test_the_same_content_in_a_case_that_is_not_hers_shows_nothing(cast, kept, sign_in) -> None:

    kept(VIDEO)
    theirs, stranger = open_case("Another", by=cast.stranger), sign_in(cast.stranger)
    address = begin(stranger, theirs, VIDEO).json()["address"]
    parts(stranger, address, VIDEO)
    assert stranger.post(address, {"description": "x"}).status_code == 302
    files = SealedFile.objects.all()
    assert [file.same_as for file in files] == [None, None]
    assert files[0].path.read_bytes()[:100] != files[1].path.read_bytes()[:100]


def test_an_abandoned_upload_is_removed_after_a_day(case, officer, tmp_path) -> None:
    begin(officer, case, VIDEO)
    begin(officer, case, b"!" + VIDEO[1:])
    old = Upload.objects.first()
    Upload.objects.filter(pk=old.pk).update(touched_at=timezone.now() - ABANDONED_AFTER)
    stray = tmp_path / "arriving" / "of-a-form-that-was-killed"
    stray.write_bytes(b"x")
    yesterday = time.time() - ABANDONED_AFTER.total_seconds() - 1
    os.utime(stray, (yesterday, yesterday))
    [entry] = Upload.objects.exclude(pk=old.pk)
    assert remove_abandoned_committed() == 1
    assert [path.name for path in (tmp_path / "arriving").iterdir()] == [entry.pk.hex]
    assert Entry.objects.filter(act="upload.abandoned", subject=old.subject).exists()


def remove_abandoned_committed() -> int:

    with TestCase.captureOnCommitCallbacks(execute=True):
        return remove_abandoned()


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_that_fills_up_on_the_way_is_said_and_the_upload_goes_on_later(cast, case, officer) -> None:
    address = begin(officer, case, VIDEO).json()["address"]
    parts(officer, address, VIDEO[:SEGMENT_BYTES])
    with no_file_beyond(SEGMENT_BYTES + 300_000):
        answer = send_part(officer, address, SEGMENT_BYTES, VIDEO[SEGMENT_BYTES : 2 * SEGMENT_BYTES])
    assert answer.status_code == 507
    assert "disk of the desk is full" in answer.json()["sentence"]
    assert Upload.objects.get().confirmed == SEGMENT_BYTES
    parts(officer, address, VIDEO, SEGMENT_BYTES)
    officer.post(address, {"description": "x"})
    assert b"".join(read_file(SealedFile.objects.get(), by=cast.officer)) == VIDEO


def test_a_form_on_a_full_disk_says_so_and_keeps_what_was_typed(case, officer, tmp_path) -> None:
    fields = {"description": "The long video", "file": SimpleUploadedFile("a.mp4", bytes(9_000_000))}
    with no_file_beyond(3_000_000):
        answer = officer.post(reverse("evidence:add", args=[case.code]), fields)
    assert "disk of the desk is full" in answer.content.decode()
    assert "The long video" in answer.content.decode()
    assert not Upload.objects.exists()
    assert list((tmp_path / "arriving").iterdir()) == []


def test_a_file_that_finds_no_room_is_refused_before_it_is_sent(case, officer) -> None:
    answer = begin(officer, case, VIDEO, size=1 << 45)
    assert answer.status_code == 507
    assert "disk of the desk is full" in answer.json()["sentence"]
    assert not Upload.objects.exists()
