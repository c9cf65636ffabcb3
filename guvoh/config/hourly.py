"""What the desk does by itself while it is open, hourly by a timer.

Terms that have run out become tasks, intake keys are changed, abandoned uploads go, the record is signed.
"""

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

    Then the head of the record is signed. Returns 0 for a locked desk too; 1 where no agent answers, a task was
    refused, or the record does not extend its last head.
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
    sys.excepthook = without_contents
    # The desk's models can be imported only now that its zone is entered.
    unattended = import_module("guvoh.desk.correspondence.unattended")
    import_module("guvoh.desk.evidence.abandoned").remove_abandoned()
    turned = import_module("guvoh.desk.inbox.unattended").turn_keys()
    if turned != type(turned)():
        sys.stdout.write(
            f"Intake keys made: {turned.issued}. Destroyed: {turned.destroyed}. Refused: {turned.refused}.\n"
        )
    # whoever locks the desk while this runs ends it with the letter at hand
    moved = unattended.escalate_all(lambda: vault.status() == opened)
    sys.stdout.write(
        f"Tasks made: {moved.tasks}. Left to whoever looks first: {moved.nobodys}. Refused: {moved.refused}.\n"
    )
    signed = _sign_head()
    return 1 if moved.refused or turned.refused or not signed else 0


def _sign_head() -> bool:
    heads = import_module("guvoh.desk.staff.heads")
    try:
        heads.sign_head()
    except heads.RecordRewritten:
        sys.stderr.write(
            "The record does not extend its last signed head. Nothing was signed: run guvoh verify.\n"
        )
        return False
    return True


def without_contents(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """An error's own words can carry a name, and this goes to the journal: only its place is written."""
    logging.getLogger(__name__).error("", exc_info=(kind, error, trace))


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "hourly", help="turn terms that have run out into tasks and sign the record, while the desk is open"
    )
    parser.set_defaults(func=hourly)
