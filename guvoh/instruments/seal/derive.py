"""Keys derived from the vault master key, one per purpose."""

from typing import Final, Literal, get_args

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

Label = Literal["db/v1", "file/v1", "intake/v1", "release/v1", "index/v1", "log/v1", "backup/v1", "fingerprint/v1"]

LABELS: Final[tuple[Label, ...]] = get_args(Label)
KEY_BYTES: Final = 32


class UnknownLabel(Exception):
    """A key was asked for a purpose that the vault does not know."""


def derive(master: bytes, label: str) -> bytes:
    """Return the 32-byte key for one purpose by HKDF-SHA256 (RFC 5869) with the label as info.

    One label, one use: a key shared by two purposes would let a flaw in one break the other.
    Raises UnknownLabel for a purpose outside LABELS.
    """
    if label not in LABELS:
        raise UnknownLabel(label)
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=b"guvoh/" + label.encode()).derive(
        master
    )
