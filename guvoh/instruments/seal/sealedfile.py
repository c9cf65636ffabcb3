"""Sealed files: AES-256-GCM in 64 KiB chunks, readable from any offset, with truncation refused.

Layout: MAGIC (8 bytes), nonce prefix (7 bytes), then chunks of ciphertext with a 16-byte tag each. The nonce of a
chunk is prefix | counter (4 bytes) | last flag (1 byte), so a file cut at a chunk border does not open (the STREAM
construction of Hoang, Reyhanitabar, Rogaway and Vizar, 2015). The header is bound to the first chunk.
"""

import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

MAGIC: Final = b"GUVOHSF1"
PREFIX_BYTES: Final = 7
HEADER_BYTES: Final = len(MAGIC) + PREFIX_BYTES
CHUNK_BYTES: Final = 64 * 1024
TAG_BYTES: Final = 16
SEALED_CHUNK_BYTES: Final = CHUNK_BYTES + TAG_BYTES


class DamagedFile(Exception):
    """The sealed file was changed, cut short, or belongs to another key."""


def new_key() -> bytes:
    """Return a new random 32-byte file key."""
    return secrets.token_bytes(32)


def wrap_key(key: bytes, wrapping: bytes) -> bytes:
    """Return `key` wrapped by another 32-byte key (AES key wrap, RFC 3394), 40 bytes."""
    return aes_key_wrap(wrapping, key)


def unwrap_key(wrapped: bytes, wrapping: bytes) -> bytes:
    """Return the wrapped key. Raises DamagedFile when the wrapping key is another one."""
    try:
        return aes_key_unwrap(wrapping, wrapped)
    except InvalidUnwrap as error:
        raise DamagedFile from error


def _nonce(prefix: bytes, counter: int, last: bool) -> bytes:
    return prefix + counter.to_bytes(4, "big") + bytes([last])


def _even_chunks(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    held = bytearray()
    for chunk in chunks:
        held += chunk
        # one chunk stays back until the next one proves it is not the last
        while len(held) > CHUNK_BYTES:
            yield bytes(held[:CHUNK_BYTES]), False
            del held[:CHUNK_BYTES]
    yield bytes(held), True


def write(path: Path, chunks: Iterable[bytes], key: bytes) -> int:
    """Seal `chunks` into `path`, return the number of plain bytes.

    Written beside and renamed when whole, so a killed writer leaves no file under the name. Raises OSError.
    """
    cipher, prefix, size = AESGCM(key), secrets.token_bytes(PREFIX_BYTES), 0
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    try:
        with part.open("xb") as file:
            file.write(MAGIC + prefix)
            for counter, (chunk, last) in enumerate(_even_chunks(chunks)):
                bound = MAGIC + prefix if counter == 0 else None
                file.write(cipher.encrypt(_nonce(prefix, counter, last), chunk, bound))
                size += len(chunk)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return size


def read(path: Path, key: bytes, start: int = 0) -> Iterator[bytes]:
    """Yield the plain bytes of a sealed file from offset `start` on. Raises DamagedFile, FileNotFoundError."""
    cipher, first = AESGCM(key), start // CHUNK_BYTES
    with path.open("rb") as file:
        header = file.read(HEADER_BYTES)
        if len(header) != HEADER_BYTES or not header.startswith(MAGIC):
            raise DamagedFile
        total = max(1, -(-(path.stat().st_size - HEADER_BYTES) // SEALED_CHUNK_BYTES))
        file.seek(HEADER_BYTES + first * SEALED_CHUNK_BYTES)
        for counter in range(first, total):
            nonce = _nonce(header[len(MAGIC) :], counter, counter == total - 1)
            try:
                plain = cipher.decrypt(nonce, file.read(SEALED_CHUNK_BYTES), header if counter == 0 else None)
            except (InvalidTag, ValueError) as error:
                raise DamagedFile from error
            yield plain[start - first * CHUNK_BYTES :] if counter == first else plain
