"""Age envelopes and signatures: what was sealed comes back, and nothing that was touched does."""

import shutil
import subprocess
import threading
from pathlib import Path

import pytest

from guvoh.instruments.seal import age, signature


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
