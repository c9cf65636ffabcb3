"""A sealed stream inside any file: AES-256-GCM in chunks, with cutting, reordering and changing refused.

The construction is that of sealed files (STREAM of Hoang, Reyhanitabar, Rogaway and Vizar, 2015), but read from
beginning to end only and bound to a header that stands before it in clear.
"""

import secrets
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PREFIX_BYTES: Final = 7
CHUNK_BYTES: Final = 1024 * 1024
TAG_BYTES: Final = 16


class DamagedStream(Exception):
    """The stream or its header was changed or cut short, or belongs to another key."""


def _nonce(prefix: bytes, counter: int, last: bool) -> bytes:
    return prefix + counter.to_bytes(4, "big") + bytes([last])


def _even(chunks: Iterable[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for chunk in chunks:
        held += chunk
        # one chunk stays back until the next one proves it is not the last
        while len(held) > CHUNK_BYTES:
            yield bytes(held[:CHUNK_BYTES])
            del held[:CHUNK_BYTES]
    yield bytes(held)


def seal_into(file: BinaryIO, chunks: Iterable[bytes], key: bytes, bound: bytes) -> None:
    """Seal `chunks` with a 32-byte key at the file's present place, bound to the bytes `bound`. Raises OSError."""
    cipher, prefix = AESGCM(key), secrets.token_bytes(PREFIX_BYTES)
    file.write(prefix)
    waiting: bytes | None = None
    counter = 0
    for chunk in _even(chunks):
        if waiting is not None:
            file.write(cipher.encrypt(_nonce(prefix, counter, False), waiting, bound))
            counter += 1
        waiting = chunk
    file.write(cipher.encrypt(_nonce(prefix, counter, True), waiting or b"", bound))


def open_from(file: BinaryIO, key: bytes, bound: bytes) -> Iterator[bytes]:
    """Yield the plain bytes of a stream that runs from the file's present place to its end.

    Raises DamagedStream, possibly after some chunks: trust what was yielded only when the iteration has ended.
    """
    cipher, prefix = AESGCM(key), file.read(PREFIX_BYTES)
    sealed, counter = file.read(CHUNK_BYTES + TAG_BYTES), 0
    while True:
        following = file.read(CHUNK_BYTES + TAG_BYTES)
        try:
            yield cipher.decrypt(_nonce(prefix, counter, not following), sealed, bound)
        except (InvalidTag, ValueError, OverflowError) as error:
            raise DamagedStream from error
        if not following:
            return
        sealed, counter = following, counter + 1
