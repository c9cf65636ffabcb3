"""Closes the account of a member in danger from the command line of the server, while the desk is open."""

import argparse
import sys
from importlib import import_module

from guvoh.config.installation import enter_desk
from guvoh.instruments.seal.vault import VaultLocked, VaultUnreachable


def revoke(chosen: argparse.Namespace) -> int:
    """End sessions, second factors and keys of a member, close her account. Returns 1 where nothing was done."""
    enter_desk()
    # The desk's models can be imported only now that its zone is entered.
    actions, models = import_module("guvoh.desk.staff.actions"), import_module("guvoh.desk.staff.models")
    try:
        member = models.Member.objects.filter(username=chosen.username).first()
        if member is None:
            sys.stderr.write("Nobody has this user name. Nothing was done.\n")
            return 1
        actions.revoke(member, by=member, reason="By the command on the server.")
    except (VaultLocked, VaultUnreachable):
        sys.stderr.write("The desk is locked: nobody can sign in. Open it, then run this again.\n")
        return 1
    sys.stdout.write("The account is closed. Sessions, second factors and keys are gone.\n")
    return 0


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("revoke", help="close the account of a member in danger, at once")
    parser.add_argument("username")
    parser.set_defaults(func=revoke)
