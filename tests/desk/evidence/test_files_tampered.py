"""Whoever changes, cuts, swaps, deletes or adds files in the folder, or their rows, is found and named."""

import os
import shutil
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from guvoh.config.inspection import findings, looked_at
from guvoh.desk.casework.actions import seal_case
from guvoh.desk.casework.models import Case
from guvoh.desk.evidence.actions import FileCard, keep_file
from guvoh.desk.evidence.models import SealedFile
from guvoh.instruments.seal.sealedfile import CHUNK_BYTES

DAYS_AGO = time.time() - 2 * 24 * 3600


@pytest.fixture
def kept(case: Case, cast: SimpleNamespace, tmp_path: Any, settings: Any) -> list[SealedFile]:
    """Three files: of three chunks, of one, and one of no case."""
    settings.DESK_DIR = tmp_path
    card = FileCard("photo.jpg", "image/jpeg", SealedFile.Origin.UPLOAD)
    whole = [b"a" * (3 * CHUNK_BYTES - 5)], [b"b" * 100], [b""]
    return [
        keep_file(card, chunks, by=cast.officer, case=in_case)
        for chunks, in_case in zip(whole, (case, case, None), strict=True)
    ]


def found(remove_orphans: bool = False) -> list[tuple[str, str]]:
    return [(finding.kind, finding.what) for finding in findings(None, remove_orphans)]


def by_sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def changed(file: SealedFile, change: Callable[[bytes], bytes]) -> None:
    file.path.write_bytes(change(file.path.read_bytes()))


def test_files_that_nobody_touched_are_whole(kept: list[SealedFile]) -> None:
    assert found() == []


@pytest.mark.parametrize(
    "change",
    [
        lambda held: held[:-1],
        lambda held: held[: 15 + CHUNK_BYTES + 16],
        lambda held: held[:15],
        lambda held: held[:0],
        lambda held: held + b"x",
        lambda held: held[:200] + bytes([held[200] ^ 1]) + held[201:],
        lambda held: bytes([held[0] ^ 1]) + held[1:],
        lambda held: held[:15] + held[15 + 65552 : 15 + 131104] + held[15:65567] + held[15 + 131104 :],
    ],
)
def test_a_changed_cut_or_reordered_file_is_named(kept: list[SealedFile], change: Any) -> None:
    changed(kept[0], change)
    assert found() == [("file", kept[0].subject)]


def test_files_of_a_sealed_case_are_whole_too_and_named_once_they_are_cut(
    kept: Any, cast: Any, own_keys: Any
) -> None:
    with own_keys.here(cast.officer):
        seal_case(kept[0].case, by=cast.officer, reason="danger")
    assert found() == []
    assert (looked_at().files, looked_at().sealed) == (3, 2)
    changed(kept[0], lambda held: held[:-1])
    kept[1].path.unlink()
    assert sorted(found()) == sorted(("file", file.subject) for file in kept[:2])


def test_two_files_that_changed_places_are_named(kept: list[SealedFile]) -> None:
    first, second = kept[0].path.read_bytes(), kept[1].path.read_bytes()
    kept[0].path.write_bytes(second)
    kept[1].path.write_bytes(first)
    assert sorted(found()) == sorted([("file", kept[0].subject), ("file", kept[1].subject)])


def test_a_deleted_file_is_named(kept: list[SealedFile]) -> None:
    kept[2].path.unlink()
    assert found() == [("file", kept[2].subject)]


@pytest.mark.parametrize(
    "change", ["sha256 = 'ff'", "size = size + 1", "wrapped_key = randomblob(40)", "case_id = NULL"]
)
def test_a_changed_row_of_a_file_is_named(kept: list[SealedFile], change: str) -> None:
    by_sql(f"UPDATE evidence_sealedfile SET {change} WHERE id = %s", kept[0].pk.hex)
    assert found() == [("file", kept[0].subject)]


def test_a_file_whose_row_is_gone_is_missed_by_the_record(kept: list[SealedFile]) -> None:
    by_sql("DELETE FROM evidence_sealedfile WHERE id = %s", kept[1].pk.hex)
    os.utime(kept[1].path, (DAYS_AGO, DAYS_AGO))
    assert found() == [("file.row", kept[1].subject), ("file.orphan", kept[1].pk.hex)]


def test_files_that_no_row_knows_are_named_and_taken_away_when_asked(kept: list[SealedFile]) -> None:
    strange = kept[0].path.with_name(kept[0].pk.hex[:2] + "0" * 30)
    loose = kept[0].path.parent.parent / "left.part"
    for path in (strange, loose):
        shutil.copy(kept[0].path, path)
    # one that was written just now may belong to an upload that is still running
    assert found() == []
    for path in (strange, loose):
        os.utime(path, (DAYS_AGO, DAYS_AGO))
    assert sorted(found()) == sorted([("file.orphan", strange.name), ("file.orphan", "left.part")])
    assert strange.exists()
    assert len(found(remove_orphans=True)) == 2
    assert not strange.exists()
    assert not loose.exists()
    assert kept[0].path.exists()
    assert found() == []
