"""Releases and catalogues, as the press reads them, inside and outside the desk's signature."""

import datetime as dt
import json
import tempfile
from pathlib import Path
from typing import Final

from guvoh.handover.release import MalformedRelease, Number, Picture, PressSpool, Release, StaleCatalogue
from guvoh.instruments.seal import signature

SEED: Final = b"f" * 32
TODAY: Final = dt.date(2026, 11, 22)
NAMES: Final = {"tg": "a", "ru": "b", "en": "c"}
_FOLDER: Final = tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None)  # noqa: S108
_SPOOL: Final = PressSpool(Path(_FOLDER.name))
RELEASE: Final = Release(
    "0123456789abcdef", "news", "s", "tg", "a-slug", "Title", "Lead", "Body", TODAY, None,
    (Picture("a" * 64, "jpg", "alt", 3, 4),), (Number("KT", "+992 900 11 22 33", ""),),
)  # fmt: skip


def _catalogue(document: bytes) -> None:
    (_SPOOL.root / "catalogue.json").write_bytes(document)
    _SPOOL.read(signature.public_half(SEED))


def _signed_catalogue(document: bytes) -> None:
    text = document.decode(errors="replace")
    signed = {"catalogue": text, "signature": signature.sign(text.encode(), SEED).hex()}
    _catalogue(json.dumps(signed).encode())


READERS: Final = (Release.from_bytes, _catalogue, _signed_catalogue)


def seeds() -> list[bytes]:
    with tempfile.TemporaryDirectory() as name:
        PressSpool(Path(name)).publish([], {}, 1, TODAY, SEED, names=NAMES)
        catalogue = (Path(name) / "catalogue.json").read_bytes()
    inside = json.loads(catalogue)["catalogue"].encode()
    return [b"\0" + RELEASE.to_bytes(), b"\1" + catalogue, b"\2" + inside]


def one(data: bytes) -> None:
    if not data:
        return
    try:
        READERS[data[0] % len(READERS)](data[1:])
    except (MalformedRelease, StaleCatalogue, signature.BadSignature):
        return
