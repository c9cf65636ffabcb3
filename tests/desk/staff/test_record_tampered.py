"""Whoever edits, deletes, reorders or cuts the record by SQL is found, and what was touched is named."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from guvoh.config.inspection import findings, missed_heads
from guvoh.desk.staff.heads import RecordRewritten, all_heads, sign_head
from guvoh.desk.staff.models import Entry, RightEdge, SignedHead
from guvoh.desk.staff.record import record
from guvoh.instruments.seal.heads import signed_head
from guvoh.instruments.seal.log import Edge
from guvoh.instruments.seal.signature import public_half

ENTRIES = 40


@pytest.fixture
def written(cast: SimpleNamespace, tmp_path: Any, settings: Any) -> SimpleNamespace:
    """Forty entries, with heads signed at 10 and at 30."""
    settings.DESK_DIR = tmp_path
    for number in range(1, ENTRIES + 1):
        record("case.read", by=cast.officer, case=f"GV-2026-{number:04}", subject=f"letter {number}", why="даъват")
        if number in (10, 30):
            sign_head()
    return cast


def by_sql(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in ("PRAGMA ignore_check_constraints = ON", *statements):
            cursor.execute(statement)
        cursor.execute("PRAGMA ignore_check_constraints = OFF")


def found(kept: Any = None) -> list[str]:
    return [finding.what for finding in findings(kept, remove_orphans=False)]


def rewritten_from(first: int) -> None:
    """What somebody with the open database and our own code can do: all hashes and the edge made anew."""
    edge, rows = Edge(), []
    for entry in Entry.objects.order_by("number"):
        salt = bytes(entry.salt)
        edge, completed = edge.appended(entry.leaf.hash(salt))
        rows.append((b"".join(completed), entry.pk))
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE staff_entry SET hashes = %s WHERE id = %s", rows)
        cursor.execute("UPDATE staff_rightedge SET size = %s, peaks = %s", [edge.size, edge.packed])


def test_a_record_that_nobody_touched_is_whole(written: SimpleNamespace) -> None:
    assert found() == []
    assert found(all_heads()) == []


@pytest.mark.parametrize(
    "change",
    [
        "act = 'case.closed'",
        "member_id = (SELECT id FROM staff_member WHERE username = 'lawyer')",
        "\"case\" = 'GV-2026-0001'",
        "subject = 'letter 1'",
        "subject = ''",
        'detail = \'{"why": "other"}\'',
        "detail = '{}'",
        "at = datetime(at, '-1 second')",
        "words = replace(words, 'officer', 'lawyer')",
        "salt = randomblob(16)",
        "hashes = randomblob(length(hashes))",
        "hashes = x''",
        "detail = '{'",
        "at = 'yesterday'",
        "salt = 'text'",
        "act = x'ff00'",
    ],
)
def test_an_edited_entry_is_named_by_its_number(written: SimpleNamespace, change: str) -> None:
    by_sql(f"UPDATE staff_entry SET {change} WHERE number = 17")
    assert "entry 17" in found()


@pytest.mark.parametrize(
    "change", ["act = 'case.closed'", "detail = '{}'", "words = ''", "at = datetime(at, '-1 second')"]
)
def test_an_edit_is_all_that_is_found(written: SimpleNamespace, change: str) -> None:
    by_sql(f"UPDATE staff_entry SET {change} WHERE number = 17")
    assert found() == ["entry 17"]


def test_deleted_entries_are_named(written: SimpleNamespace) -> None:
    by_sql("DELETE FROM staff_entry WHERE number IN (5, 20, 21, 22)")
    assert found() == ["entry 5", "entry 20-22"]


def test_two_entries_that_changed_places_are_named(written: SimpleNamespace) -> None:
    by_sql(
        "UPDATE staff_entry SET number = 1000 WHERE number = 12",
        "UPDATE staff_entry SET number = 12 WHERE number = 14",
        "UPDATE staff_entry SET number = 14 WHERE number = 1000",
    )
    assert {"entry 12", "entry 14"} <= set(found())


def test_a_cut_tail_is_found_by_the_edge(written: SimpleNamespace) -> None:
    by_sql("DELETE FROM staff_entry WHERE number > 35")
    assert found() == ["entry 36-40"]


def test_a_cut_tail_with_a_mended_edge_is_found_by_the_signed_heads(written: SimpleNamespace) -> None:
    by_sql("DELETE FROM staff_entry WHERE number > 25")
    rewritten_from(1)
    assert found() == ["head 2"]
    with pytest.raises(RecordRewritten):
        sign_head()


def test_a_cut_tail_without_its_heads_is_found_by_the_partners_file(written: SimpleNamespace) -> None:
    kept = all_heads()
    by_sql("DELETE FROM staff_entry WHERE number > 25", "DELETE FROM staff_signedhead WHERE size > 25")
    rewritten_from(1)
    assert found() == []
    assert found(kept) == ["head 2", "head 2"]
    assert [finding.kind for finding in missed_heads(kept)] == ["head.kept", "record.cut"]


def test_a_rewritten_record_is_found_by_the_first_head_that_it_misses(written: SimpleNamespace) -> None:
    by_sql("UPDATE staff_entry SET act = 'case.closed' WHERE number = 17")
    rewritten_from(17)
    assert found() == ["head 2"]
    kept = all_heads()
    by_sql("DELETE FROM staff_signedhead")
    assert found() == []
    assert "record.rewritten" in [finding.kind for finding in missed_heads(kept)]


def test_an_entry_rewritten_with_its_hash_alone_is_found_by_the_tree(written: SimpleNamespace) -> None:
    by_sql("UPDATE staff_entry SET act = 'case.closed' WHERE number = 17")
    entry = Entry.objects.get(number=17)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE staff_entry SET hashes = %s WHERE number = 17", [entry.leaf.hash(bytes(entry.salt))]
        )
    assert found()[0] == "entry 17-18"


def test_an_entry_put_in_at_the_end_past_the_edge_is_found(written: SimpleNamespace) -> None:
    record("case.read", by=written.officer)
    by_sql("UPDATE staff_rightedge SET size = 40, peaks = (SELECT zeroblob(64))")
    assert "edge" in found()


@pytest.mark.parametrize(
    "change", ["size = 41", "peaks = x'00'", "peaks = randomblob(64)", "size = -1", "peaks = 'text'"]
)
def test_a_changed_edge_is_found(written: SimpleNamespace, change: str) -> None:
    by_sql(f"UPDATE staff_rightedge SET {change}")
    assert {"edge", "entry 41"} & set(found())


def test_a_lost_edge_is_found(written: SimpleNamespace) -> None:
    RightEdge.objects.all().delete()
    assert found() == ["edge"]


@pytest.mark.parametrize(
    "change",
    [
        "root = 'zz'",
        "size = 31",
        "at = datetime(at, '+1 day')",
        "at = 'noon'",
        "public = 'ab'",
        "signature = '00'",
    ],
)
def test_a_changed_head_is_named(written: SimpleNamespace, change: str) -> None:
    by_sql(f"UPDATE staff_signedhead SET {change} WHERE number = 2")
    assert found() == ["head 2"]


def test_a_deleted_head_is_named(written: SimpleNamespace) -> None:
    by_sql("DELETE FROM staff_signedhead WHERE number = 1")
    assert found() == ["head 1"]


def test_a_head_signed_with_somebody_elses_key_is_found(written: SimpleNamespace) -> None:
    seed, edge = b"o" * 32, RightEdge.objects.present()
    forged = signed_head(3, edge.size, edge.root, timezone.now(), seed)
    SignedHead.objects.create(
        number=3,
        size=edge.size,
        root=edge.root.hex(),
        at=dt.datetime.fromisoformat(forged.head.at),
        public=public_half(seed),
        signature=forged.signature,
    )
    assert found() == ["head 3"]
    document = all_heads()
    by_sql("DELETE FROM staff_signedhead WHERE number = 3")
    assert any(what.startswith("key ") for what in found(document))
