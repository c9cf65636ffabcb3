"""One entry of the record as a leaf: what is public in it, and salted commitments to what could name somebody.

A commitment is HMAC-SHA256 (RFC 2104) of the value under a key made of the entry's random salt and the field's
name. Opening one field gives away its own key alone: with a salt shared by the fields a reader could try the few
members and case codes there are. Contents and salt can be erased one day, and the leaf still stands in the tree.
"""

import datetime as dt
import hmac
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from guvoh.instruments.seal.canonical import Value, canonical
from guvoh.instruments.seal.log import leaf_hash

FORMAT: Final = "guvoh-entry/1"
SALT_BYTES: Final = 16


def new_salt() -> bytes:
    """Return a new random salt of 16 bytes."""
    return secrets.token_bytes(SALT_BYTES)


def moment(at: dt.datetime) -> str:
    """Return a moment as the leaf writes it: UTC, microseconds, `2026-03-02T09:00:00.000000Z`."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(frozen=True, slots=True)
class Leaf:
    """An entry as it goes into the tree. `fields` holds what is committed to, by name."""

    number: int
    at: dt.datetime
    act: str
    fields: Mapping[str, Value]

    def content(self, salt: bytes) -> bytes:
        """Return the leaf's canonical JSON. Raises NotCanonical for a value without a canonical form."""
        sealed = {name: commitment(field_key(salt, name), value).hex() for name, value in self.fields.items()}
        return canonical(
            {"format": FORMAT, "number": self.number, "at": moment(self.at), "act": self.act, "sealed": {**sealed}}
        )

    def hash(self, salt: bytes) -> bytes:
        """Return the 32-byte leaf hash."""
        return leaf_hash(self.content(salt))

    def openings(self, salt: bytes, reveal: Iterable[str]) -> dict[str, Value]:
        """Return, for each named field, its value and the key that opens its commitment. Raises KeyError."""
        return {name: {"value": self.fields[name], "key": field_key(salt, name).hex()} for name in sorted(reveal)}


def field_key(salt: bytes, name: str) -> bytes:
    """Return the 32-byte key of one field: SHA-256 over the salt, whose length is fixed, and the name."""
    return sha256(salt + name.encode()).digest()


def commitment(key: bytes, value: Value) -> bytes:
    """Return the 32-byte commitment to a value, over its canonical JSON."""
    return hmac.digest(key, canonical(value), "sha256")
