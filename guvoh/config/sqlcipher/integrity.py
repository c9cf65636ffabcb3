"""Whether the sealed database is whole: every page's authentication code, then SQLite's own structure."""

from collections.abc import Iterator

from django.db import connection


def complaints() -> Iterator[str]:
    """What SQLCipher and SQLite complain of. Raises django.db.DatabaseError where it cannot be read at all."""
    with connection.cursor() as cursor:
        for question in ("cipher_integrity_check", "integrity_check", "foreign_key_check"):
            for row in cursor.execute(f"PRAGMA {question}").fetchall():
                if row[0] != "ok":
                    yield ", ".join(map(str, row))
