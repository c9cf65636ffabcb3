"""The command `guvoh workshop`, as the unit runs it."""

import os
import subprocess
import sys
from pathlib import Path


def workshop(desk: Path) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "guvoh.config.command", "workshop", "--once"]
    surroundings = {**os.environ, "DESK_DIR": str(desk)}
    return subprocess.run(command, capture_output=True, timeout=60, check=False, env=surroundings)


def test_a_desk_without_an_agent_is_left_alone(tmp_path) -> None:
    desk = tmp_path / "empty"
    desk.mkdir()
    outcome = workshop(desk)
    assert (outcome.returncode, outcome.stderr) == (0, b"")
    assert list(desk.iterdir()) == []
