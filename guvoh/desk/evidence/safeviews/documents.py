"""Documents as pixels: page by page, so that no script, link, macro or font of theirs reaches a reader."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pypdfium2
from PIL import Image

from guvoh.desk.evidence.safeviews import archives
from guvoh.desk.evidence.safeviews.parts import Part, Refused
from guvoh.desk.evidence.safeviews.pictures import THUMB_SIDE, drawn

PAGES_MAX: Final = 60
PAGE_SIDE: Final = 1400
TEXT_MAX: Final = 200_000
OFFICE_SECONDS: Final = 90


def pdf_views(path: Path) -> Iterator[Part]:
    """The first PAGES_MAX pages of a PDF. Raises Refused for a damaged or an encrypted one."""
    try:
        document = pypdfium2.PdfDocument(path)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        raise Refused("locked" if "password" in str(error).lower() else "damaged") from error
    if not count:
        raise Refused("damaged")
    for number in range(min(count, PAGES_MAX)):
        page = _rendered(document, number)
        if number == 0:
            yield drawn(page, "thumb", longest=THUMB_SIDE)
        yield drawn(page, "page", number + 1, PAGE_SIDE)
    if count > PAGES_MAX:
        yield Part("more", "text/plain", str(count).encode())


def _rendered(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    try:
        page = document[number]
        longest = max(page.get_size())
        # a page as large as a wall is drawn as small as any other
        bitmap = page.render(scale=min(3.0, PAGE_SIDE / max(longest, 1.0)), may_draw_forms=False)
        return bitmap.to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, ValueError, MemoryError) as error:
        raise Refused("damaged") from error


def office_views(path: Path, kind: str) -> Iterator[Part]:
    """An office document, turned into a PDF by LibreOffice and then into pixels."""
    archives.check_document(path)
    program = shutil.which("soffice")
    if program is None:
        raise Refused("no_office")
    source = path.with_name(f"document.{kind}")
    path.rename(source)
    command = [program, "-env:UserInstallation=file:///tmp/office", "--headless", "--norestore", "--nolockcheck"]
    command += ["--convert-to", "pdf", "--outdir", str(path.parent), str(source)]
    try:
        subprocess.run(command, timeout=OFFICE_SECONDS, check=False, capture_output=True)
    except subprocess.TimeoutExpired as error:
        raise Refused("too_long") from error
    made = source.with_suffix(".pdf")
    if not made.exists():
        raise Refused("damaged")
    yield from pdf_views(made)


def text_view(path: Path) -> Iterator[Part]:
    """Plain text without the characters that turn or hide what is written."""
    with path.open("rb") as file:
        text = file.read(TEXT_MAX).decode("utf-8-sig", "replace")
    shown = "".join(letter for letter in text if letter in "\n\t" or letter.isprintable())
    yield Part("text", "text/plain; charset=utf-8", shown.encode())
