"""`guvoh heads`: the record's signed heads, for a partner to keep, to check, and to have stamped with the time."""

import argparse
import datetime as dt
import json
import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from guvoh.config.open_desk import DeskNotOpen, open_desk_for
from guvoh.instruments.seal import heads, stamp
from guvoh.instruments.seal.vault import VaultLocked, VaultUnreachable

FINE: Final = 0
FOUND: Final = 1
NOT_LOOKED: Final = 2
LARGEST_FILE: Final = 256 * 1024 * 1024


def read_document(path: Path) -> heads.Document:
    """The heads in a file. Raises OSError, NotHeads; both say which file."""
    if path.stat().st_size > LARGEST_FILE:
        raise heads.NotHeads(f"{path} is no file of heads: it is too large.")
    try:
        return heads.parse(json.loads(path.read_text(encoding="utf-8")))
    except ValueError as error:
        raise heads.NotHeads(f"{path} is no file of heads: {error}.") from error


def check(chosen: argparse.Namespace) -> int:
    """Check a file of heads by itself, beside an earlier one if there is one, and at a desk beside its record."""
    try:
        document = read_document(chosen.file)
        kept = read_document(chosen.kept) if chosen.kept else None
    except (OSError, heads.NotHeads) as error:
        sys.stderr.write(f"{error}\n")
        return NOT_LOOKED
    if chosen.key and not _is_of(document, chosen.key):
        sys.stdout.write(f"The last head is not signed with the key {chosen.key}.\n")
        return FOUND
    try:
        heads.check(document, kept)
    except heads.BadHead as bad:
        where = f"Head {bad.place}, of {bad.head.size} entries and {bad.head.at}"
        sys.stdout.write(f"{where}, does not hold: {bad.why}.\n")
        return FOUND
    sys.stdout.write(_summary(document, kept))
    return _beside_the_record(document) if os.environ.get("DESK_DIR") else FINE


def _beside_the_record(document: heads.Document) -> int:
    try:
        inspection = open_desk_for("guvoh.config.inspection")
        found = next(iter(inspection.missed_heads(document)), None)
    except DeskNotOpen as error:
        sys.stderr.write(f"{error}\n")
        return NOT_LOOKED
    except (VaultLocked, VaultUnreachable):
        sys.stderr.write(
            "The desk was locked meanwhile: it is not known whether its record extends these heads.\n"
        )
        return NOT_LOOKED
    sys.stdout.write(f"{found.sentence}\n" if found else "The record of this desk extends every one of them.\n")
    return FOUND if found else FINE


def _is_of(document: heads.Document, key: str) -> bool:
    last = document.heads[-1] if document.heads else None
    return last is not None and document.keys.get(last.head.key_id) == key.lower()


def _summary(document: heads.Document, kept: heads.Document | None) -> str:
    told = f"{len(document.heads)} heads hold, each extends the one before. "
    if kept is not None:
        told += f"All {len(kept.heads)} heads of the earlier file are among them. "
    if document.heads:
        last = document.heads[-1].head
        told += f"The last is of {last.at}, {last.size} entries, signed with {document.keys[last.key_id]}. "
    return f"{told.strip()}\n"


def export(chosen: argparse.Namespace) -> int:
    """Sign the present state, and write all heads for a partner."""

    def write(desk: Any) -> None:
        desk.sign_head()
        document = desk.all_heads()
        chosen.out.write_text(json.dumps(document.as_json(), indent=1) + "\n", encoding="utf-8")
        sys.stdout.write(f"{len(document.heads)} heads are in {chosen.out}. They name nobody.\n")

    return _at_the_desk(write)


def sign(_chosen: argparse.Namespace) -> int:
    """Sign the present state of the record."""

    def write(desk: Any) -> None:
        signed = desk.sign_head()
        told = f"Signed: {signed.size} entries." if signed else "Nothing was written since the last head."
        sys.stdout.write(f"{told}\n")

    return _at_the_desk(write)


def stamp_head(chosen: argparse.Namespace) -> int:
    """Have the present head stamped by an authority, over the network where one is configured, or by files."""

    def write(desk: Any) -> None:
        roots = chosen.roots.read_bytes() if chosen.roots else b""
        if chosen.response:
            _keep(desk, chosen.response.read_bytes(), roots)
            return
        desk.sign_head()
        query = stamp.query(desk.last_head().signed.head)
        if chosen.query:
            chosen.query.write_bytes(query)
            sys.stdout.write(f"The query is in {chosen.query}. Bring the answer back with --response.\n")
        else:
            _keep(desk, import_module("guvoh.config.authority").ask(query), roots)

    return _at_the_desk(write)


def _keep(desk: Any, response: bytes, roots: bytes) -> None:
    head = desk.head_stamped_by(response)
    at: dt.datetime = (
        stamp.verify(head.signed.head, response, roots) if roots else stamp.stamped_at(head.signed.head, response)
    )
    desk.keep_stamp(head, response)
    told = "" if roots else " The authority's signature was not checked: give --roots for that."
    sys.stdout.write(f"The head of {head.size} entries is stamped {at:%Y-%m-%d %H:%M:%S} UTC.{told}\n")


def _at_the_desk(write: Callable[[Any], None]) -> int:
    try:
        desk = open_desk_for("guvoh.desk.staff.heads")
    except DeskNotOpen as error:
        sys.stderr.write(f"{error}\n")
        return NOT_LOOKED
    authority = import_module("guvoh.config.authority")
    try:
        write(desk)
    except desk.RecordRewritten:
        sys.stderr.write(
            "The record does not extend its last signed head. Nothing was signed: run guvoh verify.\n"
        )
        return FOUND
    except stamp.BadStamp as error:
        sys.stderr.write(f"The stamp was not kept: {error}.\n")
        return FOUND
    except (OSError, desk.NoHead, authority.NoAnswer, VaultLocked, VaultUnreachable) as error:
        sys.stderr.write(f"{error or type(error).__name__}\n")
        return NOT_LOOKED
    return FINE


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("heads", help="sign, export, check and stamp the heads of the record")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    verbs.add_parser("sign", help="sign the present state").set_defaults(func=sign)

    exporting = verbs.add_parser("export", help="write all heads for a partner to keep")
    exporting.add_argument("out", type=Path)
    exporting.set_defaults(func=export)

    checking = verbs.add_parser("check", help="check a file of heads; needs no desk")
    checking.add_argument("file", type=Path)
    checking.add_argument("--kept", type=Path, help="an earlier file: all its heads must be in the newer one")
    checking.add_argument("--key", default="", help="the desk's verifying key, as you know it from elsewhere")
    checking.set_defaults(func=check)

    stamping = verbs.add_parser("stamp", help="have the head stamped with the time by an authority (RFC 3161)")
    way = stamping.add_mutually_exclusive_group()
    way.add_argument("--query", type=Path, help="write the query into this file instead of sending it")
    way.add_argument("--response", type=Path, help="read the authority's answer from this file")
    stamping.add_argument("--roots", type=Path, help="certificates under which the authority must be, PEM")
    stamping.set_defaults(func=stamp_head)
