"""Sealing in the age format (C2SP age-encryption.org/v1), so that Debian's `age` opens it without us."""

import contextlib
import hashlib
import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import bech32
import pyrage

READ_BYTES: Final = 64 * 1024


class CannotOpen(Exception):
    """The ciphertext is damaged, cut short, or not for this key."""


def new_identity() -> str:
    """Return a new random age identity, 'AGE-SECRET-KEY-1...'."""
    return str(pyrage.x25519.Identity.generate())


def identity_from_seed(seed: bytes) -> str:
    """Return the age identity whose X25519 secret is `seed` (32 bytes), in age's own Bech32 writing."""
    words = bech32.convertbits(seed, 8, 5)
    if words is None:
        raise ValueError("a seed is 32 bytes")
    return bech32.bech32_encode("age-secret-key-", words).upper()


def recipient_of(identity: str) -> str:
    """Return the public half, 'age1...'. Raises pyrage.IdentityError for a malformed identity."""
    return str(pyrage.x25519.Identity.from_str(identity).to_public())


def is_recipient(text: str) -> bool:
    """Whether something can be sealed to `text`: an X25519 recipient, 'age1...'."""
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def fingerprint(recipient: str) -> str:
    """Return the 64 hex digits by which people compare keys: SHA-256 over the recipient as written, 'age1...'."""
    return hashlib.sha256(recipient.encode()).hexdigest()


def key_id(recipient: str) -> str:
    """Return the 16 hex digits by which an envelope names its key: the start of its fingerprint."""
    return fingerprint(recipient)[:16]


def in_groups(digits: str) -> str:
    """Return hex digits in groups of four, as they are shown and read out."""
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def _recipients(recipients: Sequence[str]) -> list[pyrage.x25519.Recipient]:
    return [pyrage.x25519.Recipient.from_str(recipient) for recipient in recipients]


def seal(plain: bytes, recipients: Sequence[str]) -> bytes:
    """Return `plain` sealed to every recipient. Raises pyrage.RecipientError for a malformed one."""
    return bytes(pyrage.encrypt(plain, _recipients(recipients)))


def unseal(sealed: bytes, identity: str) -> bytes:
    """Return the plain bytes. Raises CannotOpen."""
    try:
        return bytes(pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(identity)]))
    except pyrage.DecryptError as error:
        raise CannotOpen from error


class SealingWriter:
    """Seals what is pushed into it, straight to a file, holding no more than a pipe's worth in memory.

    pyrage pulls from a reader while uploads push, so a thread seals from a pipe. `path` must not exist; it holds
    ciphertext only, at every moment.
    """

    def __init__(self, path: Path, recipients: Sequence[str]) -> None:
        self._recipients = _recipients(recipients)
        self._target = path.open("xb")
        read_end, write_end = os.pipe()
        self._source = os.fdopen(read_end, "rb")
        self._sink = os.fdopen(write_end, "wb")
        self._failure: OSError | pyrage.EncryptError | None = None
        self._thread = threading.Thread(target=self._seal, daemon=True)
        self._thread.start()

    def _seal(self) -> None:
        try:
            pyrage.encrypt_io(self._source, self._target, self._recipients)
        except (OSError, pyrage.EncryptError) as error:
            self._failure = error
        finally:
            self._source.close()

    def write(self, chunk: bytes) -> None:
        """Push one chunk. Raises OSError when the sealing side has failed (a full disk)."""
        self._sink.write(chunk)

    def close(self) -> None:
        """Finish the file and put it on the disk. Raises OSError when anything of it could not be written."""
        try:
            self._sink.close()
        finally:
            self._thread.join()
            if self._failure is None:
                self._target.flush()
                os.fsync(self._target.fileno())
            self._target.close()
        if self._failure is not None:
            raise OSError(f"sealing failed: {type(self._failure).__name__}")

    def abandon(self) -> None:
        """Stop at once, whatever state it is in; what was sealed so far stays, for the caller to remove."""
        with contextlib.suppress(OSError):
            self._sink.close()
        self._thread.join()
        self._target.close()


def unseal_chunks(path: Path, identity: str) -> Iterator[bytes]:
    """Yield the plain bytes of a sealed file, chunk by chunk, never on the disk.

    Raises CannotOpen, possibly after some chunks: use what was yielded only when the iteration has ended.
    """
    try:
        # no link is followed and no pipe waited for: the file lies where others can write
        sealed = os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb")
    except OSError as error:
        raise CannotOpen from error
    read_end, write_end = os.pipe()
    failure: list[Exception] = []

    def pull() -> None:
        try:
            with sealed, os.fdopen(write_end, "wb") as sink:
                pyrage.decrypt_io(sealed, sink, [pyrage.x25519.Identity.from_str(identity)])
        except (OSError, pyrage.DecryptError) as error:
            failure.append(error)

    thread = threading.Thread(target=pull, daemon=True)
    thread.start()
    try:
        with os.fdopen(read_end, "rb") as source:
            while chunk := source.read(READ_BYTES):
                yield chunk
    finally:
        thread.join()
    if failure:
        raise CannotOpen from failure[0]
