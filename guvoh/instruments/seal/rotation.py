"""A new master key for the whole desk, in steps that a killed machine finishes or takes back.

New files are made beside the old ones. `rotation.json` says how far it went: "making" means that nothing of the
old desk was touched, "made" that the new files are whole and take the place of the old ones, however often that
must be begun anew. Neither needs a secret. The old database is overwritten and removed last.
"""

import contextlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlcipher3 import dbapi2 as sqlcipher

from guvoh.instruments.seal import sealedfile
from guvoh.instruments.seal.derive import Label
from guvoh.instruments.seal.keyslots.document import Opened, rotated
from guvoh.instruments.seal.keyslots.edits import PLAN, alone
from guvoh.instruments.seal.wholefile import sync_folder, write_whole

SLOTS: Final = "keyslots.json"
DATABASE: Final = "desk.db"
# what SQLite keeps beside the database: sealed with the old key, it must not meet the new one
BESIDE: Final = (f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal")
NEW: Final = ".new"
OLD: Final = ".old"
ROOM: Final = 1.2
IN_USE_SECONDS: Final = 40.0
BLOCK: Final = 1024 * 1024

Prepare = Callable[[Any], object]


class DeskInUse(Exception):
    """Some process has the database open. Nothing was changed."""


class NoRoom(Exception):
    """The disk has no room for a second database. Nothing was changed."""


class RotationFailed(Exception):
    """The new database is not what the old one is. Nothing was changed. The message says where they differ."""


@dataclass(frozen=True)
class WrappedColumn:
    """A column that holds keys wrapped under one of the master's keys.

    `how` is "keywrap" (AES key wrap, RFC 3394) or "aead": 12 bytes of nonce and AES-256-GCM, bound to the text in
    column `bound_to`. `where` picks the rows that the master's key wraps, in SQL.
    """

    table: str
    column: str
    label: Label
    how: Literal["keywrap", "aead"] = "keywrap"
    bound_to: str = "''"
    where: str = "1"


def settle(folder: Path) -> str:
    """Finish or take back a rotation that was killed; return "finished", "taken back" or "" where there was none.

    Raises VaultInUse while one is running, OSError.
    """
    if not (folder / PLAN).exists():
        return ""
    with alone(folder):
        return _settle(folder)


def _settle(folder: Path) -> str:
    made = _state(folder) == "made"
    if made:
        _put_in_place(folder)
    else:
        _remove_new(folder)
    # the plan goes last: until then the next start does all this again
    for name in (DATABASE, *BESIDE, SLOTS):
        _overwrite_and_remove(folder / (name + OLD))
    sync_folder(folder)
    (folder / PLAN).unlink(missing_ok=True)
    sync_folder(folder)
    return "finished" if made else "taken back"


def _state(folder: Path) -> str:
    return str(json.loads((folder / PLAN).read_bytes())["state"])


def _plan(folder: Path, state: Literal["making", "made"]) -> None:
    write_whole(folder / PLAN, json.dumps({"state": state}).encode())


def _remove_new(folder: Path) -> None:
    for name in (DATABASE, SLOTS):
        for path in folder.glob(f"{name}{NEW}*"):
            _overwrite_and_remove(path)


def _put_in_place(folder: Path) -> None:
    if (folder / (DATABASE + NEW)).exists():
        for name in BESIDE:
            if (folder / name).exists():
                (folder / name).replace(folder / (name + OLD))
    for name in (DATABASE, SLOTS):
        if (folder / (name + NEW)).exists():
            # a second name for the old one, so that there is a file of this name at every moment
            if not (folder / (name + OLD)).exists():
                (folder / (name + OLD)).hardlink_to(folder / name)
            sync_folder(folder)
            (folder / (name + NEW)).replace(folder / name)
            sync_folder(folder)


def _overwrite_and_remove(path: Path) -> None:
    """Write random bytes over a file before it goes. A disk that moves its blocks about may keep the old ones."""
    if not path.exists():
        return
    # what cannot be overwritten, on a full disk that copies what it writes, must go all the same
    with contextlib.suppress(OSError), path.open("r+b") as file:
        left = path.stat().st_size
        while left:
            left -= file.write(secrets.token_bytes(min(left, BLOCK)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()


def rotate(
    folder: Path, opened: Opened, columns: Sequence[WrappedColumn], prepare: Prepare, lock: Callable[[], None]
) -> dict[str, int]:
    """Give the desk in `folder` a new master key; return the number of rows by table.

    `opened` is what `keyslots.document.modern` gave, `prepare` puts the functions on a connection that the tables'
    constraints call, `lock` closes the vault for everybody. Raises VaultInUse, DeskInUse, NoRoom, RotationFailed,
    OSError; but for a killed process everything is then as it was.
    """
    with alone(folder):
        if (folder / PLAN).exists():
            _settle(folder)
        if shutil.disk_usage(folder).free < (folder / DATABASE).stat().st_size * ROOM:
            raise NoRoom
        _plan(folder, "making")
        try:
            lock()
            fresh = rotated(opened)
            rows = _copy(folder, opened, fresh, columns, prepare)
            write_whole(folder / (SLOTS + NEW), fresh.as_bytes())
            _plan(folder, "made")
        finally:
            _settle(folder)
    return rows


def _connect(path: Path, key: bytes, prepare: Prepare) -> Any:
    connection = sqlcipher.connect(path, timeout=0, isolation_level=None)
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.set_key(f"x'{key.hex()}'")
    prepare(connection)
    return connection


def _copy(
    folder: Path, opened: Opened, fresh: Opened, columns: Sequence[WrappedColumn], prepare: Prepare
) -> dict[str, int]:
    old = _connect(folder / DATABASE, opened.key("db/v1"), prepare)
    try:
        _take_for_oneself(old)
        key = f"x'{fresh.key('db/v1').hex()}'"
        old.execute("ATTACH DATABASE ? AS fresh KEY ?", (str(folder / (DATABASE + NEW)), key))
        old.execute("SELECT sqlcipher_export('fresh')")
        old.execute("DETACH DATABASE fresh")
        new = _connect(folder / (DATABASE + NEW), fresh.key("db/v1"), prepare)
        try:
            _rewrap(new, opened, fresh, columns)
            rows = _checked(old, new)
        finally:
            new.close()
    except sqlcipher.Error as error:
        # not the error's own words: they can carry what stands in a row
        raise RotationFailed(type(error).__name__) from None
    finally:
        old.close()
    (folder / (DATABASE + NEW)).chmod(0o600)
    with (folder / (DATABASE + NEW)).open("rb") as file:
        os.fsync(file.fileno())
    return rows


def _take_for_oneself(connection: Any) -> None:
    """Take in the write-ahead log and let nobody else in. Leaving WAL succeeds for the only connection alone."""
    deadline = time.monotonic() + IN_USE_SECONDS
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    while True:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
            return
        except sqlcipher.OperationalError as error:
            if time.monotonic() > deadline:
                raise DeskInUse from error
            time.sleep(0.1)


def _rewrap(connection: Any, opened: Opened, fresh: Opened, columns: Sequence[WrappedColumn]) -> None:
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    for column in columns:
        before, after = opened.key(column.label), fresh.key(column.label)
        # a key that was destroyed stays destroyed
        found = connection.execute(
            f"SELECT rowid, {column.column}, {column.bound_to} FROM {column.table} "  # noqa: S608 - names of our own tables
            f"WHERE ({column.where}) AND length({column.column}) > 0"
        ).fetchall()
        for rowid, wrapped, bound in found:
            connection.execute(
                f"UPDATE {column.table} SET {column.column} = ? WHERE rowid = ?",  # noqa: S608 - as above
                (_rewrapped(column, bytes(wrapped), bound.encode(), (before, after)), rowid),
            )
    connection.execute("COMMIT")


def _rewrapped(column: WrappedColumn, wrapped: bytes, bound: bytes, keys: tuple[bytes, bytes]) -> bytes:
    before, after = keys
    try:
        if column.how == "keywrap":
            return sealedfile.wrap_key(sealedfile.unwrap_key(wrapped, before), after)
        nonce = secrets.token_bytes(12)
        plain = AESGCM(before).decrypt(wrapped[:12], wrapped[12:], bound)
        return nonce + AESGCM(after).encrypt(nonce, plain, bound)
    except (InvalidTag, sealedfile.DamagedFile) as error:
        raise RotationFailed(f"{column.table}.{column.column}") from error


def _checked(old: Any, new: Any) -> dict[str, int]:
    """The number of rows by table, once both databases are whole and have the same."""
    if [*new.execute("PRAGMA cipher_integrity_check")] or new.execute("PRAGMA integrity_check").fetchone() != (
        "ok",
    ):
        raise RotationFailed("integrity")
    before, after = _schema_and_rows(old), _schema_and_rows(new)
    if before != after:
        raise RotationFailed("rows")
    return {name: count for (kind, name), (_sql, count) in after.items() if kind == "table"}


def _schema_and_rows(connection: Any) -> dict[tuple[str, str], tuple[str, int]]:
    found = {}
    for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall():
        counts = kind == "table"
        rows = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] if counts else 0  # noqa: S608 - as above
        found[kind, name] = (sql, rows)
    return found
