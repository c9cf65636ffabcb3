"""Makes a new desk: vault, database, the coalition, the first coordinator, and the keys of the intake."""

import argparse
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from django.core.exceptions import ValidationError
from django.core.management import call_command

from guvoh.config.vaulting.asking import ask_twice
from guvoh.instruments.seal import age, keyslots
from guvoh.instruments.seal.signature import public_half
from guvoh.instruments.seal.vault import Vault, VaultUnreachable

AGENT_SECONDS = 10


def start_agent(desk: Path) -> subprocess.Popen[bytes]:
    """Start the vault agent of a desk and wait until it answers. Raises VaultUnreachable."""
    command = [sys.executable, "-m", "guvoh.config.command", "agent", str(desk)]
    agent = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 - our own command
    try:
        wait_for_agent(desk)
    except VaultUnreachable:
        agent.terminate()
        raise
    return agent


def wait_for_agent(desk: Path) -> Vault:
    """Return the vault once its agent answers. Raises VaultUnreachable after AGENT_SECONDS."""
    vault, deadline = Vault(desk / "vault.sock"), time.monotonic() + AGENT_SECONDS
    while True:
        try:
            vault.status()
        except VaultUnreachable:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return vault


@contextmanager
def open_vault(desk: Path, passphrase: str) -> Iterator[Vault]:
    """An agent of our own with the vault open, ended afterwards. Raises WrongPassphrase."""
    agent = start_agent(desk)
    try:
        vault = Vault(desk / "vault.sock")
        vault.unlock(passphrase)
        yield vault
    finally:
        agent.terminate()
        agent.wait()


def found_desk_with(answers: dict[str, Any]) -> Any:
    """Enter the desk's zone and fill it. Raises ValidationError."""
    enter_desk()
    # The desk's models can be imported only now that its zone is entered.
    founding = import_module("guvoh.config.founding")
    return founding.found(founding.Founding(**answers))


def enter_desk() -> None:
    """Make this process one of the desk's zone. Settings come from the environment."""
    os.environ["ZONE"] = "desk"
    os.environ["DJANGO_SETTINGS_MODULE"] = "guvoh.config.settings"
    os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
    django.setup()


def _ask_founding(recovery_recipient: str) -> dict[str, Any]:
    names = {
        language: input(f"Name of the coalition in {label}: ").strip()
        for language, label in (("tg", "Tajik"), ("ru", "Russian"), ("en", "English"))
    }
    return {
        "names": names,
        "username": input("User name of the first coordinator: ").strip(),
        "full_name": input("Her full name: ").strip(),
        "language": input("Her language (tg, ru, en): ").strip(),
        "passphrase": ask_twice("Her passphrase (14 characters or more): "),
        "recovery_recipient": recovery_recipient,
    }


def initialise(_chosen: argparse.Namespace) -> int:
    """Ask for what is needed and make the desk in DESK_DIR. Refuses where one is already."""
    desk = Path(os.environ["DESK_DIR"])
    if (desk / "keyslots.json").exists():
        sys.stderr.write("There is a desk in this folder already. Nothing was changed.\n")
        return 2
    recovery = age.new_identity()
    answers = _ask_founding(age.recipient_of(recovery))
    vault_passphrase = ask_twice("Passphrase that opens the vault (14 characters or more): ")
    try:
        keyslots.create(desk / "keyslots.json", vault_passphrase)
        with open_vault(desk, vault_passphrase) as vault:
            found_desk_with(answers)
            verify_key = public_half(vault.key("release/v1"))
    except keyslots.WeakPassphrase:
        sys.stderr.write(f"The vault's passphrase has fewer than {keyslots.MIN_PASSPHRASE} characters.\n")
        return 2
    except ValidationError as error:
        (desk / "keyslots.json").unlink()
        (desk / "desk.db").unlink(missing_ok=True)
        sys.stderr.write(" ".join(error.messages) + " Nothing was made.\n")
        return 2
    sys.stdout.write(
        "\nThe desk is made. Write this recovery key on paper and keep it far from the server:\n"
        f"it opens every report and is shown only now.\n\n    {recovery}\n\n"
        f"DESK_VERIFY_KEY of the front door and the press:\n\n    {verify_key}\n\n"
        "One passphrase opens the desk, and who forgets it has lost everything. Make five recovery sheets now, any"
        "\nthree of which open it, and give each to another person; then try three of them:\n\n"
        "    guvoh vault add recovery SHEETS.pdf\n    guvoh vault drill\n"
    )
    return 0


def upgrade(_chosen: argparse.Namespace) -> int:
    """Bring the tables of an unlocked desk to this version."""
    enter_desk()
    call_command("migrate", verbosity=0, interactive=False)
    return 0


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    subparsers.add_parser("init", help="make a new desk in DESK_DIR").set_defaults(func=initialise)
    subparsers.add_parser("upgrade", help="bring an unlocked desk's tables to this version").set_defaults(
        func=upgrade
    )
