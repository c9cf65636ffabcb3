"""Sealed files: AES-256-GCM in 64 KiB chunks, written in parts, readable from any offset.

Layout: MAGIC (8 bytes), file id (16), chunks of padded content, table, tail. Sixteen chunks make a segment, and
each segment has 8 random bytes of its own: the nonce of a chunk is those 8 | its number in the file (4 bytes). So
a part that was sealed but never confirmed, and comes again with other bytes, is sealed under another nonce, and no
number is used twice under one. The table holds the random bytes of all segments; the tail holds the size and is
sealed with it, so that a file cut, reordered, or mixed with an earlier attempt does not open (after the STREAM
construction of Hoang, Reyhanitabar, Rogaway and Vizar, 2015). The header is bound to every chunk.

Sizes are padded with sealed zeros (Padmé: Nikitin et al., PURBs, 2019; at most 12 %, some 3 % from a gigabyte
on), so that the length on a disk does not tell which known video it is.
"""

import os
import secrets
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

MAGIC: Final = b"GUVOHSF2"
FILE_ID_BYTES: Final = 16
HEADER_BYTES: Final = len(MAGIC) + FILE_ID_BYTES
CHUNK_BYTES: Final = 64 * 1024
TAG_BYTES: Final = 16
SEALED_CHUNK_BYTES: Final = CHUNK_BYTES + TAG_BYTES
SEGMENT_CHUNKS: Final = 16
SEGMENT_BYTES: Final = SEGMENT_CHUNKS * CHUNK_BYTES
PREFIX_BYTES: Final = 8
PREFIXES_IN_A_CHUNK: Final = CHUNK_BYTES // PREFIX_BYTES
# chunks are counted from below this, pieces of the table from here on, and the tail has the highest number
TABLE_NUMBER: Final = 1 << 31
TAIL_NUMBER: Final = (1 << 32) - 1
SIZES: Final = struct.Struct(">QQ")
TAIL_BYTES: Final = PREFIX_BYTES + SIZES.size + TAG_BYTES
SMALLEST_BYTES: Final = 4096


class DamagedFile(Exception):
    """The sealed file was changed, cut short, or belongs to another key."""


class UnevenPart(ValueError):
    """A part that is not the last one does not end at the end of a segment."""


@dataclass(frozen=True)
class Progress:
    """How far a file has been written: its id (16 bytes), 8 random bytes for each segment, plain bytes so far."""

    file_id: bytes
    prefixes: bytes = b""
    size: int = 0

    @property
    def header(self) -> bytes:
        return MAGIC + self.file_id

    @property
    def sealed_bytes(self) -> int:
        return HEADER_BYTES + self.size // CHUNK_BYTES * SEALED_CHUNK_BYTES


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


def padded(size: int) -> int:
    """Return the number of bytes that `size` bytes take with their padding: the Padmé bucket, at least 4096."""
    if size <= SMALLEST_BYTES:
        return SMALLEST_BYTES
    exponent = size.bit_length() - 1
    loose_bits = exponent - exponent.bit_length()
    return -(-size >> loose_bits) << loose_bits


def length_of(size: int) -> int:
    """Return the length on the disk, in bytes, of a sealed file that holds `size` bytes."""
    inside = padded(size)
    chunks = -(-inside // CHUNK_BYTES)
    table = -(-chunks // SEGMENT_CHUNKS) * PREFIX_BYTES
    sealed = inside + chunks * TAG_BYTES + table + -(-table // CHUNK_BYTES) * TAG_BYTES
    return HEADER_BYTES + sealed + TAIL_BYTES


def _nonce(prefix: bytes, number: int) -> bytes:
    return prefix + number.to_bytes(4, "big")


def _in_chunks(pieces: Iterable[bytes]) -> Iterator[bytes | memoryview]:
    """Cut pieces of any length into whole chunks; what is left over comes last."""
    held = b""
    for piece in pieces:
        view = memoryview(piece)
        if held:
            missing = CHUNK_BYTES - len(held)
            held, view = held + view[:missing], view[missing:]
            if len(held) < CHUNK_BYTES:
                continue
            yield held
        whole = len(view) - len(view) % CHUNK_BYTES
        for start in range(0, whole, CHUNK_BYTES):
            yield view[start : start + CHUNK_BYTES]
        held = bytes(view[whole:])
    if held:
        yield held


def _zeros(count: int) -> Iterator[bytes]:
    for start in range(0, count, CHUNK_BYTES):
        yield bytes(min(CHUNK_BYTES, count - start))


class _Writer:
    """Seals chunk after chunk to the end of an open file."""

    def __init__(self, file: BinaryIO, key: bytes, progress: Progress) -> None:
        self._file, self._cipher, self._header = file, AESGCM(key), progress.header
        self._number, self.prefixes, self.size = (
            progress.size // CHUNK_BYTES,
            bytearray(progress.prefixes),
            progress.size,
        )

    def seal(self, pieces: Iterable[bytes]) -> None:
        for chunk in _in_chunks(pieces):
            if self._number % SEGMENT_CHUNKS == 0:
                self.prefixes += secrets.token_bytes(PREFIX_BYTES)
            nonce = _nonce(bytes(self.prefixes[-PREFIX_BYTES:]), self._number)
            self._file.write(self._cipher.encrypt(nonce, chunk, self._header))
            self._number += 1

    def counted(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self.size += len(piece)
            yield piece

    def padding(self) -> Iterator[bytes]:
        yield from _zeros(padded(self.size) - self.size)

    def end(self) -> None:
        """Write table and tail."""
        own = secrets.token_bytes(PREFIX_BYTES)
        for number, chunk in enumerate(_in_chunks([bytes(self.prefixes)])):
            self._file.write(self._cipher.encrypt(_nonce(own, TABLE_NUMBER + number), chunk, self._header))
        sizes = SIZES.pack(self.size, padded(self.size))
        self._file.write(own + self._cipher.encrypt(_nonce(own, TAIL_NUMBER), sizes, self._header))


def begin(path: Path) -> Progress:
    """Make a new file that has its header and nothing else. Raises FileExistsError, OSError."""
    progress = Progress(secrets.token_bytes(FILE_ID_BYTES))
    with path.open("xb") as file:
        file.write(progress.header)
        _to_disk(file)
    return progress


def append(path: Path, pieces: Iterable[bytes], key: bytes, progress: Progress, *, last: bool) -> Progress:
    """Seal plain `pieces` behind what `progress` tells of, and return the new progress once all is on the disk.

    Whatever an earlier, unconfirmed attempt left behind `progress` is cut off first. The `last` part makes the
    file whole. Raises UnevenPart unless the others end with a whole segment, FileNotFoundError, OSError.
    """
    with path.open("r+b") as file:
        file.truncate(progress.sealed_bytes)
        file.seek(progress.sealed_bytes)
        writer = _Writer(file, key, progress)
        counted = writer.counted(pieces)
        # the padding is asked for after the last piece, when the size is known
        writer.seal(chain(counted, writer.padding()) if last else counted)
        if last:
            writer.end()
        elif writer.size % SEGMENT_BYTES:
            raise UnevenPart
        _to_disk(file)
    return Progress(progress.file_id, bytes(writer.prefixes), writer.size)


def _to_disk(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def put_in_place(part: Path, path: Path) -> None:
    """Give a file that is whole its name, so that a power cut right after leaves it there. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def write(path: Path, pieces: Iterable[bytes], key: bytes) -> int:
    """Seal plain `pieces` into `path`, return the number of plain bytes.

    Written beside and renamed when whole, so a killed writer leaves no file under the name. Raises OSError.
    """
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    try:
        progress = append(part, pieces, key, begin(part), last=True)
        put_in_place(part, path)
    finally:
        part.unlink(missing_ok=True)
    return progress.size


class SealedReader:
    """A sealed file opened for reading. `size` is the number of plain bytes.

    Opening it reads the tail alone; each read opens only the chunks it needs.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        """Raises DamagedFile, FileNotFoundError."""
        self._cipher, self._piece, self._table = AESGCM(key), -1, b""
        self._file = path.open("rb")
        try:
            self.size = self._read_tail()
        except DamagedFile:
            self._file.close()
            raise

    def __enter__(self) -> "SealedReader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _read_tail(self) -> int:
        length = os.fstat(self._file.fileno()).st_size
        self._header = self._file.read(HEADER_BYTES)
        if not self._header.startswith(MAGIC) or length < HEADER_BYTES + TAIL_BYTES:
            raise DamagedFile
        self._file.seek(length - TAIL_BYTES)
        self._own = self._file.read(PREFIX_BYTES)
        size, self._padded = SIZES.unpack(self._open(_nonce(self._own, TAIL_NUMBER), SIZES.size + TAG_BYTES))
        chunks = -(-self._padded // CHUNK_BYTES)
        self._segments = -(-chunks // SEGMENT_CHUNKS)
        self._table_at = HEADER_BYTES + self._padded + chunks * TAG_BYTES
        pieces = -(-self._segments // PREFIXES_IN_A_CHUNK)
        if length != self._table_at + self._segments * PREFIX_BYTES + pieces * TAG_BYTES + TAIL_BYTES:
            raise DamagedFile
        return int(size)

    def _open(self, nonce: bytes, length: int) -> bytes:
        try:
            return self._cipher.decrypt(nonce, self._file.read(length), self._header)
        except (InvalidTag, ValueError) as error:
            raise DamagedFile from error

    def _prefix(self, segment: int) -> bytes:
        piece, place = divmod(segment, PREFIXES_IN_A_CHUNK)
        if piece != self._piece:
            held = min(PREFIXES_IN_A_CHUNK, self._segments - piece * PREFIXES_IN_A_CHUNK)
            self._file.seek(self._table_at + piece * SEALED_CHUNK_BYTES)
            nonce = _nonce(self._own, TABLE_NUMBER + piece)
            self._table, self._piece = self._open(nonce, held * PREFIX_BYTES + TAG_BYTES), piece
        return self._table[place * PREFIX_BYTES : (place + 1) * PREFIX_BYTES]

    def _chunk(self, number: int) -> bytes:
        prefix = self._prefix(number // SEGMENT_CHUNKS)
        self._file.seek(HEADER_BYTES + number * SEALED_CHUNK_BYTES)
        length = min(CHUNK_BYTES, self._padded - number * CHUNK_BYTES)
        return self._open(_nonce(prefix, number), length + TAG_BYTES)

    def read(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Yield the plain bytes from `start` up to `stop`, which is not included; without it to the end.

        Reading to the end looks at the padding as well. Raises DamagedFile.
        """
        end = self.size if stop is None else min(stop, self.size)
        for number in range(start // CHUNK_BYTES, -(-end // CHUNK_BYTES)):
            at = number * CHUNK_BYTES
            plain = self._chunk(number)
            inside = at >= start and at + len(plain) <= end
            yield plain if inside else plain[max(start - at, 0) : end - at]
        if stop is None:
            for number in range(-(-end // CHUNK_BYTES), -(-self._padded // CHUNK_BYTES)):
                self._chunk(number)


def read(path: Path, key: bytes, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
    """Yield the plain bytes of a sealed file as SealedReader.read does. Raises DamagedFile, FileNotFoundError."""
    with SealedReader(path, key) as opened:
        yield from opened.read(start, stop)
