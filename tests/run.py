"""Runs the tests of one zone in a process of its own, so that no zone's test can see another zone's tables.

    tests/run.py desk [pytest arguments]        also: demo, frontdoor, press, plain, journeys
    tests/run.py --manage desk migrate --check  the same surroundings for a Django command

For the desk a real vault agent is started on a throw-away vault and unlocked.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import vault_agent

from guvoh.instruments.seal import keyslots
from guvoh.instruments.seal.signature import public_half

ROOT = Path(__file__).resolve().parent.parent
PASSPHRASE = "one long passphrase of the tests"
FOLDERS = {
    "desk": ["tests/desk"],
    "demo": ["tests/demo"],
    "frontdoor": ["tests/frontdoor"],
    "press": ["tests/press"],
    "plain": ["tests/config", "tests/instruments", "tests/handover", "tests/architecture", "tests/bench"],
    "journeys": ["tests/journeys"],
}


def settings_of(zone: str, folder: Path) -> dict[str, str]:
    for name in ("intake", "press", "site", "tmp"):
        (folder / name).mkdir(exist_ok=True)
    if zone == "demo":
        zone = "desk"
    common = {"ZONE": zone, "DJANGO_SETTINGS_MODULE": "guvoh.config.settings", "TMPDIR": str(folder / "tmp")}
    verify_key = public_half(b"t" * 32)
    return common | {
        "desk": {
            "SECRET_KEY": "of the tests",
            "DESK_DIR": str(folder / "desk"),
            "INTAKE_SPOOL": str(folder / "intake"),
            "PRESS_SPOOL": str(folder / "press"),
            "TEST_PASSPHRASE": PASSPHRASE,
        },
        "frontdoor": {
            "SECRET_KEY": "of the tests",
            "INTAKE_SPOOL": str(folder / "intake"),
            "DESK_VERIFY_KEY": verify_key,
            "INSTALLATION": "guvoh-test",
        },
        "press": {
            "PRESS_SPOOL": str(folder / "press"),
            "PRESS_SITE": str(folder / "site"),
            "DESK_VERIFY_KEY": verify_key,
        },
    }.get(zone, {})


def start_agent(desk: Path) -> subprocess.Popen[bytes]:
    keyslots.create(desk / "keyslots.json", PASSPHRASE)
    agent, vault = vault_agent.start(desk)
    vault.unlock(PASSPHRASE)
    return agent


def main() -> int:
    arguments = sys.argv[1:]
    manage = arguments[:1] == ["--manage"]
    zone, *rest = arguments[manage:]
    with tempfile.TemporaryDirectory(prefix="guvoh-test-") as name:
        folder = Path(name)
        surroundings = {**os.environ, **settings_of(zone, folder)}
        if zone in ("plain", "journeys"):
            del surroundings["ZONE"], surroundings["DJANGO_SETTINGS_MODULE"]
            rest = ["-p", "no:django", *rest]
        agent = start_agent(folder / "desk") if zone in ("desk", "demo") else None
        try:
            if manage:
                command = [sys.executable, "-m", "django", *rest]
            else:
                named = [item for item in rest if item.startswith("tests/")]
                command = [sys.executable, "-m", "pytest", *([] if named else FOLDERS[zone]), *rest]
            return subprocess.run(command, cwd=ROOT, env=surroundings, check=False).returncode
        finally:
            if agent is not None:
                agent.terminate()
                agent.wait()


if __name__ == "__main__":
    raise SystemExit(main())
