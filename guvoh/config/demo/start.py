"""Starts the demo: makes its desk where there is none, then serves all zones on loopback."""

import argparse
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import httpx
import yaml

from guvoh.config import installation
from guvoh.config.demo import codes
from guvoh.config.demo.place import VAULT_PASSPHRASE, Place
from guvoh.config.demo.walk import walk
from guvoh.instruments.seal import age, keyslots
from guvoh.instruments.seal.signature import public_half
from guvoh.instruments.seal.vault import Vault

START_SECONDS: Final = 60
CAST: Final = Path(__file__).with_name("coalition.yaml")
PACKAGE: Final = Path(__file__).resolve().parent.parent.parent


def cast() -> list[dict[str, str]]:
    """The members of the demo, with passphrases and second factors that everybody may know."""
    members: list[dict[str, str]] = yaml.safe_load(CAST.read_text())["cast"]
    return members


def make_desk(place: Place) -> None:
    """Make the sealed demo desk and fill it, in a process of its own."""
    shutil.rmtree(place.root, ignore_errors=True)
    place.paper.mkdir(parents=True)
    recovery = age.new_identity()
    (place.paper / "recovery-key.txt").write_text(recovery + "\n")
    keyslots.create(place.desk / "keyslots.json", VAULT_PASSPHRASE)
    with installation.open_vault(place.desk, VAULT_PASSPHRASE):
        surroundings = {**os.environ, **place.surroundings("desk")}
        command = [sys.executable, "-m", "guvoh.config.demo.fill", age.recipient_of(recovery)]
        filled = subprocess.run(command, env=surroundings, check=False)  # noqa: S603 - our own command
    if filled.returncode:
        raise SystemExit("The demo desk could not be filled: see the lines above. Nothing is served.")
    (place.root / "made").write_text(_tables())


def _tables() -> str:
    """Changes with the desk's tables: a demo made with others is made anew."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.glob("desk/*/migrations/*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _is_made(place: Place) -> bool:
    made = place.root / "made"
    return made.exists() and made.read_text() == _tables()


def _fingerprint(place: Place) -> str:
    """Changes when the code, the settings or the ports do: then running processes are not the ones wanted."""
    digest = hashlib.sha256(repr(place).encode())
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(f"{path}{path.stat().st_mtime_ns}".encode())
    return digest.hexdigest()


def _pid_files(place: Place) -> list[Path]:
    return sorted((place.root / "run").glob("*.pid"))


def _alive(pid_file: Path) -> bool:
    try:
        command = Path(f"/proc/{int(pid_file.read_text())}/cmdline").read_bytes()
    except (OSError, ValueError):
        return False
    # after a lock the agent goes on as a module of its own
    return b"guvoh.config.command" in command or b"guvoh.instruments.seal.agent" in command


def stop(place: Place) -> None:
    """End the processes of this demo, and only those."""
    running = [pid_file for pid_file in _pid_files(place) if _alive(pid_file)]
    for pid_file in running:
        os.kill(int(pid_file.read_text()), signal.SIGTERM)
    deadline = time.monotonic() + 15
    while any(_alive(pid_file) for pid_file in running) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid_file in _pid_files(place):
        pid_file.unlink()


def _start(place: Place, name: str, surroundings: dict[str, str], *arguments: str) -> None:
    run = place.root / "run"
    run.mkdir(exist_ok=True)
    with (run / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "guvoh.config.command", *arguments],
            env={**os.environ, **surroundings},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    (run / f"{name}.pid").write_text(str(process.pid))


def _refuse_taken_ports(place: Place) -> None:
    for zone, address in place.addresses.items():
        port = int(address.rsplit(":", 1)[1])
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                sentence = (
                    f"Port {port} is taken by another program. Choose another: make demo {zone.upper()}_PORT=8100"
                )
                raise SystemExit(sentence) from None


def start_zones(place: Place) -> None:
    """Start the vault agent and all zones, unlock the desk, wait until each answers."""
    stop(place)
    _refuse_taken_ports(place)
    _start(place, "agent", {}, "agent", str(place.desk))
    vault = installation.wait_for_agent(place.desk)
    vault.unlock(VAULT_PASSPHRASE)
    verify_key = public_half(vault.key("release/v1"))
    _start(place, "press-build", place.surroundings("press", verify_key), "press", "--watch")
    _start(place, "workshop", place.surroundings("desk", verify_key), "workshop")
    for zone, address in place.addresses.items():
        workers = "2" if zone == "desk" else "1"
        serve = ("serve", zone, "--bind", address.removeprefix("http://"), "--workers", workers)
        _start(place, zone, place.surroundings(zone, verify_key), *serve)
    for zone, address in place.addresses.items():
        _wait(lambda address=address: _answers(address), f"the {zone}")


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=10, follow_redirects=True, trust_env=False).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def _wait(ready, what: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        if time.monotonic() > deadline:
            raise SystemExit(f"{what} did not start within {START_SECONDS} seconds; see var/demo/run/*.log")
        time.sleep(0.1)


def screenful(place: Place) -> str:
    lines = ["", "Guvoh is running. Everybody below is invented.", ""]
    for zone, words in (("desk", "the desk"), ("frontdoor", "the front door"), ("press", "the public site")):
        lines.append(f"  {words:<16} {place.addresses[zone]}/")
    lines += ["", f"  {'user name':<12} {'passphrase':<36} role"]
    lines += [f"  {row['username']:<12} {row['passphrase']:<36} {', '.join(row['roles'])}" for row in cast()]
    lines += [
        "",
        f"  The vault is open; LOCK closes it for all. It opens with: {VAULT_PASSPHRASE}",
        "  One-time codes for the second factor: make code     Stop: make stop",
        "",
    ]
    return "\n".join(lines)


def demo(chosen: argparse.Namespace) -> int:
    place = Place.from_environment()
    fingerprint = _fingerprint(place)
    stamp = place.root / "run" / "fingerprint"
    if not _is_made(place):
        sys.stdout.write("Making the demo desk: sealed database, coalition, cases. This takes about a minute.\n")
        sys.stdout.flush()
        stop(place)
        make_desk(place)
    running = bool(_pid_files(place)) and all(_alive(pid_file) for pid_file in _pid_files(place))
    if not running or not stamp.exists() or stamp.read_text() != fingerprint:
        start_zones(place)
        stamp.write_text(fingerprint)
    elif not Vault(place.desk / "vault.sock").status().unlocked:
        Vault(place.desk / "vault.sock").unlock(VAULT_PASSPHRASE)
    status = walk(place, cast()) if chosen.check else 0
    sys.stdout.write(screenful(place))
    return status


def print_codes(_chosen: argparse.Namespace) -> int:
    for row in cast():
        sys.stdout.write(f"  {row['username']:<12} {codes.code(row['totp_secret'])}\n")
    sys.stdout.write(f"Good for {codes.seconds_left()} seconds more; each works once.\n")
    return 0


def end(_chosen: argparse.Namespace) -> int:
    stop(Place.from_environment())
    return 0


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("demo", help="make and serve the demo on loopback")
    parser.add_argument("--check", action="store_true", help="walk the main job over HTTP afterwards")
    parser.set_defaults(func=demo)
    subparsers.add_parser("code", help="current one-time codes of the demo's cast").set_defaults(func=print_codes)
    subparsers.add_parser("stop", help="end the demo's processes").set_defaults(func=end)
