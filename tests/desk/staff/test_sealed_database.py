"""The database behind the desk: no library but SQLCipher, and damage is said without a word about the key."""

import sqlite3
import traceback
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from sqlcipher3 import dbapi2

from guvoh.config.sqlcipher.base import DatabaseWrapper, WrongDatabaseKey

KEY = bytes(range(32))
PAGE = 4096


class Plain(sqlite3.Connection):
    """SQLite as Python has it, which ignores what it does not know and would write plain text."""

    def set_key(self, _key: str) -> None:
        raise AssertionError("a key was given to a library that does not seal")


def wrapper(path: Path) -> DatabaseWrapper:
    return DatabaseWrapper({**connection.settings_dict, "NAME": path, "OPTIONS": {}}, alias="damaged")


@pytest.fixture
def sealed(db, tmp_path, settings) -> Path:
    settings.VAULT = SimpleNamespace(key=lambda _label: KEY)
    path = tmp_path / "desk.db"
    made = dbapi2.connect(path)
    made.set_key(f"x'{KEY.hex()}'")
    made.execute("CREATE TABLE told (what TEXT)")
    made.executemany("INSERT INTO told VALUES (?)", [("w" * 3000,)] * 20)
    made.commit()
    made.close()
    return path


def open_and_read(path: Path) -> int:
    database = wrapper(path)
    try:
        with database.cursor() as cursor:
            return cursor.execute("SELECT count(*), sum(length(what)) FROM told").fetchone()[0]
    finally:
        database.close()


def told(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


def test_a_whole_database_opens(sealed) -> None:
    assert open_and_read(sealed) == 20


def test_a_library_that_is_not_sqlcipher_is_refused(sealed, monkeypatch, tmp_path) -> None:
    def connect(**options: object) -> Plain:
        return sqlite3.connect(tmp_path / "plain.db", factory=Plain)

    monkeypatch.setattr("guvoh.config.sqlcipher.base.Database.connect", connect)
    with pytest.raises(ImproperlyConfigured, match="not SQLCipher"):
        open_and_read(sealed)


@pytest.mark.parametrize("damage", ["another key", "first page", "cut in a page", "empty of pages", "plain file"])
def test_what_cannot_be_opened_is_said_without_the_key(sealed, settings, damage, capfd) -> None:
    whole = sealed.read_bytes()
    if damage == "another key":
        settings.VAULT = SimpleNamespace(key=lambda _label: b"x" * 32)
    elif damage == "plain file":
        sealed.write_bytes(b"SQLite format 3\0" + whole[16:])
    else:
        flipped = whole[:100] + bytes([whole[100] ^ 1]) + whole[101:]
        sealed.write_bytes({"first page": flipped, "cut in a page": whole[: PAGE - 1]}.get(damage, whole[:50]))
    with pytest.raises(WrongDatabaseKey) as refused:
        open_and_read(sealed)
    said = told(refused.value) + "".join(capfd.readouterr())
    for secret in (KEY.hex(), (b"x" * 32).hex(), KEY[:8].hex()):
        assert secret not in said.lower()


@pytest.mark.parametrize("damage", ["a flipped byte", "a page cut off"])
def test_damage_further_inside_is_an_error_and_never_a_wrong_answer(sealed, damage, capfd) -> None:
    whole = bytearray(sealed.read_bytes())
    assert len(whole) > 5 * PAGE
    whole[4 * PAGE + 2000] ^= 1
    sealed.write_bytes(whole[: -2 * PAGE - 7] if damage == "a page cut off" else whole)
    with pytest.raises((DatabaseError, WrongDatabaseKey)) as refused:
        open_and_read(sealed)
    said = told(refused.value) + "".join(capfd.readouterr())
    assert KEY.hex() not in said.lower()


def test_what_is_deleted_is_written_over(db) -> None:
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA secure_delete").fetchone()[0] == 1
