"""A planted phrase is sent to a real server, then looked for in every file that the server could have written."""

import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

CANARY = "шаҳодати-пинҳонии-Зебуннисо"
FORMS = [CANARY.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be")]
CHUNK = b"".join(FORMS) * 500
FILE_BYTES = 20 * 1024 * 1024
ROOT = Path(__file__).parents[2]


@dataclass
class Door:
    """A front door served by gunicorn on loopback, with folders of its own."""

    port: int
    process: subprocess.Popen[bytes]
    folder: Path

    def request(self, head: str, body: bytes = b"") -> socket.socket:
        line = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        line.sendall(f"{head}\r\nHost: 127.0.0.1:{self.port}\r\nConnection: close\r\n".encode() + body)
        return line

    def pids(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [self.process.pid, *map(int, children.split())]


def read_all(line: socket.socket) -> str:
    with line:
        return b"".join(iter(lambda: line.recv(65536), b"")).decode()


@pytest.fixture
def door(desk, tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    for name in ("tmp", "home", "cwd"):
        (tmp_path / name).mkdir()
    surroundings = {**os.environ, "TMPDIR": str(tmp_path / "tmp"), "HOME": str(tmp_path / "home")}
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "guvoh.config.wsgi:application",
        "-k",
        "gthread",
        "--threads",
        "4",
    ]
    command += ["-b", f"127.0.0.1:{port}", "--pythonpath", str(ROOT), "--chdir", str(tmp_path / "cwd")]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            command, env=surroundings, stdout=log, stderr=log, cwd=ROOT, start_new_session=True
        )
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield Door(port, process, tmp_path)
    # a polite end would wait for a request that a failed test has left half sent
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


def multipart(token: str, *, what: str = CANARY, content: bytes = b"") -> bytes:
    fields = {"csrfmiddlewaretoken": token, "kept": "", "what": what, "where": CANARY, "contact_safety": "no"}
    body = "".join(
        f'--line\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    body += f'--line\r\nContent-Disposition: form-data; name="files"; filename="{CANARY}.mp4"\r\n'
    body += "Content-Type: video/mp4\r\n\r\n"
    end = '\r\n--line\r\nContent-Disposition: form-data; name="complete"\r\n\r\n1\r\n--line--\r\n'
    return body.encode() + content + end.encode()


def post(door: Door, body: bytes, *, of: int | None = None) -> socket.socket:
    """Send a report with the cookie and the token of a real form; `of` is the length that is promised."""
    form = read_all(door.request("GET /en/report/ HTTP/1.1", b"\r\n"))
    cookie = re.search(rf"Set-Cookie: ({settings.CSRF_COOKIE_NAME}=\w+)", form).group(1)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form).group(1)
    body = body.replace(b"TOKEN", token.encode())
    length = len(body) if of is None else of
    headers = (
        f"Cookie: {cookie}\r\nContent-Type: multipart/form-data; boundary=line\r\nContent-Length: {length}\r\n\r\n"
    )
    return door.request("POST /en/report/ HTTP/1.1", headers.encode() + body)


def open_files(pid: int) -> list[Path]:
    """Regular files that a process holds open, deleted ones included, but for libraries it runs from."""
    handles = Path(f"/proc/{pid}/fd")
    return [handle for handle in handles.iterdir() if stat.S_ISREG(handle.stat().st_mode)]


def find_canary(door: Door) -> list[Path]:
    folders = [settings.INTAKE_SPOOL, door.folder, Path(os.environ.get("TMPDIR", "/tmp"))]
    written = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    written += [path for path in ROOT.iterdir() if path.is_file()]
    written += [handle for pid in door.pids() for handle in open_files(pid)]
    named = [path for path in written if CANARY in str(path)]
    return named + [path for path in written if any(form in _content(path) for form in FORMS)]


def _content(path: Path) -> bytes:
    """A handle in /proc may be closed between its listing and its reading: then nothing is behind it any more."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        if not path.is_relative_to("/proc"):
            raise
        return b""


def wait_for(condition) -> None:
    deadline = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def sealed_bytes(desk) -> int:
    return sum(path.stat().st_size for path in desk.parts(".staging-*/file-*.age"))


def test_the_search_finds_a_planted_phrase(door):
    planted = door.folder / "tmp" / "upload"
    planted.write_bytes(CHUNK[-100:] + FORMS[2])
    assert find_canary(door)
    planted.unlink()


def test_after_a_whole_report_nothing_plain_is_left(door, desk):
    content = CHUNK * (FILE_BYTES // len(CHUNK))
    answer = read_all(post(door, multipart("TOKEN", content=content)))
    assert "Your report is sealed and sent" in answer
    [report] = desk.reports()
    assert report.files[0].size == len(content)
    assert report.what == CANARY
    assert find_canary(door) == []


def test_nothing_plain_is_on_the_disk_in_the_middle_of_an_upload_or_after_it_broke_off(door, desk):
    half = multipart("TOKEN", content=CHUNK * (FILE_BYTES // len(CHUNK) // 2)).rsplit(b"\r\n--line\r\n", 1)[0]
    line = post(door, half, of=len(half) * 2)
    wait_for(lambda: sealed_bytes(desk) > FILE_BYTES // 4)
    assert find_canary(door) == []
    line.close()
    wait_for(lambda: desk.stagings() == [])
    assert find_canary(door) == []
    assert desk.spool.envelope_ids() == []
    assert not (desk.spool.root / "mailboxes").exists()


def test_a_connection_cut_between_two_files_leaves_nothing(door, desk):
    whole = multipart("TOKEN", content=CHUNK * 20)
    cut = whole.rsplit(b"\r\n--line\r\n", 1)[0] + b"\r\n--line\r\n"
    line = post(door, cut, of=len(cut) + 5000)
    wait_for(lambda: sealed_bytes(desk) > 0)
    line.close()
    wait_for(lambda: desk.stagings() == [])
    assert desk.spool.envelope_ids() == []
    assert find_canary(door) == []


def test_an_upload_takes_little_memory(door, desk):
    def peak() -> int:
        status = [Path(f"/proc/{pid}/status").read_text() for pid in door.pids()]
        return max(int(re.search(r"VmHWM:\s+(\d+) kB", text).group(1)) for text in status)

    read_all(post(door, multipart("TOKEN", what="", content=b"small")))
    before = peak()
    answer = read_all(post(door, multipart("TOKEN", what="", content=b"x" * (2 * FILE_BYTES))))
    assert "Already received and sealed" in answer
    assert peak() - before < 16 * 1024


def test_a_body_far_over_every_limit_is_refused_without_reading_it(door, desk):
    head = multipart("TOKEN", content=CHUNK)
    answer = post(door, head, of=5 * 1024**3)
    assert "is too large" in read_all(answer)
    assert desk.stagings() == []


def test_the_server_writes_no_line_about_its_visitors(door, desk):
    read_all(door.request("GET /ru/safety/ HTTP/1.1", f"User-Agent: {CANARY}\r\n\r\n".encode()))
    log = (door.folder / "log").read_text()
    assert "safety" not in log
    assert CANARY not in log
