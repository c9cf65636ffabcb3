"""How much may lie in the spool: a flood must leave room for whoever comes after it."""

import shutil
import threading
import time

from django.conf import settings

from guvoh.frontdoor.notice import spool

MAX_WAITING = 5_000
MAX_BYTES = 20 * 1024**3
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
        self._counted_at, self._count, self._bytes = float("-inf"), 0, 0

    def check(self) -> None:
        """Raises SpoolFull, or OSError where there is no spool."""
        with self._lock:
            now = time.monotonic()
            if now - self._counted_at > COUNTED_FOR_SECONDS:
                self._count, self._bytes = spool().size()
                self._counted_at = now
        if self._count >= MAX_WAITING or self._bytes >= MAX_BYTES:
            raise SpoolFull
        if shutil.disk_usage(settings.INTAKE_SPOOL).free < FREE_BYTES:
            raise SpoolFull


quota = Quota()
