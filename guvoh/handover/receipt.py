"""The receipt: what a reporter writes on paper, and the mailbox and key that it opens."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Final

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from guvoh.instruments.seal import age

DIGITS: Final = 24
CODE_SEED_BYTES: Final = 32
# Argon2id by the length of the code: (passes, KiB, lanes). The first codes had 20 digits and cost 64 MiB each;
# four digits more weigh heavier on whoever tries codes against a stolen spool than those 64 MiB did.
_COSTS: Final = {20: (3, 64 * 1024, 4), DIGITS: (1, 1024, 1)}


@dataclass(frozen=True)
class Receipt:
    """What a receipt code opens: the mailbox's name and the age identity of its replies."""

    mailbox: str
    identity: str

    @property
    def recipient(self) -> str:
        """The public key that replies are sealed to."""
        return age.recipient_of(self.identity)


def new_receipt_code() -> str:
    """Return a new receipt: 24 random digits (79 bits) in six groups of four."""
    return receipt_code_of(secrets.token_bytes(CODE_SEED_BYTES))


def receipt_code_of(seed: bytes) -> str:
    """Return the receipt that belongs to a secret seed of 32 bytes: the same seed, the same code."""
    # 512 bits against 80: what the remainder favours cannot be measured
    number = int.from_bytes(hashlib.sha512(b"guvoh-receipt-code/" + seed).digest()) % 10**DIGITS
    return " ".join(re.findall("....", f"{number:0{DIGITS}d}"))


def open_receipt(code: str, installation: str) -> Receipt | None:
    """Return what a receipt code opens, or None when it does not have 24 digits, or 20 as the first ones.

    `installation` is the front door's public name, used as salt. Length and Argon2id together make guessing
    hopeless even for somebody who holds the spool. Spaces and hyphens in the code do not matter.
    """
    digits = re.sub(r"[\s-]", "", code)
    if not re.fullmatch(r"[0-9]+", digits) or len(digits) not in _COSTS:
        return None
    passes, kib, lanes = _COSTS[len(digits)]
    salt = hashlib.sha256(b"guvoh-receipt/" + installation.encode()).digest()
    root = hash_secret_raw(digits.encode(), salt, passes, kib, lanes, 32, Type.ID)

    def expand(label: bytes) -> bytes:
        return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=label).derive(root)

    return Receipt(expand(b"guvoh/mailbox/v1")[:16].hex(), age.identity_from_seed(expand(b"guvoh/reply/v1")))
