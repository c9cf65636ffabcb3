"""A small server of the built folder: strict headers, no cookie, no log, nothing remembered of a reader."""

import gzip
import hashlib
import re
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".xml": "application/atom+xml; charset=utf-8",
    ".json": "application/json",
    ".jpg": "image/jpeg",
    ".png": "image/png",
}
PICTURES = {".jpg", ".png"}
# Every published path has this form, so nothing above the folder and nothing hidden can be asked for.
PUBLISHED = re.compile(r"/(?:[a-z0-9][A-Za-z0-9.-]*/)*(?:[a-z0-9][A-Za-z0-9.-]*)?")
HEADERS = [
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; "
        "frame-ancestors 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    # a withdrawn page must not live on in a browser or a proxy that does not ask again
    ("Cache-Control", "no-cache"),
    ("Vary", "Accept-Encoding"),
]


def application(folder: Path) -> WSGIApplication:
    """Return a WSGI application that serves `folder` as it stands at each request."""

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return _short(start_response, HTTPStatus.METHOD_NOT_ALLOWED, ("Allow", "GET, HEAD"))
        if not folder.is_dir():
            # between two sites, or before the first
            return _short(start_response, HTTPStatus.SERVICE_UNAVAILABLE, ("Retry-After", "5"))
        path = environ["PATH_INFO"]
        if not PUBLISHED.fullmatch(path):
            return _short(start_response, HTTPStatus.NOT_FOUND)
        return _answer(folder, path, environ, start_response)

    return serve


def _answer(folder: Path, path: str, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    asked = folder / path.lstrip("/")
    if asked.is_dir() and not path.endswith("/"):
        return _short(start_response, HTTPStatus.MOVED_PERMANENTLY, ("Location", f"{asked.name}/"))
    file = asked / "index.html" if path.endswith("/") else asked
    content = _content(file)
    if content is not None and file.name != "404.html":
        return _file(file, content, environ, start_response)
    # each folder has its own page for this, since its links are relative
    page = file.with_name("404.html")
    content = _content(page)
    if content is None:
        levels = path.count("/") - 1
        return _short(start_response, HTTPStatus.FOUND, ("Location", "../" * levels + "404.html"))
    return _file(page, content, environ, start_response)


def _content(file: Path) -> bytes | None:
    if file.suffix not in TYPES:
        return None
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _file(file: Path, content: bytes, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    status = HTTPStatus.NOT_FOUND if file.name == "404.html" else HTTPStatus.OK
    tag = f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = [("ETag", tag), ("Content-Type", TYPES[file.suffix])]
    if status == HTTPStatus.OK and environ.get("HTTP_IF_NONE_MATCH") == tag:
        return _short(start_response, HTTPStatus.NOT_MODIFIED, headers[0])
    if file.suffix not in PICTURES and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
        content = gzip.compress(content, mtime=0)
        headers.append(("Content-Encoding", "gzip"))
    headers.append(("Content-Length", str(len(content))))
    start_response(f"{status.value} {status.phrase}", HEADERS + headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [content]


def _short(start_response: StartResponse, status: HTTPStatus, *headers: tuple[str, str]) -> Iterable[bytes]:
    """Answer without a body: the browser says it in the reader's own language."""
    empty = [("Content-Type", "text/plain"), ("Content-Length", "0")]
    described = [] if status == HTTPStatus.NOT_MODIFIED else empty
    start_response(f"{status.value} {status.phrase}", [*HEADERS, *described, *headers])
    return []
