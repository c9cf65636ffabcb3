"""Short texts under one key, and the other keys that come from it: what a sealed case is sealed with.

A text is AES-256-GCM with a random nonce, in base64. Its place is bound to it, so that a text put into another
column or another case does not open.
"""

import base64
import binascii
import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12


class DamagedText(Exception):
    """The text was changed, moved to another place, or belongs to another key."""


def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=b"guvoh/case/" + purpose).derive(key)


def files_key(key: bytes) -> bytes:
    """Return the 32-byte key that wraps the file keys of a case whose own key is `key`."""
    return _derived(key, b"files/v1")


def seal(key: bytes, text: str, place: str) -> str:
    """Return `text` sealed under `key` (32 bytes) for `place`, in base64: 28 bytes longer before the encoding."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(_derived(key, b"text/v1")).encrypt(nonce, text.encode(), place.encode())
    return base64.b64encode(nonce + sealed).decode()


def unseal(key: bytes, sealed: str, place: str) -> str:
    """Return the text of seal(). Raises DamagedText."""
    try:
        raw = base64.b64decode(sealed, validate=True)
        plain = AESGCM(_derived(key, b"text/v1")).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], place.encode())
    except (InvalidTag, binascii.Error, ValueError) as error:
        raise DamagedText from error
    return plain.decode()


def halves(key: bytes) -> tuple[bytes, bytes]:
    """Return two halves of `key`; either alone is random and says nothing of it."""
    one = secrets.token_bytes(len(key))
    return one, joined(one, key)


def joined(one: bytes, other: bytes) -> bytes:
    """Return the key whose halves these are. Raises ValueError when their lengths differ."""
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
