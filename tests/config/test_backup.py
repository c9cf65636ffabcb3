"""Backups of a desk that runs: a real agent, a real sealed database, files as they lie on the disk."""

import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from guvoh.config import backing_up
from guvoh.config.backing_up import CARD, back_up, restore, verify
from guvoh.config.sqlcipher.copying import DamagedDatabase, opened
from guvoh.instruments.seal import keyslots, package
from guvoh.instruments.seal.backupkeys import BackupKeys, UnknownBackupKey
from guvoh.instruments.seal.keyslots.edits import VaultInUse, alone
from guvoh.instruments.seal.vault import VaultLocked
from tests import vault_agent

PASSPHRASE = "a passphrase for the backups"
PLANTED = "Сафаров was here"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """An unlocked desk with three rows, a sealed file, an unread report, and things that are no part of it."""
    root = tmp_path_factory.mktemp("desk")
    folder, spool = root / "desk", root / "intake"
    keyslots.create(folder / "keyslots.json", PASSPHRASE)
    whole = keyslots.open_with(folder / "keyslots.json", keyslots.Passphrase(PASSPHRASE))
    agent, vault = vault_agent.start(folder)
    vault.unlock(PASSPHRASE)
    database = opened(folder / "desk.db", whole.key("db/v1"))
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
        yield SimpleNamespace(folder=folder, spool=spool, opened=whole, vault=vault, database=database)
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
    restored = restore(path, card, target, spool, desk.opened)
    assert restored.rows == 3
    database = opened(target / "desk.db", desk.opened.key("db/v1"))
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
    manifest = verify(path, card, desk.opened)
    assert manifest.facts["rows"]["told"] == 3
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_desk_is_never_restored_over_another(desk, backed_up) -> None:
    path, card = backed_up
    with pytest.raises(backing_up.NotEmpty):
        restore(path, card, desk.folder, desk.spool, desk.opened)


def test_a_restore_that_broke_off_begins_anew(desk, backed_up, tmp_path: Path) -> None:
    path, card = backed_up
    target = tmp_path / "new"
    (target / "restoring" / "desk").mkdir(parents=True)
    (target / "restoring" / "desk" / "half").write_bytes(b"half")
    restore(path, card, target, tmp_path / "intake", desk.opened)
    assert not (target / "half").exists()
    assert (target / "keyslots.json").exists()


def test_a_restore_killed_while_it_moved_the_desk_in_begins_anew(desk, backed_up, tmp_path: Path) -> None:
    path, card = backed_up
    target = tmp_path / "new"
    for name in ("restoring/desk/keyslots.json", "files/ab/abcd", "desk.db"):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(b"brought before it was killed")
    assert restore(path, card, target, tmp_path / "intake", desk.opened).rows == 3
    assert (target / "files" / "ab" / "abcd").read_bytes() == b"sealed already"


def test_no_backup_is_made_while_a_master_key_is_changed(desk, tmp_path: Path) -> None:
    with alone(desk.folder), pytest.raises(VaultInUse):
        back_up(desk.folder, desk.spool, tmp_path, tmp_path / "card.json")
    (desk.folder / "rotation.json").write_text("{}")
    try:
        with pytest.raises(VaultInUse):
            back_up(desk.folder, desk.spool, tmp_path, tmp_path / "card.json")
    finally:
        (desk.folder / "rotation.json").unlink()


def test_what_is_put_in_its_place_while_the_rest_is_packed_comes_along(desk, tmp_path: Path) -> None:
    arriving, kept = desk.folder / "arriving" / "abef", desk.folder / "files" / "abef"
    arriving.parent.mkdir()
    arriving.write_bytes(b"an upload")
    names = set()
    # the first of the desk's own files is this one: the folder is listed by then
    for part in backing_up._parts(desk.folder, desk.spool, desk.folder / "keyslots.json"):
        if part.name == "desk/arriving/abef":
            arriving.rename(kept)
        deque(part.chunks, maxlen=0)
        names.add(part.name)
    kept.unlink()
    assert {"desk/arriving/abef", "desk/files/abef"} <= names


def test_a_report_that_lies_in_the_spool_is_not_replaced(desk, backed_up, tmp_path: Path) -> None:
    path, card = backed_up
    newer = tmp_path / "intake" / "in" / "0011223344556677" / "report.age"
    newer.parent.mkdir(parents=True)
    newer.write_bytes(b"newer")
    restore(path, card, tmp_path / "new", tmp_path / "intake", desk.opened)
    assert newer.read_bytes() == b"newer"


def test_a_backup_whose_key_was_destroyed_opens_no_more(desk, backed_up) -> None:
    path, card = backed_up
    BackupKeys(card).destroy_all()
    with pytest.raises(UnknownBackupKey):
        verify(path, card, desk.opened)


def test_the_wrong_vault_opens_nothing(backed_up) -> None:
    path, card = backed_up
    with pytest.raises(package.DamagedPackage):
        verify(path, card, keyslots.Opened(b"x" * 32, "", (), {}))


def test_a_database_with_other_rows_than_were_counted_is_refused(desk, tmp_path: Path) -> None:
    card = tmp_path / "card.json"
    path, _ = back_up(desk.folder, desk.spool, tmp_path / "one", card)
    secret = BackupKeys(card).find(package.header_of(path)["backup_key"]).secret
    header = package.header_of(path)
    key = package.package_key(desk.opened.key("backup/v1"), secret, header["id"])
    parts: dict[str, bytes] = {}
    package.read(path, key, lambda name, chunks: parts.update({name: b"".join(chunks)}))
    forged = tmp_path / "forged"
    kept = [package.Part(name, len(content), [content]) for name, content in parts.items()]
    package.write(forged, header, kept, {"rows": {"told": 4}}, key)
    with pytest.raises(DamagedDatabase):
        verify(forged, card, desk.opened)


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

    printed: list[str] = []
    proof = keyslots.Passphrase(PASSPHRASE)
    keyslots.add_recovery(desk.folder / "keyslots.json", proof, lambda _slot, shares: printed.extend(shares[1:4]))
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
    sheets = guvoh("restore", str(path), "--with", "recovery", folder=tmp_path / "other", typed="\n".join(printed))
    assert "3 rows" in sheets.stdout, sheets.stderr
    too_few = guvoh("backup-verify", str(path), "--with", "recovery", typed=printed[0] + "\n\n\n")
    assert too_few.returncode == 1
    assert "Three sheets are needed" in too_few.stderr
    again = guvoh("restore", str(path), folder=tmp_path / "new", typed=f"{PASSPHRASE}\n")
    assert again.returncode == 2
    expired = guvoh("backup-expire", "--keys", str(tmp_path / "kept" / CARD))
    assert expired.returncode == 0
    gone = guvoh("restore", str(path), folder=tmp_path / "third", typed=f"{PASSPHRASE}\n")
    assert "destroyed" in gone.stderr


def test_a_locked_desk_is_not_backed_up(desk, tmp_path: Path) -> None:
    desk.vault.lock()
    try:
        with pytest.raises(VaultLocked):
            back_up(desk.folder, desk.spool, tmp_path / "backups", tmp_path / "card.json")
        assert not list((tmp_path / "backups").glob("*"))
    finally:
        desk.vault.unlock(PASSPHRASE)
