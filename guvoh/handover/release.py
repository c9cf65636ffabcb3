"""The release: a checked text on its way out, frozen and signed.

Layout of the press spool, a folder that can be shared, synchronised or carried:

    catalogue.json                    which releases stand, in what order they were issued, signed by the desk
    releases/<release>.json           one release
    media/<sha256>.<jpg|png>          pictures, named by their content

Only what the newest catalogue names is public. A withdrawal is a catalogue that no longer names the release.
"""

import datetime as dt
import hashlib
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal

from guvoh.instruments.seal import signature

FORMAT: Final = "guvoh-release-1"
LANGUAGES: Final = ("tg", "ru", "en")

Kind = Literal["news", "guide", "hotlines"]


class MalformedRelease(Exception):
    """What lies in the spool is not what the signed catalogue promised."""


class StaleCatalogue(Exception):
    """The catalogue is older than one that was seen before."""


@dataclass(frozen=True)
class Picture:
    """One picture of a release: its content's SHA-256 and extension, alternative text, size in pixels."""

    sha256: str
    extension: Literal["jpg", "png"]
    alt: str
    width: int
    height: int

    @property
    def file_name(self) -> str:
        """The name under media/, which tells nothing but the content."""
        return f"{self.sha256}.{self.extension}"


@dataclass(frozen=True)
class Number:
    """One telephone number for one region code (DU, RA, SU, KT, GB, or empty for everywhere)."""

    region: str
    number: str
    audience: str = ""


@dataclass(frozen=True)
class Release:
    """One text in one language, as it was approved. `body` is Markdown; `story` links its languages together."""

    id: str
    kind: Kind
    story: str
    language: str
    slug: str
    title: str
    lead: str
    body: str
    published_on: dt.date
    corrected_on: dt.date | None = None
    pictures: tuple[Picture, ...] = ()
    numbers: tuple[Number, ...] = ()

    def to_bytes(self) -> bytes:
        """Return canonical JSON (sorted keys, no spaces, UTF-8): equal releases give equal bytes."""
        document = {"format": FORMAT, **asdict(self)}
        return json.dumps(
            document, default=str, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        ).encode()

    @classmethod
    def from_bytes(cls, document: bytes) -> "Release":
        """Return the release of to_bytes(). Raises MalformedRelease."""
        try:
            fields: dict[str, Any] = json.loads(document)
            if fields.pop("format") != FORMAT:
                raise MalformedRelease("format")
            fields["published_on"] = dt.date.fromisoformat(fields["published_on"])
            if fields["corrected_on"] is not None:
                fields["corrected_on"] = dt.date.fromisoformat(fields["corrected_on"])
            fields["pictures"] = tuple(Picture(**picture) for picture in fields["pictures"])
            fields["numbers"] = tuple(Number(**number) for number in fields["numbers"])
            release = cls(**fields)
        except (ValueError, KeyError, TypeError) as error:
            raise MalformedRelease("fields") from error
        release._check_names()
        return release

    def _check_names(self) -> None:
        # these become paths of public files
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", self.slug) or self.language not in LANGUAGES:
            raise MalformedRelease("slug or language")
        if not all(re.fullmatch(r"[0-9a-f]{64}\.(jpg|png)", picture.file_name) for picture in self.pictures):
            raise MalformedRelease("picture")


def content_hash(document: bytes) -> str:
    """Return the SHA-256 of a document as 64 hex digits."""
    return hashlib.sha256(document).hexdigest()


@dataclass(frozen=True)
class PressSpool:
    """The spool folder between desk and press."""

    root: Path

    def publish(
        self,
        releases: Sequence[Release],
        media: Mapping[str, bytes],
        sequence: int,
        issued_on: dt.date,
        seed: bytes,
    ) -> None:
        """Write all standing releases with media, then the signed catalogue, then remove what no longer stands.

        `media` maps Picture.file_name to content; `sequence` grows by one with each catalogue; `seed` is the
        desk's 32-byte signing seed. Raises MalformedRelease when a picture is missing, OSError.
        """
        for folder in ("releases", "media"):
            (self.root / folder).mkdir(parents=True, exist_ok=True)
        wanted = {picture.file_name for release in releases for picture in release.pictures}
        if missing := wanted - set(media):
            raise MalformedRelease(f"{len(missing)} pictures are missing")
        entries = {release.id: release.to_bytes() for release in releases}
        for release_id, document in entries.items():
            self._write(self.root / "releases" / f"{release_id}.json", document)
        for name in wanted:
            self._write(self.root / "media" / name, media[name])
        hashes = {release_id: content_hash(document) for release_id, document in sorted(entries.items())}
        catalogue = json.dumps(
            {"format": FORMAT, "sequence": sequence, "issued_on": str(issued_on), "releases": hashes}
        )
        signed = {"catalogue": catalogue, "signature": signature.sign(catalogue.encode(), seed).hex()}
        self._write(self.root / "catalogue.json", json.dumps(signed).encode())
        self._remove_others("releases", {f"{release_id}.json" for release_id in entries})
        self._remove_others("media", wanted)

    def _write(self, path: Path, content: bytes) -> None:
        part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        part.write_bytes(content)
        part.replace(path)

    def _remove_others(self, folder: str, kept: set[str]) -> None:
        for path in (self.root / folder).iterdir():
            if path.name not in kept:
                path.unlink()

    def read(self, verify_key: str, last_sequence: int = 0) -> tuple[int, list[Release]]:
        """Return the catalogue's sequence number and its releases, every one checked against it.

        Raises FileNotFoundError, signature.BadSignature, StaleCatalogue (sequence below `last_sequence`),
        MalformedRelease.
        """
        try:
            signed = json.loads((self.root / "catalogue.json").read_bytes())
            catalogue: str = signed["catalogue"]
            signature.verify(catalogue.encode(), bytes.fromhex(signed["signature"]), verify_key)
            fields: dict[str, Any] = json.loads(catalogue)
            sequence, hashes = int(fields["sequence"]), dict(fields["releases"])
        except (ValueError, KeyError, TypeError) as error:
            raise MalformedRelease("catalogue") from error
        if sequence < last_sequence:
            raise StaleCatalogue(f"{sequence} is older than {last_sequence}")
        return sequence, [self._read_release(release_id, digest) for release_id, digest in hashes.items()]

    def _read_release(self, release_id: str, digest: str) -> Release:
        if not re.fullmatch(r"[0-9a-f]{16}", release_id):
            raise MalformedRelease("id")
        try:
            document = (self.root / "releases" / f"{release_id}.json").read_bytes()
        except OSError as error:
            raise MalformedRelease("a release is missing") from error
        if content_hash(document) != digest:
            raise MalformedRelease("a release was changed")
        return Release.from_bytes(document)

    def picture(self, picture: Picture) -> bytes:
        """Return a picture's content. Raises MalformedRelease when it is missing or changed."""
        try:
            content = (self.root / "media" / picture.file_name).read_bytes()
        except OSError as error:
            raise MalformedRelease("a picture is missing") from error
        if content_hash(content) != picture.sha256:
            raise MalformedRelease("a picture was changed")
        return content
