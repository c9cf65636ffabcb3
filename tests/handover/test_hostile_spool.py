"""A front door in other hands, or a slow carrier, fills the spool: the desk refuses, and never hangs or falls."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from guvoh.handover.envelope import AttachedFile, IntakeSpool, Staging
from guvoh.handover.malformed import MalformedEnvelope
from guvoh.instruments.seal import age
from tests.handover.test_envelope import INTAKE, NOTICE, RECOVERY, a_report

Plant = Callable[[Path], object]


@pytest.fixture
def spool(tmp_path: Path) -> IntakeSpool:
    return IntakeSpool(tmp_path / "spool")


def plant(spool: IntakeSpool, header: bytes) -> str:
    envelope_id = "0123456789abcdef"
    spool.folder(envelope_id).mkdir(parents=True)
    (spool.folder(envelope_id) / "envelope.json").write_bytes(header)
    return envelope_id


@pytest.mark.parametrize(
    "header",
    [
        b"[" * 200_000,
        b'"a word"',
        b"[]",
        b'{"format": "guvoh-envelope-1"}',
        *(
            json.dumps(
                {"format": "guvoh-envelope-1", "id": "a", "key_id": "0" * 16, "day": "2026-11-22", "parts": []}
                | wrong
            ).encode()
            for wrong in (
                {"key_id": ["0" * 16]},
                {"key_id": "0" * 17},
                {"day": 7},
                {"parts": [7]},
                {"parts": ["../../desk.db"]},
                {"parts": ["file-00000000.age\n"]},
                {"parts": [f"file-{number:08x}.age" for number in range(1000)]},
            )
        ),
        b" " * 2_000_000,
    ],
)
def test_a_header_of_another_shape_is_refused(spool: IntakeSpool, header: bytes) -> None:
    envelope_id = plant(spool, header)
    with pytest.raises(MalformedEnvelope):
        spool.header(envelope_id)


@pytest.mark.parametrize(
    "swap",
    [
        lambda path: path.symlink_to("/dev/null"),
        lambda path: path.symlink_to(path.with_name("elsewhere.json")),
        os.mkfifo,
        Path.mkdir,
    ],
)
def test_only_a_plain_file_of_the_envelope_itself_is_read(spool: IntakeSpool, swap: Plant) -> None:
    envelope_id = Staging(spool).send(a_report(), NOTICE)
    path = spool.folder(envelope_id) / "envelope.json"
    path.rename(path.with_name("elsewhere.json"))
    swap(path)
    with pytest.raises(MalformedEnvelope):
        spool.header(envelope_id)
    assert spool.envelope_ids() == []


def test_links_in_the_place_of_an_envelope_are_not_followed(spool: IntakeSpool, tmp_path: Path) -> None:
    envelope_id = Staging(spool).send(a_report(), NOTICE)
    spool.folder(envelope_id).rename(tmp_path / "outside")
    spool.folder(envelope_id).symlink_to(tmp_path / "outside")
    spool.folder("f" * 16).symlink_to(tmp_path / "nowhere")
    assert spool.envelope_ids() == []


def test_an_envelope_that_is_still_being_carried_waits_until_it_is_whole(
    spool: IntakeSpool, tmp_path: Path
) -> None:
    envelope_id = Staging(spool).send(a_report(), NOTICE)
    folder = spool.folder(envelope_id)
    (folder / "envelope.json").rename(tmp_path / "envelope.json")
    assert spool.envelope_ids() == []
    (tmp_path / "envelope.json").rename(folder / "envelope.json")
    (folder / "report.age").rename(tmp_path / "report.age")
    assert not spool.is_whole(spool.header(envelope_id))
    (tmp_path / "report.age").rename(folder / "report.age")
    assert spool.is_whole(spool.header(envelope_id))


def test_a_report_over_the_limit_is_not_read_into_memory(spool: IntakeSpool) -> None:
    envelope_id = Staging(spool).send(a_report("я" * 6_000_000), NOTICE)
    with pytest.raises(MalformedEnvelope):
        spool.report(envelope_id, INTAKE)


@pytest.mark.parametrize(
    "wrong",
    [
        {"what": {"a": 1}},
        {"language": "xx"},
        {"contact_safety": "perhaps"},
        {"mailbox": "../../desk"},
        {"reply_to": "nobody"},
        {"files": [{"part": "file-00000000.age", "name": 7, "content_type": "", "size": 1}]},
        {"files": [{"part": "file-00000000.age", "name": "a", "content_type": "", "size": "many"}]},
        {"files": 7},
    ],
)
def test_a_sealed_report_of_another_shape_is_refused(spool: IntakeSpool, wrong: dict[str, Any]) -> None:
    envelope_id = Staging(spool).send(a_report(), NOTICE)
    fields = json.loads(a_report().to_bytes()) | wrong
    sealed = age.seal(json.dumps(fields).encode(), [NOTICE.intake])
    (spool.folder(envelope_id) / "report.age").write_bytes(sealed)
    with pytest.raises(MalformedEnvelope):
        spool.report(envelope_id, INTAKE)


def test_one_sealed_part_is_not_taken_in_many_times(spool: IntakeSpool) -> None:
    staging = Staging(spool)
    part, writer = staging.new_part((NOTICE.intake, NOTICE.recovery))
    writer.close()
    files = (AttachedFile(part, "a.jpg", "image/jpeg", 0),) * 50
    envelope_id = staging.send(replace(a_report(), files=files), NOTICE)
    with pytest.raises(MalformedEnvelope):
        spool.report(envelope_id, RECOVERY)


def test_a_name_carries_no_sign_that_turns_the_line_around(spool: IntakeSpool) -> None:
    staging = Staging(spool)
    part, writer = staging.new_part((NOTICE.intake, NOTICE.recovery))
    writer.close()
    files = (AttachedFile(part, "photo\u202egpj.exe\x07\n", "image/jpeg", 0),)
    envelope_id = staging.send(replace(a_report(), files=files), NOTICE)
    assert spool.report(envelope_id, INTAKE).files[0].name == "photogpj.exe"
