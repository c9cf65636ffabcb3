"""The workers' side of the vault agent."""

import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from guvoh.instruments.seal.derive import Label
from guvoh.instruments.seal.keyslots import DamagedKeyslots, WrongPassphrase

ANSWER_SECONDS: Final = 60


class VaultLocked(Exception):
    """A key was asked for while the vault is locked."""


class VaultUnreachable(Exception):
    """No vault agent answers on the socket."""


@dataclass(frozen=True)
class Status:
    """Whether the vault is unlocked, and the epoch: it differs after every lock and unlock."""

    unlocked: bool
    epoch: int


@dataclass(frozen=True)
class Vault:
    """A vault agent reached by its Unix socket. Each call is one short connection."""

    socket_path: Path

    def _ask(self, request: bytes) -> bytes:
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as connection:
                connection.settimeout(ANSWER_SECONDS)
                connection.connect(str(self.socket_path))
                connection.send(request)
                answer = connection.recv(4096)
        except OSError as error:
            raise VaultUnreachable(self.socket_path.name) from error
        if not answer:
            raise VaultUnreachable(self.socket_path.name)
        return answer

    def status(self) -> Status:
        """Return the status. Raises VaultUnreachable."""
        word, epoch = self._ask(b"status").split(b" ")
        return Status(word == b"unlocked", int(epoch))

    def unlock(self, passphrase: str) -> None:
        """Open the vault. Raises WrongPassphrase, DamagedKeyslots, VaultUnreachable."""
        answer = self._ask(b"unlock " + passphrase.encode()[:1024])
        if answer == b"error passphrase":
            raise WrongPassphrase
        if answer == b"error keyslots":
            raise DamagedKeyslots("keyslots")

    def lock(self) -> None:
        """Close the vault; every later key() raises VaultLocked. Raises VaultUnreachable."""
        self._ask(b"lock")

    def key(self, label: Label) -> bytes:
        """Return the 32-byte key for one purpose. Raises VaultLocked, VaultUnreachable."""
        answer = self._ask(b"key " + label.encode())
        if not answer.startswith(b"key "):
            raise VaultLocked
        return answer[4:]
