"""A demo in folders of its own, started and stopped through the real command in an empty environment."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from guvoh.config.demo.place import Place

ROOT = Path(__file__).resolve().parents[2]
GUVOH = Path(sys.executable).with_name("guvoh")
PLAIN_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} seconds: {what}"
        time.sleep(0.05)


def told(pid: int) -> bytes:
    """The environment a process was started with; empty once it is gone."""
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""


@dataclass(frozen=True)
class Demo:
    """A running demo: its place, and the folders that its processes take for home and for temporary files."""

    place: Place
    home: Path
    tmp: Path

    @classmethod
    def under(cls, folder: Path) -> "Demo":
        demo = cls(Place(folder / "demo", *free_ports(3)), folder / "home", folder / "tmp")
        demo.home.mkdir()
        demo.tmp.mkdir()
        return demo

    @property
    def surroundings(self) -> dict[str, str]:
        return {
            "PATH": PLAIN_PATH,
            "LANG": "C.UTF-8",
            "HOME": str(self.home),
            "TMPDIR": str(self.tmp),
            "DEMO_DIR": str(self.place.root),
            "DESK_PORT": str(self.place.desk_port),
            "FRONTDOOR_PORT": str(self.place.frontdoor_port),
            "PRESS_PORT": str(self.place.press_port),
        }

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [GUVOH, *arguments], cwd=ROOT, env=self.surroundings, capture_output=True, text=True, timeout=180
        )

    def processes(self) -> list[int]:
        """Every process that was told of this demo, workers included."""
        mark = str(self.place.root).encode()
        pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
        return [pid for pid in pids if mark in told(pid)]

    def pid(self, name: str) -> int:
        return int((self.place.root / "run" / f"{name}.pid").read_text())

    def zone(self, name: str) -> list[int]:
        """The processes of one zone: the first, then its workers."""
        first = self.pid(name)
        children = Path(f"/proc/{first}/task/{first}/children").read_text()
        return [first, *map(int, children.split())]
