import datetime as dt
import json
from pathlib import Path

import pytest

from guvoh.instruments.seal import package
from guvoh.instruments.seal.backupkeys import BackupKeys, DamagedBackupKeys, UnknownBackupKey
from guvoh.instruments.seal.package import ChangedMeanwhile, DamagedPackage, Part

KEY = b"k" * 32
CONTENTS = {"desk.db": b"d" * 3_000_000, "desk/files/aa": b"", "desk/keyslots.json": b"{}"}


def written(path: Path) -> package.Manifest:
    parts = [Part(name, len(content), [content]) for name, content in CONTENTS.items()]
    return package.write(path, {"id": "1", "keyslots": {"slots": []}}, parts, {"rows": {"case": 2}}, KEY)


def taken(path: Path, key: bytes = KEY) -> tuple[dict[str, bytes], package.Manifest]:
    found: dict[str, bytes] = {}
    manifest = package.read(path, key, lambda name, chunks: found.update({name: b"".join(chunks)}))
    return found, manifest


def test_a_package_gives_back_what_was_packed(tmp_path: Path) -> None:
    manifest = written(tmp_path / "one")
    found, read = taken(tmp_path / "one")
    assert found == CONTENTS
    assert read == manifest
    assert read.facts == {"rows": {"case": 2}}
    assert list(tmp_path.iterdir()) == [tmp_path / "one"]


def test_the_key_slots_can_be_read_before_anything_opens(tmp_path: Path) -> None:
    written(tmp_path / "one")
    assert package.header_of(tmp_path / "one")["keyslots"] == {"slots": []}


def test_nothing_packed_stands_in_the_package_in_clear(tmp_path: Path) -> None:
    written(tmp_path / "one")
    sealed = (tmp_path / "one").read_bytes()
    assert b"desk/files" not in sealed
    assert b"d" * 64 not in sealed


@pytest.mark.parametrize("place", [2, 9, 40, 130, 1_500_000, -1])
def test_a_changed_byte_is_refused(tmp_path: Path, place: int) -> None:
    written(tmp_path / "one")
    sealed = bytearray((tmp_path / "one").read_bytes())
    sealed[place] ^= 1
    (tmp_path / "one").write_bytes(sealed)
    with pytest.raises(DamagedPackage):
        taken(tmp_path / "one")


@pytest.mark.parametrize("kept", [0, 5, 11, 60, 200, 1_048_700, 3_000_500])
def test_a_package_that_was_cut_is_refused(tmp_path: Path, kept: int) -> None:
    written(tmp_path / "one")
    (tmp_path / "one").write_bytes((tmp_path / "one").read_bytes()[:kept])
    with pytest.raises(DamagedPackage):
        taken(tmp_path / "one")


def test_a_package_that_was_lengthened_is_refused(tmp_path: Path) -> None:
    written(tmp_path / "one")
    with (tmp_path / "one").open("ab") as file:
        file.write(b"\0" * 512)
    with pytest.raises(DamagedPackage):
        taken(tmp_path / "one")


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    written(tmp_path / "one")
    with pytest.raises(DamagedPackage):
        taken(tmp_path / "one", b"x" * 32)


def test_a_file_on_the_disk_that_grows_while_it_is_packed_is_taken_as_long_as_it_was(tmp_path: Path) -> None:
    growing = tmp_path / "upload"
    growing.write_bytes(b"confirmed")
    part = package.part_of(growing, "desk/arriving/aa")
    with growing.open("ab") as file:
        file.write(b" and more")
    package.write(tmp_path / "one", {}, [part], {}, KEY)
    assert taken(tmp_path / "one")[0] == {"desk/arriving/aa": b"confirmed"}


def test_a_part_longer_than_it_says_leaves_no_package(tmp_path: Path) -> None:
    with pytest.raises(ChangedMeanwhile):
        package.write(tmp_path / "one", {}, [Part("grown", 3, [b"four"])], {}, KEY)
    assert list(tmp_path.iterdir()) == []


def test_a_package_is_never_written_over_another(tmp_path: Path) -> None:
    written(tmp_path / "one")
    with pytest.raises(FileExistsError):
        written(tmp_path / "one")


def test_the_key_of_a_package_needs_both_halves() -> None:
    keys = {
        package.package_key(desk, secret, package_id)
        for desk, secret, package_id in [
            (b"a" * 32, b"b" * 32, "1"),
            (b"c" * 32, b"b" * 32, "1"),
            (b"a" * 32, b"c" * 32, "1"),
            (b"a" * 32, b"b" * 32, "2"),
        ]
    }
    assert len(keys) == 4


def test_one_backup_key_serves_a_month(tmp_path: Path) -> None:
    keys = BackupKeys(tmp_path / "keys.json")
    first = keys.current(dt.date(2026, 10, 2))
    assert keys.current(dt.date(2026, 10, 31)) == first
    assert keys.current(dt.date(2026, 11, 1)).id != first.id
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600


def test_a_backup_key_is_forgotten_once_its_successor_is_old(tmp_path: Path) -> None:
    keys = BackupKeys(tmp_path / "keys.json")
    october, november = keys.current(dt.date(2026, 10, 2)), keys.current(dt.date(2026, 11, 5))
    assert keys.destroy_before(dt.date(2026, 11, 4)) == []
    assert keys.destroy_before(dt.date(2026, 11, 5)) == [october]
    with pytest.raises(UnknownBackupKey):
        keys.find(october.id)
    assert keys.find(november.id) == november
    assert october.secret.hex() not in (tmp_path / "keys.json").read_text()


def test_all_backup_keys_can_be_destroyed_at_once(tmp_path: Path) -> None:
    keys = BackupKeys(tmp_path / "keys.json")
    key = keys.current(dt.date(2026, 11, 5))
    assert keys.destroy_all() == [key]
    assert keys.current(dt.date(2026, 11, 6)).id != key.id


def test_a_damaged_card_is_said_to_be_damaged(tmp_path: Path) -> None:
    for content in ("", "[]", json.dumps({"format": "guvoh-backup-keys-1", "keys": [{"id": 1}]})):
        (tmp_path / "card").write_text(content)
        with pytest.raises(DamagedBackupKeys):
            BackupKeys(tmp_path / "card").all()
