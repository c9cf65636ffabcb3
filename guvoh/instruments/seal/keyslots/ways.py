"""The ways of opening the vault: what a person knows or holds, and the key that comes of it."""

import hashlib
import unicodedata
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from guvoh.instruments.seal import shares

Kind = Literal["passphrase", "keyfile", "pair", "recovery"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
MASTER_BYTES: Final = 32
MIN_PASSPHRASE: Final = 14
MAX_PASSPHRASE: Final = 1000
MIN_KEY_FILE: Final = 32


class WeakPassphrase(Exception):
    """A passphrase has fewer than MIN_PASSPHRASE characters or more than MAX_PASSPHRASE, or both are the same."""


class ShortKeyFile(Exception):
    """The key file has fewer than MIN_KEY_FILE bytes."""


@dataclass(frozen=True)
class Argon2Cost:
    """Cost of one Argon2id run: memory in KiB, passes, lanes."""

    memory_kib: int = 256 * 1024
    passes: int = 3
    lanes: int = 4


# RFC 9106's second recommended option asks for 64 MiB; ours is four times that, and nothing below is accepted
FLOOR: Final = Argon2Cost()
# above this a changed file would only make the machine run out of memory
CEILING: Final = Argon2Cost(4 * 1024 * 1024, 64, 64)


def is_sound(cost: Argon2Cost) -> bool:
    """Whether a cost lies between the floor and the ceiling. Fewer lanes make a run no cheaper to attack."""
    return (
        FLOOR.memory_kib <= cost.memory_kib <= CEILING.memory_kib
        and FLOOR.passes <= cost.passes <= CEILING.passes
        and 1 <= cost.lanes <= CEILING.lanes
    )


@dataclass(frozen=True)
class Passphrase:
    """What one person knows."""

    text: str = field(repr=False)
    kind: Literal["passphrase"] = field(default="passphrase", init=False)


@dataclass(frozen=True)
class WithFile:
    """What one person knows, and the SHA-256 of a file that she carries."""

    text: str = field(repr=False)
    digest: bytes = field(repr=False)
    kind: Literal["keyfile"] = field(default="keyfile", init=False)


@dataclass(frozen=True)
class Pair:
    """What two officers know, each her own; in any order."""

    first: str = field(repr=False)
    second: str = field(repr=False)
    kind: Literal["pair"] = field(default="pair", init=False)


@dataclass(frozen=True)
class Shares:
    """Recovery shares as they were typed."""

    typed: tuple[str, ...] = field(repr=False)
    kind: Literal["recovery"] = field(default="recovery", init=False)


Secret = Passphrase | WithFile | Pair | Shares


def digest_of_key_file(content: bytes) -> bytes:
    """Return what is kept in mind of a key file, its SHA-256. Raises ShortKeyFile."""
    if len(content) < MIN_KEY_FILE:
        raise ShortKeyFile
    return hashlib.sha256(content).digest()


def check_strength(secret: Secret) -> None:
    """Raises WeakPassphrase for a new secret that must not be taken, shares.ShareFault for bad shares."""
    if isinstance(secret, Shares):
        shares.combine(secret.typed)
        return
    texts = [secret.first, secret.second] if isinstance(secret, Pair) else [secret.text]
    lengths = [len(unicodedata.normalize("NFC", text)) for text in texts]
    if min(lengths) < MIN_PASSPHRASE or max(lengths) > MAX_PASSPHRASE or len(set(texts)) < len(texts):
        raise WeakPassphrase


def stretch(passphrase: str, salt: bytes, cost: Argon2Cost) -> bytes:
    """Return 32 bytes of Argon2id (RFC 9106) over the passphrase in NFC: keyboards write ӣ and ӯ in two ways."""
    return stretch_as_typed(unicodedata.normalize("NFC", passphrase), salt, cost)


def stretch_as_typed(passphrase: str, salt: bytes, cost: Argon2Cost) -> bytes:
    """Return the same without normalising, as the first format of keyslots.json did."""
    typed = passphrase.encode(errors="surrogatepass")
    return hash_secret_raw(typed, salt, cost.passes, cost.memory_kib, cost.lanes, MASTER_BYTES, Type.ID)


def slot_key(secret: Secret, salt: bytes, cost: Argon2Cost) -> bytes:
    """Return the 32 bytes that lock a slot's private half. Recovery shares are random and not stretched.

    Raises shares.ShareFault, MemoryError where Argon2id gets no memory.
    """
    if isinstance(secret, Passphrase):
        return _bound(stretch(secret.text, salt, cost), salt, secret.kind)
    if isinstance(secret, WithFile):
        return _bound(stretch(secret.text, salt, cost) + secret.digest, salt, secret.kind)
    if isinstance(secret, Pair):
        # sorted, so that it does not matter who types first
        halves = sorted(stretch(text, salt, cost) for text in (secret.first, secret.second))
        return _bound(b"".join(halves), salt, secret.kind)
    return _bound(shares.combine(secret.typed), salt, secret.kind)


def _bound(material: bytes, salt: bytes, kind: Kind) -> bytes:
    return HKDF(
        algorithm=hashes.SHA256(), length=MASTER_BYTES, salt=salt, info=f"guvoh/slot/{kind}".encode()
    ).derive(material)
