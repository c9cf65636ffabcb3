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


class Bucket:
    """Admits a burst of acts at once and then so many a minute, whoever asks."""

    def __init__(self, burst: float, a_minute: float) -> None:
        self.burst = burst
        self.a_minute = a_minute
        self._lock = threading.Lock()
        self.refill()

    def refill(self) -> None:
        self._left, self._at = self.burst, time.monotonic()

    def admits(self) -> bool:
        with self._lock:
            now = time.monotonic()
            self._left = min(self.burst, self._left + (now - self._at) * self.a_minute / 60)
            self._at = now
            if self._left < 1:
                return False
            self._left -= 1
            return True
