"""The whole dump: sealed on the disk, opened by Debian's age, read by nothing but the standard library."""

import hashlib
import json
import subprocess
import tarfile
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from guvoh.config.exporting import SECRETS, columns, export_agreed, export_desk, exported_models
from guvoh.desk.casework.actions import seal_case
from guvoh.desk.evidence.actions import FileCard, keep_file
from guvoh.desk.evidence.models import SealedFile
from guvoh.desk.staff.actions import propose, second
from guvoh.desk.staff.models import Entry
from guvoh.desk.staff.roles import Role
from guvoh.instruments.seal import age
from tests.desk.conftest import make_member

pytestmark = pytest.mark.django_db(transaction=True)

# Columns of bytes that another system can use, or that open nothing.
BYTES_TO_EXPORT = {
    "evidence.upload.file_id",
    "evidence.upload.prefixes",
    "staff.entry.hashes",
    "staff.entry.salt",
    "staff.memberkey.public",
    "staff.rightedge.peaks",
    "staff.signedhead.stamp",
}


@pytest.fixture
def dump(cast, case, tmp_path: Path):
    card = FileCard("жалоба.txt", "text/plain", SealedFile.Origin.UPLOAD, "complaint")
    kept = keep_file(card, [b"planted words"], by=cast.officer, case=case)
    damaged = keep_file(card, [b"other words"], by=cast.officer, case=case)
    damaged.path.write_bytes(damaged.path.read_bytes()[:-1])
    identity = age.new_identity()
    dumped = export_desk(tmp_path / "guvoh.tar.age", age.recipient_of(identity), by=cast.coordinator)
    (tmp_path / "key.txt").write_text(identity)
    opened = ["age", "--decrypt", "--identity", str(tmp_path / "key.txt"), str(tmp_path / "guvoh.tar.age")]
    (tmp_path / "guvoh.tar").write_bytes(subprocess.run(opened, check=True, capture_output=True).stdout)
    with tarfile.open(tmp_path / "guvoh.tar") as archive:
        for member in archive:
            there = tmp_path / "out" / member.name
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_bytes(archive.extractfile(member).read())
    return dumped, tmp_path / "out", kept, damaged


def rows(folder: Path, table: str) -> list[dict]:
    parts = sorted((folder / "data" / table).glob("*.jsonl"))
    return [json.loads(line) for part in parts for line in part.read_text().splitlines()]


def test_every_row_of_every_table_is_in_the_dump(dump) -> None:
    dumped, folder, _kept, _damaged = dump
    for model in exported_models():
        label = model._meta.label_lower
        there = model._base_manager.count()
        # readings of files are written while the dump is made of an earlier moment
        if label != "staff.entry":
            assert len(rows(folder, label) if there else []) == there == dumped.rows[label], label
    assert Entry.objects.filter(act="desk.exported").exists()
    assert any(row["act"] == "desk.exported" for row in rows(folder, "staff.entry"))


def test_files_come_in_clear_and_those_that_do_not_open_are_named(dump) -> None:
    dumped, folder, kept, damaged = dump
    assert (folder / "files" / kept.pk.hex).read_bytes() == b"planted words"
    assert json.loads((folder / "unopened.json").read_text()) == [damaged.pk.hex] == dumped.unopened
    assert not (folder / "files" / damaged.pk.hex).exists()


def test_a_sealed_case_stays_sealed_in_the_dump_and_its_files_are_named(
    cast, case, own_keys, tmp_path: Path
) -> None:
    card = FileCard("planted name", "text/plain", SealedFile.Origin.UPLOAD, "planted description")
    kept = keep_file(card, [b"planted words"], by=cast.officer, case=case)
    with own_keys.here(cast.officer):
        seal_case(case, by=cast.officer, reason="danger")
    identity = age.new_identity()
    dumped = export_desk(tmp_path / "out.age", age.recipient_of(identity), by=cast.coordinator)
    assert dumped.unopened == [kept.pk.hex]
    assert b"planted" not in age.unseal((tmp_path / "out.age").read_bytes(), identity)


def test_every_member_of_the_dump_has_its_hash(dump) -> None:
    _dumped, folder, _kept, _damaged = dump
    listed = dict(reversed(line.split("  ", 1)) for line in (folder / "hashes.sha256").read_text().splitlines())
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    assert listed.keys() == there.keys() - {"hashes.sha256"}
    for name, digest in listed.items():
        assert hashlib.sha256(there[name].read_bytes()).hexdigest() == digest


def test_the_schema_says_what_every_column_is(dump) -> None:
    _dumped, folder, _kept, _damaged = dump
    tables = {table["table"]: table for table in json.loads((folder / "schema.json").read_text())}
    for model in exported_models():
        said = {column["name"] for column in tables[model._meta.label_lower]["columns"]}
        assert said == {column.attname for column in columns(model)}
        for row in rows(folder, model._meta.label_lower):
            assert row.keys() == said


def test_what_opens_something_is_left_out(dump) -> None:
    _dumped, folder, _kept, _damaged = dump
    known = {
        f"{model._meta.label_lower}.{column.name}" for model in exported_models() for column in model._meta.fields
    }
    assert known >= SECRETS
    assert all("password" not in row for row in rows(folder, "staff.member"))
    in_bytes = {
        f"{model._meta.label_lower}.{column.name}"
        for model in apps.get_models()
        for column in model._meta.fields
        if isinstance(column, models.BinaryField) and model._meta.app_config.name.startswith("guvoh.")
    }
    assert in_bytes - SECRETS == BYTES_TO_EXPORT


def test_nothing_plain_and_nothing_half_done_is_left_on_the_disk(dump, tmp_path: Path, settings) -> None:
    assert b"planted words" not in (tmp_path / "guvoh.tar.age").read_bytes()
    assert not list(settings.DESK_DIR.glob("export-*"))
    assert not list(tmp_path.glob("*.part"))


def test_a_dump_takes_two_people_and_each_agreement_serves_once(cast, tmp_path: Path) -> None:
    recipient = age.recipient_of(age.new_identity())
    assert export_agreed(tmp_path / "alone", recipient) is None
    other = make_member("other_coordinator", cast.theirs, Role.COORDINATOR)
    proposal = propose("desk.export", {}, by=cast.coordinator, reason="We move to another system")
    assert export_agreed(tmp_path / "proposed", recipient) is None
    second(proposal, by=other)
    assert export_agreed(tmp_path / "agreed", recipient).rows["staff.member"] > 0
    assert export_agreed(tmp_path / "again", recipient) is None
    assert [path.name for path in tmp_path.iterdir()] == ["agreed"]


def test_a_dump_is_never_written_over_a_file(cast, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("kept")
    with pytest.raises(FileExistsError):
        export_desk(tmp_path / "there", age.recipient_of(age.new_identity()), by=cast.coordinator)
    assert (tmp_path / "there").read_text() == "kept"
