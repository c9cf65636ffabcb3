"""Files made to hurt whoever opens them: each is refused with a sentence or made harmless, and none hangs."""

import io
import shutil
import struct
import subprocess
import time
import zipfile
import zlib
from collections.abc import Callable

import docx
import pytest
from PIL import Image

from guvoh.desk.evidence.models import State
from guvoh.desk.evidence.reasons import REASONS

from .conftest import photograph

TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
LAUGHS = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>'


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, content in [("[Content_Types].xml", TYPES), ("word/document.xml", "<w/>"), *entries]:
            archive.writestr(name, content)
    return written.getvalue()


def link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("word/media/link")
    info.external_attr = 0o120777 << 16
    return info


def overlapping() -> bytes:
    """Two entries of the table of contents that share one body, as in Fifield's bomb (2019)."""
    plain = zipped(("word/a.xml", "x" * 100), ("word/b.xml", "x" * 100))
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        first, second = (archive.getinfo(name).header_offset for name in ("word/a.xml", "word/b.xml"))
    at = plain.rindex(struct.pack("<I", second), plain.index(b"PK\x01\x02"))
    return plain[:at] + struct.pack("<I", first) + plain[at + 4 :]


def lying() -> bytes:
    """The table of contents says ten bytes; twenty million come."""
    bomb = bytearray(zipped(("word/media/a.bin", bytes(20_000_000))))
    at = bomb.rindex(b"PK\x01\x02")
    bomb[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(bomb)


def png_of(width: int, height: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def gif_of(width: int, height: int) -> bytes:
    written = io.BytesIO()
    Image.new("P", (2, 2)).save(written, "GIF")
    plain = bytearray(written.getvalue())
    plain[6:10] = struct.pack("<HH", width, height)
    return bytes(plain)


def webp_of(width: int, height: int) -> bytes:
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + size
    return b"RIFF" + struct.pack("<I", len(body)) + body


def pdf(*objects: str, pages: int = 1) -> bytes:
    """A PDF whose catalogue does something when it is opened."""
    kids = " ".join(["3 0 R"] * pages)
    parts = [
        f"<</Type/Catalog/Pages 2 0 R {' '.join(objects)}>>",
        f"<</Type/Pages/Kids[{kids}]/Count {pages}>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>",
    ]
    body, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += f"{number} 0 obj{part}endobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    tail = f"xref\n0 4\n0000000000 65535 f \n{table}trailer<</Size 4/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + tail.encode()


def tracks(count: int) -> bytes:
    """A clip with this many tracks."""
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "anullsrc=d=0.1", *["-map", "0:a"] * count]
    made = subprocess.run([*command, "-c:a", "flac", "-f", "matroska", "pipe:1"], capture_output=True, check=True)
    return made.stdout


def absurdly_long(clip: bytes) -> bytes:
    """A clip that says of itself, in every header, that it runs for years."""
    plain = bytearray(clip)
    for name, at in ((b"mvhd", 16), (b"tkhd", 20), (b"mdhd", 16)):
        place = plain.find(name)
        while place >= 0:
            plain[place + at + 4 : place + at + 8] = b"\x7f\xff\xff\xff"
            place = plain.find(name, place + 1)
    return bytes(plain)


REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a zip bomb": ("a.docx", lambda: zipped(("word/a.xml", bytes(60_000_000))), "bomb"),
    "a bomb that lies about its size": ("a.docx", lying, "damaged bomb"),
    "entries that overlap": ("a.docx", overlapping, "archive_tricks damaged"),
    "too many entries": ("a.docx", lambda: zipped(*[(f"word/{n}", b"") for n in range(2100)]), "bomb"),
    "an archive in the archive": ("a.docx", lambda: zipped(("word/b.zip", zipped())), "nested"),
    "an archive that is itself inside": ("a.docx", lambda: zipped(("word/q.gz", b"\x1f\x8b\x08quine")), "nested"),
    "a link": ("a.docx", lambda: zipped((link(), "/etc/passwd")), "archive_tricks"),
    "a way out of the folder": ("a.docx", lambda: zipped(("../../etc/cron.d/x", "x")), "archive_tricks"),
    "the same way by the other slash": ("a.docx", lambda: zipped(("..\\..\\x", "x")), "archive_tricks"),
    "an absolute path": ("a.docx", lambda: zipped(("/etc/x", "x")), "archive_tricks"),
    "a path without end": ("a.docx", lambda: zipped(("a/" * 40 + "x", "x")), "archive_tricks"),
    "billion laughs in a document": ("a.docx", lambda: zipped(("word/laughs.xml", LAUGHS)), "entities"),
    "billion laughs in a drawing": ("a.svg", lambda: LAUGHS.encode(), "not_on_the_list"),
    "a plain archive": ("a.zip", lambda: _plain_zip(), "not_on_the_list"),
    "a png of 50,000 by 50,000": ("a.png", lambda: png_of(50_000, 50_000), "too_many_pixels"),
    "a gif of 50,000 by 50,000": ("a.gif", lambda: gif_of(50_000, 50_000), "too_many_pixels"),
    "a webp of 16,000 by 16,000": ("a.webp", lambda: webp_of(16_000, 16_000), "too_many_pixels damaged"),
    "a tiff": ("a.tiff", lambda: b"II*\0\x08\0\0\0", "not_on_the_list"),
    "half a jpeg": ("a.jpg", lambda: photograph()[:900], "damaged"),
    "html called jpg": ("a.jpg", lambda: b"<html><script>alert(1)</script>", "not_on_the_list"),
    "svg called jpg": ("a.jpg", lambda: b"<svg onload='alert(1)'/>", "not_on_the_list"),
    "a program": ("a.exe", lambda: b"MZ\x90\0" + bytes(100), "not_on_the_list"),
    "a program called jpg": ("a.jpg", lambda: b"\x7fELF" + bytes(100), "not_on_the_list"),
    "a pdf called jpg": ("a.jpg", pdf, "another_kind"),
    "a picture called docx": ("a.docx", photograph, "another_kind"),
    "a playlist that asks for other files": ("a.mp4", lambda: b"#EXTM3U\nfile:///etc/passwd\n", "another_kind"),
    "an empty pdf": ("a.pdf", lambda: b"%PDF-1.7\n%%EOF", "damaged"),
    "a shell script called txt": ("a.txt", lambda: b"#!/bin/sh\nrm -rf /", "not_on_the_list"),
    "sixty tracks": ("a.mkv", lambda: tracks(60), "bomb"),
    "half a clip": ("a.mp4", lambda: b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(40), "damaged"),
}


def _plain_zip() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("a.txt", "x")
    return written.getvalue()


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_with_a_sentence(made, what) -> None:
    name, bytes_of, reasons = REFUSED[what]
    began = time.monotonic()
    view = made(bytes_of(), name)
    assert view.state == State.REFUSED
    assert view.reason in reasons.split()
    assert str(REASONS[view.reason])
    assert time.monotonic() - began < 15


def with_javascript() -> bytes:
    return pdf("/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>")


def with_launch() -> bytes:
    return pdf("/OpenAction<</S/Launch/F(/bin/sh)>>", "/AA<</O<</S/URI/URI(http://192.0.2.1/)>>>>")


def gif_with_script() -> bytes:
    written = io.BytesIO()
    Image.new("P", (8, 8)).save(written, "GIF")
    return written.getvalue() + b"/*<script>alert(1)</script>*/"


HARMLESS: dict[str, tuple[str, Callable[[], bytes], str, int]] = {
    "a pdf with a script": ("a.pdf", with_javascript, "page", 1),
    "a pdf that starts programs": ("a.pdf", with_launch, "page", 1),
    "a pdf of ten thousand pages": ("a.pdf", lambda: pdf(pages=10_000), "page", 60),
    "a pdf that is a zip too": ("a.pdf", lambda: pdf() + _plain_zip(), "page", 1),
    "a gif that is a script too": ("a.gif", gif_with_script, "picture", 1),
    "a jpeg that is a page too": ("a.jpg", lambda: photograph() + b"<html><script>alert(1)", "picture", 1),
}


@pytest.mark.parametrize("what", HARMLESS)
def test_it_is_made_harmless(made, what) -> None:
    name, bytes_of, kind, count = HARMLESS[what]
    view = made(bytes_of(), name)
    assert view.state == State.READY, view.reason
    pieces = view.parts.filter(kind=kind)
    assert pieces.count() == count
    assert {piece.content_type for piece in view.parts.all()} == {"image/jpeg"}


def test_a_clip_of_years_is_refused(made, clip) -> None:
    view = made(absurdly_long(clip), "clip.mov")
    assert (view.state, view.reason) == (State.REFUSED, "too_long")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_document_that_calls_home_is_only_drawn(made) -> None:
    document, written = docx.Document(), io.BytesIO()
    document.add_paragraph("Calls home")
    document.part.relate_to(
        "http://192.0.2.1/x.png", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image", True
    )
    document.save(written)
    assert made(written.getvalue(), "letter.docx").state == State.READY
