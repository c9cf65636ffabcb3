"""How often the vault may be tried: pauses that grow, kept beside the slots so that a restart forgets nothing."""

import json
import math
import time
from pathlib import Path
from typing import Final

from guvoh.instruments.seal.wholefile import write_whole

FREE: Final = 3
FIRST_PAUSE: Final = 5.0
CLOSED_AFTER: Final = 10
CLOSED_SECONDS: Final = 15 * 60.0


def pause_after(wrong: int) -> float:
    """Seconds to wait after so many wrong attempts in a row: none for FREE, then doubled, then closed for long."""
    if wrong < FREE:
        return 0
    return CLOSED_SECONDS if wrong >= CLOSED_AFTER else FIRST_PAUSE * 2 ** (wrong - FREE)


def now() -> float:
    """Seconds since the machine started, sleep included: setting the date moves nothing."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def _boot() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()


class Attempts:
    """The wrong attempts in a row, in `path`. After a restart of the machine the last pause begins again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.wrong, self._until = self._kept()

    def _kept(self) -> tuple[int, float]:
        try:
            kept = json.loads(self.path.read_bytes())
            wrong, boot, until = int(kept["wrong"]), str(kept["boot"]), float(kept["until"])
        except FileNotFoundError:
            return 0, 0
        except (ValueError, KeyError, TypeError):
            # somebody changed it: nobody gains by that
            return CLOSED_AFTER, now() + CLOSED_SECONDS
        longest = now() + pause_after(wrong)
        return wrong, min(until, longest) if boot == _boot() else longest

    def wait(self) -> int:
        """Whole seconds until the next attempt may be made; 0 when it may be made now."""
        return max(0, math.ceil(self._until - now()))

    def begin(self) -> None:
        """Count an attempt as wrong before it is made: ending the agent halfway gains nothing. Raises OSError."""
        self._keep(self.wrong + 1)

    def was_wrong(self) -> None:
        """Start the pause anew at the end of a wrong attempt. Raises OSError."""
        self._keep(self.wrong)

    def was_no_attempt(self) -> None:
        """Take back the last count: nothing was tried. Raises OSError."""
        self._keep(max(0, self.wrong - 1))

    def was_right(self) -> None:
        """Forget all wrong attempts. Raises OSError."""
        self.wrong, self._until = 0, 0
        self.path.unlink(missing_ok=True)

    def _keep(self, wrong: int) -> None:
        until = now() + pause_after(wrong)
        write_whole(self.path, json.dumps({"wrong": wrong, "boot": _boot(), "until": until}).encode())
        self.wrong, self._until = wrong, until
