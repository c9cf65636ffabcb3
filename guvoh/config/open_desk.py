"""The open desk of DESK_DIR, for commands that look into it."""

import os
from importlib import import_module
from pathlib import Path
from typing import Any

from guvoh.config.installation import enter_desk
from guvoh.instruments.seal.vault import Vault, VaultUnreachable


class DeskNotOpen(Exception):
    """There is no open desk here. The text is for whoever gave the command."""


def open_desk_for(module: str) -> Any:
    """Enter the open desk and return one of its modules. Raises DeskNotOpen."""
    folder = os.environ.get("DESK_DIR", "")
    if not folder:
        raise DeskNotOpen("DESK_DIR does not say where the desk is. Nothing was done.")
    try:
        if not Vault(Path(folder) / "vault.sock").status().unlocked:
            raise DeskNotOpen("The desk is locked. Nothing was done.")
    except VaultUnreachable as error:
        raise DeskNotOpen("No vault agent answers. Nothing was done.") from error
    enter_desk()
    # The desk's models can be imported only now that its zone is entered.
    return import_module(module)
