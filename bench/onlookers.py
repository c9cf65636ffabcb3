"""Onlookers who keep asking a desk for pages while somebody locks it. Run by `bench.locking` in its own desk."""

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from guvoh.instruments.seal.vault import Vault

ONLOOKERS = 8
PAGES_BEFORE = 100
LOOK_AFTER = 1.5
START_SECONDS = 60
PAGE = "/sign-in/"


class DeskSilent(Exception):
    """The open desk shows no pages."""


@dataclass
class Onlookers:
    """Who asked when (seconds), when it was answered, and whether a page was shown."""

    port: int
    seen: list[tuple[float, float, bool]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def look(self) -> None:
        while not self.over.is_set():
            asked = time.monotonic()
            shown = shows_a_page(self.port)
            self.seen.append((asked, time.monotonic(), shown))


def shows_a_page(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", PAGE)
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        # a worker that is being replaced shows nothing
        return False
    finally:
        connection.close()


def last_page(vault: Vault, port: int) -> tuple[float, int]:
    """Milliseconds from LOCK to the last page that was still shown, and how many were asked for since."""
    onlookers = Onlookers(port)
    threads = [threading.Thread(target=onlookers.look) for _ in range(ONLOOKERS)]
    for thread in threads:
        thread.start()
    try:
        wait_until(lambda: sum(shown for *_, shown in onlookers.seen) >= PAGES_BEFORE)
        locked = time.monotonic()
        vault.lock()
        time.sleep(LOOK_AFTER)
    finally:
        onlookers.over.set()
        for thread in threads:
            thread.join()
    late = [answered for _, answered, shown in onlookers.seen if shown and answered > locked]
    asked_since = sum(asked > locked for asked, _, _ in onlookers.seen)
    return (max(late, default=locked) - locked) * 1000, asked_since


def main() -> None:
    rounds, workers, passphrase = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    vault = Vault(Path(os.environ["DESK_DIR"]) / "vault.sock")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serve = ["guvoh.config.command", "serve", "desk", "--bind", f"127.0.0.1:{port}", "--workers", workers]
    # it writes a line for each page it refuses
    desk = subprocess.Popen([sys.executable, "-m", *serve], stderr=subprocess.DEVNULL)  # noqa: S603 - our own command
    found = []
    try:
        for _ in range(rounds):
            vault.unlock(passphrase)
            wait_until(lambda: shows_a_page(port))
            found.append(last_page(vault, port))
    finally:
        desk.terminate()
        desk.wait()
    json.dump({"last_page_ms": [late for late, _ in found], "asked": [asked for _, asked in found]}, sys.stdout)


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise DeskSilent
        time.sleep(0.05)


if __name__ == "__main__":
    main()
