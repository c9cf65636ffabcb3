"""Canonical JSON: one value, one sequence of bytes, so that a hash of it can be made again by anybody.

After RFC 8785 (JSON Canonicalization Scheme), narrowed: no fractions, and strings are brought to NFC, since one
Tajik word can be typed in two ways.
"""

import json
import unicodedata
from typing import Final

Value = str | int | bool | None | list["Value"] | dict[str, "Value"]

# Beyond this a reader in JavaScript loses digits (RFC 8785, 3.2.2.3, after IEEE 754).
LARGEST: Final = 2**53 - 1
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class NotCanonical(ValueError):
    """No canonical form: a fraction, a number too large, a half of a surrogate pair, two keys that are one."""


def canonical(value: Value) -> bytes:
    """Return the canonical UTF-8 bytes of a value: keys sorted by UTF-16 units, no spaces. Raises NotCanonical."""
    plain = _ENCODER.encode(_ordered(value))
    try:
        return plain.encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("half of a surrogate pair") from error


def _ordered(value: Value) -> Value:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise NotCanonical("a number of more than 53 bits")
        return value
    if isinstance(value, list):
        return [_ordered(item) for item in value]
    if isinstance(value, dict):
        return _sorted(value)
    raise NotCanonical(type(value).__name__)


def _sorted(mapping: dict[str, Value]) -> dict[str, Value]:
    if not all(isinstance(name, str) for name in mapping):
        raise NotCanonical("a key that is no string")
    if all(map(str.isascii, mapping)):
        return {name: _ordered(mapping[name]) for name in sorted(mapping)}
    named = {unicodedata.normalize("NFC", name): _ordered(value) for name, value in mapping.items()}
    if len(named) != len(mapping):
        raise NotCanonical("two keys are one in NFC")
    return {
        name: named[name] for name in sorted(named, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    }
