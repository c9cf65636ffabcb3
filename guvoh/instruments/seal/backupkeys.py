"""Backup keys: secrets kept apart from the packages they open, so that old backups expire by forgetting.

A package opens with the vault and with the secret of the month it was made in. The desk keeps the secrets in a
file of its own, which no package holds; the operator keeps a copy, the card, away from the packages. A secret that
is destroyed in both takes every package of its month with it, wherever copies of them lie.
"""

import datetime as dt
import json
import secrets
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from guvoh.instruments.seal.wholefile import write_whole

FORMAT: Final = "guvoh-backup-keys-1"
SECRET_BYTES: Final = 32


class DamagedBackupKeys(Exception):
    """The file of backup keys is not one of ours, or is damaged."""


class UnknownBackupKey(Exception):
    """The secret a package was made under is not in this file: it is another desk's card, or was destroyed."""


@dataclass(frozen=True)
class BackupKey:
    """One secret of 32 bytes, the id by which packages name it, and the first day it was used."""

    id: str
    since: dt.date
    secret: bytes


@dataclass(frozen=True)
class BackupKeys:
    """The secrets in one file, the newest last. Every change writes the file anew, beside and renamed."""

    path: Path

    def all(self) -> list[BackupKey]:
        """Return the secrets, none where there is no file yet. Raises DamagedBackupKeys."""
        try:
            document = json.loads(self.path.read_text())
            if document["format"] != FORMAT:
                raise DamagedBackupKeys
            return [
                BackupKey(row["id"], dt.date.fromisoformat(row["since"]), bytes.fromhex(row["secret"]))
                for row in document["keys"]
            ]
        except FileNotFoundError:
            return []
        except (ValueError, KeyError, TypeError) as error:
            raise DamagedBackupKeys from error

    def current(self, today: dt.date) -> BackupKey:
        """Return the secret of this month, made now if there is none. Raises DamagedBackupKeys, OSError."""
        keys = self.all()
        if keys and (keys[-1].since.year, keys[-1].since.month) == (today.year, today.month):
            return keys[-1]
        fresh = BackupKey(secrets.token_hex(4), today, secrets.token_bytes(SECRET_BYTES))
        self._write([*keys, fresh])
        return fresh

    def find(self, key_id: str) -> BackupKey:
        """Return one secret by its id. Raises UnknownBackupKey, DamagedBackupKeys."""
        for key in self.all():
            if key.id == key_id:
                return key
        raise UnknownBackupKey(key_id)

    def destroy_before(self, day: dt.date) -> list[BackupKey]:
        """Forget every secret whose successor came into use by `day`, and return those forgotten.

        A month's secret made packages until the next one came, so the newest always stays. Raises
        DamagedBackupKeys, OSError.
        """
        keys = self.all()
        gone = [key for key, successor in pairwise(keys) if successor.since <= day]
        if gone:
            self._write([key for key in keys if key not in gone])
        return gone

    def destroy_all(self) -> list[BackupKey]:
        """Forget every secret, and return them: no package made until now opens again. Raises OSError."""
        gone = self.all()
        self._write([])
        return gone

    def copy_to(self, card: Path) -> None:
        """Write the card, the operator's copy. Raises OSError, DamagedBackupKeys."""
        BackupKeys(card)._write(self.all())

    def _write(self, keys: list[BackupKey]) -> None:
        rows = [{"id": key.id, "since": key.since.isoformat(), "secret": key.secret.hex()} for key in keys]
        write_whole(self.path, json.dumps({"format": FORMAT, "keys": rows}, indent=1).encode())
