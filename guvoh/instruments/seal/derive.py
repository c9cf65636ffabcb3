"""Keys derived from the vault master key, one per purpose."""

from typing import Final, Literal, get_args

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

Label = Literal["db/v1", "file/v1", "intake/v1", "release/v1", "index/v1", "log/v1", "backup/v1", "fingerprint/v1"]
# What the vault needs for itself. No worker is ever given one of these.
InnerLabel = Literal["slots/v1", "carried/v1"]

LABELS: Final[tuple[Label, ...]] = get_args(Label)
# These outlive a rotation of the master key. Others have pinned the public half of what signs releases and the
# log; the two index keys stand behind fingerprints that lie inside the sealed database only.
CARRIED: Final[tuple[Label, ...]] = ("release/v1", "log/v1", "index/v1", "fingerprint/v1")
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
    return _expand(master, label)


def derive_inner(master: bytes, label: InnerLabel) -> bytes:
    """Return the 32-byte key of one of the vault's own purposes, by the same rule as `derive`."""
    return _expand(master, label)


def _expand(master: bytes, label: str) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=b"guvoh/" + label.encode()).derive(
        master
    )
