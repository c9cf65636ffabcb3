"""Ed25519 signatures (RFC 8032) over documents that leave the desk."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


class BadSignature(Exception):
    """The document was not signed by this key, or was changed since."""


def public_half(seed: bytes) -> str:
    """Return the verifying key of a 32-byte seed as 64 hex digits."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw().hex()


def sign(document: bytes, seed: bytes) -> bytes:
    """Return the 64-byte signature of `document`."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(document)


def verify(document: bytes, signature: bytes, public: str) -> None:
    """Return when the signature holds for the verifying key (64 hex digits). Raises BadSignature otherwise."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, document)
    except (InvalidSignature, ValueError) as error:
        raise BadSignature from error
