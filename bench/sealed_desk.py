"""A desk of the bench: a real vault agent and a sealed database in a temporary folder, gone afterwards."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from guvoh.instruments.seal import keyslots
from tests import vault_agent

PASSPHRASE = "one long passphrase of the bench"  # noqa: S105 - of a desk that lasts a minute


class DeskBroken(RuntimeError):
    """The desk of the bench could not be made or measured; what it said stands on the terminal already."""


def in_a_desk(module: str, *arguments: str, settings: str = "guvoh.config.settings") -> dict[str, Any]:
    """What `module` prints as JSON, run in a desk of its own with empty tables. Raises DeskBroken."""
    with tempfile.TemporaryDirectory(prefix="guvoh-bench-") as folder:
        surroundings = {**os.environ, **_surroundings(Path(folder)), "DJANGO_SETTINGS_MODULE": settings}
        keyslots.create(Path(folder, "desk", "keyslots.json"), PASSPHRASE)
        agent, vault = vault_agent.start(Path(folder, "desk"))
        try:
            vault.unlock(PASSPHRASE)
            for command in (("django", "migrate", "--verbosity", "0"), (module, *arguments)):
                run = subprocess.run(  # noqa: S603 - our own command
                    [sys.executable, "-m", *command],
                    env=surroundings,
                    stdout=subprocess.PIPE,
                    text=True,
                    check=False,
                )
                if run.returncode:
                    raise DeskBroken(f"python -m {' '.join(command)} ended with {run.returncode}")
        finally:
            agent.terminate()
            agent.wait()
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def _surroundings(folder: Path) -> dict[str, str]:
    for name in ("intake", "press"):
        (folder / name).mkdir()
    return {
        "ZONE": "desk",
        "SECRET_KEY": "of the bench",
        "DESK_DIR": str(folder / "desk"),
        "INTAKE_SPOOL": str(folder / "intake"),
        "PRESS_SPOOL": str(folder / "press"),
    }
