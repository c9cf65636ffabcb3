"""keyslots.json: the vault master key, wrapped once for every way of opening the vault."""

import base64
import datetime as dt
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT: Final = "guvoh-keyslots-1"
MASTER_BYTES: Final = 32
NONCE_BYTES: Final = 12
MIN_PASSPHRASE: Final = 14


class WrongPassphrase(Exception):
    """No slot opens with this passphrase."""


class WeakPassphrase(Exception):
    """The passphrase is shorter than MIN_PASSPHRASE characters."""


class DamagedKeyslots(Exception):
    """keyslots.json is missing, unreadable, or weaker than the floor."""


@dataclass(frozen=True)
class Argon2Cost:
    """Cost of one Argon2id run: memory in KiB, passes, lanes."""

    memory_kib: int = 256 * 1024
    passes: int = 3
    lanes: int = 4


# RFC 9106's second recommended option asks for 64 MiB; ours is four times that, and nothing below is accepted
FLOOR: Final = Argon2Cost()


def _stretch(passphrase: str, salt: bytes, cost: Argon2Cost) -> bytes:
    return hash_secret_raw(
        passphrase.encode(), salt, cost.passes, cost.memory_kib, cost.lanes, MASTER_BYTES, Type.ID
    )


def _encode(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def create(path: Path, passphrase: str) -> bytes:
    """Make a new random vault master key, write its first passphrase slot to `path`, return the key (32 bytes).

    Raises WeakPassphrase, or FileExistsError rather than replace a vault that exists.
    """
    if len(passphrase) < MIN_PASSPHRASE:
        raise WeakPassphrase
    master, salt, nonce = (
        secrets.token_bytes(MASTER_BYTES),
        secrets.token_bytes(16),
        secrets.token_bytes(NONCE_BYTES),
    )
    slot_id = secrets.token_hex(4)
    wrapped = AESGCM(_stretch(passphrase, salt, FLOOR)).encrypt(nonce, master, slot_id.encode())
    slot = {
        "id": slot_id,
        "type": "passphrase",
        "argon2id": {"memory_kib": FLOOR.memory_kib, "passes": FLOOR.passes, "lanes": FLOOR.lanes},
        "salt": _encode(salt),
        "nonce": _encode(nonce),
        "wrapped": _encode(wrapped),
        "created": dt.datetime.now(dt.UTC).date().isoformat(),
    }
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump({"format": FORMAT, "slots": [slot]}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return master


def _cost(slot: dict[str, Any]) -> Argon2Cost:
    cost = Argon2Cost(**slot["argon2id"])
    if cost.memory_kib < FLOOR.memory_kib or cost.passes < FLOOR.passes:
        raise DamagedKeyslots("a slot is weaker than the floor")
    return cost


def unwrap(path: Path, passphrase: str) -> bytes:
    """Return the vault master key (32 bytes) from the first slot of `path` that opens with the passphrase.

    Raises WrongPassphrase, or DamagedKeyslots when the file is missing, malformed or its costs were lowered.
    """
    try:
        document = json.loads(path.read_text())
        slots = [
            (
                slot["id"].encode(),
                _cost(slot),
                *(base64.b64decode(slot[k]) for k in ("salt", "nonce", "wrapped")),
            )
            for slot in document["slots"]
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedKeyslots(type(error).__name__) from error
    for slot_id, cost, salt, nonce, wrapped in slots:
        try:
            return AESGCM(_stretch(passphrase, salt, cost)).decrypt(nonce, wrapped, slot_id)
        except InvalidTag:
            continue
    raise WrongPassphrase
