"""The workshop: makes what can be looked at of sealed files, in a sandbox, while the desk is open."""

import argparse
import os
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Final

from guvoh.config.hourly import without_contents
from guvoh.config.installation import enter_desk
from guvoh.instruments.seal.vault import Status, Vault, VaultLocked, VaultUnreachable

WAIT_SECONDS: Final = 1.0


def workshop(chosen: argparse.Namespace) -> int:
    """Work the queue until the desk is locked; then begin anew in an empty memory and wait until it is open again.

    Returns 1 where another workshop works this desk already.
    """
    vault = Vault(Path(os.environ["DESK_DIR"]) / "vault.sock")
    opened = _status(vault)
    while not opened.unlocked:
        if chosen.once:
            return 0
        time.sleep(WAIT_SECONDS)
        opened = _status(vault)
    enter_desk()
    sys.excepthook = without_contents
    outcome = _work(vault, opened, chosen.once)
    if outcome == 0 and not chosen.once:
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - this very command
    return outcome


def _status(vault: Vault) -> Status:
    try:
        return vault.status()
    except VaultUnreachable:
        return Status(unlocked=False, epoch=0)


def _work(vault: Vault, opened: Status, once: bool) -> int:
    # The desk's models can be imported only now that its zone is entered.
    room = import_module("guvoh.desk.evidence.workshop")
    try:
        while _status(vault) == opened:
            room.work_off(lambda: _status(vault) == opened)
            if once:
                return 0
            time.sleep(WAIT_SECONDS)
    except VaultLocked:
        return 0
    except room.WorkshopBusy:
        sys.stderr.write("Another workshop works this desk already.\n")
        return 1
    return 0


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("workshop", help="make safe views of sealed files, while the desk is open")
    parser.add_argument("--once", action="store_true", help="end when nothing waits any more")
    parser.set_defaults(func=workshop)
