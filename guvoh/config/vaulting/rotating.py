"""Giving the desk a new master key: which columns of the desk hold keys that the old one wraps."""

import contextlib
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3._functions import register as register_functions
from sqlcipher3 import dbapi2 as sqlcipher

from guvoh.instruments.seal import rotation
from guvoh.instruments.seal.keyslots import Opened, Secret, open_with
from guvoh.instruments.seal.keyslots.document import modern
from guvoh.instruments.seal.rotation import WrappedColumn
from guvoh.instruments.seal.vault import Vault, VaultUnreachable

# Every key that lies in the database wrapped by one of the master's. A test compares this with the models.
COLUMNS = (
    WrappedColumn("evidence_casekey", "wrapped", "file/v1"),
    WrappedColumn("evidence_sealedfile", "wrapped_key", "file/v1", where="case_id IS NULL"),
    WrappedColumn("inbox_intakekey", "wrapped_identity", "intake/v1", "aead", "key_id"),
)


def rotate(desk: Path, secret: Secret) -> int:
    """Give the desk a new master key and return how many rows were carried over. The vault is locked afterwards.

    Raises what keyslots.open_with and rotation.rotate raise.
    """
    opened = modern(open_with(desk / "keyslots.json", secret), secret)

    def lock() -> None:
        # where no agent runs the vault is locked
        with contextlib.suppress(VaultUnreachable):
            Vault(desk / "vault.sock").lock()

    return sum(rotation.rotate(desk, opened, COLUMNS, register_functions, lock).values())


def tables_read_with(opened: Opened, database: Path) -> int:
    """How many tables the database shows to this key, without changing it. Raises sqlcipher.DatabaseError."""
    connection: Any = sqlcipher.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, timeout=5)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.set_key(f"x'{opened.key('db/v1').hex()}'")
        return int(connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'").fetchone()[0])
    finally:
        connection.close()
