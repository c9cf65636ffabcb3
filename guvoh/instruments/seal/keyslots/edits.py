"""Changing who can open the vault. Each change takes a secret that opens it now: an open agent is not enough."""

import fcntl
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from argon2.exceptions import HashingError

from guvoh.instruments.seal import shares
from guvoh.instruments.seal.keyslots.document import MOST_SLOTS, Opened, modern, open_with
from guvoh.instruments.seal.keyslots.slots import Slot, new_slot
from guvoh.instruments.seal.keyslots.ways import MASTER_BYTES, Passphrase, Secret, Shares, check_strength
from guvoh.instruments.seal.wholefile import write_whole

# a rotation of the master key writes here how far it went
PLAN: Final = "rotation.json"


class UnknownSlot(Exception):
    """No slot has this id."""


class LastSlot(Exception):
    """Without this slot nobody could open the vault on an ordinary day."""


class TooManySlots(Exception):
    """The file has as many slots as it may."""


class VaultInUse(Exception):
    """Another command is changing the slots or the master key, or was killed while it did."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the vault of `folder` for one change, across processes; given free when the process ends, however.

    Raises VaultInUse.
    """
    descriptor = os.open(folder / "vault.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise VaultInUse from error
        yield
    finally:
        os.close(descriptor)


@contextmanager
def one_change(folder: Path) -> Iterator[None]:
    """The same for what must find slots and database under one master key. Raises VaultInUse."""
    with alone(folder):
        # slots written now would be lost when that rotation is finished
        if (folder / PLAN).exists():
            raise VaultInUse
        yield


def create(path: Path, passphrase: str) -> bytes:
    """Make a new random vault master key, write its first passphrase slot to `path`, return the key (32 bytes).

    Raises WeakPassphrase, or FileExistsError rather than replace a vault that exists.
    """
    first = Passphrase(passphrase)
    check_strength(first)
    if path.exists():
        raise FileExistsError(path.name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    master = secrets.token_bytes(MASTER_BYTES)
    slot = _made(master, first)
    write_whole(path, Opened(master, slot.id, (slot,), {}).as_bytes(), anew=True)
    return master


def _made(master: bytes, secret: Secret) -> Slot:
    try:
        return new_slot(master, secret)
    except HashingError as error:
        raise MemoryError from error


def add(path: Path, proof: Secret, new: Secret) -> str:
    """Let `new` open the vault too, and return the id of its slot. `proof` opens it already.

    Raises WeakPassphrase, TooManySlots, VaultInUse, shares.ShareFault, and what open_with raises.
    """
    return _add(path, proof, new, lambda _slot_id: None)


def add_recovery(path: Path, proof: Secret, keep: Callable[[str, list[str]], None]) -> str:
    """Make a new set of recovery shares and return the id of its slot.

    `keep` gets the id and the shares, which are kept nowhere else; where it fails there is no new slot.
    Raises what `add` and `keep` raise.
    """
    made = shares.split(secrets.token_bytes(MASTER_BYTES))
    return _add(path, proof, Shares(tuple(made[: shares.NEEDED])), lambda slot_id: keep(slot_id, made))


def _add(path: Path, proof: Secret, new: Secret, before_writing: Callable[[str], None]) -> str:
    check_strength(new)
    with one_change(path.parent):
        opened = modern(open_with(path, proof), proof)
        if len(opened.slots) >= MOST_SLOTS:
            raise TooManySlots
        slot = _made(opened.master, new)
        before_writing(slot.id)
        write_whole(path, opened.with_slots((*opened.slots, slot)).as_bytes())
    return slot.id


def remove(path: Path, proof: Secret, slot_id: str) -> None:
    """Take a slot out. An old copy of the file still opens the vault with it, until the master key is rotated.

    Raises UnknownSlot, LastSlot, VaultInUse, and what open_with raises.
    """
    with one_change(path.parent):
        opened = modern(open_with(path, proof), proof)
        left = tuple(slot for slot in opened.slots if slot.id != slot_id)
        if len(left) == len(opened.slots):
            raise UnknownSlot
        if not any(slot.is_a_persons for slot in left):
            raise LastSlot
        write_whole(path, opened.with_slots(left).as_bytes())


def replace(path: Path, proof: Secret, new: Secret) -> str:
    """Put `new` in the place of the slot that `proof` opens, in one step; return the new slot's id.

    Raises WeakPassphrase, LastSlot, VaultInUse, shares.ShareFault, and what open_with raises.
    """
    check_strength(new)
    with one_change(path.parent):
        opened = modern(open_with(path, proof), proof)
        slot = _made(opened.master, new)
        kept = tuple(other for other in opened.slots if other.id != opened.slot_id)
        if not any(other.is_a_persons for other in (*kept, slot)):
            raise LastSlot
        write_whole(path, opened.with_slots((*kept, slot)).as_bytes())
    return slot.id
