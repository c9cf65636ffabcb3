"""`guvoh vault`: the slots of the vault, recovery sheets and the drill, a new master key."""

import argparse
import datetime as dt
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from sqlcipher3 import dbapi2 as sqlcipher

from guvoh.config.vaulting import rotating, saying
from guvoh.config.vaulting.asking import WANTED, ask, ask_new, ask_shares
from guvoh.instruments.seal import keyslots, rotation, sheet
from guvoh.instruments.seal.hardening import keep_out_of_swap_and_cores
from guvoh.instruments.seal.keyslots import KINDS, Secret
from guvoh.instruments.seal.keyslots.document import is_first_format
from guvoh.instruments.seal.vault import Vault
from guvoh.instruments.seal.wholefile import write_whole

Parsers = "argparse._SubParsersAction[argparse.ArgumentParser]"

RULES: Final = {
    "idle": "when no member works with it",
    "longest": "at the latest",
    "check_in": "unless a member checks in",
}
DRILL: Final = "The three sheets open the vault"


def _desk() -> Path:
    return Path(os.environ["DESK_DIR"])


def _slots() -> Path:
    return _desk() / "keyslots.json"


def status(_chosen: argparse.Namespace) -> int:
    vault = Vault(_desk() / "vault.sock")
    if not vault.status().unlocked:
        sys.stdout.write("The vault is locked.\n")
        return 0
    sys.stdout.write("The vault is open. It locks by itself\n")
    for rule, seconds in vault.left().items():
        sys.stdout.write(f"  in {int(seconds) // 3600} h {int(seconds) % 3600 // 60:02} min {RULES[rule]}\n")
    return 0


def lock(_chosen: argparse.Namespace) -> int:
    Vault(_desk() / "vault.sock").lock()
    sys.stdout.write("The vault is locked.\n")
    return 0


def check_in(_chosen: argparse.Namespace) -> int:
    state = Vault(_desk() / "vault.sock").check_in()
    sys.stdout.write(
        "Checked in.\n" if state.unlocked else "The vault is locked: there is nothing to check in to.\n"
    )
    return 0


def slots(_chosen: argparse.Namespace) -> int:
    if is_first_format(_slots()):
        sys.stdout.write("One slot: a passphrase. The first change writes the file in its new form.\n")
        return 0
    for slot in keyslots.slots_of(_slots()):
        sys.stdout.write(f"{slot.id}  {slot.created}  {WANTED[slot.kind]}\n")
    return 0


def _proof(chosen: argparse.Namespace) -> Secret:
    sys.stderr.write(f"First what opens the vault now: {WANTED[chosen.proof]}.\n")
    return ask(chosen.proof)


def add(chosen: argparse.Namespace) -> int:
    proof = _proof(chosen)
    made = keyslots.add(_slots(), proof, ask_new(chosen.kind))
    sys.stdout.write(f"Slot {made} was added.\n")
    return 0


def add_recovery(chosen: argparse.Namespace) -> int:
    """Make new recovery sheets. They go where the operator says and nowhere else."""

    def print_out(slot: str, shares: list[str]) -> None:
        pdf = sheet.as_pdf(shares, slot, dt.datetime.now(dt.UTC).date())
        if chosen.out == "-":
            sys.stdout.buffer.write(pdf)
            sys.stdout.flush()
        else:
            write_whole(Path(chosen.out), pdf, anew=True)

    made = keyslots.add_recovery(_slots(), _proof(chosen), print_out)
    sys.stderr.write(
        f"Slot {made} was added: five sheets, any three of which open the vault. Print them, give each to another "
        "person,\ndestroy the file, and try three of them with `guvoh vault drill`.\n"
    )
    return 0


def remove(chosen: argparse.Namespace) -> int:
    keyslots.remove(_slots(), _proof(chosen), chosen.slot)
    sys.stdout.write(
        f"Slot {chosen.slot} was removed. An old copy of keyslots.json still opens with it: `guvoh vault rotate` "
        "ends that.\n"
    )
    return 0


def change(chosen: argparse.Namespace) -> int:
    """Put a new secret of the same kind in the place of the one that is typed."""
    proof = ask(chosen.kind)
    made = keyslots.replace(_slots(), proof, ask_new(chosen.kind))
    sys.stdout.write(f"Changed. The slot is now {made}.\n")
    return 0


def drill(_chosen: argparse.Namespace) -> int:
    """Prove in memory that three sheets open the vault and its database. Nothing is changed."""
    opened = keyslots.open_with(_slots(), ask_shares())
    database = _desk() / "desk.db"
    if not database.exists():
        sys.stdout.write(f"{DRILL} (slot {opened.slot_id}). There is no database yet.\n")
        return 0
    try:
        tables = rotating.tables_read_with(opened, database)
    except sqlcipher.DatabaseError:
        sys.stderr.write(f"{DRILL}, but its key does not open the database. Look at the last backup.\n")
        return 1
    sys.stdout.write(f"{DRILL} (slot {opened.slot_id}) and its database of {tables} tables. {saying.NOTHING}\n")
    return 0


def recover(_chosen: argparse.Namespace) -> int:
    made = keyslots.add(_slots(), ask_shares(), ask_new("passphrase"))
    sys.stdout.write(f"Slot {made} was added: the new passphrase opens the vault.\n")
    return 0


def rotate(chosen: argparse.Namespace) -> int:
    if chosen.resume:
        done = rotation.settle(_desk())
        sys.stdout.write(f"The rotation was {done}.\n" if done else "No rotation was left unfinished.\n")
        return 0
    rows = rotating.rotate(_desk(), _proof(chosen))
    sys.stdout.write(
        f"The vault has a new master key; {rows} rows were carried over. Everybody opens it as before.\n"
        "It is locked: unlock it in the browser. Old copies of the desk open with old copies of keyslots.json:\n"
        "make a backup now and destroy the older ones in time.\n"
    )
    return 0


def _told(verb: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """Run a verb; what goes wrong is told in a sentence, never as a trace with what was typed in it."""

    def run(chosen: argparse.Namespace) -> int:
        keep_out_of_swap_and_cores()
        try:
            return verb(chosen)
        except saying.EXPECTED as error:
            sys.stderr.write(saying.sentence(error) + "\n")
            return 2

    return run


def register(subparsers: Parsers) -> None:
    subparsers.add_parser("lock", help="lock the desk at once").set_defaults(func=_told(lock))
    vault = subparsers.add_parser("vault", help="who can open the vault, and its master key")
    verbs = vault.add_subparsers(required=True, metavar="VERB")
    for name, verb, told in (
        ("status", status, "open or locked, and until when"),
        ("lock", lock, "lock the desk at once"),
        ("check-in", check_in, "say that all is well, where the vault waits for that"),
        ("slots", slots, "the ways of opening the vault"),
        ("drill", drill, "try three recovery sheets; changes nothing"),
        ("recover", recover, "a new passphrase by three recovery sheets"),
    ):
        verbs.add_parser(name, help=told).set_defaults(func=_told(verb))
    _register_changes(verbs)


def _register_changes(verbs: Parsers) -> None:
    kinds = verbs.add_parser("add", help="another way of opening the vault").add_subparsers(required=True)
    for kind in ("passphrase", "keyfile", "pair"):
        parser = kinds.add_parser(kind, help=WANTED[kind])
        _wants_proof(parser)
        parser.set_defaults(func=_told(add), kind=kind)
    parser = kinds.add_parser("recovery", help="five sheets of paper, any three of which open the vault")
    parser.add_argument("out", help="a new file for the PDF, or - for standard output")
    _wants_proof(parser)
    parser.set_defaults(func=_told(add_recovery))
    parser = verbs.add_parser("remove", help="take a way of opening the vault out")
    parser.add_argument("slot", help="its name, from `guvoh vault slots`")
    _wants_proof(parser)
    parser.set_defaults(func=_told(remove))
    parser = verbs.add_parser("change", help="a new passphrase in the place of an old one")
    parser.add_argument("kind", choices=["passphrase", "keyfile", "pair"])
    parser.set_defaults(func=_told(change))
    parser = verbs.add_parser("rotate", help="a new master key for the whole desk")
    parser.add_argument("--resume", action="store_true", help="finish or take back one that was killed")
    _wants_proof(parser)
    parser.set_defaults(func=_told(rotate))


def _wants_proof(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--with", dest="proof", choices=KINDS, default="passphrase", help="what opens the vault now (passphrase)"
    )
