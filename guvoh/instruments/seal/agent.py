"""The vault agent: the one process that holds the vault master key.

It listens on a Unix socket that only its own user may open, and speaks one request and one answer a connection:
`status`, `unlock` + passphrase, `lock`, `key` + label. Attempts are served one after another, so each wrong
passphrase costs a whole Argon2id run and they cannot be tried side by side.
"""

import ctypes
import os
import resource
import socket
import struct
import sys
import time
from pathlib import Path
from typing import Final

from guvoh.instruments.seal import keyslots
from guvoh.instruments.seal.derive import UnknownLabel, derive

MESSAGE_BYTES: Final = 4096
PR_SET_DUMPABLE: Final = 4
MCL_CURRENT_AND_FUTURE: Final = 3
PAUSE_AFTER_WRONG: Final = 1.0
TAKE_OVER: Final = "GUVOH_AGENT_TAKE_OVER"


class Agent:
    """State of the vault: the master key while unlocked, and an epoch that grows with each lock and unlock."""

    def __init__(self, slots: Path) -> None:
        self.slots = slots
        self.master: bytearray | None = None
        self.epoch = 0

    def answer(self, request: bytes) -> bytes:
        """Return the reply to one request; b'error <word>' names what was wrong and never echoes the request."""
        verb, _, argument = request.partition(b" ")
        if verb == b"status":
            return b"%s %d" % (b"locked" if self.master is None else b"unlocked", self.epoch)
        if verb == b"unlock":
            return self._unlock(argument.decode(errors="replace"))
        if verb == b"lock":
            self._lock()
            return b"locked %d" % self.epoch
        if verb == b"key":
            return self._key(argument.decode(errors="replace"))
        return b"error request"

    def _unlock(self, passphrase: str) -> bytes:
        # no Argon2id run for a vault that is open: nobody can keep the agent busy with wrong passphrases
        if self.master is not None:
            return b"unlocked %d" % self.epoch
        try:
            master = keyslots.unwrap(self.slots, passphrase)
        except keyslots.WrongPassphrase:
            time.sleep(PAUSE_AFTER_WRONG)
            return b"error passphrase"
        except keyslots.DamagedKeyslots:
            return b"error keyslots"
        self.epoch += 1
        self.master = bytearray(master)
        return b"unlocked %d" % self.epoch

    def _lock(self) -> None:
        if self.master is not None:
            self.master[:] = bytes(len(self.master))
            self.master = None
        self.epoch += 1

    def _key(self, label: str) -> bytes:
        if self.master is None:
            return b"error locked"
        try:
            return b"key " + derive(bytes(self.master), label)
        except UnknownLabel:
            return b"error label"


def _keep_out_of_swap_and_cores() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Under a limit, locking all memory would make Argon2's 256 MiB fail: the unit file lifts the limit, and
    # where nobody did, encrypted swap has to do, as the operating notes say.
    if resource.getrlimit(resource.RLIMIT_MEMLOCK)[0] == resource.RLIM_INFINITY:
        libc.mlockall(MCL_CURRENT_AND_FUTURE)


def _same_user(connection: socket.socket) -> bool:
    credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    _pid, uid, _gid = struct.unpack("3i", credentials)
    return bool(uid == os.geteuid())


def serve(socket_path: Path, slots: Path) -> None:
    """Serve the vault on `socket_path` (mode 0600) until the process is ended. Starts locked.

    Raises OSError when the socket cannot be made, FileNotFoundError when `slots` is not there.
    """
    if not slots.exists():
        raise FileNotFoundError(slots)
    _keep_out_of_swap_and_cores()
    agent = Agent(slots)
    with _taken_over(agent) or _bound(socket_path) as listener:
        while True:
            connection, _ = listener.accept()
            was_open = agent.master is not None
            with connection:
                _serve_one(agent, connection)
            if was_open and agent.master is None:
                _start_anew(listener, agent.epoch)


def _bound(socket_path: Path) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    socket_path.unlink(missing_ok=True)
    before = os.umask(0o177)
    listener.bind(str(socket_path))
    os.umask(before)
    listener.listen(128)
    return listener


def _start_anew(listener: socket.socket, epoch: int) -> None:
    """Replace this process by a fresh one of the same command, which goes on with the same socket.

    Python and the cipher libraries have made copies of keys and passphrase that nothing can wipe: only a new
    process has none of them. Who asks meanwhile waits in the socket's queue.
    """
    os.set_inheritable(listener.fileno(), True)
    os.environ[TAKE_OVER] = f"{listener.fileno()} {epoch}"
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - the command this process was started by


def _taken_over(agent: Agent) -> socket.socket | None:
    left = os.environ.pop(TAKE_OVER, "")
    if not left:
        return None
    descriptor, epoch = (int(number) for number in left.split())
    agent.epoch = epoch
    listener = socket.socket(fileno=descriptor)
    listener.set_inheritable(False)
    return listener


def _serve_one(agent: Agent, connection: socket.socket) -> None:
    # a peer that connects and stays silent must not hold up the others
    connection.settimeout(2)
    try:
        if _same_user(connection):
            connection.send(agent.answer(connection.recv(MESSAGE_BYTES)))
    except (TimeoutError, ConnectionError, BrokenPipeError):
        return
