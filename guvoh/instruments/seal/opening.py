"""One attempt at opening the vault, in a child process: what was typed ends with it, and the agent stays free."""

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from guvoh.instruments.seal import rotation
from guvoh.instruments.seal.hardening import end_with_parent, keep_out_of_swap_and_cores
from guvoh.instruments.seal.keyslots import (
    MASTER_BYTES,
    DamagedKeyslots,
    Pair,
    Passphrase,
    Secret,
    Shares,
    WithFile,
    WrongPassphrase,
    open_with,
)
from guvoh.instruments.seal.keyslots.edits import VaultInUse
from guvoh.instruments.seal.shares import ShareFault

OPENED: Final = b"opened"
OUTCOME_BYTES: Final = 64 * 1024


class NoSecret(Exception):
    """The bytes are no secret in the form of `as_message`."""


def as_message(secret: Secret) -> bytes:
    """Return a secret as it is sent to the agent."""
    said: dict[str, Any] = {"kind": secret.kind}
    match secret:
        case Passphrase():
            said |= {"texts": [secret.text]}
        case WithFile():
            said |= {"texts": [secret.text], "digest": secret.digest.hex()}
        case Pair():
            said |= {"texts": [secret.first, secret.second]}
        case Shares():
            said |= {"texts": list(secret.typed)}
    return json.dumps(said).encode()


def from_message(message: bytes) -> Secret:
    """Return the secret of a message. Raises NoSecret."""
    try:
        said = json.loads(message)
        texts = [str(text) for text in said["texts"]]
        match said["kind"]:
            case "passphrase":
                return Passphrase(texts[0])
            case "keyfile":
                return WithFile(texts[0], bytes.fromhex(said["digest"]))
            case "pair":
                return Pair(texts[0], texts[1])
            case "recovery":
                return Shares(tuple(texts))
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise NoSecret from error
    raise NoSecret


@dataclass(frozen=True)
class Outcome:
    """What became of an attempt: an error word, or the master key with the carried keys sealed under it."""

    error: str
    master: bytes = b""
    carried: tuple[tuple[str, bytes], ...] = ()


class Attempt:
    """A running attempt. `descriptor` becomes readable when it is over; then `outcome` ends it."""

    def __init__(self, slots: Path, secret: Secret) -> None:
        self.descriptor, write_end = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            _try_and_end(slots, secret, write_end)
        os.close(write_end)

    def outcome(self) -> Outcome:
        """Return what became of it. Call it once."""
        written = b""
        while part := os.read(self.descriptor, OUTCOME_BYTES):
            written += part
        os.close(self.descriptor)
        os.waitpid(self.pid, 0)
        word, _, rest = written.partition(b" ")
        if word != OPENED:
            return Outcome(word.decode() or "failed")
        carried = json.loads(rest[MASTER_BYTES:])
        return Outcome(
            "", rest[:MASTER_BYTES], tuple((label, bytes.fromhex(sealed)) for label, sealed in carried.items())
        )

    def abandon(self) -> None:
        """End it at once, whatever it would have found."""
        os.kill(self.pid, 9)
        self.outcome()


def _try_and_end(slots: Path, secret: Secret, write_end: int) -> None:
    status = 1
    try:
        # what the parent locked in memory is not locked in its child
        keep_out_of_swap_and_cores()
        end_with_parent()
        told = _tried(slots, secret)
        os.write(write_end, told)
        status = 0
    finally:
        # nothing of the parent is flushed or cleaned up twice
        sys.stderr.flush()
        os._exit(status)


def _tried(slots: Path, secret: Secret) -> bytes:
    try:
        rotation.settle(slots.parent)
        opened = open_with(slots, secret)
    except (WrongPassphrase, ShareFault):
        return b"passphrase"
    except DamagedKeyslots:
        return b"keyslots"
    except VaultInUse:
        return b"rotating"
    except MemoryError:
        return b"memory"
    except OSError:
        return b"disk"
    carried = {label: sealed.hex() for label, sealed in opened.carried.items()}
    return OPENED + b" " + opened.master + json.dumps(carried).encode()
