"""Sealed files and age envelopes: what was sealed comes back, and nothing that was touched does."""

import shutil
import subprocess
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guvoh.instruments.seal import age, sealedfile, signature
from guvoh.instruments.seal.sealedfile import CHUNK_BYTES, HEADER_BYTES, SEALED_CHUNK_BYTES

SIZES = [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES]


def content(size: int) -> bytes:
    return bytes(index % 251 for index in range(size))


@pytest.mark.parametrize("size", SIZES)
def test_a_sealed_file_comes_back_whole_and_from_any_offset(tmp_path: Path, size: int) -> None:
    key, plain = sealedfile.new_key(), content(size)
    assert sealedfile.write(tmp_path / "f", [plain[:10], plain[10:]], key) == size
    assert b"".join(sealedfile.read(tmp_path / "f", key)) == plain
    for start in {0, 1, size // 2, max(size - 1, 0)}:
        assert b"".join(sealedfile.read(tmp_path / "f", key, start)) == plain[start:]


@settings(max_examples=30)
@given(pieces=st.lists(st.binary(max_size=90_000), max_size=4), start=st.integers(0, 200_000))
def test_however_it_is_cut_the_same_bytes_come_back(tmp_path_factory, pieces: list[bytes], start: int) -> None:
    path, key, plain = tmp_path_factory.mktemp("s") / "f", sealedfile.new_key(), b"".join(pieces)
    sealedfile.write(path, pieces, key)
    start = min(start, max(len(plain) - 1, 0))
    assert b"".join(sealedfile.read(path, key, start)) == plain[start:]


@pytest.mark.parametrize("damage", ["flip", "cut at a border", "cut inside", "swap", "header", "grow"])
def test_a_touched_file_is_refused(tmp_path: Path, damage: str) -> None:
    key, path = sealedfile.new_key(), tmp_path / "f"
    sealedfile.write(path, [content(3 * CHUNK_BYTES)], key)
    sealed = bytearray(path.read_bytes())
    if damage == "flip":
        sealed[HEADER_BYTES + 100] ^= 1
    elif damage == "cut at a border":
        del sealed[HEADER_BYTES + 2 * SEALED_CHUNK_BYTES :]
    elif damage == "cut inside":
        del sealed[-10:]
    elif damage == "swap":
        first = slice(HEADER_BYTES, HEADER_BYTES + SEALED_CHUNK_BYTES)
        second = slice(HEADER_BYTES + SEALED_CHUNK_BYTES, HEADER_BYTES + 2 * SEALED_CHUNK_BYTES)
        sealed[first], sealed[second] = sealed[second], sealed[first]
    elif damage == "header":
        sealed[9] ^= 1
    else:
        sealed += b"x" * 20
    path.write_bytes(bytes(sealed))
    with pytest.raises(sealedfile.DamagedFile):
        list(sealedfile.read(path, key))


def test_a_writer_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def broken():
        yield b"x" * 100_000
        raise ConnectionError

    with pytest.raises(ConnectionError):
        sealedfile.write(tmp_path / "f", broken(), sealedfile.new_key())
    assert list(tmp_path.iterdir()) == []


def test_a_wrapped_key_opens_with_its_wrapping_key_alone() -> None:
    key, wrapping = sealedfile.new_key(), sealedfile.new_key()
    assert sealedfile.unwrap_key(sealedfile.wrap_key(key, wrapping), wrapping) == key
    with pytest.raises(sealedfile.DamagedFile):
        sealedfile.unwrap_key(sealedfile.wrap_key(key, wrapping), sealedfile.new_key())


def test_age_opens_for_each_recipient_and_for_nobody_else(tmp_path: Path) -> None:
    desk, recovery, other = age.new_identity(), age.new_identity(), age.new_identity()
    writer = age.SealingWriter(tmp_path / "r.age", [age.recipient_of(desk), age.recipient_of(recovery)])
    for _ in range(40):
        writer.write(b"secret " * 1000)
    writer.close()
    for identity in (desk, recovery):
        assert b"".join(age.unseal_chunks(tmp_path / "r.age", identity)) == b"secret " * 40_000
    with pytest.raises(age.CannotOpen):
        list(age.unseal_chunks(tmp_path / "r.age", other))
    (tmp_path / "r.age").write_bytes((tmp_path / "r.age").read_bytes()[:-5])
    with pytest.raises(age.CannotOpen):
        list(age.unseal_chunks(tmp_path / "r.age", desk))


@pytest.mark.skipif(shutil.which("age") is None, reason="Debian's age is not installed")
def test_debians_age_opens_what_we_seal(tmp_path: Path) -> None:
    identity = age.identity_from_seed(b"s" * 32)
    (tmp_path / "key.txt").write_text(identity + "\n")
    (tmp_path / "r.age").write_bytes(age.seal("гувоҳ".encode(), [age.recipient_of(identity)]))
    opened = subprocess.run(
        ["age", "--decrypt", "-i", str(tmp_path / "key.txt"), str(tmp_path / "r.age")],
        capture_output=True,
        check=True,
    )
    assert opened.stdout.decode() == "гувоҳ"


def test_a_signature_holds_for_its_document_and_key_alone() -> None:
    seed, document = b"k" * 32, b"catalogue"
    signed = signature.sign(document, seed)
    signature.verify(document, signed, signature.public_half(seed))
    for changed, public in (
        (b"catalogus", signature.public_half(seed)),
        (document, signature.public_half(b"x" * 32)),
    ):
        with pytest.raises(signature.BadSignature):
            signature.verify(changed, signed, public)
    with pytest.raises(signature.BadSignature):
        signature.verify(document, signed, "not a key")


def test_a_sealed_file_that_is_not_there_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(age.CannotOpen):
        list(age.unseal_chunks(tmp_path / "not-there.age", age.new_identity()))


def test_a_reader_that_stops_in_the_middle_leaves_no_thread(tmp_path: Path) -> None:
    identity = age.new_identity()
    path = tmp_path / "sealed.age"
    path.write_bytes(age.seal(b"x" * 3_000_000, [age.recipient_of(identity)]))
    chunks = age.unseal_chunks(path, identity)
    next(chunks)
    before = threading.active_count()
    chunks.close()
    assert threading.active_count() < before
