"""Files of a case: sealed while they arrive, opened through the case's door alone."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from guvoh.desk.evidence.actions import FileCard, keep_file, move_to_case, read_file
from guvoh.desk.evidence.models import CaseKey, SealedFile, Upload
from guvoh.desk.evidence.uploads import LARGEST_UPLOAD
from guvoh.desk.staff.models import Entry
from guvoh.instruments.seal.sealedfile import DamagedFile
from tests.desk.conftest import prove
from tests.desk.evidence.conftest import PLAIN, just_confirmed


def upload(browser, case, content: bytes = PLAIN, **typed: str):
    fields = {
        "file": SimpleUploadedFile("акс Саидов.jpg", content, "image/jpeg"),
        "description": "From the client",
    }
    return browser.post(reverse("evidence:add", args=[case.code]), {**fields, **typed})


def card(name: str = "a.txt") -> FileCard:
    return FileCard(name, "text/plain", SealedFile.Origin.UPLOAD)


def test_an_upload_without_script_is_sealed_and_comes_back_as_it_was(cast, case, sign_in, tmp_path) -> None:
    browser = just_confirmed(sign_in(cast.officer))
    content = PLAIN * 40
    assert upload(browser, case, content).status_code == 302
    kept = SealedFile.objects.get()
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or PLAIN[:60] not in path.read_bytes()
    answer = browser.get(reverse("evidence:download", args=[kept.pk]))
    assert b"".join(answer.streaming_content) == content
    assert Entry.objects.filter(act="file.downloaded", case=case.code, member=cast.officer).count() == 1
    assert list(tmp_path.glob("arriving/*")) == []


def test_a_file_larger_than_any_form_may_hold_in_memory_comes_in(cast, case, sign_in) -> None:
    assert upload(sign_in(cast.officer), case, bytes(LARGEST_UPLOAD + 1)).status_code == 302
    assert SealedFile.objects.get().size == LARGEST_UPLOAD + 1


def test_a_download_runs_nowhere_and_its_name_says_nothing(cast, case, sign_in) -> None:
    browser = just_confirmed(sign_in(cast.officer))
    upload(browser, case)
    answer = browser.get(reverse("evidence:download", args=[SealedFile.objects.get().pk]))
    assert answer["Content-Disposition"].startswith('attachment; filename="file-')
    assert answer["Content-Disposition"].endswith('.jpg"')
    assert "Саидов" not in str(answer.headers)
    assert answer["Content-Type"] == "application/octet-stream"
    b"".join(answer.streaming_content)


def test_the_original_asks_for_a_fresh_proof_but_only_of_those_who_may_have_it(cast, kept, sign_in) -> None:
    address = reverse("evidence:download", args=[kept().pk])
    browser = sign_in(cast.officer)
    prove(browser, cast.officer, time.time() - 400)
    answer = browser.get(address)
    assert answer.status_code == 302
    assert "/account/confirm/" in answer["Location"]
    assert not Entry.objects.filter(act="file.downloaded").exists()
    assert sign_in(cast.stranger).get(address).status_code == 404


def test_an_empty_file_is_refused_and_what_was_typed_is_kept(cast, case, sign_in, tmp_path) -> None:
    answer = upload(sign_in(cast.officer), case, b"", description="The long video")
    assert "empty" in answer.content.decode()
    assert "The long video" in answer.content.decode()
    assert not SealedFile.objects.exists()
    assert list(tmp_path.glob("arriving/*")) == []


def test_a_file_without_a_word_stays_sealed_until_the_word_comes(cast, case, sign_in) -> None:
    browser = sign_in(cast.officer)
    answer = upload(browser, case, description="")
    arrived = Upload.objects.get()
    assert answer["Location"] == reverse("evidence:upload", args=[arrived.pk])
    assert not SealedFile.objects.exists()
    assert "arrived whole" in browser.get(answer["Location"]).content.decode()
    browser.post(answer["Location"], {"description": "From the client"})
    assert SealedFile.objects.get().description == "From the client"
    assert not Upload.objects.exists()


def test_nobody_else_opens_it(cast, kept, sign_in) -> None:
    file = kept()
    for member in (cast.stranger, cast.editor, cast.coordinator, cast.lawyer):
        for name in ("download", "item", "custody", "graphic", "confession", "link"):
            answer = just_confirmed(sign_in(member)).get(reverse(f"evidence:{name}", args=[file.pk]))
            assert answer.status_code == 404


def test_each_case_has_its_own_key(cast, case) -> None:
    first = keep_file(card(), [PLAIN], by=cast.officer, case=case)
    loose = keep_file(card(), [PLAIN], by=cast.officer)
    assert CaseKey.objects.count() == 1
    sealed_before = loose.path.read_bytes()
    move_to_case(loose, case, by=cast.officer)
    loose.refresh_from_db()
    assert b"".join(read_file(loose, by=cast.officer)) == PLAIN
    assert loose.path.read_bytes() == sealed_before
    assert loose.same_as == first
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


class Body:
    """A request's body that knows how much of it was asked for."""

    def __init__(self, content: bytes) -> None:
        self.content, self.read_bytes = content, 0

    def read(self, size: int = -1) -> bytes:
        piece = self.content[self.read_bytes :][: size if size >= 0 else None]
        self.read_bytes += len(piece)
        return piece

    readline = read


def raw_post(browser: Client, address: str, body: Body):
    return browser.generic(
        "POST",
        address,
        b"",
        content_type="multipart/form-data; boundary=B",
        **{"wsgi.input": body, "CONTENT_LENGTH": str(len(body.content))},
    )


FORM = (
    b'--B\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    + b"x" * 3_000_000
    + b"\r\n--B--\r\n"
)


@pytest.mark.parametrize("name", ["add", "upload_begin"])
def test_not_one_byte_is_read_from_those_who_may_not_send(name, cast, case, sign_in) -> None:
    address = reverse(f"evidence:{name}", args=[case.code])
    anonymous, body = Client(), Body(FORM)
    assert raw_post(anonymous, address, body).status_code == 302
    assert body.read_bytes == 0
    if name == "add":
        for member in (cast.stranger, cast.editor):
            assert raw_post(sign_in(member), address, body).status_code == 404
            assert body.read_bytes == 0


def test_a_form_of_another_site_is_refused_and_leaves_nothing(cast, case, sign_in, tmp_path) -> None:
    browser = sign_in(cast.officer)
    browser.handler.enforce_csrf_checks = True
    assert upload(browser, case).status_code == 403
    assert list(tmp_path.glob("arriving/*")) == []


def test_a_form_that_breaks_off_leaves_nothing(cast, case, sign_in, tmp_path) -> None:
    answer = raw_post(sign_in(cast.officer), reverse("evidence:add", args=[case.code]), Body(FORM[:2_000_000]))
    assert answer.status_code != 302
    assert not Upload.objects.exists()
    assert list(tmp_path.glob("arriving/*")) == []
