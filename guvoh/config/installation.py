"""Makes a new desk: vault, database, the coalition, the first coordinator, and the keys of the intake."""

import argparse
import datetime as dt
import getpass
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import django
from django.core.management import call_command

from guvoh.instruments.seal import age, keyslots
from guvoh.instruments.seal.vault import Vault, VaultUnreachable


@dataclass(frozen=True)
class Coordinator:
    """The first member: she makes all other accounts."""

    username: str
    full_name: str
    passphrase: str
    language: str


def start_agent(desk: Path) -> subprocess.Popen[bytes]:
    """Start the vault agent of a desk and wait until it answers. Raises VaultUnreachable after ten seconds."""
    agent = subprocess.Popen([sys.executable, "-m", "guvoh.config.command", "agent", str(desk)])
    vault = Vault(desk / "vault.sock")
    for _ in range(200):
        try:
            vault.status()
        except VaultUnreachable:
            time.sleep(0.05)
        else:
            return agent
    agent.terminate()
    raise VaultUnreachable("vault.sock")


def enter_desk() -> None:
    """Make this process one of the desk's zone. Settings come from the environment."""
    os.environ["ZONE"] = "desk"
    os.environ["DJANGO_SETTINGS_MODULE"] = "guvoh.config.settings"
    os.environ.setdefault("SECRET_KEY", os.urandom(32).hex())
    django.setup()


def migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def ask_coordinator() -> Coordinator:
    username = input("User name of the first coordinator: ").strip()
    full_name = input("Full name: ").strip()
    language = input("Language (tg, ru or en): ").strip() or "tg"
    return Coordinator(username, full_name, _ask_twice("Passphrase of the coordinator (14 characters or more): "), language)


def _ask_twice(question: str) -> str:
    while True:
        first = getpass.getpass(question)
        if first == getpass.getpass("Once more: "):
            return first
        sys.stderr.write("The two are not the same. Try again.\n")


def initialise(chosen: argparse.Namespace) -> int:
    """Ask what is needed, then make the desk. Refuses where one is already."""
    desk = Path(os.environ["DESK_DIR"])
    if (desk / "keyslots.json").exists():
        sys.stderr.write("There is a desk in this folder already. Nothing was changed.\n")
        return 2
    vault_passphrase = _ask_twice("Passphrase that opens the vault (14 characters or more): ")
    try:
        keyslots.create(desk / "keyslots.json", vault_passphrase)
    except keyslots.WeakPassphrase:
        sys.stderr.write(f"The passphrase is shorter than {keyslots.MIN_PASSPHRASE} characters. Nothing was made.\n")
        return 2
    agent = start_agent(desk)
    try:
        Vault(desk / "vault.sock").unlock(vault_passphrase)
        recovery = age.new_identity()
        enter_desk()
        migrate()
        _fill(ask_coordinator(), age.recipient_of(recovery), chosen)
    finally:
        agent.terminate()
    sys.stdout.write(
        "\nThe desk is made. Write this recovery key on paper, keep it far from the server; it is shown only now:\n\n"
        f"    {recovery}\n\nPublic key that front door and press need (DESK_VERIFY_KEY):\n\n    {verify_key(desk)}\n"
    )
    return 0
