"""Sealed databases opened by their key alone, without Django: for copies and on machines that have no desk yet."""

from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher


class DamagedDatabase(Exception):
    """The database does not open with this key, or is damaged."""


def opened(path: Path, key: bytes) -> sqlcipher.Connection:
    connection = sqlcipher.connect(path)
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.set_key(f"x'{key.hex()}'")
    return connection


def copy_database(source: Path, target: Path, key: bytes) -> dict[str, int]:
    """Copy a database in use page by page, as of one moment, sealed with the same key; return rows by table.

    Raises DamagedDatabase when the copy is not whole.
    """
    desk, copy = opened(source, key), opened(target, key)
    try:
        desk.backup(copy)
    finally:
        desk.close()
        copy.close()
    return rows_by_table(target, key)


def rows_by_table(path: Path, key: bytes) -> dict[str, int]:
    """Check every page of a database and return the number of rows by table. Raises DamagedDatabase."""
    database = opened(path, key)
    try:
        faults = [*database.execute("PRAGMA cipher_integrity_check")]
        if faults or database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise DamagedDatabase
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables}  # noqa: S608 - names of our own tables
    except sqlcipher.DatabaseError as error:
        raise DamagedDatabase from error
    finally:
        database.close()
