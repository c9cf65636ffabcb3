import threading
import time
from collections import deque


class Throttle:
    """Admits so many acts in so many seconds, whoever asks: behind Tor all visitors look like one."""

    def __init__(self, acts: int, seconds: float) -> None:
        self._acts = acts
        self._seconds = seconds
        self._recent: deque[float] = deque()
        self._lock = threading.Lock()

    def admits(self) -> bool:
        now = time.monotonic()
        with self._lock:
            while self._recent and now - self._recent[0] > self._seconds:
                self._recent.popleft()
            if len(self._recent) >= self._acts:
                return False
            self._recent.append(now)
            return True
