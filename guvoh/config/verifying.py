"""`guvoh verify`: looks through record, heads, database and files of an open desk."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from guvoh.config.heads import read_document
from guvoh.config.open_desk import DeskNotOpen, open_desk_for
from guvoh.instruments.seal.heads import Document, NotHeads
from guvoh.instruments.seal.vault import VaultLocked, VaultUnreachable

FINE: Final = 0
FOUND: Final = 1
NOT_LOOKED: Final = 2
CLOSED: Final = (
    "Of these files {sealed} belong to sealed cases, which only their teams open: it was seen whether they are "
    "there and as long as they were, and they were not read.\n"
)
REACH: Final = (
    "Entries, heads and files are held fast by the record; rows of other tables are not, and a change of them by "
    "somebody who has the open database is not found here."
)


def verify(chosen: argparse.Namespace) -> int:
    """Look at everything. 0: nothing is wrong; 1: something was found; 2: it could not be looked at."""
    try:
        kept = read_document(chosen.heads) if chosen.heads else None
        inspection = open_desk_for("guvoh.config.inspection")
        return _tell(inspection, kept, chosen)
    except (DeskNotOpen, NotHeads, OSError) as error:
        sys.stderr.write(f"{error}\n")
    except (VaultLocked, VaultUnreachable):
        sys.stderr.write("The desk was locked meanwhile. What was not looked at by then is not known.\n")
    return NOT_LOOKED


def _tell(inspection: Any, kept: Document | None, chosen: argparse.Namespace) -> int:
    found = []
    for finding in inspection.findings(kept, chosen.remove_orphans):
        found.append(asdict(finding))
        if not chosen.json:
            sys.stdout.write(f"{finding.sentence}\n")
            sys.stdout.flush()
    seen = asdict(inspection.looked_at())
    if chosen.json:
        sys.stdout.write(json.dumps({"found": found, "looked_at": seen, "reach": REACH}, indent=1) + "\n")
    else:
        outcome = f"Found: {len(found)}." if found else "Nothing is wrong."
        looked = f"Looked at {seen['entries']} entries, {seen['heads']} signed heads and {seen['files']} files."
        closed = CLOSED.format(sealed=seen["sealed"]) if seen["sealed"] else ""
        sys.stdout.write(f"{looked} {outcome}\n{closed}{REACH}\n")
    return FOUND if found else FINE


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("verify", help="look whether record, heads and files are as they were written")
    parser.add_argument("--heads", type=Path, help="a file of heads that a partner has kept")
    parser.add_argument("--remove-orphans", action="store_true", help="take away files that no row knows")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.set_defaults(func=verify)
