"""Files of a case: sealed while they arrive, opened through the case's door alone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from guvoh.desk.evidence.actions import FileCard, keep_file, move_to_case, read_file
from guvoh.desk.evidence.models import CaseKey, SealedFile
from guvoh.desk.evidence.uploads import LARGEST_UPLOAD
from guvoh.desk.staff.models import Entry
from guvoh.instruments.seal.sealedfile import DamagedFile

PLAIN = "Ин акси дасти шикастаи ӯ аст. ".encode() * 5000


@pytest.fixture(autouse=True)
def own_folder(tmp_path, settings) -> None:
    settings.DESK_DIR = tmp_path


def upload(browser, case, content: bytes = PLAIN, **typed: str):
    fields = {
        "file": SimpleUploadedFile("акс Саидов.jpg", content, "image/jpeg"),
        "description": "From the client",
    }
    return browser.post(reverse("evidence:add", args=[case.code]), {**fields, **typed})


def card(name: str = "a.txt") -> FileCard:
    return FileCard(name, "text/plain", SealedFile.Origin.UPLOAD)


def test_an_upload_is_sealed_and_comes_back_as_it_was(cast, case, sign_in, tmp_path) -> None:
    browser = sign_in(cast.officer)
    assert upload(browser, case).status_code == 302
    kept = SealedFile.objects.get()
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or PLAIN[:60] not in path.read_bytes()
    answer = browser.get(reverse("evidence:download", args=[kept.pk]))
    assert b"".join(answer.streaming_content) == PLAIN
    assert Entry.objects.filter(act="file.read", case=case.code, member=cast.officer).count() == 1


def test_a_download_runs_nowhere_and_its_name_says_nothing(cast, case, sign_in) -> None:
    browser = sign_in(cast.officer)
    upload(browser, case)
    answer = browser.get(reverse("evidence:download", args=[SealedFile.objects.get().pk]))
    assert answer["Content-Disposition"].startswith('attachment; filename="file-')
    assert "Саидов" not in str(answer.headers)
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"
    b"".join(answer.streaming_content)


def test_a_file_too_large_or_empty_is_refused_and_what_was_typed_is_kept(cast, case, sign_in, tmp_path) -> None:
    browser = sign_in(cast.officer)
    answer = upload(browser, case, b"x" * (LARGEST_UPLOAD + 1), description="The long video")
    assert answer.status_code == 200 or answer.status_code == 422
    assert "at most 50 MB" in answer.content.decode()
    assert "The long video" in answer.content.decode()
    assert "empty" in upload(browser, case, b"").content.decode()
    assert not SealedFile.objects.exists()
    assert not list(tmp_path.rglob("*.part"))


def test_nobody_else_opens_it(cast, case, sign_in) -> None:
    kept = keep_file(card(), [PLAIN], by=cast.officer, case=case)
    for member in (cast.stranger, cast.editor, cast.coordinator, cast.lawyer):
        assert sign_in(member).get(reverse("evidence:download", args=[kept.pk])).status_code == 404


def test_each_case_has_its_own_key(cast, case) -> None:
    first = keep_file(card(), [PLAIN], by=cast.officer, case=case)
    loose = keep_file(card(), [PLAIN], by=cast.officer)
    assert CaseKey.objects.count() == 1
    sealed_before = loose.path.read_bytes()
    move_to_case(loose, case, by=cast.officer)
    loose.refresh_from_db()
    assert b"".join(read_file(loose, by=cast.officer)) == PLAIN
    assert loose.path.read_bytes() == sealed_before
    first.wrapped_key = loose.wrapped_key
    with pytest.raises(DamagedFile):
        b"".join(read_file(first, by=cast.officer))


def test_an_upload_that_breaks_off_leaves_nothing(cast, case, tmp_path) -> None:
    def broken():
        yield PLAIN
        raise ConnectionError

    with pytest.raises(ConnectionError), transaction.atomic():
        keep_file(card(), broken(), by=cast.officer, case=case)
    assert not SealedFile.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
