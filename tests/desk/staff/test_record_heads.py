"""Signed heads, the partner's file, time stamps, proofs of one entry, and `guvoh verify`: the real commands."""

import argparse
import base64
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from sqlcipher3 import dbapi2

from guvoh.config import heads as head_commands
from guvoh.config import verifying
from guvoh.desk.staff.heads import all_heads, keep_stamp, proof_of, sign_head
from guvoh.desk.staff.models import Entry, SignedHead
from guvoh.desk.staff.record import record
from guvoh.instruments.seal import heads, stamp, verify_offline
from guvoh.instruments.seal.signature import public_half

GUVOH = Path(sys.executable).with_name("guvoh")
OFFLINE = Path(verify_offline.__file__)


def write(cast: SimpleNamespace, count: int) -> None:
    for number in range(count):
        record("case.read", by=cast.officer, case="GV-2026-0007", subject=f"letter {number}", why="даъват")


@pytest.fixture
def desk() -> Iterator[Path]:
    """A desk's folder that leads to the database and the vault of this test."""
    # a short path, since the vault's socket is reached through it
    with tempfile.TemporaryDirectory(prefix="guvoh-") as name:
        folder = Path(name)
        (folder / "desk.db").symlink_to(connection.settings_dict["NAME"])
        (folder / "vault.sock").symlink_to(settings.VAULT.socket_path)
        yield folder


@pytest.fixture
def guvoh(capfd: Any, monkeypatch: Any) -> Any:
    """The command with its arguments, at the desk of the test or elsewhere: its exit code and what it says."""

    def run(*arguments: object, at_the_desk: bool = True, **surroundings: str) -> tuple[int, str]:
        parser = argparse.ArgumentParser()
        verbs = parser.add_subparsers()
        head_commands.register(verbs)
        verifying.register(verbs)
        with monkeypatch.context() as changed:
            for name, value in surroundings.items():
                changed.setenv(name, value)
            if not at_the_desk:
                changed.delenv("DESK_DIR")
            chosen = parser.parse_args([str(argument) for argument in arguments])
            code = chosen.func(chosen)
        said = capfd.readouterr()
        return code, said.out + said.err

    return run


def by_command(*arguments: object, desk: Path | None) -> tuple[int, str]:
    """The real command in a process of its own; without a desk it has neither settings nor a vault."""
    outside = {name: value for name, value in os.environ.items() if name not in ("DESK_DIR", "ZONE")}
    surroundings = {**os.environ, "DESK_DIR": str(desk)} if desk else outside
    run = subprocess.run(
        [GUVOH, *map(str, arguments)], env=surroundings, capture_output=True, text=True, check=False
    )
    return run.returncode, run.stdout + run.stderr


def test_a_head_is_signed_once_for_each_state(cast: SimpleNamespace) -> None:
    assert sign_head() is None
    write(cast, 3)
    first = sign_head()
    assert first is not None
    assert (first.number, first.size) == (1, 3)
    assert sign_head() is None
    write(cast, 4)
    sign_head()
    document = heads.parse(json.loads(json.dumps(all_heads().as_json())))
    heads.check(document)
    assert [signed.head.size for signed in document.heads] == [3, 7]
    assert list(document.keys.values()) == [public_half(settings.VAULT.key("log/v1"))]


@pytest.mark.parametrize("count", [1, 2, 33])
def test_the_proof_of_an_entry_is_checked_without_us(cast: SimpleNamespace, tmp_path: Path, count: int) -> None:
    write(cast, count)
    sign_head()
    write(cast, 3)
    key = public_half(settings.VAULT.key("log/v1"))
    for entry in (Entry.objects.first(), Entry.objects.last()):
        proof = proof_of(entry, reveal=frozenset({"case", "detail"}))
        assert "officer" not in json.dumps(proof)
        (tmp_path / "proof.json").write_text(json.dumps(proof))
        # -I: neither our package nor anything else that is installed
        run = subprocess.run(
            [sys.executable, "-I", "-S", OFFLINE, tmp_path / "proof.json", "--key", key],
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stdout + run.stderr
        assert 'case: "GV-2026-0007"' in run.stdout
        assert '{"why":"даъват"}' in run.stdout
        assert "letter" not in run.stdout


def test_a_changed_proof_does_not_hold(cast: SimpleNamespace) -> None:
    write(cast, 9)
    proof = proof_of(Entry.objects.get(number=4), reveal=frozenset({"case", "member"}))
    verify_offline.check(proof)
    path, head, opened = proof["path"], proof["head"], proof["opened"]
    wrong = [
        proof | {"leaf": proof["leaf"].replace("case.read", "case.closed")},
        proof | {"path": path[:-1]},
        proof | {"path": [*path, path[0]]},
        proof | {"path": path[::-1]},
        proof | {"head": head | {"size": 10}},
        proof | {"head": head | {"at": "2020-01-01T00:00:00.000000Z"}},
        proof | {"head": head | {"signature": "00" * 64}},
        proof | {"key": "11" * 32},
        proof | {"opened": opened | {"case": opened["case"] | {"value": "GV-2026-0008"}}},
        proof | {"opened": {"member": opened["case"]}},
    ]
    for changed in wrong:
        with pytest.raises(verify_offline.DoesNotHold):
            verify_offline.check(changed)
    with pytest.raises(verify_offline.DoesNotHold, match="another key than yours"):
        verify_offline.check(proof, "22" * 32)


def test_a_proof_that_cannot_be_read_is_said_so(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "proof.json").write_text('{"format": "another"}')
    assert verify_offline.main([str(tmp_path / "proof.json")]) == 2
    assert verify_offline.main([str(tmp_path / "none.json")]) == 2


@pytest.mark.django_db(transaction=True)
def test_a_cut_file_of_the_database_is_found_by_command(
    cast: SimpleNamespace, desk: Path, tmp_path: Path, guvoh: Any
) -> None:
    write(cast, 5)
    kept = tmp_path / "kept.json"
    assert by_command("heads", "export", kept, desk=desk)[0] == 0
    # at the partner
    assert by_command("heads", "check", kept, desk=None)[0] == 0
    in_the_file("DELETE FROM staff_entry WHERE number > 3")
    code, told = by_command("verify", "--json", "--heads", kept, desk=desk)
    assert code == 1
    assert [row["what"] for row in json.loads(told)["found"]] == ["entry 4-5", "head 1", "head 1"]
    code, told = guvoh("heads", "check", kept)
    assert (code, "The entries 4 to 5 are missing" in told) == (1, True), told


def test_heads_are_exported_kept_and_checked(cast: SimpleNamespace, tmp_path: Path, guvoh: Any) -> None:
    write(cast, 5)
    early, late = tmp_path / "early.json", tmp_path / "late.json"
    assert guvoh("heads", "export", early)[0] == 0
    write(cast, 6)
    assert guvoh("heads", "export", late)[0] == 0
    key = public_half(settings.VAULT.key("log/v1"))
    assert guvoh("heads", "check", late, "--kept", early, "--key", key, at_the_desk=False)[0] == 0
    code, told = guvoh("heads", "check", early, "--kept", late, at_the_desk=False)
    assert (code, "Head 2" in told, "missing from the newer file" in told) == (1, True, True)
    assert guvoh("heads", "check", late, "--key", "11" * 32, at_the_desk=False)[0] == 1
    late.write_text("[]")
    assert guvoh("heads", "check", late, at_the_desk=False)[0] == 2
    code, told = guvoh("heads", "check", early)
    assert (code, "extends every one of them" in told) == (0, True), told
    code, told = guvoh("verify", "--heads", early)
    assert (code, "Looked at 11 entries, 2 signed heads and 0 files. Nothing is wrong." in told) == (0, True), told


def in_the_file(statement: str) -> None:
    """What somebody with the file and its key does beside the desk."""
    other = dbapi2.connect(str(connection.settings_dict["NAME"]), timeout=10)
    other.set_key(f"x'{settings.VAULT.key('db/v1').hex()}'")
    other.execute(statement)
    other.commit()
    other.close()


def test_nothing_is_looked_at_without_an_open_desk(tmp_path: Path, guvoh: Any) -> None:
    nowhere = guvoh("verify", at_the_desk=False)
    assert nowhere == (2, "DESK_DIR does not say where the desk is. Nothing was done.\n")
    assert guvoh("verify", DESK_DIR=str(tmp_path)) == (2, "No vault agent answers. Nothing was done.\n")
    assert guvoh("heads", "sign", DESK_DIR=str(tmp_path))[0] == 2


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A time-stamping authority of openssl's, with its own root."""
    folder = tmp_path_factory.mktemp("authority")
    (folder / "tsa.cnf").write_text(
        "[tsa]\ndefault_tsa = one\n[one]\nserial = serial\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\n"
        "digests = sha256\naccuracy = secs:1\ness_cert_id_alg = sha256\n"
        "[ext]\nextendedKeyUsage = critical,timeStamping\nkeyUsage = critical,digitalSignature\n"
    )
    (folder / "serial").write_text("01\n")
    curve = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
    for command in (
        f"req -x509 {curve} -keyout root.key -out root.pem -subj /CN=Root -days 9 -addext keyUsage=keyCertSign",
        f"req -new {curve} -keyout tsa.key -out tsa.csr -subj /CN=Stamps",
        "x509 -req -in tsa.csr -CA root.pem -CAkey root.key -CAcreateserial -out tsa.pem -days 9 "
        "-extfile tsa.cnf -extensions ext",
    ):
        subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)
    return folder


def stamped(authority: Path, query: bytes) -> bytes:
    (authority / "query.tsq").write_bytes(query)
    command = "ts -reply -config tsa.cnf -queryfile query.tsq -signer tsa.pem -inkey tsa.key -out answer.tsr"
    subprocess.run(["openssl", *command.split()], cwd=authority, check=True, capture_output=True)
    return (authority / "answer.tsr").read_bytes()


def test_a_stamp_holds_for_its_head_and_under_its_root_alone(cast: SimpleNamespace, authority: Path) -> None:
    write(cast, 3)
    first = sign_head()
    answer, root = stamped(authority, stamp.query(first.signed.head)), (authority / "root.pem").read_bytes()
    assert stamp.verify(first.signed.head, answer, root) == stamp.stamped_at(first.signed.head, answer)
    keep_stamp(first, answer)
    write(cast, 1)
    second = sign_head()
    with pytest.raises(stamp.OtherHead):
        stamp.verify(second.signed.head, answer, root)
    strange = subprocess.run(
        [
            "openssl",
            *[
                "req",
                "-x509",
                "-newkey",
                "ed25519",
                "-nodes",
                "-keyout",
                "/dev/null",
                "-subj",
                "/CN=Other",
                "-days",
                "3",
            ],
        ],
        capture_output=True,
        check=True,
    ).stdout
    for wrong, roots in ((answer[:-1] + b"\0", root), (b"no answer", root), (answer, strange), (answer, b"none")):
        with pytest.raises(stamp.BadStamp):
            stamp.verify(first.signed.head, wrong, roots)
    proof = proof_of(Entry.objects.get(number=2), reveal=frozenset())
    assert base64.b64decode(proof["head"]["stamp"]) == answer
    assert "time stamp of the head holds" in verify_offline.check(proof, roots=authority / "root.pem")[-1]


def test_a_head_is_stamped_over_the_network_and_by_files(
    cast: SimpleNamespace, authority: Path, tmp_path: Path, guvoh: Any
) -> None:
    write(cast, 3)
    query, root = tmp_path / "query.tsq", authority / "root.pem"
    code, told = guvoh("heads", "stamp")
    assert (code, "TSA_URL" in told) == (2, True)
    assert guvoh("heads", "stamp", "--query", query)[0] == 0
    answer = tmp_path / "answer.tsr"
    answer.write_bytes(stamped(authority, query.read_bytes()))
    code, told = guvoh("heads", "stamp", "--response", answer, "--roots", root)
    assert (code, "The head of 3 entries is stamped" in told) == (0, True), told
    answer.write_bytes(b"nothing")
    assert guvoh("heads", "stamp", "--response", answer)[0] == 1
    write(cast, 1)

    class Authority(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(stamped(authority, asked))

        def log_message(self, *_what: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Authority) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        code, told = guvoh("heads", "stamp", "--roots", root, TSA_URL=address)
    assert (code, "The head of 4 entries is stamped" in told) == (0, True), told
    assert SignedHead.objects.filter(stamp__isnull=False).count() == 2
    code, told = guvoh("heads", "stamp", TSA_URL="http://127.0.0.1:1/")
    assert (code, "gave no answer" in told) == (2, True)
