"""One slot: a key pair whose private half is locked by a person's secret, and the master key sealed to it."""

import base64
import datetime as dt
import json
import secrets
from dataclasses import asdict, dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from guvoh.instruments.seal import age
from guvoh.instruments.seal.keyslots.ways import (
    FLOOR,
    KINDS,
    MASTER_BYTES,
    Argon2Cost,
    Kind,
    Secret,
    is_sound,
    slot_key,
)

NONCE_BYTES: Final = 12
SALT_BYTES: Final = 16


class BadSlot(Exception):
    """A slot is malformed, or its costs lie outside what is accepted."""


def encode(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def decode(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def canonical(document: dict[str, Any]) -> bytes:
    """The one writing of a document that a MAC can be taken of."""
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True)
class Slot:
    """One way of opening the vault. `created` is a day; `id` is random and says nothing about anybody."""

    id: str
    kind: Kind
    cost: Argon2Cost
    salt: bytes
    created: str
    recipient: str
    locked: bytes
    sealed: bytes

    def terms(self) -> dict[str, Any]:
        """What the private half is bound to: none of it can be changed without the slot ceasing to open."""
        return {
            "id": self.id,
            "kind": self.kind,
            "argon2id": asdict(self.cost),
            "salt": encode(self.salt),
            "created": self.created,
            "recipient": self.recipient,
        }

    def as_document(self) -> dict[str, Any]:
        return {**self.terms(), "locked": encode(self.locked), "sealed": encode(self.sealed)}

    @classmethod
    def from_document(cls, row: dict[str, Any]) -> "Slot":
        """Raises BadSlot, ValueError, KeyError, TypeError for what is no slot."""
        cost = Argon2Cost(**row["argon2id"])
        if row["kind"] not in KINDS or not is_sound(cost) or not age.is_recipient(row["recipient"]):
            raise BadSlot(row["kind"])
        return cls(
            row["id"],
            row["kind"],
            cost,
            decode(row["salt"]),
            row["created"],
            row["recipient"],
            decode(row["locked"]),
            decode(row["sealed"]),
        )

    @property
    def is_a_persons(self) -> bool:
        """Whether people can open the vault with it on an ordinary day. Recovery shares lie far away."""
        return self.kind != "recovery"

    def open(self, secret: Secret) -> bytes | None:
        """Return the master key, or None where this secret opens something else. Raises what slot_key raises."""
        if secret.kind != self.kind:
            return None
        nonce, locked = self.locked[:NONCE_BYTES], self.locked[NONCE_BYTES:]
        key = slot_key(secret, self.salt, self.cost)
        try:
            seed = AESGCM(key).decrypt(nonce, locked, canonical(self.terms()))
            return age.unseal(self.sealed, age.identity_from_seed(seed))
        except (InvalidTag, ValueError, age.CannotOpen):
            return None

    def resealed(self, master: bytes) -> "Slot":
        """The same slot for another master key. Nobody's secret is needed."""
        return Slot(
            self.id,
            self.kind,
            self.cost,
            self.salt,
            self.created,
            self.recipient,
            self.locked,
            age.seal(master, [self.recipient]),
        )


def new_slot(master: bytes, secret: Secret) -> Slot:
    """Return a slot that opens with `secret`, at the floor's cost. Raises what slot_key raises."""
    salt = secrets.token_bytes(SALT_BYTES)
    seed = secrets.token_bytes(MASTER_BYTES)
    today = dt.datetime.now(dt.UTC).date().isoformat()
    recipient = age.recipient_of(age.identity_from_seed(seed))
    bare = Slot(secrets.token_hex(4), secret.kind, FLOOR, salt, today, recipient, b"", b"")
    nonce = secrets.token_bytes(NONCE_BYTES)
    locked = nonce + AESGCM(slot_key(secret, salt, FLOOR)).encrypt(nonce, seed, canonical(bare.terms()))
    whole = Slot(bare.id, bare.kind, FLOOR, salt, today, recipient, locked, b"")
    return whole.resealed(master)
