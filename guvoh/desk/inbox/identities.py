"""The private halves of the intake keys: wrapped by the vault, open while it is."""

import secrets
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from guvoh.desk.inbox.models import IntakeKey

NONCE_BYTES: Final = 12


class KeyDestroyed(Exception):
    """The private half is gone: only the recovery key on paper opens what was sealed to this key."""


def wrapped(identity: str, key_id: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(settings.VAULT.key("intake/v1")).encrypt(nonce, identity.encode(), key_id.encode())


def identity_of(key: IntakeKey) -> str:
    """The private half of a key. Raises KeyDestroyed."""
    if key.destroyed_at:
        raise KeyDestroyed
    held = bytes(key.wrapped_identity)
    opened = AESGCM(settings.VAULT.key("intake/v1")).decrypt(
        held[:NONCE_BYTES], held[NONCE_BYTES:], key.key_id.encode()
    )
    return opened.decode()
