"""The built folder as a browser gets it."""

import gzip
from collections.abc import Callable
from pathlib import Path
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest

from guvoh.press.site.server import application

Ask = Callable[..., tuple[str, dict[str, str], bytes]]


def asking(folder: Path) -> Ask:
    serve = validator(application(folder))

    def ask(path: str, method: str = "GET", **headers: str) -> tuple[str, dict[str, str], bytes]:
        environ = {"PATH_INFO": path, "REQUEST_METHOD": method, "QUERY_STRING": "", "SCRIPT_NAME": "", **headers}
        setup_testing_defaults(environ)
        said: list[tuple[str, dict[str, str]]] = []

        def start_response(status: str, headers: list[tuple[str, str]]) -> Callable[[bytes], None]:
            said.append((status, dict(headers)))
            return lambda _: None

        answer = serve(environ, start_response)
        body = b"".join(answer)
        answer.close()
        return *said[0], body

    return ask


@pytest.fixture
def ask(publisher, make) -> Ask:
    publisher.bring_out(make(1, pictures=(publisher.picture(5),)))
    return asking(publisher.site)


def test_pages_come_with_strict_headers_and_no_cookie(ask):
    status, headers, body = ask("/en/index.html")
    assert status == "200 OK"
    assert b"A door opens 1" in body
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Set-Cookie" not in headers


def test_a_folder_shows_its_first_page(ask):
    assert ask("/en/")[2] == ask("/en/index.html")[2]
    status, headers, _ = ask("/en")
    assert (status, headers["Location"]) == ("301 Moved Permanently", "en/")
    assert ask("/")[2] == ask("/index.html")[2]


def test_what_is_missing_gets_the_page_of_its_folder(ask):
    status, _, body = ask("/ru/news/gone.html")
    assert status == "404 Not Found"
    assert "снята с публикации" in body.decode()
    assert b'href="../../site.css"' in body
    status, headers, _ = ask("/no/such/folder")
    assert (status, headers["Location"]) == ("302 Found", "../../404.html")
    assert ask("/404.html")[0] == "404 Not Found"


@pytest.mark.parametrize(
    "path", ["/../spool/catalogue.json", "/.site.sequence", "/en/..%2f", "//etc/passwd", "/a\\b"]
)
def test_nothing_outside_the_folder_can_be_asked_for(ask, path):
    status, _, body = ask(path)
    assert status == "404 Not Found"
    assert body == b""


def test_only_reading_is_answered(ask):
    assert ask("/index.html", "POST")[0] == "405 Method Not Allowed"
    status, headers, body = ask("/index.html", "HEAD")
    assert (status, body) == ("200 OK", b"")
    assert int(headers["Content-Length"]) > 0


def test_text_is_sent_compressed_and_only_once(ask):
    _, headers, body = ask("/en/", HTTP_ACCEPT_ENCODING="gzip, br")
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == ask("/en/")[2]
    assert ask("/en/", HTTP_IF_NONE_MATCH=headers["ETag"])[0] == "304 Not Modified"


def test_a_new_site_is_served_at_once_and_a_withdrawn_page_is_gone(publisher, ask):
    _, headers, _ = ask("/en/news/a-door-opens-1.html")
    publisher.bring_out()
    status, _, _ = ask("/en/news/a-door-opens-1.html", HTTP_IF_NONE_MATCH=headers["ETag"])
    assert status == "404 Not Found"


def test_before_the_first_site_a_reader_is_asked_to_wait(tmp_path):
    status, headers, _ = asking(tmp_path / "none")("/")
    assert status == "503 Service Unavailable"
    assert headers["Retry-After"] == "5"
