"""Signed heads of a log, and the document of all heads that a partner keeps.

A head says: at this time the log had so many leaves and this root. Whoever keeps heads sees that a log was cut or
rewritten since: no consistency proof leads from the kept head to the present one (RFC 9162, 2.1.4 and 4.10).
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from guvoh.instruments.seal import log, signature
from guvoh.instruments.seal.canonical import canonical
from guvoh.instruments.seal.leaves import moment

FORMAT: Final = "guvoh-head/1"
DOCUMENT_FORMAT: Final = "guvoh-heads/1"
KEY_ID_DIGITS: Final = 16


class NotHeads(ValueError):
    """The file is no document of heads, or one that this version does not read."""


class BadHead(Exception):
    """A head that does not hold. `place` is its number in the document, from 1; the text says why."""

    def __init__(self, place: int, head: "Head", why: str) -> None:
        super().__init__(why)
        self.place, self.head, self.why = place, head, why


@dataclass(frozen=True, slots=True)
class Head:
    """The state of a log at one time.

    The head's own running number, from 1; the log's size; its root (64 hex digits); when; the signing key's id.
    """

    number: int
    size: int
    root: str
    at: str
    key_id: str

    @property
    def content(self) -> bytes:
        """The canonical JSON that is signed."""
        return canonical(
            {
                "format": FORMAT,
                "number": self.number,
                "size": self.size,
                "root": self.root,
                "at": self.at,
                "key": self.key_id,
            }
        )


@dataclass(frozen=True, slots=True)
class SignedHead:
    """A head, its Ed25519 signature (128 hex digits), and the RFC 3161 response over it in base64, or nothing."""

    head: Head
    signature: str
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """All heads of a log, oldest first; the verifying keys by id; the proof from each head to the next."""

    keys: dict[str, str]
    heads: list[SignedHead] = field(default_factory=list)
    proofs: list[list[str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the document as it is written."""
        return {
            "format": DOCUMENT_FORMAT,
            "keys": self.keys,
            "heads": [head_as_json(head) for head in self.heads],
            "proofs": self.proofs,
        }


def key_id(public: str) -> str:
    """Return the short name of a verifying key (64 hex digits): 16 hex digits of its SHA-256."""
    return hashlib.sha256(bytes.fromhex(public)).hexdigest()[:KEY_ID_DIGITS]


def signed_head(number: int, size: int, root: bytes, at: dt.datetime, seed: bytes) -> SignedHead:
    """Return the `number`-th head of a log, signed with the key of a 32-byte seed."""
    head = Head(number, size, root.hex(), moment(at), key_id(signature.public_half(seed)))
    return SignedHead(head, signature.sign(head.content, seed).hex())


def head_as_json(signed: SignedHead) -> dict[str, Any]:
    """Return a signed head as documents hold it."""
    head = signed.head
    written = {
        "number": head.number,
        "size": head.size,
        "root": head.root,
        "at": head.at,
        "key": head.key_id,
        "signature": signed.signature,
    }
    return {**written, "stamp": signed.stamp} if signed.stamp else written


def parse(written: Any) -> Document:
    """Return the document of parsed JSON. Raises NotHeads."""
    try:
        if written["format"] != DOCUMENT_FORMAT:
            raise NotHeads(f"format {written['format']!r}")
        heads = [_parse_head(row) for row in written["heads"]]
        proofs = [[_hex(item, log.HASH_BYTES) for item in path] for path in written["proofs"]]
        keys = {str(name): _hex(public, log.HASH_BYTES) for name, public in written["keys"].items()}
    except (KeyError, TypeError, AttributeError) as error:
        raise NotHeads(f"{error}") from error
    if len(proofs) != max(0, len(heads) - 1):
        raise NotHeads("there is not one proof between each head and the next")
    return Document(keys, heads, proofs)


def _parse_head(row: Any) -> SignedHead:
    if any(type(row[name]) is not int for name in ("number", "size")):
        raise NotHeads("a number or a size is no whole number")
    head = Head(row["number"], row["size"], _hex(row["root"], log.HASH_BYTES), str(row["at"]), str(row["key"]))
    return SignedHead(head, _hex(row["signature"], 64), str(row.get("stamp", "")))


def _hex(text: Any, size: int) -> str:
    try:
        if len(bytes.fromhex(text)) == size and len(text) == 2 * size:
            return str(text)
    except ValueError as error:
        raise NotHeads("not hexadecimal") from error
    raise NotHeads("a hash, key or signature of another length")


def check(document: Document, kept: Document | None = None) -> None:
    """Return when the document holds: signatures, and each head extends the one before.

    With `kept`, an earlier document of the same desk: every head in it must stand in this one, unchanged.
    Raises BadHead for the first that does not hold.
    """
    for place, signed in enumerate(document.heads, 1):
        check_signature(place, signed, document.keys)
    for place, ((before, after), path) in enumerate(
        zip(pairwise(document.heads), document.proofs, strict=True), 2
    ):
        _check_extension(place, before.head, after.head, path)
    if kept is not None:
        _check_kept(document, kept)


def check_signature(place: int, signed: SignedHead, keys: dict[str, str]) -> None:
    """Return when a head was signed by the key it names. Raises BadHead."""
    public = keys.get(signed.head.key_id, "")
    if not public or key_id(public) != signed.head.key_id:
        raise BadHead(place, signed.head, "its key is not in the file")
    try:
        signature.verify(signed.head.content, bytes.fromhex(signed.signature), public)
    except signature.BadSignature as error:
        raise BadHead(place, signed.head, "its signature does not hold") from error


def _check_extension(place: int, before: Head, after: Head, path: Sequence[str]) -> None:
    if after.number != before.number + 1:
        raise BadHead(place, after, "it does not follow the head before it")
    try:
        log.verify_consistency(
            before.size,
            bytes.fromhex(before.root),
            after.size,
            bytes.fromhex(after.root),
            [bytes.fromhex(item) for item in path],
        )
    except log.BadProof as error:
        raise BadHead(place, after, f"it does not extend the head before it: {error}") from error


def _check_kept(document: Document, kept: Document) -> None:
    present = {(signed.head, signed.signature) for signed in document.heads}
    for place, signed in enumerate(kept.heads, 1):
        check_signature(place, signed, kept.keys)
        if (signed.head, signed.signature) not in present:
            raise BadHead(place, signed.head, "it was kept, and is missing from the newer file")
