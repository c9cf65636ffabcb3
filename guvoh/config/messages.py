"""Compiles the message catalogues. Babel does it, so that no machine needs GNU gettext to run Guvoh."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parent.parent


def compile_catalogues() -> int:
    """Compile every catalogue that is newer than its compiled form, return how many were."""
    stale = [
        path
        for path in PACKAGE.glob("**/locale/*/LC_MESSAGES/django.po")
        if not path.with_suffix(".mo").exists() or path.with_suffix(".mo").stat().st_mtime < path.stat().st_mtime
    ]
    for path in stale:
        with path.open("rb") as source:
            catalogue = read_po(source, locale=path.parts[-3])
        with path.with_suffix(".mo").open("wb") as target:
            write_mo(target, catalogue)
    return len(stale)
