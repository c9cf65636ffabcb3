"""A new master key: everything stays readable, no old copy of the slots opens it, and no kill breaks it."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from guvoh.instruments.seal import keyslots, rotation, sealedfile
from guvoh.instruments.seal.derive import CARRIED, LABELS
from guvoh.instruments.seal.keyslots import Opened, Passphrase, Shares, open_with
from guvoh.instruments.seal.rotation import WrappedColumn
from guvoh.instruments.seal.vault import Vault
from tests import vault_agent

PASSPHRASE = "walnut river lantern seven"
COLUMNS = (
    WrappedColumn("file", "wrapped", "file/v1", where="own = 1"),
    WrappedColumn("intake", "identity", "intake/v1", "aead", "key_id"),
)
ROWS = 40
PLAIN = b"what she said" * 2_000


@pytest.fixture(scope="module")
def shares() -> list[str]:
    return []


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, shares: list[str]) -> Path:
    """A small desk: a sealed database with a sealed file with its key, slots for a passphrase and for shares."""
    folder = tmp_path_factory.mktemp("desk")
    keyslots.create(folder / "keyslots.json", PASSPHRASE)
    keyslots.add_recovery(
        folder / "keyslots.json", Passphrase(PASSPHRASE), lambda _slot, made: shares.extend(made)
    )
    opened = open_with(folder / "keyslots.json", Shares(tuple(shares[:3])))
    key = sealedfile.new_key()
    sealedfile.write(folder / "sealed", [PLAIN], key)
    with_database(folder, opened, key)
    return folder


def with_database(folder: Path, opened: Opened, key: bytes) -> None:
    connection = connected(folder, opened)
    connection.executescript(
        """PRAGMA journal_mode = WAL;
        CREATE TABLE file (id char(8) PRIMARY KEY, own integer, wrapped BLOB);
        CREATE TABLE intake (id integer PRIMARY KEY AUTOINCREMENT, key_id text, identity BLOB);
        CREATE TABLE note (id integer PRIMARY KEY AUTOINCREMENT, words text CHECK (length(words) > 0));
        CREATE INDEX by_words ON note (words); CREATE VIRTUAL TABLE sought USING fts5(words);"""
    )
    wrapped = sealedfile.wrap_key(key, opened.key("file/v1"))
    connection.execute("INSERT INTO file VALUES ('a', 1, ?), ('b', 0, x'00'), ('c', 1, NULL)", (wrapped,))
    sealed = b"n" * 12 + rotation.AESGCM(opened.key("intake/v1")).encrypt(b"n" * 12, b"AGE-SECRET", b"k1")
    connection.execute("INSERT INTO intake (key_id, identity) VALUES ('k1', ?)", (sealed,))
    for table in ("note (words)", "sought (words)"):
        connection.executemany(f"INSERT INTO {table} VALUES (?)", [(f"бӯй {n} " * 40,) for n in range(ROWS)])
    connection.execute("ANALYZE")
    connection.commit()
    connection.close()


def connected(folder: Path, opened: Opened) -> Any:
    connection = sqlcipher.connect(folder / "desk.db")
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.set_key(f"x'{opened.key('db/v1').hex()}'")
    return connection


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    for path in made.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


@pytest.fixture
def sheets(made: Path, shares: list[str]) -> Shares:
    return Shares((shares[4], shares[0], shares[2]))


def rotate(desk: Path, sheets: Shares) -> dict[str, int]:
    opened = open_with(desk / "keyslots.json", sheets)
    return rotation.rotate(desk, opened, COLUMNS, lambda _connection: None, lambda: None)


def assert_whole(desk: Path, sheets: Shares) -> Opened:
    """The desk opens with the sheets, and has every row and its file."""
    opened = open_with(desk / "keyslots.json", sheets)
    connection = connected(desk, opened)
    for table in ("note", "sought"):
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (ROWS,)
    assert connection.execute("SELECT count(*) FROM sought WHERE sought MATCH '\"бӯй 17\"'").fetchone() == (1,)
    (wrapped,) = connection.execute("SELECT wrapped FROM file WHERE id = 'a'").fetchone()
    (identity,) = connection.execute("SELECT identity FROM intake").fetchone()
    connection.close()
    key = sealedfile.unwrap_key(wrapped, opened.key("file/v1"))
    assert b"".join(sealedfile.read(desk / "sealed", key)) == PLAIN
    cipher = rotation.AESGCM(opened.key("intake/v1"))
    assert cipher.decrypt(identity[:12], identity[12:], b"k1") == b"AGE-SECRET"
    return opened


def assert_tidy(desk: Path) -> None:
    # a plan that was not yet in force may lie there: it says nothing
    allowed = {"vault.lock", "vault.sock", "attempts.json", "rotation.json.part"}
    left = {path.name for path in desk.iterdir()} - allowed
    assert left == {"desk.db", "keyslots.json", "sealed"}


def test_everything_is_there_under_a_new_key_and_pinned_keys_stay(desk: Path, sheets: Shares) -> None:
    before = open_with(desk / "keyslots.json", sheets)
    rows = rotate(desk, sheets)
    after = assert_whole(desk, sheets)
    assert (rows["note"], rows["file"]) == (ROWS, 3)
    assert {label for label in LABELS if before.key(label) == after.key(label)} == set(CARRIED)
    assert after.master == open_with(desk / "keyslots.json", Passphrase(PASSPHRASE)).master != before.master
    assert_tidy(desk)


def test_an_old_copy_of_the_slots_does_not_open_the_new_database(desk: Path, sheets: Shares) -> None:
    old = (desk / "keyslots.json").read_bytes()
    rotate(desk, sheets)
    (desk / "keyslots.json").write_bytes(old)
    with pytest.raises(sqlcipher.DatabaseError):
        connected(desk, open_with(desk / "keyslots.json", sheets)).execute("SELECT count(*) FROM note")


def test_a_database_in_use_is_left_alone(desk: Path, sheets: Shares, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "IN_USE_SECONDS", 0.3)
    reader = connected(desk, open_with(desk / "keyslots.json", sheets))
    reader.execute("SELECT count(*) FROM note").fetchone()
    with pytest.raises(rotation.DeskInUse):
        rotate(desk, sheets)
    reader.close()
    assert_whole(desk, sheets)
    assert not (desk / "rotation.json").exists()


def test_a_key_that_cannot_be_carried_over_stops_it(desk: Path, sheets: Shares) -> None:
    connection = connected(desk, open_with(desk / "keyslots.json", sheets))
    connection.execute("INSERT INTO file VALUES ('d', 1, ?)", (b"x" * 40,))
    connection.commit()
    connection.close()
    with pytest.raises(rotation.RotationFailed, match=r"file\.wrapped"):
        rotate(desk, sheets)
    assert_whole(desk, sheets)
    assert_tidy(desk)


def killed_at(desk: Path, sheets: Shares, step: int, events: tuple[str, ...]) -> bool:
    """Whether a rotation was killed before its `step`-th touch of the folder."""
    pid = os.fork()
    if pid == 0:
        try:
            kill_before(step, str(desk), events)
            rotate(desk, sheets)
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(pid, 0)
    assert status in (0, signal.SIGKILL)
    return status == signal.SIGKILL


def kill_before(step: int, folder: str, events: tuple[str, ...]) -> None:
    touched = 0

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal touched
        if event in events and str(arguments[0]).startswith(folder):
            touched += 1
            if touched == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def test_killed_before_any_step_it_is_finished_or_taken_back(desk: Path, made: Path, sheets: Shares) -> None:
    events, outcomes = ("open", "os.rename", "os.link", "os.remove"), []
    for step in range(1, 200):
        if not killed_at(desk, sheets, step, events):
            break
        # the one who finishes it is killed too
        while_settling(desk, events)
        outcomes.append(rotation.settle(desk))
        assert_whole(desk, sheets)
        assert_tidy(desk)
    assert len(outcomes) > 25
    assert {"taken back", "finished"} <= set(outcomes)


def while_settling(desk: Path, events: tuple[str, ...]) -> None:
    pid = os.fork()
    if pid == 0:
        try:
            kill_before(6, str(desk), events)
            rotation.settle(desk)
            os._exit(0)
        finally:
            os._exit(1)
    assert os.waitpid(pid, 0)[1] in (0, signal.SIGKILL)


def test_killed_at_random_moments_it_is_finished_or_taken_back(desk: Path, sheets: Shares) -> None:
    chance = Random(5)
    for _ in range(12):
        pid = os.fork()
        if pid == 0:
            try:
                rotate(desk, sheets)
            finally:
                os._exit(0)
        signal.sigtimedwait([signal.SIGCHLD], chance.uniform(0, 0.15))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        rotation.settle(desk)
        assert_whole(desk, sheets)


@pytest.fixture
def agent(desk: Path) -> Iterator[Vault]:
    process, vault = vault_agent.start(desk)
    yield vault
    process.terminate()
    process.wait()


def test_the_agent_finishes_what_was_killed_before_it_opens(desk: Path, sheets: Shares, agent: Vault) -> None:
    events = ("os.rename",)
    before = open_with(desk / "keyslots.json", sheets)
    # the plan twice and the new slots once are renamed into place; the fourth puts the database there
    assert killed_at(desk, sheets, 4, events)
    assert (desk / "rotation.json").exists()
    agent.unlock(sheets)
    after = assert_whole(desk, sheets)
    assert agent.key("db/v1") == after.key("db/v1") != before.key("db/v1")
    assert agent.key("release/v1") == before.key("release/v1")
    assert_tidy(desk)
