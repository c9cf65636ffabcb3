"""Connections that are cut and requests that cannot be read leave no address and no hour in the server's log."""

import contextlib
import logging
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from gunicorn.config import Config

from guvoh.config.serverlog import DAY, OfTheServer, ServerLogger

GUVOH = Path(sys.executable).with_name("guvoh")
MARK = "zebunniso-was-here"
CUT = struct.pack("ii", 1, 0)
POST = f"POST /ru/report/?{MARK} HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
PART = f'--b\r\nContent-Disposition: form-data; name="files"; filename="{MARK}"\r\n\r\n'
BROKEN = [
    f"GET /ru/safety/?{MARK} HTTP/1.1\r\n",
    f"GET /ru/{MARK} NONSENSE\r\n\r\n",
    f"GET /ru/{MARK} HTTP/1.1\r\nHost: localhost\r\nbad header {MARK}\r\n\r\n",
    f"GET /ru/{MARK} HTTP/1.1\r\nHost: {MARK}.example\r\n\r\n",
    f"{POST}Content-Length: 100000\r\n\r\n{PART}half",
    f"{POST}Content-Length: {MARK}\r\n\r\n",
    f"{POST}Transfer-Encoding: chunked\r\n\r\n5\r\n--b\r\n\r\nzz\r\n{MARK}\r\n",
    f"{POST}Transfer-Encoding: chunked\r\n\r\nffffff\r\n{PART}half",
    f"{POST}Transfer-Encoding: {MARK}\r\n\r\n",
    f"{POST}Expect: {MARK}\r\nContent-Length: 5\r\n\r\n",
]


@dataclass
class Door:
    address: Path
    process: subprocess.Popen[bytes]
    log: Path

    def send(self, request: str, *, cut: bool) -> None:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(10)
            line.connect(str(self.address))
            line.sendall(request.encode())
            if cut:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, CUT)
                return
            line.shutdown(socket.SHUT_WR)
            with contextlib.suppress(ConnectionResetError):
                while line.recv(65536):
                    pass


@pytest.fixture
def door(desk, tmp_path) -> Iterator[Door]:
    address, log = tmp_path / "s", tmp_path / "log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [GUVOH, "serve", "frontdoor", "--bind", f"unix:{address}"],
            env=dict(os.environ),
            stdout=written,
            stderr=written,
            start_new_session=True,
        )
    deadline = time.monotonic() + 20
    while not address.exists():
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)
    yield Door(address, process, log)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


def test_no_broken_request_leaves_a_trace(door) -> None:
    for request in BROKEN:
        for cut in (True, False):
            door.send(request, cut=cut)
    # an answer to a whole request: the ones before it have been dealt with
    door.send("GET /ru/safety/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", cut=False)
    said = door.log.read_text()
    assert MARK not in said
    assert "/ru/" not in said
    assert not re.search(r"\d\d:\d\d", said)


def test_a_request_that_fails_in_the_server_itself_is_told_without_its_address(capfd) -> None:
    config = Config()
    config.set("errorlog", "-")
    logger = ServerLogger(config)
    try:
        raise OSError(5, "Input/output error", f"/ru/{MARK}")
    except OSError:
        logger.exception("Error handling request %s %s", "POST", f"/ru/{MARK}")
        logger.error("Invalid request from ip=%s", "203.0.113.7")
    said = capfd.readouterr().err
    logging.getLogger("gunicorn.error").handlers.clear()
    assert "OSError" in said
    assert MARK not in said
    assert "203.0.113.7" not in said
    assert not re.search(r"\d\d:\d\d", said)


def test_what_the_server_says_of_its_own_start_is_kept() -> None:
    said = {"name": "gunicorn.error", "levelname": "ERROR", "funcName": "create_sockets", "args": ("127.0.0.1:1",)}
    record = logging.makeLogRecord({**said, "module": "sock", "msg": "Connection in use: %s"})
    assert "Connection in use: 127.0.0.1:1" in OfTheServer(datefmt=DAY).format(record)
