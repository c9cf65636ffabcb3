"""Backups of a desk that runs: a real agent, a real sealed database, files as they lie on the disk."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from guvoh.config import backing_up
from guvoh.config.backing_up import CARD, back_up, restore, verify
from guvoh.config.sqlcipher.copying import DamagedDatabase, opened
from guvoh.instruments.seal import keyslots, package
from guvoh.instruments.seal.backupkeys import BackupKeys, UnknownBackupKey
from guvoh.instruments.seal.derive import derive
from guvoh.instruments.seal.vault import VaultLocked
from tests import vault_agent

PASSPHRASE = "a passphrase for the backups"
PLANTED = "Сафаров was here"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """An unlocked desk with three rows, a sealed file, an unread report, and things that are no part of it."""
    root = tmp_path_factory.mktemp("desk")
    folder, spool = root / "desk", root / "intake"
    master = keyslots.create(folder / "keyslots.json", PASSPHRASE)
    agent, vault = vault_agent.start(folder)
    vault.unlock(PASSPHRASE)
    database = opened(folder / "desk.db", derive(master, "db/v1"))
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("CREATE TABLE told (words TEXT)")
    database.executemany("INSERT INTO told VALUES (?)", [(PLANTED,)] * 3)
    database.commit()
    for path, content in (
        (folder / "files" / "ab" / "abcd", b"sealed already"),
        (folder / "files" / "ab" / "half.part", b"half a file"),
        (spool / "in" / "0011223344556677" / "report.age", b"sealed report"),
        (spool / "in" / ".staging-00" / "file.age", b"a form that is still being written"),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    try:
        yield SimpleNamespace(folder=folder, spool=spool, master=master, vault=vault, database=database)
    finally:
        database.close()
        agent.terminate()
        agent.wait()


@pytest.fixture
def backed_up(desk: SimpleNamespace, tmp_path: Path) -> tuple[Path, Path]:
    path, _manifest = back_up(desk.folder, desk.spool, tmp_path / "backups", tmp_path / "card.json")
    return path, tmp_path / "card.json"


def test_a_backup_of_a_desk_in_use_comes_back_whole_on_an_empty_machine(desk, backed_up, tmp_path: Path) -> None:
    path, card = backed_up
    target, spool = tmp_path / "new" / "desk", tmp_path / "new" / "intake"
    restored = restore(path, card, target, spool, desk.master)
    assert restored.rows == 3
    database = opened(target / "desk.db", derive(keyslots.unwrap(target / "keyslots.json", PASSPHRASE), "db/v1"))
    assert database.execute("SELECT words FROM told").fetchall() == [(PLANTED,)] * 3
    database.close()
    assert (target / "files" / "ab" / "abcd").read_bytes() == b"sealed already"
    assert (spool / "in" / "0011223344556677" / "report.age").read_bytes() == b"sealed report"
    assert {each.name for each in target.iterdir()} == {"desk.db", "files", "keyslots.json", "backup-keys.json"}
    assert not (target / "files" / "ab" / "half.part").exists()
    assert not (spool / "in" / ".staging-00").exists()


def test_nothing_is_left_beside_the_desk_after_a_backup(desk, backed_up) -> None:
    assert not list(desk.folder.glob("backup-*.part"))
    path, _card = backed_up
    assert PLANTED.encode() not in path.read_bytes()
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_backup_is_verified_without_changing_anything(desk, backed_up) -> None:
    path, card = backed_up
    manifest = verify(path, card, desk.master)
    assert manifest.facts["rows"]["told"] == 3
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_desk_is_never_restored_over_another(desk, backed_up) -> None:
    path, card = backed_up
    with pytest.raises(backing_up.NotEmpty):
        restore(path, card, desk.folder, desk.spool, desk.master)


def test_a_restore_that_broke_off_begins_anew(desk, backed_up, tmp_path: Path) -> None:
    path, card = backed_up
    target = tmp_path / "new"
    (target / "restoring" / "desk").mkdir(parents=True)
    (target / "restoring" / "desk" / "half").write_bytes(b"half")
    restore(path, card, target, tmp_path / "intake", desk.master)
    assert not (target / "half").exists()
    assert (target / "keyslots.json").exists()


def test_a_report_that_lies_in_the_spool_is_not_replaced(desk, backed_up, tmp_path: Path) -> None:
    path, card = backed_up
    newer = tmp_path / "intake" / "in" / "0011223344556677" / "report.age"
    newer.parent.mkdir(parents=True)
    newer.write_bytes(b"newer")
    restore(path, card, tmp_path / "new", tmp_path / "intake", desk.master)
    assert newer.read_bytes() == b"newer"


def test_a_backup_whose_key_was_destroyed_opens_no_more(desk, backed_up) -> None:
    path, card = backed_up
    BackupKeys(card).destroy_all()
    with pytest.raises(UnknownBackupKey):
        verify(path, card, desk.master)


def test_the_wrong_vault_opens_nothing(backed_up) -> None:
    path, card = backed_up
    with pytest.raises(package.DamagedPackage):
        verify(path, card, b"x" * 32)


def test_a_database_with_other_rows_than_were_counted_is_refused(desk, tmp_path: Path) -> None:
    card = tmp_path / "card.json"
    path, _ = back_up(desk.folder, desk.spool, tmp_path / "one", card)
    secret = BackupKeys(card).find(package.header_of(path)["backup_key"]).secret
    header = package.header_of(path)
    key = package.package_key(derive(desk.master, "backup/v1"), secret, header["id"])
    parts: dict[str, bytes] = {}
    package.read(path, key, lambda name, chunks: parts.update({name: b"".join(chunks)}))
    forged = tmp_path / "forged"
    kept = [package.Part(name, len(content), [content]) for name, content in parts.items()]
    package.write(forged, header, kept, {"rows": {"told": 4}}, key)
    with pytest.raises(DamagedDatabase):
        verify(forged, card, desk.master)


def test_the_commands_tell_in_sentences_what_they_did(desk, tmp_path: Path) -> None:
    def guvoh(*arguments: str, folder: Path = desk.folder, typed: str = "") -> subprocess.CompletedProcess[str]:
        surroundings = os.environ | {"DESK_DIR": str(folder), "INTAKE_SPOOL": str(tmp_path / "intake")}
        return subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "guvoh.config.command", *arguments],
            env=surroundings,
            input=typed,
            capture_output=True,
            text=True,
            start_new_session=True,
        )

    made = guvoh("backup", str(tmp_path / "kept"))
    assert made.returncode == 0, made.stderr
    path = Path(made.stdout.splitlines()[0])
    assert (tmp_path / "kept" / CARD).exists()
    wrong = guvoh("backup-verify", str(path), typed="not the passphrase at all\n")
    assert wrong.returncode == 1
    assert "does not open the vault" in wrong.stderr
    back = guvoh("restore", str(path), folder=tmp_path / "new", typed=f"{PASSPHRASE}\n")
    assert back.returncode == 0, back.stderr
    assert "3 rows" in back.stdout
    again = guvoh("restore", str(path), folder=tmp_path / "new", typed=f"{PASSPHRASE}\n")
    assert again.returncode == 2
    expired = guvoh("backup-expire", "--keys", str(tmp_path / "kept" / CARD))
    assert expired.returncode == 0
    gone = guvoh("restore", str(path), folder=tmp_path / "other", typed=f"{PASSPHRASE}\n")
    assert "destroyed" in gone.stderr


def test_a_locked_desk_is_not_backed_up(desk, tmp_path: Path) -> None:
    desk.vault.lock()
    try:
        with pytest.raises(VaultLocked):
            back_up(desk.folder, desk.spool, tmp_path / "backups", tmp_path / "card.json")
        assert not list((tmp_path / "backups").glob("*"))
    finally:
        desk.vault.unlock(PASSPHRASE)
