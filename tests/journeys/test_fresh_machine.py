"""From a bare clone on a machine where nothing is set up: every package is downloaded, so only when asked for."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.journeys.running import PLAIN_PATH, ROOT

CERTIFICATES = [
    name for name in os.environ if name.startswith("SSL_") or name.endswith(("_CERT", "_CERTS", "_BUNDLE"))
]

pytestmark = pytest.mark.skipif("FRESH" not in os.environ, reason="downloads every package: run it with FRESH=1")


@pytest.fixture(scope="module")
def clone(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("fresh")
    (folder / "home").mkdir()
    subprocess.run(["git", "clone", "-q", str(ROOT), str(folder / "clone")], check=True)
    return folder / "clone"


def run(clone: Path, *command: str) -> subprocess.CompletedProcess[str]:
    surroundings = {"HOME": str(clone.parent / "home"), "PATH": PLAIN_PATH}
    surroundings |= {name: os.environ[name] for name in CERTIFICATES}
    return subprocess.run(command, cwd=clone, env=surroundings, capture_output=True, text=True, timeout=900)


def test_a_clone_sets_itself_up(clone):
    made = run(clone, "make", "setup")
    assert made.returncode == 0, made.stdout + made.stderr
    assert "demo" in run(clone, ".venv/bin/guvoh", "--help").stdout
    assert run(clone, "git", "status", "--porcelain").stdout == ""


def test_a_second_set_up_has_nothing_to_do(clone):
    again = run(clone, "make", "setup")
    assert again.returncode == 0
    assert "nothing to be done" in again.stdout.lower()
