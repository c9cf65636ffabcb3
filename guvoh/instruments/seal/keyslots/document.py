"""The file keyslots.json: read, checked against its MAC, opened, and written anew for another master key."""

import hmac
import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from argon2.exceptions import HashingError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from guvoh.instruments.seal.derive import CARRIED, derive, derive_inner
from guvoh.instruments.seal.keyslots.slots import NONCE_BYTES, BadSlot, Slot, canonical, decode, encode, new_slot
from guvoh.instruments.seal.keyslots.ways import Argon2Cost, Passphrase, Secret, is_sound, stretch_as_typed

FORMAT: Final = "guvoh-keyslots-2"
FIRST_FORMAT: Final = "guvoh-keyslots-1"
MOST_SLOTS: Final = 16


class WrongPassphrase(Exception):
    """No slot opens with what was given."""


class DamagedKeyslots(Exception):
    """keyslots.json is missing, unreadable, changed by a stranger, or weaker than the floor."""


@dataclass(frozen=True)
class Opened:
    """A vault that somebody opened: its master key, the slots, and the keys carried over from earlier masters.

    `carried` holds each key sealed under the present master key; `slot_id` names the slot that opened.
    """

    master: bytes = field(repr=False)
    slot_id: str
    slots: tuple[Slot, ...]
    carried: dict[str, bytes]

    def key(self, label: str) -> bytes:
        """Return the 32-byte key for one purpose. Raises UnknownLabel, DamagedKeyslots."""
        return key_of(self.master, self.carried, label)

    def with_slots(self, slots: tuple[Slot, ...]) -> "Opened":
        return Opened(self.master, self.slot_id, slots, self.carried)

    def as_bytes(self) -> bytes:
        """The file, with its MAC."""
        document: dict[str, Any] = {
            "format": FORMAT,
            "slots": [slot.as_document() for slot in self.slots],
            "carried": {label: encode(sealed) for label, sealed in sorted(self.carried.items())},
        }
        return json.dumps({**document, "mac": _mac(document, self.master)}, indent=1).encode() + b"\n"


def key_of(master: bytes, carried: dict[str, bytes], label: str) -> bytes:
    """Return the key for one purpose, carried over or derived. Raises UnknownLabel, DamagedKeyslots."""
    sealed = carried.get(label)
    if sealed is None:
        return derive(master, label)
    try:
        cipher = AESGCM(derive_inner(master, "carried/v1"))
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], label.encode())
    except (InvalidTag, ValueError) as error:
        raise DamagedKeyslots(label) from error


def _mac(document: dict[str, Any], master: bytes) -> str:
    return encode(hmac.digest(derive_inner(master, "slots/v1"), canonical(document), "sha256"))


def open_with(path: Path, secret: Secret) -> Opened:
    """Open the vault of `path`. A file of the first format comes back as it is to be written from now on.

    Raises WrongPassphrase, DamagedKeyslots, shares.ShareFault, MemoryError where Argon2id gets no memory.
    """
    document = _read(path)
    try:
        if document.get("format") == FIRST_FORMAT:
            return _open_first_format(document, secret)
        slots = _slots(document)
        carried = {str(label): decode(sealed) for label, sealed in document["carried"].items()}
        mac = str(document["mac"])
    except (BadSlot, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedKeyslots(type(error).__name__) from error
    for slot in slots:
        master = _tried(slot, secret)
        if master is not None:
            bare = {name: document[name] for name in ("format", "slots", "carried")}
            if not hmac.compare_digest(_mac(bare, master), mac):
                raise DamagedKeyslots("mac")
            return Opened(master, slot.id, slots, carried)
    raise WrongPassphrase


def _tried(slot: Slot, secret: Secret) -> bytes | None:
    try:
        return slot.open(secret)
    except HashingError as error:
        raise MemoryError from error


def _read(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise DamagedKeyslots(type(error).__name__) from error
    if not isinstance(document, dict):
        raise DamagedKeyslots("no document")
    return document


def _slots(document: dict[str, Any]) -> tuple[Slot, ...]:
    if document["format"] != FORMAT or not 1 <= len(document["slots"]) <= MOST_SLOTS:
        raise BadSlot("format")
    return tuple(Slot.from_document(row) for row in document["slots"])


def slots_of(path: Path) -> tuple[Slot, ...]:
    """The slots as the file names them; whether they are whole is known only once it is opened.

    Raises DamagedKeyslots, also for a file of the first format, which has one passphrase slot.
    """
    try:
        return _slots(_read(path))
    except (BadSlot, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedKeyslots(type(error).__name__) from error


def is_first_format(path: Path) -> bool:
    """Whether the file is of the first format. Raises DamagedKeyslots."""
    return _read(path).get("format") == FIRST_FORMAT


def _open_first_format(document: dict[str, Any], secret: Secret) -> Opened:
    (slot,) = document["slots"]
    cost = Argon2Cost(**slot["argon2id"])
    if not is_sound(cost):
        raise BadSlot("cost")
    salt, nonce, wrapped = (decode(slot[name]) for name in ("salt", "nonce", "wrapped"))
    if not isinstance(secret, Passphrase):
        raise WrongPassphrase
    try:
        key = stretch_as_typed(secret.text, salt, cost)
        master = AESGCM(key).decrypt(nonce, wrapped, str(slot["id"]).encode())
    except InvalidTag:
        raise WrongPassphrase from None
    except HashingError as error:
        raise MemoryError from error
    return Opened(master, str(slot["id"]), (), {})


def modern(opened: Opened, secret: Secret) -> Opened:
    """The same, with the slot of a first-format file made anew for the secret that opened it."""
    if opened.slots:
        return opened
    slot = new_slot(opened.master, secret)
    return Opened(opened.master, slot.id, (slot,), {})


def rotated(opened: Opened) -> Opened:
    """The same slots under a new random master key, with the CARRIED keys sealed under it.

    `opened` is what `modern` gave. Raises DamagedKeyslots.
    """
    master = secrets.token_bytes(len(opened.master))
    cipher = AESGCM(derive_inner(master, "carried/v1"))
    carried: dict[str, bytes] = {}
    for label in CARRIED:
        nonce = secrets.token_bytes(NONCE_BYTES)
        carried[label] = nonce + cipher.encrypt(nonce, opened.key(label), label.encode())
    return Opened(master, opened.slot_id, tuple(slot.resealed(master) for slot in opened.slots), carried)
