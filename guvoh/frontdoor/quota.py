"""How much may lie in the spool: a flood must leave room for whoever comes after it."""

import shutil
import threading
import time

from django.conf import settings

from guvoh.frontdoor.notice import spool
from guvoh.handover.envelope import Held

MAX_WAITING = 5_000
MAX_BYTES = 20 * 1024**3
# Anybody can leave forms with files lying for half a day: they have a room of their own, and full it costs the
# others their files and never their words.
MAX_UNSENT = 500
MAX_UNSENT_BYTES = 5 * 1024**3
FREE_BYTES = 1024**3
# a spool is counted anew so often; what comes in meanwhile is a few hundred reports at most
COUNTED_FOR_SECONDS = 10.0


class SpoolFull(OSError):
    """Nothing more is taken until the desk has fetched what waits, or the disk has room again."""


class Quota:
    """Whether the spool has room. Counting walks through it, so a count holds for some seconds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self._counted_at, self._sent, self._unsent = float("-inf"), Held(), Held()

    def check(self) -> None:
        """Whether a report has room. Raises SpoolFull, or OSError where there is no spool."""
        with self._lock:
            now = time.monotonic()
            if now - self._counted_at > COUNTED_FOR_SECONDS:
                self._sent, self._unsent = spool().held()
                self._counted_at = now
        if self._sent.count >= MAX_WAITING or self._sent.bytes >= MAX_BYTES:
            raise SpoolFull
        if shutil.disk_usage(settings.INTAKE_SPOOL).free < FREE_BYTES:
            raise SpoolFull

    def check_files(self) -> None:
        """Whether a file of a form that is not sent yet has room. Raises as check() does."""
        self.check()
        if self._unsent.count >= MAX_UNSENT or self._unsent.bytes >= MAX_UNSENT_BYTES:
            raise SpoolFull


quota = Quota()
