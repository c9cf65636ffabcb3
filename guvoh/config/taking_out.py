"""`guvoh export`: hands the whole desk to somebody else, once two people have agreed to it at the desk."""

import argparse
import sys
from pathlib import Path

import pyrage

from guvoh.config.open_desk import DeskNotOpen, open_desk_for
from guvoh.instruments.seal import age

REFUSED = "Two people must agree to this at the desk first, within the last hour. Nothing was written.\n"


def export(chosen: argparse.Namespace) -> int:
    """Write the dump; returns 0, 1 where nobody agreed or it could not be written, 2 for a key that is none."""
    if not age.is_recipient(chosen.to):
        sys.stderr.write("--to takes the public key of whoever takes over: age1… Nothing was written.\n")
        return 2
    try:
        exporting = open_desk_for("guvoh.config.exporting")
        dumped = exporting.export_agreed(chosen.target, chosen.to)
    except DeskNotOpen as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except FileExistsError:
        sys.stderr.write("There is a file of that name already. Nothing was written.\n")
        return 1
    except (OSError, pyrage.EncryptError) as error:
        sys.stderr.write(f"The dump could not be written ({type(error).__name__}). Nothing is left of it.\n")
        return 1
    if dumped is None:
        sys.stderr.write(REFUSED)
        return 1
    sys.stdout.write(
        f"{chosen.target}: {sum(dumped.rows.values())} rows of {len(dumped.rows)} tables, {dumped.files} files; "
        f"{len(dumped.unopened)} files did not open and are named in the dump.\n"
    )
    return 0


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("export", help="write everything so that another system can read it")
    parser.add_argument("target", type=Path)
    parser.add_argument("--to", required=True, help="the age key (age1…) of whoever takes over")
    parser.set_defaults(func=export)
