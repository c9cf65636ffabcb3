"""keyslots.json: the vault master key, sealed once for every way of opening the vault.

Each slot has a key pair of its own. The private half is locked by what a person knows or holds; the master key is
sealed to the public half. So a new master key can be sealed to every slot while nobody but the operator is there,
and whoever learned the old master key learns nothing about the slots. A MAC under the master key binds the file.
"""

from pathlib import Path

from guvoh.instruments.seal.keyslots.document import (
    FORMAT,
    DamagedKeyslots,
    Opened,
    WrongPassphrase,
    open_with,
    rotated,
    slots_of,
)
from guvoh.instruments.seal.keyslots.edits import (
    LastSlot,
    UnknownSlot,
    add,
    add_recovery,
    create,
    remove,
    replace,
)
from guvoh.instruments.seal.keyslots.slots import Slot
from guvoh.instruments.seal.keyslots.ways import (
    FLOOR,
    KINDS,
    MASTER_BYTES,
    MIN_KEY_FILE,
    MIN_PASSPHRASE,
    Argon2Cost,
    Kind,
    Pair,
    Passphrase,
    Secret,
    Shares,
    WeakPassphrase,
    WithFile,
    digest_of_key_file,
)

__all__ = [
    "FLOOR",
    "FORMAT",
    "KINDS",
    "MASTER_BYTES",
    "MIN_KEY_FILE",
    "MIN_PASSPHRASE",
    "Argon2Cost",
    "DamagedKeyslots",
    "Kind",
    "LastSlot",
    "Opened",
    "Pair",
    "Passphrase",
    "Secret",
    "Shares",
    "Slot",
    "UnknownSlot",
    "WeakPassphrase",
    "WithFile",
    "WrongPassphrase",
    "add",
    "add_recovery",
    "create",
    "digest_of_key_file",
    "open_with",
    "remove",
    "replace",
    "rotated",
    "slots_of",
    "unwrap",
]


def unwrap(path: Path, passphrase: str) -> bytes:
    """Return the vault master key (32 bytes) by a passphrase. Raises WrongPassphrase, DamagedKeyslots."""
    return open_with(path, Passphrase(passphrase)).master
