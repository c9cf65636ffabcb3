"""What the desk does by itself while it is open: terms that have run out become tasks. A timer runs it hourly."""

import argparse
import logging
import os
import sys
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Final

from guvoh.config.installation import enter_desk
from guvoh.instruments.seal.vault import Status, Vault, VaultLocked, VaultUnreachable

LOCKED: Final = "The desk is locked. Nothing was touched.\n"


def hourly(_chosen: argparse.Namespace) -> int:
    """Escalate what has run out in all cases of an open desk. Running it again, or twice at once, changes nothing.

    Returns 0 for a locked desk too; 1 where no agent answers or a task was refused.
    """
    vault = Vault(Path(os.environ["DESK_DIR"]) / "vault.sock")
    try:
        status = vault.status()
        if not status.unlocked:
            sys.stdout.write(LOCKED)
            return 0
        return _escalate(vault, status)
    except VaultUnreachable:
        sys.stderr.write("No vault agent answers. Nothing more was touched.\n")
        return 1
    except VaultLocked:
        sys.stdout.write(LOCKED)
        return 0


def _escalate(vault: Vault, opened: Status) -> int:
    enter_desk()
    sys.excepthook = _without_contents
    # The desk's models can be imported only now that its zone is entered.
    unattended = import_module("guvoh.desk.correspondence.unattended")
    # whoever locks the desk while this runs ends it with the letter at hand
    moved = unattended.escalate_all(lambda: vault.status() == opened)
    sys.stdout.write(
        f"Tasks made: {moved.tasks}. Left to whoever looks first: {moved.nobodys}. Refused: {moved.refused}.\n"
    )
    return 1 if moved.refused else 0


def _without_contents(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """An error's own words can carry a name, and this goes to the journal: only its place is written."""
    logging.getLogger(__name__).error("", exc_info=(kind, error, trace))


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "hourly", help="turn terms that have run out into tasks, while the desk is open"
    )
    parser.set_defaults(func=hourly)
