"""`guvoh evidence package`: an item for a court, written straight to where it is carried away."""

import argparse
import os
import sys
import uuid
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import Http404

from guvoh.config.open_desk import DeskNotOpen, open_desk_for
from guvoh.instruments.seal.sealedfile import DamagedFile
from guvoh.instruments.seal.vault import VaultLocked, VaultUnreachable

NOT_DONE: Final = 1


def package(chosen: argparse.Namespace) -> int:
    """Write a package for the member in whose name it is made. Returns 1 where nothing was written."""
    try:
        actions = open_desk_for("guvoh.desk.evidence.actions")
        parcel = _packed(actions, chosen)
        _write(parcel, chosen.out)
    except ValidationError as refused:
        sys.stderr.write("".join(f"{sentence}\n" for sentence in refused.messages))
        return NOT_DONE
    except (DeskNotOpen, VaultLocked, VaultUnreachable) as error:
        sys.stderr.write(f"{error or 'The desk is locked. Nothing was done.'}\n")
        return NOT_DONE
    except (DamagedFile, FileNotFoundError):
        sys.stderr.write("The file is damaged or lost, or OUT is in no folder. Nothing was written.\n")
        return NOT_DONE
    except OSError as error:
        sys.stderr.write(f"{chosen.out} was not written: {error.strerror}.\n")
        return NOT_DONE
    sys.stdout.write(f"{chosen.out} is written. README.txt inside says how it is checked.\n")
    return 0


def _packed(actions: Any, chosen: argparse.Namespace) -> Any:
    access = import_module("guvoh.desk.evidence.access")
    manifest = import_module("guvoh.desk.evidence.court.manifest")
    models = import_module("guvoh.desk.staff.models")
    not_open = import_module("guvoh.desk.staff.sealed_text").CaseNotOpen
    member = models.Member.objects.filter(username=chosen.by, is_active=True).first()
    if member is None:
        raise ValidationError("Nobody has this user name. Nothing was done.")
    order = manifest.Order(chosen.purpose, chosen.reason, frozenset(chosen.leave_out))
    try:
        return actions.pack_for_court(access.file_for(member, chosen.file), order, by=member)
    except Http404 as error:
        raise ValidationError("She has no file of this number. Nothing was done.") from error
    except not_open as error:
        raise ValidationError(
            "The case is sealed under its team's own keys: make the package at the desk, with one of them present."
        ) from error


def _write(parcel: Any, out: Path) -> None:
    """Into a new file that only its owner reads; what did not come whole is taken away again."""
    whole = False
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        try:
            for piece in parcel.stream():
                target.write(piece)
            target.flush()
            os.fsync(target.fileno())
            whole = True
        finally:
            if not whole:
                out.unlink()


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("evidence", help="hand evidence over so that a court can check it")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    packing = verbs.add_parser("package", help="write an item with manifest, custody and proofs as one archive")
    packing.add_argument("file", type=uuid.UUID, metavar="FILE_ID", help="the number in the address of its page")
    packing.add_argument("out", type=Path, metavar="OUT")
    packing.add_argument("--by", required=True, metavar="USER", help="the member in whose name it is made")
    packing.add_argument("--reason", required=True)
    packing.add_argument("--purpose", required=True, help="state_body, un_body, foreign_states or lawyer")
    packing.add_argument(
        "--leave-out", nargs="*", default=[], metavar="FIELD", help="name, description, source, …"
    )
    packing.set_defaults(func=package)
