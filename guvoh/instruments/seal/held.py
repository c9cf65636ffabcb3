"""What members who are present have left with the vault agent: gone with a lock, idle time, or a day's work.

The agent cannot read a key. Who leaves one seals it under a token of her own browser first (see `under`), so that
the memory of the agent without the browser gives nothing either.
"""

import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

IDLE_SECONDS: Final = 15 * 60
LONGEST_SECONDS: Final = 8 * 3600
MOST: Final = 500
LARGEST: Final = 512
NAME: Final = re.compile(rb"[0-9a-z-]{1,80}")
VERBS: Final = frozenset({b"hold", b"held", b"drop"})
# the key under a token is used for one box alone, so the nonce is fixed
NONCE: Final = bytes(12)


def name_of(token: bytes) -> str:
    """Return the name under which a token's key is held: 64 hex digits that do not tell the token."""
    return hashlib.sha256(b"guvoh/held/name" + token).hexdigest()


def under(token: bytes, key: bytes) -> bytes:
    """Return `key` sealed under a random token of 32 bytes. One token, one key."""
    return AESGCM(hashlib.sha256(b"guvoh/held/key" + token).digest()).encrypt(NONCE, key, None)


def out_of(token: bytes, sealed: bytes) -> bytes | None:
    """Return the key of under(), or None where the token is another one."""
    try:
        return AESGCM(hashlib.sha256(b"guvoh/held/key" + token).digest()).decrypt(NONCE, sealed, None)
    except InvalidTag:
        return None


def _since_boot() -> float:
    # goes on while the machine sleeps, and nobody sets it back
    return time.clock_gettime(time.CLOCK_BOOTTIME)


@dataclass
class _Held:
    thing: bytearray
    until: float
    gone_at: float


class HeldKeys:
    """Things held under names for a while. `clock` returns seconds and never goes back."""

    def __init__(self, clock: Callable[[], float] = _since_boot) -> None:
        self._clock = clock
        self._held: dict[str, _Held] = {}

    def answer(self, verb: bytes, argument: bytes) -> bytes:
        """Return the reply to `hold NAME SECONDS THING`, `held NAME` or `drop NAME`; b'error request' for others.

        SECONDS is how long it waits for the first question; each question then gives it IDLE_SECONDS more.
        """
        name, _, rest = argument.partition(b" ")
        if not NAME.fullmatch(name):
            return b"error request"
        if verb == b"hold":
            seconds, _, thing = rest.partition(b" ")
            if not seconds.isdigit() or not 0 < len(thing) <= LARGEST:
                return b"error request"
            self.hold(name.decode(), thing, min(int(seconds), IDLE_SECONDS))
            return b"held"
        if verb == b"held":
            thing_held = self.held(name.decode())
            return b"error nothing" if thing_held is None else b"held " + thing_held
        self.drop(name.decode())
        return b"dropped"

    def hold(self, name: str, thing: bytes, seconds: int) -> None:
        """Keep `thing` for `seconds`, and longer once it is asked for. The one longest unused makes room."""
        self._forget_old()
        self.drop(name)
        if len(self._held) >= MOST:
            self.drop(min(self._held, key=lambda kept: self._held[kept].until))
        now = self._clock()
        self._held[name] = _Held(bytearray(thing), now + seconds, now + LONGEST_SECONDS)

    def held(self, name: str) -> bytes | None:
        """Return what is held under this name, or None."""
        self._forget_old()
        kept = self._held.get(name)
        if kept is None:
            return None
        kept.until = min(self._clock() + IDLE_SECONDS, kept.gone_at)
        return bytes(kept.thing)

    def drop(self, name: str) -> None:
        """Forget what is held under this name, if anything is."""
        kept = self._held.pop(name, None)
        if kept is not None:
            kept.thing[:] = bytes(len(kept.thing))

    def clear(self) -> None:
        """Forget everything."""
        for name in list(self._held):
            self.drop(name)

    def _forget_old(self) -> None:
        now = self._clock()
        for name in [name for name, kept in self._held.items() if kept.until <= now]:
            self.drop(name)
