"""What a running process has been told, has open and keeps in its memory."""

import base64
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from guvoh.instruments.seal.derive import LABELS
from guvoh.instruments.seal.vault import Vault
from tests.journeys.running import Demo

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may do this to other processes and users")


def desk_keys(demo: Demo) -> list[bytes]:
    vault = Vault(demo.place.desk / "vault.sock")
    keys = [vault.key(label) for label in LABELS]
    return [form for key in keys for form in (key, key.hex().encode(), base64.b64encode(key)[:-2])]


def held_open(pid: int) -> list[str]:
    """What a process has open or mapped."""
    handles = [os.readlink(handle) for handle in Path(f"/proc/{pid}/fd").iterdir() if handle.is_symlink()]
    mapped = [line.split(maxsplit=5)[5:] for line in Path(f"/proc/{pid}/maps").read_text().splitlines()]
    return handles + [path[0] for path in mapped if path]


def memory(pid: int) -> Iterator[bytes]:
    """What a process holds in memory of its own, one region after another; mapped files are looked at as files."""
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as content:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            borders, rights, *rest = line.split()
            if rights.startswith("rw") and not rest[-1].startswith("/"):
                start, end = (int(border, 16) for border in borders.split("-"))
                content.seek(start)
                yield content.read(end - start) or b""


def holds(pid: int, secrets: list[bytes]) -> bool:
    return any(secret in region for region in memory(pid) for secret in secrets)
