"""A sealed desk with a long record: writing an entry, proving one, looking through all. Run by `bench.record`."""

import json
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from itertools import islice
from typing import Any

import django

from guvoh.instruments.seal.leaves import Leaf, new_salt
from guvoh.instruments.seal.log import Edge, inclusion_runs

AT_ONCE = 20_000
TIMES = 300
INSERT = (
    'INSERT INTO staff_entry (number, at, member_id, act, "case", subject, detail, words, salt, hashes) '
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)


def main() -> None:
    django.setup()
    # The desk's models can be imported only now that its zone is entered.
    member = import_module("bench.letters").found().member
    record = import_module("guvoh.desk.staff.record").record
    models = import_module("guvoh.desk.staff.models")
    connection = import_module("django.db").connection
    edge = _fill(connection, member, models.RightEdge.objects.present(), int(sys.argv[1]))
    record_us = _median(lambda number: record("case.read", by=member, case=f"GV-2026-{number:04}")) * 1e6
    heads = import_module("guvoh.desk.staff.heads")
    heads.sign_head()
    # the middle ones, with the longest ways; the first reads bring the pages in
    asked = [models.Entry.objects.get(number=number * 7919 % edge.size + 1) for number in range(TIMES)]
    proof_ms = _median(lambda number: _proof(models, asked[number].number, edge.size)) * 1000
    document_ms = _median(lambda number: heads.proof_of(asked[number], reveal=frozenset({"case"}))) * 1000
    before, started = _peak_mb(), time.process_time()
    wrong = list(import_module("guvoh.config.inspection").record_findings(None))
    told = {
        "record_us": record_us,
        "proof_ms": proof_ms,
        "document_ms": document_ms,
        "look_seconds": time.process_time() - started,
        "grown_mb": _peak_mb() - before,
    }
    if wrong:
        raise SystemExit(wrong[0].sentence)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER staff_entry_moves_the_edge")
    last = edge.size + TIMES
    told["plain_us"] = _median(lambda number: _plain(models, member, number, last)) * 1e6
    sys.stdout.write(json.dumps(told))


def _plain(models: Any, member: Any, number: int, last: int) -> None:
    """The same row, saved the same way, where no tree is kept."""
    at = import_module("django.utils.timezone").now()
    row = models.Entry(
        number=last + number + 1, at=at, member=member, act="case.read", case=f"GV-2026-{number:04}"
    )
    row.words, row.salt, row.hashes = "case.read officer", b"s" * 16, b"h" * 64
    row.save(force_insert=True)


def _proof(models: Any, number: int, size: int) -> None:
    models.Entry.objects.proved(inclusion_runs(number - 1, size))


def _fill(connection: Any, member: Any, edge: Edge, count: int) -> Edge:
    transaction = import_module("django.db.transaction")
    rows = _rows(member, edge, count)
    while part := list(islice(rows, AT_ONCE)):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(INSERT, part)
    return Edge(edge.size + count)


def _rows(member: Any, edge: Edge, count: int) -> Iterator[tuple[Any, ...]]:
    at = import_module("django.utils.timezone").now() - timedelta(days=365)
    for number in range(count):
        at += timedelta(seconds=25)
        case, subject, salt = f"GV-2026-{number % 1500:04}", f"letter {number % 9000}", new_salt()
        words = f"case.read {case} {subject} officer officer legal"
        fields = {"member": str(member.pk), "case": case, "subject": subject, "words": words}
        leaf = Leaf(edge.size + 1, at, "case.read", {**fields, "detail": {"section": "legal"}})
        edge, completed = edge.appended(leaf.hash(salt))
        yield (
            edge.size,
            at.strftime("%Y-%m-%d %H:%M:%S.%f"),
            member.pk,
            "case.read",
            case,
            subject,
            '{"section": "legal"}',
            words,
            salt,
            b"".join(completed),
        )


def _median(work: Any) -> float:
    def once(number: int) -> float:
        started = time.process_time()
        work(number)
        return time.process_time() - started

    return statistics.median([once(number) for number in range(TIMES)])


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
