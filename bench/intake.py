"""`python -m bench.intake`: sealed submissions through HTTP, beside an empty page of the same server.

A report of 4 kB goes through the whole door: form, token against forgery, receipt, sealing, and three writes that
outlive a power cut. The exit status is 1 when a floor is missed, 2 when the door of the bench cannot be opened.
"""

import argparse
import datetime as dt
import os
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import report
from bench.figures import Column, Figure
from bench.guard import STATUS_MISSED, STATUS_REACHED, STATUS_UNUSABLE
from bench.targets import Target
from guvoh.handover.envelope import IntakeSpool
from guvoh.handover.notice import Notice
from guvoh.instruments.seal import age
from guvoh.instruments.seal.signature import public_half

SUBMISSIONS = 10_000
ROUNDS = 20
WARM = 200
# as many as the server has threads
AT_ONCE = 4
STORY_BYTES = 4_000
OPEN_SECONDS = 20
# Three writes wait for the disk before a receipt is shown: by the clock it is the disk that is measured.
OF_THE_EMPTY_PAGE = Target(0.1, 0.5)
GROWN_MB = Target(8, 2, least=True)


class DoorBroken(RuntimeError):
    """The front door of the bench did not open, or refused what it should take."""


@dataclass
class Door:
    port: int
    pid: int
    spool: IntakeSpool

    def worker(self) -> int:
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return int(children[0])

    def cpu_seconds(self) -> float:
        fields = Path(f"/proc/{self.worker()}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mb(self) -> float:
        status = Path(f"/proc/{self.worker()}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024


class Browser:
    """Sends prepared requests one after another over a connection that stays open."""

    def __init__(self, door: Door) -> None:
        self._line = socket.create_connection(("127.0.0.1", door.port), timeout=30)
        self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._read = self._line.makefile("rb")

    def ask(self, request: bytes) -> tuple[bytes, bytes]:
        """Head and body of the answer. Raises DoorBroken."""
        self._line.sendall(request)
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = self._read.readline()
            if not line:
                raise DoorBroken("the server hung up")
            head += line
        length = re.search(rb"\r\nContent-Length: (\d+)", head, re.IGNORECASE)
        return head, self._read.read(int(length.group(1))) if length else b""


@dataclass
class Spent:
    """Wall and server CPU seconds of some requests."""

    requests: int = 0
    wall: float = 0.0
    cpu: float = 0.0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.intake", description=__doc__.splitlines()[0])
    parser.add_argument("--submissions", type=int, default=SUBMISSIONS)
    chosen = parser.parse_args(arguments)
    try:
        figures = _measure(max(chosen.submissions // ROUNDS, 1))
    except DoorBroken as error:
        sys.stderr.write(f"{error}\n")
        return STATUS_UNUSABLE
    title = f"{chosen.submissions:,} sealed reports of 4 kB through HTTP, and as many empty pages"
    sys.stdout.write(report.table(title, [Column("Guvoh", "", frozenset(), frozenset())], figures) + "\n")
    missed = [figure.label for figure in figures if figure.missed]
    sys.stdout.write(f"Below the floor: {', '.join(missed)}.\n" if missed else "Every floor is reached.\n")
    return STATUS_MISSED if missed else STATUS_REACHED


def _measure(a_round: int) -> list[Figure]:
    with _open_door() as door:
        browsers = [Browser(door) for _ in range(AT_ONCE)]
        asked = {
            "bare": b"GET /bare/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "page": b"GET /en/empty/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "report": _submission(browsers[0]),
        }
        for request in asked.values():
            _spend(door, browsers, request, WARM)
        before, spent = door.memory_mb(), {name: Spent() for name in asked}
        for _ in range(ROUNDS):
            for name, request in asked.items():
                _spend(door, browsers, request, a_round, spent[name])
        bare, pages, reports = spent.values()
        grown = door.memory_mb() - before
        if len(door.spool.envelope_ids()) != reports.requests + WARM:
            raise DoorBroken("not every report reached the spool")
    return [
        Figure("bare answers a second", None, (bare.requests / bare.wall,), "{:.0f}"),
        Figure("empty pages a second", None, (pages.requests / pages.wall,), "{:.0f}"),
        Figure("sealed reports a second", None, (reports.requests / reports.wall,), "{:.0f}"),
        Figure("of the empty page, by the clock", None, (pages.wall / reports.wall,), "{:.2f}"),
        Figure("of the empty page, by the server's CPU", OF_THE_EMPTY_PAGE, (pages.cpu / reports.cpu,), "{:.2f}"),
        Figure("of the bare answer, by the clock", None, (bare.wall / reports.wall,), "{:.2f}"),
        Figure("server's CPU for a report, ms", None, (reports.cpu / reports.requests * 1000,), "{:.2f}"),
        Figure("memory of the server before, MB", None, (before,), "{:.0f}"),
        Figure("grown over all reports, MB", GROWN_MB, (grown,), "{:.1f}"),
    ]


def _spend(door: Door, browsers: list[Browser], request: bytes, times: int, spent: Spent | None = None) -> None:
    cpu, wall = door.cpu_seconds(), time.perf_counter()
    each = max(times // len(browsers), 1)
    with ThreadPoolExecutor(len(browsers)) as pool:
        for done in [pool.submit(_ask, browser, request, each) for browser in browsers]:
            done.result()
    if spent:
        spent.requests += each * len(browsers)
        spent.wall += time.perf_counter() - wall
        spent.cpu += door.cpu_seconds() - cpu


def _ask(browser: Browser, request: bytes, times: int) -> None:
    for _ in range(times):
        head, _body = browser.ask(request)
        if not head.startswith(b"HTTP/1.1 200"):
            raise DoorBroken(head.partition(b"\r\n")[0].decode())


def _submission(browser: Browser) -> bytes:
    """A filled form, as a browser sends it, with the cookie and the token of a real one."""
    head, body = browser.ask(b"GET /en/report/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
    cookie = re.search(rb"Set-Cookie: ([^;]+)", head).group(1)
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', body).group(1).decode()
    typed = {"csrfmiddlewaretoken": token, "kept": "", "what": "w" * STORY_BYTES, "contact_safety": "no"}
    parts = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in {**typed, "complete": "1"}.items()
    )
    content = f"{parts}--b--\r\n".encode()
    lines = [b"POST /en/report/ HTTP/1.1", b"Host: localhost", b"Cookie: " + cookie]
    lines += [b"Content-Type: multipart/form-data; boundary=b", b"Content-Length: %d" % len(content)]
    return b"\r\n".join([*lines, b"", content])


@contextmanager
def _open_door() -> Iterator[Door]:
    """A front door of the bench, gone afterwards. Raises DoorBroken."""
    with tempfile.TemporaryDirectory(prefix="guvoh-bench-") as folder:
        spool, seed = IntakeSpool(Path(folder, "intake")), secrets.token_bytes(32)
        keys = [age.recipient_of(age.new_identity()) for _ in range(2)]
        spool.publish_notice(Notice(keys[0], keys[1], dt.date.today() + dt.timedelta(days=30)), seed)
        port = _free_port()
        surroundings = {
            "ZONE": "frontdoor",
            "SECRET_KEY": "of the bench",
            "INTAKE_SPOOL": str(spool.root),
            "DESK_VERIFY_KEY": public_half(seed),
            "INSTALLATION": "guvoh-bench",
        }
        server = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "bench.intake_server", str(port)], env={**os.environ, **surroundings}
        )
        try:
            _wait_for(port)
            yield Door(port, server.pid, spool)
        finally:
            server.terminate()
            server.wait()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + OPEN_SECONDS
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if time.monotonic() > deadline:
            raise DoorBroken("the front door does not open")
        time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    raise SystemExit(main())
