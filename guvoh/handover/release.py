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
from typing import Any, Final, Literal, get_args

from guvoh.handover.spoolfile import parse_object
from guvoh.instruments.seal import signature

FORMAT: Final = "guvoh-release-1"
LANGUAGES: Final = ("tg", "ru", "en")
REGIONS: Final = ("DU", "RA", "SU", "KT", "GB")

Kind = Literal["news", "guide", "hotlines"]

# Neither HTML nor XML can carry these, and nobody types them.
_UNPRINTABLE: Final = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\ufffe\\uffff]")


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
    """One telephone number for one region code (DU, RA, SU, KT, GB, or empty for everywhere), as it is printed."""

    region: str
    number: str
    audience: str = ""


@dataclass(frozen=True)
class Release:
    """One text in one language, as it was approved. `body` is Markdown; `story` links its languages together.

    `id` is 16 hex digits. Raises MalformedRelease when a value could not become a public page.
    """

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

    def __post_init__(self) -> None:
        # these become paths and links of public files
        if not re.fullmatch(r"[0-9a-f]{16}", self.id) or self.kind not in get_args(Kind):
            raise MalformedRelease("id or kind")
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", self.slug) or self.language not in LANGUAGES:
            raise MalformedRelease("slug or language")
        if not all(re.fullmatch(r"[0-9a-f]{64}\.(jpg|png)", picture.file_name) for picture in self.pictures):
            raise MalformedRelease("picture")
        if not all(re.fullmatch(r"\(?\+?[0-9][0-9() -]*", entry.number) for entry in self.numbers):
            raise MalformedRelease("number")
        if not all(entry.region in ("", *REGIONS) for entry in self.numbers):
            raise MalformedRelease("region")
        if _UNPRINTABLE.search(self.title + self.lead + self.body):
            raise MalformedRelease("control characters")

    @property
    def address(self) -> str:
        """The page this release is read on, from the root of the site: "ru/news/a-slug.html"."""
        if self.kind == "hotlines":
            return f"{self.language}/hotlines.html"
        return f"{self.language}/{self.kind}/{self.slug}.html"

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
            fields = parse_object(document)
            if fields.pop("format") != FORMAT:
                raise MalformedRelease("format")
            fields["published_on"] = dt.date.fromisoformat(fields["published_on"])
            if fields["corrected_on"] is not None:
                fields["corrected_on"] = dt.date.fromisoformat(fields["corrected_on"])
            fields["pictures"] = tuple(Picture(**picture) for picture in fields["pictures"])
            fields["numbers"] = tuple(Number(**number) for number in fields["numbers"])
            return cls(**fields)
        except (ValueError, KeyError, TypeError) as error:
            raise MalformedRelease("fields") from error


@dataclass(frozen=True)
class Catalogue:
    """What stands at one moment: the releases that are public, and whose they are.

    `sequence` grows by one with each catalogue; `names` is the publisher's name in tg, ru and en. Raises
    MalformedRelease when a name is missing or two releases would be read at one address.
    """

    sequence: int
    issued_on: dt.date
    names: Mapping[str, str]
    releases: tuple[Release, ...]

    def __post_init__(self) -> None:
        if set(self.names) != set(LANGUAGES) or not all(self.names.values()):
            raise MalformedRelease("names")
        if len({release.address for release in self.releases}) < len(self.releases):
            raise MalformedRelease("two releases share an address")

    def signed(self, seed: bytes) -> bytes:
        """Return the document that names every release by its content's hash, signed with the 32-byte seed."""
        hashes = {release.id: content_hash(release.to_bytes()) for release in self.releases}
        fields = {
            "format": FORMAT,
            "sequence": self.sequence,
            "issued_on": str(self.issued_on),
            "names": dict(self.names),
            "releases": hashes,
        }
        catalogue = json.dumps(fields, ensure_ascii=False, sort_keys=True)
        return json.dumps(
            {"catalogue": catalogue, "signature": signature.sign(catalogue.encode(), seed).hex()}
        ).encode()


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
        *,
        names: Mapping[str, str],
    ) -> None:
        """Write all standing releases with media, then the signed catalogue, then remove what no longer stands.

        `media` maps Picture.file_name to content; `sequence` grows by one with each catalogue; `seed` is the
        desk's 32-byte signing seed; `names` is the publisher's name in tg, ru and en. Raises MalformedRelease
        when a picture or name is missing or wrong or two releases share an address, OSError.
        """
        catalogue = Catalogue(sequence, issued_on, names, tuple(releases))
        for folder in ("releases", "media"):
            (self.root / folder).mkdir(parents=True, exist_ok=True)
        wanted = {picture.file_name: picture.sha256 for release in releases for picture in release.pictures}
        if missing := set(wanted) - set(media):
            raise MalformedRelease(f"{len(missing)} pictures are missing")
        for release in releases:
            self._write(self.root / "releases" / f"{release.id}.json", release.to_bytes())
        for name, sha256 in wanted.items():
            content = media[name]
            if content_hash(content) != sha256:
                raise MalformedRelease("a picture is not the one its release names")
            self._write(self.root / "media" / name, content)
        self._write(self.root / "catalogue.json", catalogue.signed(seed))
        self._remove_others("releases", {f"{release.id}.json" for release in releases})
        self._remove_others("media", set(wanted))

    def _write(self, path: Path, content: bytes) -> None:
        part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        part.write_bytes(content)
        part.replace(path)

    def _remove_others(self, folder: str, kept: set[str]) -> None:
        for path in (self.root / folder).iterdir():
            if path.name not in kept:
                path.unlink()

    def read(self, verify_key: str, last_sequence: int = 0) -> Catalogue:
        """Return the standing catalogue, every release checked against the hash the desk signed.

        Raises FileNotFoundError (nothing was published yet), signature.BadSignature, StaleCatalogue (sequence
        below `last_sequence`), MalformedRelease.
        """
        signed = (self.root / "catalogue.json").read_bytes()
        fields = self._verified(signed, verify_key)
        try:
            sequence, issued_on = int(fields["sequence"]), dt.date.fromisoformat(fields["issued_on"])
            names, hashes = dict(fields["names"]), dict(fields["releases"])
        except (ValueError, KeyError, TypeError) as error:
            raise MalformedRelease("catalogue") from error
        if sequence < last_sequence:
            raise StaleCatalogue(f"{sequence} is older than {last_sequence}")
        releases = tuple(self._read_release(release_id, digest) for release_id, digest in hashes.items())
        return Catalogue(sequence, issued_on, names, releases)

    def last_sequence(self, verify_key: str) -> int:
        """Return the number of the standing catalogue, 0 where none stands or it is not the desk's own."""
        try:
            return int(self._verified((self.root / "catalogue.json").read_bytes(), verify_key)["sequence"])
        except (FileNotFoundError, MalformedRelease, signature.BadSignature, KeyError, ValueError):
            return 0

    def _verified(self, document: bytes, verify_key: str) -> dict[str, Any]:
        try:
            signed = parse_object(document)
            catalogue: str = signed["catalogue"]
            signature.verify(catalogue.encode(), bytes.fromhex(signed["signature"]), verify_key)
            fields = parse_object(catalogue.encode())
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise MalformedRelease("catalogue") from error
        if fields.get("format") != FORMAT:
            raise MalformedRelease("format")
        return fields

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
