"""Sealed things: files of the desk, and age ciphertexts of reports."""

import tempfile
from pathlib import Path
from typing import Final

from guvoh.instruments.seal import age, sealedfile

KEY: Final = b"k" * 32
IDENTITY: Final = age.identity_from_seed(b"i" * 32)
_FOLDER: Final = tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None)  # noqa: S108
_PATH: Final = Path(_FOLDER.name) / "sealed"
PLAIN: Final = b"plain " * 20_000


def _file(content: bytes) -> None:
    start = int.from_bytes(content[:4])
    _PATH.write_bytes(content[4:])
    if b"".join(sealedfile.read(_PATH, KEY, start)) not in (PLAIN[start:], b"", b"small"[start:]):
        raise AssertionError("a changed file was read as something else")


def _wrapped(content: bytes) -> None:
    sealedfile.unwrap_key(content, KEY)


def _age(content: bytes) -> None:
    age.unseal(content, IDENTITY)


def _age_chunks(content: bytes) -> None:
    _PATH.write_bytes(content)
    for _chunk in age.unseal_chunks(_PATH, IDENTITY):
        pass


READERS: Final = (_file, _wrapped, _age, _age_chunks)


def seeds() -> list[bytes]:
    found = []
    for plain in (PLAIN, b"small", b""):
        sealedfile.write(_PATH, [plain], KEY)
        found += [b"\0" + start.to_bytes(4) + _PATH.read_bytes() for start in (0, 65_536)]
    _PATH.unlink()
    sealed = age.seal(b"report", [age.recipient_of(IDENTITY)])
    return [*found, b"\1" + sealedfile.wrap_key(KEY, KEY), b"\2" + sealed, b"\3" + sealed]


def one(data: bytes) -> None:
    if not data:
        return
    try:
        READERS[data[0] % len(READERS)](data[1:])
    except (sealedfile.DamagedFile, age.CannotOpen):
        return
