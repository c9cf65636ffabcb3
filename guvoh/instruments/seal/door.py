"""The agent's door: who is connected, and whose attempt at opening the vault runs."""

import contextlib
import os
import selectors
import socket
import struct
import time
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from guvoh.instruments.seal.attempts import Attempts
from guvoh.instruments.seal.keyslots.ways import Secret
from guvoh.instruments.seal.opening import Attempt, NoSecret, Outcome, from_message

MESSAGE_BYTES: Final = 16 * 1024
VISIT_SECONDS: Final = 2.0
MOST_VISITORS: Final = 200
MOST_WAITING: Final = 8
LOOK_EVERY_SECONDS: Final = 0.25
LAST_SECONDS: Final = 0.2
# these words of an attempt mean that something was tried and was wrong
WRONG: Final = "passphrase"


class Answering(Protocol):
    """What the door needs of the agent."""

    slots: Path
    master: bytearray | None

    def answer(self, request: bytes) -> bytes: ...
    def open(self, outcome: Outcome) -> bytes: ...
    def lock_if_due(self) -> None: ...


@dataclass(frozen=True)
class Visit:
    """Somebody who is connected and has said nothing yet."""

    connection: socket.socket
    until: float


class Door:
    """Everybody who is connected to the agent."""

    def __init__(self, agent: Answering, listener: socket.socket) -> None:
        self.agent, self.listener = agent, listener
        self.attempts = Attempts(agent.slots.with_name("attempts.json"))
        self.attempt: Attempt | None = None
        self.waiting: deque[tuple[socket.socket, Secret]] = deque()
        self.visits: dict[int, Visit] = {}
        self.selector = selectors.DefaultSelector()
        listener.setblocking(False)
        self.selector.register(listener, selectors.EVENT_READ)

    def turn(self) -> None:
        """Wait for somebody, or for a clock to be looked at; answer whoever can be answered."""
        for key, _ in self.selector.select(LOOK_EVERY_SECONDS):
            if key.fileobj is self.listener:
                self._let_in()
            elif self.attempt and key.fd == self.attempt.descriptor:
                self._attempt_is_over()
            elif key.fd in self.visits:
                self._hear(self._leave(key.fd))
        self._send_off_the_silent()
        self._next_attempt()
        self.agent.lock_if_due()

    def _let_in(self) -> None:
        with contextlib.suppress(BlockingIOError, ConnectionError):
            connection, _ = self.listener.accept()
            if len(self.visits) >= MOST_VISITORS or not _same_user(connection):
                connection.close()
                return
            connection.setblocking(False)
            self.visits[connection.fileno()] = Visit(connection, time.monotonic() + VISIT_SECONDS)
            self.selector.register(connection, selectors.EVENT_READ)

    def _leave(self, descriptor: int) -> socket.socket:
        visit = self.visits.pop(descriptor)
        self.selector.unregister(visit.connection)
        return visit.connection

    def _send_off_the_silent(self) -> None:
        moment = time.monotonic()
        for descriptor in [number for number, visit in self.visits.items() if visit.until < moment]:
            self._leave(descriptor).close()

    def _hear(self, connection: socket.socket) -> None:
        try:
            request = connection.recv(MESSAGE_BYTES)
        except (BlockingIOError, ConnectionError):
            connection.close()
            return
        verb, _, argument = request.partition(b" ")
        if verb == b"unlock":
            self._ask_for_attempt(connection, argument)
        elif request:
            _say(connection, self.agent.answer(request))
        else:
            connection.close()

    def _ask_for_attempt(self, connection: socket.socket, message: bytes) -> None:
        # no Argon2id run for a vault that is open: nobody can keep the agent busy with wrong passphrases
        if self.agent.master is not None:
            _say(connection, self.agent.answer(b"status"))
            return
        try:
            secret = from_message(message)
        except NoSecret:
            _say(connection, b"error request")
            return
        if len(self.waiting) >= MOST_WAITING:
            _say(connection, b"error busy")
            return
        self.waiting.append((connection, secret))

    def _next_attempt(self) -> None:
        if self.attempt or not self.waiting:
            return
        if self.agent.master is not None:
            self._answer_first(self.agent.answer(b"status"))
        elif wait := self.attempts.wait():
            self._answer_first(b"error wait %d" % wait)
        else:
            self._begin(self.waiting[0][1])

    def _begin(self, secret: Secret) -> None:
        try:
            self.attempts.begin()
        except OSError:
            self._answer_first(b"error disk")
            return
        self.attempt = Attempt(self.agent.slots, secret)
        self.selector.register(self.attempt.descriptor, selectors.EVENT_READ)

    def _attempt_is_over(self) -> None:
        if self.attempt is None:
            return
        self.selector.unregister(self.attempt.descriptor)
        outcome, self.attempt = self.attempt.outcome(), None
        try:
            self._note(outcome.error)
        except OSError:
            self._answer_first(b"error disk")
            return
        self._answer_first(self.agent.open(outcome))

    def _note(self, error: str) -> None:
        if error == WRONG:
            self.attempts.was_wrong()
        elif error:
            self.attempts.was_no_attempt()
        else:
            self.attempts.was_right()

    def _answer_first(self, answer: bytes) -> None:
        connection, _ = self.waiting.popleft()
        _say(connection, answer)

    def answer_the_last(self) -> None:
        """Answer those who are let in already; whoever comes later waits in the socket's queue."""
        self.abandon_attempt()
        self.selector.unregister(self.listener)
        until = time.monotonic() + LAST_SECONDS
        while self.visits and (left := until - time.monotonic()) > 0:
            for key, _ in self.selector.select(left):
                self._hear(self._leave(key.fd))

    def abandon_attempt(self) -> None:
        """End the attempt that runs: whoever locks the vault does not want it opened a second later."""
        if self.attempt is not None:
            self.selector.unregister(self.attempt.descriptor)
            self.attempt.abandon()
            self.attempt = None
        while self.waiting:
            self._answer_first(b"error busy")


def _say(connection: socket.socket, answer: bytes) -> None:
    # somebody who did not wait for the answer does without it
    with connection, contextlib.suppress(BlockingIOError, ConnectionError):
        connection.send(answer)


def _same_user(connection: socket.socket) -> bool:
    credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    _pid, uid, _gid = struct.unpack("3i", credentials)
    return bool(uid == os.geteuid())
