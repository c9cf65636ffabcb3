"""Every entry is a leaf: its number, its hashes, the right edge, also when several write and one locks."""

import os
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from guvoh.desk.staff.models import Entry, RightEdge
from guvoh.desk.staff.record import record
from guvoh.instruments.seal.log import Edge, unpacked
from guvoh.instruments.seal.vault import Vault


def rebuilt() -> Edge:
    edge = Edge()
    for entry in Entry.objects.order_by("number"):
        assert entry.number == edge.size + 1
        edge, completed = edge.appended(entry.leaf.hash(bytes(entry.salt)))
        assert unpacked(bytes(entry.hashes)) == completed
    return edge


def test_entries_grow_the_tree_and_move_its_edge(cast: SimpleNamespace) -> None:
    assert RightEdge.objects.present() == Edge()
    for number in range(70):
        record("case.read", by=cast.officer, case="GV-2026-0007", subject=f"task {number}", why="ҳимоя", count=3)
        assert RightEdge.objects.present() == rebuilt()
    assert len({bytes(entry.salt) for entry in Entry.objects.all()}) == 70


def test_writing_an_entry_takes_two_statements(cast: SimpleNamespace, django_assert_num_queries: Any) -> None:
    for _time in range(2):
        with django_assert_num_queries(2):
            record("case.read", by=cast.officer, case="GV-2026-0007")


def test_what_is_rolled_back_leaves_no_hole(cast: SimpleNamespace) -> None:
    record("case.read", by=cast.officer)
    with transaction.atomic():
        record("case.opened", by=cast.officer)
        record("case.read", by=cast.officer)
        transaction.set_rollback(True)
    record("case.closed", by=cast.officer)
    assert list(Entry.objects.order_by("number").values_list("number", "act")) == [
        (1, "case.read"),
        (2, "case.closed"),
    ]
    assert RightEdge.objects.present() == rebuilt()


def test_a_lost_edge_stops_the_record_instead_of_starting_it_anew(cast: SimpleNamespace) -> None:
    record("case.read", by=cast.officer)
    RightEdge.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        record("case.read", by=cast.officer)


def test_entries_from_before_are_brought_in_by_the_migration(cast: SimpleNamespace) -> None:
    for number in range(11):
        record("case.read", by=cast.officer, case=f"GV-2026-000{number}", why="hotline")
    before = list(Entry.objects.order_by("pk").values("pk", "at", "act", "case", "detail", "words"))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE staff_entry SET number = id + 1000, salt = x'', hashes = x''")
        cursor.execute("DELETE FROM staff_rightedge")
    migration = import_module("guvoh.desk.staff.migrations.0003_record")
    migration.bring_entries_into_the_tree(apps, SimpleNamespace(connection=connection))
    assert list(Entry.objects.order_by("pk").values("pk", "at", "act", "case", "detail", "words")) == before
    assert RightEdge.objects.present() == rebuilt()
    record("case.read", by=cast.officer)
    assert RightEdge.objects.present().size == 12
    assert RightEdge.objects.present() == rebuilt()


WRITER = """
import sys, django
django.setup()
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
from django.db import connection
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record
from guvoh.instruments.seal.vault import VaultLocked
written, opened = 0, settings.VAULT.status()
while settings.VAULT.status() == opened:
    connection.close()
    try:
        record("case.read", by=Member.objects.get(username="officer"), subject=f"{sys.argv[2]} {written}")
    except VaultLocked:
        break
    written += 1
print(written)
"""


@pytest.mark.django_db(transaction=True)
def test_three_processes_write_while_one_locks_and_nothing_is_lost(
    cast: SimpleNamespace, second_agent: Vault, tmp_path: Path
) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(connection.settings_dict["NAME"]), f"writer {number}"],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "DESK_DIR": str(tmp_path)},
        )
        for number in range(3)
    ]
    here, deadline = 0, time.monotonic() + 60
    wanted = {f"writer {number} 9" for number in range(3)}
    while Entry.objects.filter(subject__in=wanted).count() < 3 and time.monotonic() < deadline:
        record("case.read", by=cast.officer, subject=f"writer here {here}")
        here += 1
    second_agent.lock()
    told = [int(writer.communicate(timeout=60)[0]) for writer in writers]
    assert min(told) >= 10
    assert Entry.objects.count() == sum(told) + here
    assert RightEdge.objects.present() == rebuilt()
