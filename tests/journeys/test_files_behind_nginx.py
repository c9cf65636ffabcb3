"""Evidence comes in through the real nginx of deploy/nginx.conf, and nothing plain is left on a disk."""

import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from guvoh.config.demo.walking import add
from guvoh.instruments.seal.sealedfile import SEGMENT_BYTES
from tests.journeys import planted
from tests.journeys.planted import PHRASE, forms_of
from tests.journeys.running import ROOT, Demo, free_ports, wait_until

CONTENT = (b"".join(forms_of(PHRASE)[:3]) * 60_000)[: 4 * SEGMENT_BYTES + 777]


def configured(demo: Demo, port: int) -> str:
    """The file that operators are given: all that holds for every zone, and the desk's server, on loopback."""
    given = (ROOT / "deploy" / "nginx.conf").read_text()
    for_all = given[: given.index("# The front door: public.")]
    desk = given[given.index("# The desk:") :]
    text = re.sub(r"^ *ssl_.*\n", "", for_all + desk, flags=re.M)
    text = re.sub(r"listen [^;]+;", f"listen 127.0.0.1:{port};", text)
    text = text.replace("http://unix:/run/guvoh-desk/http.sock", f"http://127.0.0.1:{demo.place.desk_port}")
    # on another port than 443, the name alone is not the origin of a form
    text = text.replace("$host;", "$http_host;")
    temporary = "".join(f"{kind}_temp_path {demo.tmp}/nginx-{kind};\n" for kind in ("client_body", "proxy"))
    return f"daemon off; user root; pid {demo.tmp}/nginx.pid; events {{}}\nhttp {{\n{temporary}{text}}}\n"


@pytest.fixture(scope="module")
def address(demo: Demo) -> Iterator[str]:
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    assert program, "the journeys need Debian's package nginx-light"
    [port] = free_ports(1)
    conf = demo.tmp / "nginx.conf"
    conf.write_text(configured(demo, port))
    server = subprocess.Popen([program, "-e", "/dev/null", "-c", str(conf)], env=demo.surroundings)
    try:
        wait_until((demo.tmp / "nginx.pid").exists, "nginx listens")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()
        for path in demo.tmp.glob("nginx*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


@pytest.fixture
def officer(address: str, members) -> Iterator[httpx.Client]:
    cookies = members.browser("farhod").cookies
    with httpx.Client(base_url=address, cookies=cookies, trust_env=False, timeout=30) as client:
        yield client


@pytest.fixture(scope="module")
def code(members) -> str:
    """A case that she works."""
    page = add(members.browser("farhod"), "/cases/new/", title="Beaten on the square")
    return re.search(r"/cases/([\d-]+)/", page.address).group(1)


def token(officer: httpx.Client, code: str) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', officer.get(f"/files/add/{code}/").text).group(1)


def arriving(demo: Demo) -> list[Path]:
    return list((demo.place.desk / "arriving").glob("*"))


def head(officer: httpx.Client, path: str, kind: str, length: int, **more: str) -> bytes:
    newest = {cookie.name: cookie.value for cookie in officer.cookies.jar}
    cookies = "; ".join(f"{name}={value}" for name, value in newest.items())
    lines = {"Host": officer.base_url.netloc.decode(), "Cookie": cookies, "Content-Type": kind, **more}
    lines["Content-Length"] = str(length)
    return "\r\n".join(
        [f"POST {path} HTTP/1.1", *(f"{name}: {each}" for name, each in lines.items()), "", ""]
    ).encode()


def line_to(officer: httpx.Client) -> socket.socket:
    return socket.create_connection((officer.base_url.host, officer.base_url.port), timeout=20)


def test_a_form_that_breaks_off_leaves_nothing_and_one_that_does_not_leaves_nothing_plain(
    demo, officer, code
) -> None:
    mark = token(officer, code)
    body = f'--B\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{mark}\r\n'
    body += '--B\r\nContent-Disposition: form-data; name="description"\r\n\r\nx\r\n'
    body += '--B\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n'
    before = set(arriving(demo))
    sent = head(officer, f"/files/add/{code}/", "multipart/form-data; boundary=B", 3 * len(CONTENT))
    with line_to(officer) as line:
        line.sendall(sent + body.encode() + CONTENT * 2)
        wait_until(
            lambda: any(path.stat().st_size > SEGMENT_BYTES for path in set(arriving(demo)) - before),
            "it is sealed",
        )
        assert planted.files_with(demo, forms_of(PHRASE)) == set()
    wait_until(lambda: set(arriving(demo)) == before, "what broke off is removed")
    assert planted.files_with(demo, forms_of(PHRASE)) == set()
    kept = officer.post(
        f"/files/add/{code}/",
        data={"csrfmiddlewaretoken": mark, "description": "x"},
        files={"file": ("a.mp4", CONTENT * 3)},
    )
    assert kept.status_code == httpx.codes.FOUND
    assert re.fullmatch(r"/files/[0-9a-f-]{36}/", kept.headers["Location"])
    assert planted.files_with(demo, forms_of(PHRASE)) == set()


def test_a_part_that_breaks_off_is_sent_again_and_nothing_plain_is_left(demo, officer, code) -> None:
    headers = {"X-CSRFToken": token(officer, code)}
    told = {"description": "x", "name": "b.mp4", "size": len(CONTENT)}
    begun = officer.post(
        f"/files/add/{code}/begin/", data=told, files={"first": CONTENT[: 256 * 1024]}, headers=headers
    ).json()
    kind = {"Content-Type": "application/octet-stream"}
    path = f"{begun['address']}{begun['offset']}/"
    with line_to(officer) as line:
        begun_part = head(officer, path, kind["Content-Type"], SEGMENT_BYTES, **headers)
        line.sendall(begun_part + CONTENT[: SEGMENT_BYTES // 2])
        assert planted.files_with(demo, forms_of(PHRASE)) == set()
    offset = 0
    while offset < len(CONTENT):
        part = CONTENT[offset : offset + SEGMENT_BYTES]
        answer = officer.post(f"{begun['address']}{offset}/", content=part, headers=headers | kind)
        assert answer.status_code == httpx.codes.OK
        offset = answer.json()["offset"]
    kept = officer.post(begun["address"], data={"description": "x"}, headers=headers)
    assert kept.status_code == httpx.codes.FOUND
    assert planted.files_with(demo, forms_of(PHRASE)) == set()


def test_who_is_not_signed_in_is_answered_before_the_body_comes(officer, code) -> None:
    asked = head(officer, f"/files/add/{code}/", "multipart/form-data; boundary=B", 1 << 40)
    asked = re.sub(rb"Cookie: [^\r]*\r\n", b"", asked)
    with line_to(officer) as line:
        line.sendall(asked + b"--B\r\n")
        assert line.recv(4096).split()[1] == b"302"
