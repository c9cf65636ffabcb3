"""The vault agent: the one process that holds the vault master key.

It listens on a Unix socket that only its own user may open, and speaks one request and one answer a connection.
The verbs stand in `Agent.verbs`; `unlock` takes seconds and is answered by the door when its attempt is over, one
attempt after another, while everybody else goes on being answered. `hold`, `held` and `drop` are for what members
leave with it while they are present.
"""

import json
import os
import socket
import sys
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path
from typing import Final

from guvoh.instruments.seal.derive import UnknownLabel
from guvoh.instruments.seal.door import Door
from guvoh.instruments.seal.hardening import keep_out_of_swap_and_cores
from guvoh.instruments.seal.held import VERBS, HeldKeys
from guvoh.instruments.seal.keyslots.document import DamagedKeyslots, key_of
from guvoh.instruments.seal.locking import LockTerms, Watch
from guvoh.instruments.seal.opening import Outcome

Verb = Callable[[bytes], bytes]

DEFAULT_TERMS: Final = LockTerms()
TAKE_OVER: Final = "GUVOH_AGENT_TAKE_OVER"


class Agent:
    """State of the vault: the master key while unlocked, and an epoch that grows with each lock and unlock."""

    def __init__(self, slots: Path, terms: LockTerms = DEFAULT_TERMS, epoch: int = 0) -> None:
        self.slots = slots
        self.terms = terms
        self.epoch = epoch
        self.master: bytearray | None = None
        self.carried: dict[str, bytes] = {}
        self.held = HeldKeys()
        self._was_open = False
        self.watch = Watch(terms)
        self.verbs: dict[bytes, Verb] = {
            b"status": self._status,
            b"active": self._active,
            b"check-in": self._check_in,
            b"left": self._left,
            b"lock": self._lock,
            b"key": self._key,
        }

    def answer(self, request: bytes) -> bytes:
        """Return the reply to one request; b'error <word>' names what was wrong and never echoes the request."""
        self.lock_if_due()
        verb, _, argument = request.partition(b" ")
        found = self.verbs.get(verb)
        if verb in VERBS:
            return b"error locked" if self.master is None else self.held.answer(verb, argument)
        return found(argument) if found else b"error request"

    def lock_if_due(self) -> None:
        """Lock when one of the clocks has run out."""
        if self.master is not None and self.watch.is_over():
            self._lock(b"")

    def open(self, outcome: Outcome) -> bytes:
        """Take in what an attempt found, and return the answer to whoever made it."""
        if outcome.error:
            return b"error " + outcome.error.encode()
        if self.master is None:
            self.epoch += 1
            self._was_open = True
            self.master = bytearray(outcome.master)
            self.carried = dict(outcome.carried)
            self.watch = Watch(self.terms)
        return b"unlocked %d" % self.epoch

    @property
    def is_spent(self) -> bool:
        """Whether the vault was open in this process and is locked: copies of its keys may lie about in memory."""
        return self._was_open and self.master is None

    def _status(self, _argument: bytes) -> bytes:
        return b"%s %d" % (b"locked" if self.master is None else b"unlocked", self.epoch)

    def _active(self, argument: bytes) -> bytes:
        self.watch.saw_activity()
        return self._status(argument)

    def _check_in(self, argument: bytes) -> bytes:
        self.watch.saw_check_in()
        return self._status(argument)

    def _left(self, _argument: bytes) -> bytes:
        return json.dumps({} if self.master is None else self.watch.left()).encode()

    def _lock(self, _argument: bytes) -> bytes:
        self.held.clear()
        if self.master is not None:
            self.master[:] = bytes(len(self.master))
            self.master = None
            self.carried = {}
        self.epoch += 1
        return b"locked %d" % self.epoch

    def _key(self, argument: bytes) -> bytes:
        if self.master is None:
            return b"error locked"
        try:
            return b"key " + key_of(bytes(self.master), self.carried, argument.decode(errors="replace"))
        except UnknownLabel:
            return b"error label"
        except DamagedKeyslots:
            return b"error keyslots"


def serve(socket_path: Path, slots: Path, terms: LockTerms = DEFAULT_TERMS) -> None:
    """Serve the vault on `socket_path` (mode 0600) until the process is ended. Starts locked.

    Raises OSError when the socket cannot be made, FileNotFoundError when `slots` is not there.
    """
    if not slots.exists():
        raise FileNotFoundError(slots)
    keep_out_of_swap_and_cores()
    taken_over, epoch = _taken_over()
    agent = Agent(slots, terms, epoch)
    with taken_over or _bound(socket_path) as listener:
        door = Door(agent, listener)
        while True:
            before = agent.epoch
            door.turn()
            if agent.is_spent:
                door.answer_the_last()
                _start_anew(listener, agent, socket_path)
            elif agent.master is None and agent.epoch != before:
                door.abandon_attempt()


def _bound(socket_path: Path) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    socket_path.unlink(missing_ok=True)
    before = os.umask(0o177)
    listener.bind(str(socket_path))
    os.umask(before)
    listener.listen(128)
    return listener


def _start_anew(listener: socket.socket, agent: Agent, socket_path: Path) -> None:
    """Replace this process by a fresh one, which goes on with the same socket.

    Python and the cipher libraries have made copies of keys that nothing can wipe: only a new process has none of
    them. Who asks meanwhile waits in the socket's queue, so it starts with this module and no more.
    """
    os.set_inheritable(listener.fileno(), True)
    os.environ[TAKE_OVER] = f"{listener.fileno()} {agent.epoch}"
    terms = map(str, astuple(agent.terms))
    command = [sys.executable, "-m", "guvoh.instruments.seal.agent", str(socket_path), str(agent.slots), *terms]
    os.execv(sys.executable, command)  # noqa: S606 - our own command


def _taken_over() -> tuple[socket.socket | None, int]:
    left = os.environ.pop(TAKE_OVER, "")
    if not left:
        return None, 0
    descriptor, epoch = (int(number) for number in left.split())
    listener = socket.socket(fileno=descriptor)
    listener.set_inheritable(False)
    return listener, epoch


if __name__ == "__main__":
    serve(Path(sys.argv[1]), Path(sys.argv[2]), LockTerms(*map(float, sys.argv[3:])))
