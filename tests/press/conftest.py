"""A publisher with a spool, as the desk fills it, and the site built from it."""

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import django
import pytest
from PIL import Image

from guvoh.handover.release import Number, Picture, PressSpool, Release, content_hash
from guvoh.instruments.seal.signature import public_half
from guvoh.press.site.builder import Built, build

SEED = b"t" * 32
FRONTDOOR = "http://127.0.0.1:8001/"
NAMES = {
    "tg": "Иттиҳоди муқовимат ба шиканҷа",
    "ru": "Коалиция против пыток",
    "en": "Coalition against Torture",
}
NUMBERS = (
    Number("DU", "+992 98 708 76 76"),
    Number("RA", "+992 98 708 76 76"),
    Number("SU", "+992 98 787 33 33"),
    Number("KT", "+992 98 787 66 66"),
    Number("", "(+992) 933331703", "For servicemen and conscripts"),
)


@pytest.fixture(scope="session", autouse=True)
def _django() -> None:
    django.setup()


def photograph(shade: int) -> tuple[Picture, bytes]:
    content = io.BytesIO()
    Image.new("RGB", (64, 48), (shade, 90, 100)).save(content, "JPEG")
    sha256 = content_hash(content.getvalue())
    return Picture(sha256, "jpg", "A closed door", 64, 48), content.getvalue()


def release(number: int, **changed: object) -> Release:
    fields = {
        "id": f"{number:016x}",
        "kind": "news",
        "story": f"story-{number}",
        "language": "en",
        "slug": f"a-door-opens-{number}",
        "title": f"A door opens {number}",
        "lead": "Seven hours later a lawyer was let in.",
        "body": "The lawyer waited.\n\n## What comes next\n\nAn appeal.",
        "published_on": dt.date(2026, 3, number % 28 + 1),
    }
    return Release(**(fields | changed))


@dataclass
class Publisher:
    """What the desk does: releases go into the spool, each time with the next sequence."""

    folder: Path
    media: dict[str, bytes] = field(default_factory=dict)
    sequence: int = 0

    @property
    def spool(self) -> PressSpool:
        return PressSpool(self.folder / "spool")

    @property
    def site(self) -> Path:
        return self.folder / "site"

    def picture(self, shade: int) -> Picture:
        picture, content = photograph(shade)
        self.media[picture.file_name] = content
        return picture

    def publish(self, *releases: Release) -> None:
        self.sequence += 1
        issued_on = dt.date(2026, 4, 1)
        self.spool.publish(releases, self.media, self.sequence, issued_on, SEED, names=NAMES)

    def build(self) -> Built:
        return build(self.spool, self.site, public_half(SEED), FRONTDOOR)

    def bring_out(self, *releases: Release) -> Built:
        self.publish(*releases)
        return self.build()

    def read(self, path: str) -> str:
        return (self.site / path).read_text()

    def everything(self) -> str:
        """Names and contents of all files of the site."""
        files = sorted(path for path in self.site.rglob("*") if path.is_file())
        return "\n".join(f"{path}\n{path.read_bytes().decode('utf-8', 'replace')}" for path in files)


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    (tmp_path / "spool").mkdir()
    (tmp_path / "site").mkdir()
    return Publisher(tmp_path)


@pytest.fixture
def make() -> Callable[..., Release]:
    return release
