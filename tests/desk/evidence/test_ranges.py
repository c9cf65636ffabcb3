"""Sealed files over HTTP: ranges, strict headers on every answer, and damage that is said and recorded."""

import pytest
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from guvoh.desk.evidence.serving import LARGEST_NUMBER, Unsatisfiable, asked_range, serve_sealed
from guvoh.desk.staff.models import Entry
from guvoh.instruments.seal import sealedfile
from guvoh.instruments.seal.sealedfile import CHUNK_BYTES, HEADER_BYTES, DamagedFile
from tests.desk.evidence.conftest import just_confirmed

PLAIN = bytes(index % 253 for index in range(5 * CHUNK_BYTES + 777))
KEY = b"k" * 32


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    path = tmp_path_factory.mktemp("ranges") / "0123456789abcdef"
    sealedfile.write(path, [PLAIN], KEY)
    return path


def ask(sealed, method: str = "GET", *, kind: str = "video/mp4", inline: bool = True, **headers: str):
    request = RequestFactory().generic(method, "/", headers=headers)
    return serve_sealed(request, sealed, KEY, len(PLAIN), kind, inline)


def body(answer: HttpResponseBase) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@settings(max_examples=60, deadline=None)
@given(first=st.integers(0, len(PLAIN) + 9), last=st.one_of(st.none(), st.integers(0, len(PLAIN) + 9)))
def test_a_range_is_what_a_plain_file_would_answer(sealed, first: int, last: int | None) -> None:
    answer = ask(sealed, range=f"bytes={first}-{'' if last is None else last}")
    if last is not None and last < first:
        assert (answer.status_code, body(answer)) == (200, PLAIN)
    elif first >= len(PLAIN):
        assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{len(PLAIN)}")
    else:
        wanted = PLAIN[first : None if last is None else last + 1]
        assert (answer.status_code, body(answer)) == (206, wanted)
        assert answer["Content-Range"] == f"bytes {first}-{first + len(wanted) - 1}/{len(PLAIN)}"
        assert answer["Content-Length"] == str(len(wanted))


@pytest.mark.parametrize("last", [1, 500, CHUNK_BYTES, len(PLAIN), len(PLAIN) + 1])
def test_the_last_bytes_are_given(sealed, last: int) -> None:
    answer = ask(sealed, range=f"bytes=-{last}")
    assert (answer.status_code, body(answer)) == (206, PLAIN[-last:])


@pytest.mark.parametrize(
    "header", ["", "bytes=", "bytes=-", "bytes=1-2,5-6", "lines=1-2", "bytes=a-b", "bytes=٣-٤"]
)
def test_what_is_no_single_range_is_answered_with_the_whole(sealed, header: str) -> None:
    answer = ask(sealed, range=header)
    assert (answer.status_code, body(answer)) == (200, PLAIN)


@pytest.mark.parametrize("header", ["bytes=-0", f"bytes={LARGEST_NUMBER * 10}-", "bytes=99999999-"])
def test_a_range_outside_is_unsatisfiable(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        asked_range(header, len(PLAIN))


@settings(deadline=None)
@given(st.text(alphabet="bytes=-0123456789, ", max_size=40), st.integers(0, 1 << 40))
def test_no_header_breaks_it(header: str, size: int) -> None:
    try:
        asked = asked_range(header, size)
    except Unsatisfiable:
        return
    assert asked is None or 0 <= asked[0] < asked[1] <= size


def test_head_tells_the_same_and_sends_nothing(sealed) -> None:
    for headers in ({}, {"range": "bytes=5-99"}):
        get, head = ask(sealed, **headers), ask(sealed, "HEAD", **headers)
        assert dict(head.items()) == dict(get.items())
        assert (head.status_code, body(head)) == (get.status_code, b"")


@pytest.mark.parametrize("headers", [{}, {"range": "bytes=0-9"}, {"range": "bytes=99999999-"}])
@pytest.mark.parametrize(
    ("kind", "inline", "shown"),
    [
        ("video/mp4", True, True),
        ("video/mp4", False, False),
        ("image/svg+xml", True, False),
        ("text/html", True, False),
    ],
)
def test_every_answer_has_the_strictest_headers(sealed, headers, kind: str, inline: bool, shown: bool) -> None:
    answer = ask(sealed, kind=kind, inline=inline, **headers)
    shown = shown and answer.status_code != 416
    assert answer["Content-Type"] == (kind if shown else "application/octet-stream")
    assert answer["Content-Disposition"].startswith("inline;" if shown else "attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "no-store"


def test_through_the_desk_a_range_is_one_reading(cast, kept, sign_in) -> None:
    file, browser = kept(PLAIN), just_confirmed(sign_in(cast.officer))
    address = reverse("evidence:download", args=[file.pk])
    for start in range(0, 300_000, 100_000):
        answer = browser.get(address, headers={"range": f"bytes={start}-{start + 9}"})
        assert (answer.status_code, body(answer)) == (206, PLAIN[start : start + 10])
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert Entry.objects.filter(act="file.downloaded", subject=file.subject).count() == 1


@pytest.mark.parametrize("damage", ["cut", "gone", "flipped", "another file"])
def test_a_damaged_file_is_a_page_that_says_so_and_is_recorded(cast, kept, sign_in, damage: str) -> None:
    file, other = kept(PLAIN), kept(PLAIN[1:])
    sealed = bytearray(file.path.read_bytes())
    sealed[HEADER_BYTES + 5] ^= 1
    if damage == "cut":
        file.path.write_bytes(file.path.read_bytes()[:-500])
    elif damage == "gone":
        file.path.unlink()
    else:
        file.path.write_bytes(sealed if damage == "flipped" else other.path.read_bytes())
    browser = just_confirmed(sign_in(cast.officer))
    browser.raise_request_exception = False
    answer = browser.get(reverse("evidence:download", args=[file.pk]))
    assert answer.status_code == 500
    assert "This file is damaged" in answer.content.decode()
    assert Entry.objects.filter(act="file.found_damaged", subject=file.subject).count() == 1


def test_damage_further_on_breaks_the_answer_off_and_is_recorded(cast, kept, sign_in) -> None:
    file = kept(PLAIN)
    sealed = bytearray(file.path.read_bytes())
    sealed[HEADER_BYTES + 3 * CHUNK_BYTES] ^= 1
    file.path.write_bytes(sealed)
    answer = just_confirmed(sign_in(cast.officer)).get(reverse("evidence:download", args=[file.pk]))
    assert isinstance(answer, HttpResponseBase)
    assert not isinstance(answer, HttpResponse)
    assert int(answer["Content-Length"]) == len(PLAIN)
    arrived = []
    with pytest.raises(DamagedFile):
        arrived.extend(answer.streaming_content)
    assert sum(map(len, arrived)) < len(PLAIN)
    assert Entry.objects.filter(act="file.found_damaged", subject=file.subject).count() == 1
