"""A member's own key pair: X25519, the private half locked by her own passphrase, and boxes only she opens.

A box is an ephemeral public key (32 bytes) and AES-256-GCM under HKDF-SHA256 of the shared secret, with both
public keys in the info (the shape of RFC 9180's base mode). What it is for is bound to it as associated data.
"""

import secrets
from dataclasses import dataclass
from typing import Final

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from guvoh.instruments.seal.keyslots import Argon2Cost, WrongPassphrase

KEY_BYTES: Final = 32
SALT_BYTES: Final = 16
NONCE_BYTES: Final = 12
# each box has a key of its own, from a new ephemeral pair: a fixed nonce is never used twice with one key
BOX_NONCE: Final = bytes(NONCE_BYTES)
INFO: Final = b"guvoh/personal/v1"
# RFC 9106's second recommended option. The vault's own slots cost more; here the hash by which the account's
# passphrase is checked stands in the same database and costs about as much, so that more would stop nobody.
FLOOR: Final = Argon2Cost(memory_kib=64 * 1024, passes=3, lanes=4)


class NotHers(Exception):
    """The box was made for another key or another purpose, or was changed."""


class DamagedOwnKey(Exception):
    """What is kept of a member's key is malformed, or its cost is below the floor."""


@dataclass(frozen=True)
class Pair:
    """A key pair, 32 raw bytes each."""

    public: bytes
    private: bytes


@dataclass(frozen=True)
class LockedUp:
    """A private half as it is kept: nonce and AES-256-GCM (60 bytes), the salt (16 bytes), the cost of one try."""

    wrapped: bytes
    salt: bytes
    cost: Argon2Cost


def new_pair() -> Pair:
    """Return a new random key pair."""
    return pair_of(X25519PrivateKey.generate().private_bytes_raw())


def pair_of(private: bytes) -> Pair:
    """Return the pair of a private half (32 bytes). Raises ValueError for another length."""
    return Pair(X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw(), private)


def _stretched(passphrase: str, salt: bytes, cost: Argon2Cost) -> AESGCM:
    secret = passphrase.encode()
    return AESGCM(hash_secret_raw(secret, salt, cost.passes, cost.memory_kib, cost.lanes, KEY_BYTES, Type.ID))


def lock_up(pair: Pair, passphrase: str, cost: Argon2Cost = FLOOR) -> LockedUp:
    """Return the private half under Argon2id of `passphrase` (a fifth of a second at the floor)."""
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    sealed = _stretched(passphrase, salt, cost).encrypt(nonce, pair.private, INFO + pair.public)
    return LockedUp(nonce + sealed, salt, cost)


def unlock(locked: LockedUp, public: bytes, passphrase: str, floor: Argon2Cost = FLOOR) -> Pair:
    """Return the pair. The house's floor holds unless the caller names another: no setting lowers it.

    Raises WrongPassphrase; DamagedOwnKey where the cost is below `floor`, so that who can write the row cannot
    make the next guess cheap.
    """
    if locked.cost.memory_kib < floor.memory_kib or locked.cost.passes < floor.passes:
        raise DamagedOwnKey("cost below the floor")
    nonce, sealed = locked.wrapped[:NONCE_BYTES], locked.wrapped[NONCE_BYTES:]
    try:
        private = _stretched(passphrase, locked.salt, locked.cost).decrypt(nonce, sealed, INFO + public)
    except InvalidTag as error:
        raise WrongPassphrase from error
    return Pair(public, private)


def _box(private: X25519PrivateKey, other: bytes, ephemeral: bytes, public: bytes) -> AESGCM:
    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(other))
    except ValueError as error:
        raise NotHers from error
    info = INFO + ephemeral + public
    return AESGCM(HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=info).derive(shared))


def wrap_to(public: bytes, key: bytes, bound: str) -> bytes:
    """Return `key` in a box that only the private half of `public` opens, and only for the purpose `bound`.

    48 bytes longer than the key. Raises NotHers when `public` is no usable X25519 key.
    """
    ephemeral = X25519PrivateKey.generate()
    sent = ephemeral.public_key().public_bytes_raw()
    return sent + _box(ephemeral, public, sent, public).encrypt(BOX_NONCE, key, bound.encode())


def open_box(pair: Pair, box: bytes, bound: str) -> bytes:
    """Return the key in a box of wrap_to(). Raises NotHers."""
    sent, sealed = box[:KEY_BYTES], box[KEY_BYTES:]
    try:
        cipher = _box(X25519PrivateKey.from_private_bytes(pair.private), sent, sent, pair.public)
        return cipher.decrypt(BOX_NONCE, sealed, bound.encode())
    except (InvalidTag, ValueError) as error:
        raise NotHers from error
