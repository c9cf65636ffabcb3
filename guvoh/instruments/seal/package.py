"""A backup package: one file with everything a desk keeps, sealed, and verifiable from end to end.

Layout: MAGIC (8 bytes), length of the header (4 bytes, big endian), the header as JSON in clear, then one sealed
stream bound to the header. The header holds what an empty machine needs before it can open anything: the key
slots and the id of the backup key. The stream is a tar archive whose last member, `manifest.json`, names size and
SHA-256 of every other.
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, BinaryIO, Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from guvoh.instruments.seal.stream import DamagedStream, open_from, seal_into
from guvoh.instruments.seal.wholefile import sync_folder

MAGIC: Final = b"GUVOHBK1"
FORMAT: Final = "guvoh-backup-1"
MANIFEST: Final = "manifest.json"
HEADER_LIMIT: Final = 1024 * 1024
READ_BYTES: Final = 1024 * 1024


class DamagedPackage(Exception):
    """The package is not one of ours, was changed or cut short, or belongs to other keys."""


class ChangedMeanwhile(Exception):
    """A file was shorter when it was packed than when it was listed."""


@dataclass(frozen=True)
class Part:
    """One file of a package: its name inside, its length in bytes, and its bytes."""

    name: str
    size: int
    chunks: Iterable[bytes]


@dataclass
class Manifest:
    """What a package holds: [length, SHA-256 in hex] of each part by name, and the facts its maker noted."""

    parts: dict[str, tuple[int, str]] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)


def part_of(path: Path, name: str) -> Part:
    """Return the part that holds the file at `path`, opened now and read when it is packed. Raises OSError.

    A file that grows meanwhile, as one that is on its way in, is taken as long as it was.
    """
    file = path.open("rb")
    size = os.fstat(file.fileno()).st_size
    return Part(name, size, _chunks_of(file, size))


def _chunks_of(file: BinaryIO, size: int) -> Iterator[bytes]:
    with file:
        while chunk := file.read(min(READ_BYTES, size)):
            size -= len(chunk)
            yield chunk


def package_key(desk_key: bytes, backup_secret: bytes, package_id: str) -> bytes:
    """Return the 32-byte key of one package by HKDF-SHA256 (RFC 5869).

    `desk_key` is the vault's key for backups, `backup_secret` the 32 bytes kept apart from packages. Nothing opens
    without both, so destroying the secret destroys every package made under it.
    """
    derived = HKDF(hashes.SHA256(), 32, salt=backup_secret, info=b"guvoh/package/" + package_id.encode())
    return derived.derive(desk_key)


def write(
    path: Path, header: dict[str, Any], parts: Iterable[Part], facts: dict[str, Any], key: bytes
) -> Manifest:
    """Write a package to `path` (which must not exist) and return its manifest. `header` stays readable.

    Written beside and renamed when whole, so a killed writer leaves no package under the name. Raises OSError,
    FileExistsError, ChangedMeanwhile.
    """
    if path.exists():
        raise FileExistsError(path)
    manifest, beside = Manifest(facts=facts), path.with_name(path.name + ".part")
    written = MAGIC + _framed(header)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(written)
            seal_into(file, _archive(parts, manifest), key, written)
            file.flush()
            os.fsync(file.fileno())
        beside.rename(path)
        sync_folder(path.parent)
    finally:
        beside.unlink(missing_ok=True)
    return manifest


def _framed(header: dict[str, Any]) -> bytes:
    text = json.dumps({"format": FORMAT, **header}, sort_keys=True).encode()
    return len(text).to_bytes(4, "big") + text


def _archive(parts: Iterable[Part], manifest: Manifest) -> Iterator[bytes]:
    for part in parts:
        yield from _member(part, manifest)
    text = json.dumps({"parts": manifest.parts, "facts": manifest.facts}).encode()
    yield from _member(Part(MANIFEST, len(text), [text]), Manifest())
    yield b"\0" * (2 * tarfile.BLOCKSIZE)


def _member(part: Part, manifest: Manifest) -> Iterator[bytes]:
    member, digest, size = tarfile.TarInfo(part.name), hashlib.sha256(), 0
    member.size, member.mode = part.size, 0o600
    yield member.tobuf(tarfile.PAX_FORMAT)
    for chunk in part.chunks:
        digest.update(chunk)
        size += len(chunk)
        yield chunk
    if size != part.size:
        raise ChangedMeanwhile(part.name)
    yield b"\0" * (-size % tarfile.BLOCKSIZE)
    manifest.parts[part.name] = (size, digest.hexdigest())


def header_of(path: Path) -> dict[str, Any]:
    """Return the readable header of a package. Raises DamagedPackage, OSError."""
    with path.open("rb") as file:
        return _header(file)[0]


def _header(file: BinaryIO) -> tuple[dict[str, Any], bytes]:
    magic, length = file.read(len(MAGIC)), file.read(4)
    size = int.from_bytes(length, "big")
    if magic != MAGIC or not 0 < size <= HEADER_LIMIT:
        raise DamagedPackage("this is no backup of Guvoh")
    text = file.read(size)
    try:
        header = json.loads(text)
    except ValueError as error:
        raise DamagedPackage("the header is damaged") from error
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise DamagedPackage("the format is not known")
    return header, magic + length + text


def read(path: Path, key: bytes, take: Callable[[str, Iterator[bytes]], None]) -> Manifest:
    """Hand each part of a package to `take(name, chunks)` in order; return the manifest once all agree with it.

    What `take` was given is to be trusted only after this has returned. Raises DamagedPackage, OSError.
    """
    found: dict[str, tuple[int, str]] = {}
    with path.open("rb") as file:
        _, bound = _header(file)
        try:
            plain = io.BufferedReader(_Pulled(open_from(file, key, bound)))
            with tarfile.open(fileobj=plain, mode="r|") as archive:
                manifest = _take_all(archive, found, take)
            while plain.read(READ_BYTES):
                pass
        except (DamagedStream, tarfile.TarError, ValueError, KeyError) as error:
            raise DamagedPackage("the contents are damaged, cut short, or sealed with other keys") from error
    if manifest is None or manifest.parts != found:
        raise DamagedPackage("the contents are not what the manifest says")
    return manifest


def _take_all(
    archive: tarfile.TarFile, found: dict[str, tuple[int, str]], take: Callable[[str, Iterator[bytes]], None]
) -> Manifest | None:
    for member in archive:
        content = archive.extractfile(member)
        if content is None:
            raise DamagedPackage("the package holds something that is no file")
        if member.name == MANIFEST:
            kept = json.load(content)
            return Manifest(
                {name: (size, digest) for name, (size, digest) in kept["parts"].items()}, kept["facts"]
            )
        counted = _Counted(content)
        take(member.name, iter(counted))
        found[member.name] = (counted.size, counted.digest.hexdigest())
    return None


class _Counted:
    """The bytes of one part, with their number and digest taken on the way."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content, self.digest, self.size = content, hashlib.sha256(), 0

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self._content.read(READ_BYTES):
            self.digest.update(chunk)
            self.size += len(chunk)
            yield chunk


class _Pulled(io.RawIOBase):
    """A file to be read, over an iterator of bytes."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._held = chunks, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._held:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._held = chunk
        taken = self._held[: len(buffer)]
        buffer[: len(taken)] = taken
        self._held = self._held[len(taken) :]
        return len(taken)
