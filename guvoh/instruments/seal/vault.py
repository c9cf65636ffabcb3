"""The workers' side of the vault agent."""

import json
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from guvoh.instruments.seal.derive import Label
from guvoh.instruments.seal.keyslots import DamagedKeyslots, Passphrase, Secret, WrongPassphrase
from guvoh.instruments.seal.opening import as_message

ANSWER_SECONDS: Final = 60
# an attempt waits for those before it
UNLOCK_SECONDS: Final = 120
ANSWER_BYTES: Final = 4096


class VaultLocked(Exception):
    """A key was asked for while the vault is locked."""


class VaultUnreachable(Exception):
    """No vault agent answers on the socket."""


class MustWait(Exception):
    """Too many wrong attempts: none is made for so many `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class CannotTry(Exception):
    """The attempt was not made. `why` is "rotating", "busy", "disk", "memory" or another word of the agent."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Status:
    """Whether the vault is unlocked, and the epoch: it differs after every lock and unlock."""

    unlocked: bool
    epoch: int


@dataclass(frozen=True)
class Vault:
    """A vault agent reached by its Unix socket. Each call is one short connection."""

    socket_path: Path

    def _ask(self, request: bytes, seconds: float = ANSWER_SECONDS) -> bytes:
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as connection:
                connection.settimeout(seconds)
                connection.connect(str(self.socket_path))
                connection.send(request)
                answer = connection.recv(ANSWER_BYTES)
        except OSError as error:
            raise VaultUnreachable(self.socket_path.name) from error
        if not answer:
            raise VaultUnreachable(self.socket_path.name)
        return answer

    def status(self) -> Status:
        """Return the status. Asking does not keep the vault open. Raises VaultUnreachable."""
        return _status(self._ask(b"status"))

    def active(self) -> Status:
        """Say that a member is at work, which begins the idle time anew. Raises VaultUnreachable."""
        return _status(self._ask(b"active"))

    def check_in(self) -> Status:
        """Say that all is well, where the vault waits for that. Raises VaultUnreachable."""
        return _status(self._ask(b"check-in"))

    def left(self) -> dict[str, float]:
        """Return the seconds until the vault locks, by rule: "idle", "longest", "check_in" where it is in use.

        Empty while it is locked. Raises VaultUnreachable.
        """
        left: dict[str, float] = json.loads(self._ask(b"left"))
        return left

    def unlock(self, secret: str | Secret) -> None:
        """Open the vault; a string is a passphrase.

        Raises WrongPassphrase, MustWait, CannotTry, DamagedKeyslots, VaultUnreachable.
        """
        chosen = Passphrase(secret) if isinstance(secret, str) else secret
        answer = self._ask(b"unlock " + as_message(chosen), UNLOCK_SECONDS)
        verdict, _, rest = answer.decode().partition(" ")
        word, _, number = rest.partition(" ")
        if verdict != "error":
            return
        if word == "passphrase":
            raise WrongPassphrase
        if word == "keyslots":
            raise DamagedKeyslots(word)
        raise MustWait(int(number)) if word == "wait" else CannotTry(word)

    def lock(self) -> None:
        """Close the vault; every later key() raises VaultLocked. Raises VaultUnreachable."""
        self._ask(b"lock")

    def key(self, label: Label) -> bytes:
        """Return the 32-byte key for one purpose. Raises VaultLocked, VaultUnreachable."""
        answer = self._ask(b"key " + label.encode())
        if not answer.startswith(b"key "):
            raise VaultLocked
        return answer[4:]

    def hold(self, name: str, thing: bytes, seconds: int) -> None:
        """Leave `thing` (at most 512 bytes) with the agent under `name`: see held.HeldKeys.

        Raises VaultLocked, VaultUnreachable.
        """
        if self._ask(b"hold %s %d " % (name.encode(), seconds) + thing) != b"held":
            raise VaultLocked

    def held(self, name: str) -> bytes | None:
        """Return what is held under `name`, None where nothing is or the vault is locked.

        Raises VaultUnreachable.
        """
        answer = self._ask(b"held " + name.encode())
        return answer[5:] if answer.startswith(b"held ") else None

    def drop(self, name: str) -> None:
        """Have the agent forget what it holds under `name`. Raises VaultUnreachable."""
        self._ask(b"drop " + name.encode())


def _status(answer: bytes) -> Status:
    word, epoch = answer.split(b" ")
    return Status(word == b"unlocked", int(epoch))
