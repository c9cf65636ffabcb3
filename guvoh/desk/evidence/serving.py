"""Sends sealed files to a browser, whole or by ranges, under headers with which nothing runs."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from guvoh.desk.evidence.models import CopyFrame, SafePart
from guvoh.desk.evidence.plain import part_key
from guvoh.instruments.seal.sealedfile import DamagedFile, SealedReader

# What a browser may draw or play by itself. SVG, HTML and PDF are programs.
SHOWN: Final = {
    "image/jpeg",
    "image/png",
    "image/webp",
    "video/mp4",
    "video/webm",
    "audio/mp4",
    "audio/mpeg",
    "audio/ogg",
    "audio/webm",
}
_ONE_RANGE: Final = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)
LARGEST_NUMBER: Final = 1 << 62


class Unsatisfiable(Exception):
    """The range lies outside the file."""


def asked_range(header: str, size: int) -> tuple[int, int] | None:
    """First byte and the one after the last of a Range header (RFC 9110, 14.1.2); None: send it whole.

    Several ranges, and what is not a range, are answered with the whole file. Raises Unsatisfiable.
    """
    found = _ONE_RANGE.fullmatch(header.strip())
    if found is None or found.groups() == ("", ""):
        return None
    first, last = (int(digits) if digits else None for digits in found.groups())
    if max(first or 0, last or 0) > LARGEST_NUMBER:
        raise Unsatisfiable
    if first is None:
        start, stop = max(size - (last or 0), 0), size
    else:
        start, stop = first, size if last is None else min(last + 1, size)
        if last is not None and last < first:
            return None
    if start >= size or start >= stop:
        raise Unsatisfiable
    return start, stop


def serve_sealed(
    request: HttpRequest, path: Path, key: bytes, size: int, content_type: str, inline: bool
) -> HttpResponseBase:
    """Answer GET and HEAD for a sealed file. Not `inline`, or of a kind that is not SHOWN, it is an attachment.

    Raises DamagedFile as long as nothing was sent: header, tail and first chunk are opened before the answer. What
    breaks later breaks the connection, so that the browser knows it has not got all.
    """
    reader = SealedReader(path, key)
    try:
        if reader.size != size:
            raise DamagedFile
        asked = asked_range(request.headers.get("Range", ""), size)
    except Unsatisfiable:
        reader.close()
        return strict(
            HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"}), path, content_type, False
        )
    except DamagedFile:
        reader.close()
        raise
    start, stop = asked or (0, size)
    response = _answer(request, reader, start, stop if asked else None)
    response["Content-Length"], response["Accept-Ranges"] = str(stop - start), "bytes"
    if asked:
        response.status_code = HTTPStatus.PARTIAL_CONTENT
        response["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    return strict(response, path, content_type, inline)


def serve_part(request: HttpRequest, part: SafePart | CopyFrame) -> HttpResponseBase:
    """A piece of a safe view, drawn or played by the page. Raises DamagedFile as serve_sealed does."""
    return serve_sealed(request, part.path, part_key(part), part.size, part.content_type, True)


def refused(part: SafePart | CopyFrame, status: HTTPStatus) -> HttpResponseBase:
    return strict(HttpResponse(status=status), part.path, "text/plain", False)


def _answer(request: HttpRequest, reader: SealedReader, start: int, stop: int | None) -> HttpResponseBase:
    opened = _opened(reader, start, stop)
    # the first chunk is opened here, while a page can still say that the file is damaged
    first = next(opened, b"")
    if request.method == "HEAD":
        opened.close()
        return HttpResponse()
    return StreamingHttpResponse(_from_first(first, opened))


def _opened(reader: SealedReader, start: int, stop: int | None) -> Iterator[bytes]:
    with reader:
        yield from reader.read(start, stop)


def _from_first(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def strict(response: HttpResponseBase, path: Path, content_type: str, inline: bool) -> HttpResponseBase:
    """The headers under which a browser runs nothing of it, keeps nothing and shows it to no other page."""
    shown = inline and content_type in SHOWN
    response["Content-Type"] = content_type if shown else "application/octet-stream"
    response["Content-Disposition"] = f'{"inline" if shown else "attachment"}; filename="file-{path.name[:8]}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response
