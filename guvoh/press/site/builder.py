"""Build the public site from the spool and put it in place of the old one."""

import fcntl
import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from guvoh.handover.release import Catalogue, PressSpool
from guvoh.press.site.pages import render_site

PUBLIC = Path(__file__).resolve().parent / "public"


@dataclass(frozen=True)
class Built:
    """The site that now stands: its catalogue, how many releases stand on it, how many files it has."""

    sequence: int
    releases: int
    files: int


def build(spool: PressSpool, target: Path, verify_key: str, frontdoor_address: str) -> Built:
    """Read the newest catalogue and replace the folder `target` by the site made from it.

    A refused catalogue leaves the old site as it is: FileNotFoundError (nothing was published yet), BadSignature,
    StaleCatalogue, MalformedRelease. Django must be set up for ZONE=press.
    """
    with _one_build_at_a_time(target):
        _repair(target)
        catalogue = spool.read(verify_key, _last_sequence(target, verify_key))
        files = _files(spool, catalogue, frontdoor_address)
        _switch(_write(files, _beside(target, "new")), target)
        _remember(target, verify_key, catalogue.sequence)
    return Built(catalogue.sequence, len(catalogue.releases), len(files))


def _files(spool: PressSpool, catalogue: Catalogue, frontdoor_address: str) -> dict[str, bytes]:
    files = {path: page.encode() for path, page in render_site(catalogue, frontdoor_address).items()}
    for path in PUBLIC.iterdir():
        files[path.name] = path.read_bytes()
    for release in catalogue.releases:
        for picture in release.pictures:
            files[f"media/{picture.file_name}"] = spool.picture(picture)
    files["hashes.json"] = _hashes(catalogue, files)
    return files


def _hashes(catalogue: Catalogue, files: Mapping[str, bytes]) -> bytes:
    listing = {
        "sequence": catalogue.sequence,
        "issued_on": str(catalogue.issued_on),
        "sha256": {path: hashlib.sha256(content).hexdigest() for path, content in files.items()},
    }
    return json.dumps(listing, indent=1, sort_keys=True).encode()


def _write(files: Mapping[str, bytes], folder: Path) -> Path:
    for path, content in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return folder


def _beside(target: Path, role: str) -> Path:
    return target.with_name(f".{target.name}.{role}")


def _switch(new: Path, target: Path) -> None:
    old = _beside(target, "old")
    if target.exists():
        target.rename(old)
    new.rename(target)
    if old.exists():
        shutil.rmtree(old)


def _repair(target: Path) -> None:
    """Undo what a build that was cut off left behind."""
    new, old = _beside(target, "new"), _beside(target, "old")
    if old.exists() and not target.exists():
        old.rename(target)
    for leftover in (new, old):
        if leftover.exists():
            shutil.rmtree(leftover)


@contextmanager
def _one_build_at_a_time(target: Path) -> Iterator[None]:
    target.parent.mkdir(parents=True, exist_ok=True)
    with _beside(target, "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _last_sequence(target: Path, verify_key: str) -> int:
    """The sequence that was built last under this key; a desk with a new key starts its own count."""
    memory = _beside(target, "sequence")
    if not memory.exists():
        return 0
    key, sequence = memory.read_text().split()
    return int(sequence) if key == verify_key else 0


def _remember(target: Path, verify_key: str, sequence: int) -> None:
    part = _beside(target, "sequence.part")
    part.write_text(f"{verify_key} {sequence}\n")
    part.replace(_beside(target, "sequence"))
