"""Sealed files: what was sealed comes back from any offset, whole or in parts; what was touched does not."""

import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from guvoh.instruments.seal import sealedfile
from guvoh.instruments.seal.sealedfile import (
    CHUNK_BYTES,
    HEADER_BYTES,
    SEALED_CHUNK_BYTES,
    SEGMENT_BYTES,
    TAIL_BYTES,
    DamagedFile,
    SealedReader,
    append,
    begin,
    padded,
)

SIZES = [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, SEGMENT_BYTES, SEGMENT_BYTES + 1]
KEY = b"k" * 32


def content(size: int) -> bytes:
    return (bytes(range(251)) * (size // 251 + 1))[:size]


def whole(path: Path, key: bytes = KEY) -> bytes:
    return b"".join(sealedfile.read(path, key))


@pytest.fixture(scope="module")
def sealed(tmp_path_factory) -> Path:
    """A file of three segments, the last of them padded."""
    path = tmp_path_factory.mktemp("sealed") / "f"
    sealedfile.write(path, [content(2 * SEGMENT_BYTES + 100_000)], KEY)
    return path


@pytest.fixture(scope="module")
def touched(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("touched") / "f"


@pytest.mark.parametrize("size", SIZES)
def test_a_sealed_file_comes_back_whole_and_from_any_offset(tmp_path: Path, size: int) -> None:
    key, plain = sealedfile.new_key(), content(size)
    assert sealedfile.write(tmp_path / "f", [plain[:10], plain[10:]], key) == size
    assert whole(tmp_path / "f", key) == plain
    for start in {0, 1, size // 2, max(size - 1, 0)}:
        assert b"".join(sealedfile.read(tmp_path / "f", key, start)) == plain[start:]


@pytest.mark.parametrize("size", SIZES)
def test_its_length_on_the_disk_is_known_from_its_size(tmp_path: Path, size: int) -> None:
    path = tmp_path / "sealed"
    sealedfile.write(path, [content(size)], KEY)
    assert path.stat().st_size == sealedfile.length_of(size)


@settings(max_examples=30, deadline=None)
@given(pieces=st.lists(st.binary(max_size=90_000), max_size=4), start=st.integers(0, 200_000))
def test_however_it_is_cut_the_same_bytes_come_back(tmp_path_factory, pieces: list[bytes], start: int) -> None:
    path, key, plain = tmp_path_factory.mktemp("s") / "f", sealedfile.new_key(), b"".join(pieces)
    sealedfile.write(path, pieces, key)
    start = min(start, max(len(plain) - 1, 0))
    assert b"".join(sealedfile.read(path, key, start)) == plain[start:]


@settings(max_examples=60, deadline=None)
@given(start=st.integers(0, 2 * SEGMENT_BYTES + 100_000), length=st.integers(0, 200_000))
def test_a_range_is_what_a_plain_file_would_give(sealed: Path, start: int, length: int) -> None:
    plain = content(2 * SEGMENT_BYTES + 100_000)
    assert b"".join(sealedfile.read(sealed, KEY, start, start + length)) == plain[start : start + length]


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_a_flipped_bit_anywhere_is_refused(sealed: Path, touched: Path, data: st.DataObject) -> None:
    changed = bytearray(sealed.read_bytes())
    edge = st.one_of(st.integers(0, HEADER_BYTES), st.integers(len(changed) - 400, len(changed) - 1))
    place = data.draw(st.one_of(edge, st.integers(0, len(changed) - 1)))
    changed[place] ^= 1 << data.draw(st.integers(0, 7))
    touched.write_bytes(changed)
    with pytest.raises(DamagedFile):
        whole(touched)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_file_cut_or_grown_anywhere_is_refused_by_its_first_range(
    sealed: Path, touched: Path, data: st.DataObject
) -> None:
    before = sealed.read_bytes()
    borders = st.integers(0, len(before) // SEALED_CHUNK_BYTES).map(
        lambda number: min(HEADER_BYTES + number * SEALED_CHUNK_BYTES, len(before) - 1)
    )
    cut = data.draw(st.one_of(borders, st.integers(0, len(before) - 1)))
    after = data.draw(st.sampled_from([before[:cut], before + before[-cut - 1 :], before[:-TAIL_BYTES]]))
    touched.write_bytes(after)
    with pytest.raises(DamagedFile):
        list(sealedfile.read(touched, KEY, 0, 1))


@settings(max_examples=60, deadline=None)
@given(first=st.integers(0, 33), second=st.integers(0, 33), number=st.sampled_from([1, 16]))
def test_chunks_and_segments_in_another_order_are_refused(
    sealed: Path, touched: Path, first: int, second: int, number: int
) -> None:
    first, second = first - first % number, second - second % number
    if first == second or max(first, second) + number > 33:
        return
    changed = bytearray(sealed.read_bytes())
    one, other = (
        slice(HEADER_BYTES + at * SEALED_CHUNK_BYTES, HEADER_BYTES + (at + number) * SEALED_CHUNK_BYTES)
        for at in (first, second)
    )
    changed[one], changed[other] = changed[other], changed[one]
    touched.write_bytes(changed)
    with pytest.raises(DamagedFile):
        whole(touched)


@pytest.mark.parametrize("part", ["header", "chunk", "table and tail"])
def test_what_belongs_to_another_file_under_the_same_key_is_refused(
    sealed: Path, tmp_path: Path, part: str
) -> None:
    other = tmp_path / "other"
    sealedfile.write(other, [content(2 * SEGMENT_BYTES + 100_000)], KEY)
    mine, theirs = bytearray(sealed.read_bytes()), other.read_bytes()
    places = {
        "header": slice(0, HEADER_BYTES),
        "chunk": slice(HEADER_BYTES, HEADER_BYTES + SEALED_CHUNK_BYTES),
        "table and tail": slice(-TAIL_BYTES - 40, None),
    }
    mine[places[part]] = theirs[places[part]]
    other.write_bytes(mine)
    with pytest.raises(DamagedFile):
        whole(other)


@settings(max_examples=15, deadline=None)
@given(segments=st.lists(st.integers(1, 2), max_size=3), rest=st.integers(0, 150_000), again=st.booleans())
def test_a_file_sent_in_parts_is_the_file(tmp_path_factory, segments: list[int], rest: int, again: bool) -> None:
    path, plain = tmp_path_factory.mktemp("p") / "f", content(sum(segments) * SEGMENT_BYTES + rest)
    progress = begin(path)
    for count in segments:
        part = plain[progress.size : progress.size + count * SEGMENT_BYTES]
        if again:
            # sealed, and never confirmed: other bytes come for the same place
            append(path, [os.urandom(SEGMENT_BYTES)], KEY, progress, last=False)
        progress = append(path, [part], KEY, progress, last=False)
    append(path, [b"of an attempt that nobody confirmed"], KEY, progress, last=True)
    append(path, [plain[progress.size :]], KEY, progress, last=True)
    assert whole(path) == plain


def test_another_attempt_at_a_part_uses_other_nonces(tmp_path: Path) -> None:
    path = tmp_path / "f"
    start = begin(path)
    first = append(path, [b"a" * SEGMENT_BYTES], KEY, start, last=False)
    of_first = path.read_bytes()
    second = append(path, [b"b" * SEGMENT_BYTES], KEY, start, last=False)
    assert first.prefixes != second.prefixes
    append(path, [], KEY, second, last=True)
    mixed = bytearray(path.read_bytes())
    mixed[HEADER_BYTES : len(of_first)] = of_first[HEADER_BYTES:]
    path.write_bytes(mixed)
    with pytest.raises(DamagedFile):
        list(sealedfile.read(path, KEY, 5, 6))


def test_no_nonce_is_used_twice_in_a_file(tmp_path: Path, monkeypatch) -> None:
    nonces = []

    class Listener:
        def __init__(self, cipher):
            self.cipher = cipher

        def encrypt(self, nonce, chunk, bound):
            nonces.append(bytes(nonce))
            return self.cipher.encrypt(nonce, chunk, bound)

    monkeypatch.setattr(sealedfile, "AESGCM", lambda key: Listener(AESGCM(key)))
    path = tmp_path / "f"
    start = begin(path)
    for _ in range(2):
        step = append(path, [content(SEGMENT_BYTES)], KEY, start, last=False)
        append(path, [content(70_000)], KEY, step, last=True)
    assert len(nonces) > 36
    assert len(set(nonces)) == len(nonces)


def test_a_part_that_ends_in_the_middle_of_a_segment_is_refused(tmp_path: Path) -> None:
    start = begin(tmp_path / "f")
    with pytest.raises(sealedfile.UnevenPart):
        append(tmp_path / "f", [b"x" * (SEGMENT_BYTES + 1)], KEY, start, last=False)


def test_a_file_that_is_not_whole_yet_does_not_open(tmp_path: Path) -> None:
    append(tmp_path / "f", [content(SEGMENT_BYTES)], KEY, begin(tmp_path / "f"), last=False)
    with pytest.raises(DamagedFile):
        SealedReader(tmp_path / "f", KEY)


def test_a_writer_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def broken():
        yield b"x" * 100_000
        raise ConnectionError

    with pytest.raises(ConnectionError):
        sealedfile.write(tmp_path / "f", broken(), sealedfile.new_key())
    assert list(tmp_path.iterdir()) == []


@settings(deadline=None)
@given(size=st.integers(0, 1 << 44))
def test_sizes_are_padded_by_little_and_to_few_lengths(size: int) -> None:
    assert size <= padded(size) <= max(4096, size * 1.12)
    assert padded(padded(size)) == padded(size)


def test_two_files_of_one_bucket_are_of_one_length(tmp_path: Path) -> None:
    for name, size in (("a", 1_000_000), ("b", 1_010_000)):
        sealedfile.write(tmp_path / name, [content(size)], KEY)
    assert (tmp_path / "a").stat().st_size == (tmp_path / "b").stat().st_size


def test_a_wrapped_key_opens_with_its_wrapping_key_alone() -> None:
    key, wrapping = sealedfile.new_key(), sealedfile.new_key()
    assert sealedfile.unwrap_key(sealedfile.wrap_key(key, wrapping), wrapping) == key
    with pytest.raises(DamagedFile):
        sealedfile.unwrap_key(sealedfile.wrap_key(key, wrapping), sealedfile.new_key())
