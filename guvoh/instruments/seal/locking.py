"""When an open vault locks by itself: idle time, hours in all, and a check-in that did not come."""

from dataclasses import dataclass
from typing import Final

from guvoh.instruments.seal.attempts import now

MINUTE: Final = 60.0
HOUR: Final = 3600.0


@dataclass(frozen=True)
class LockTerms:
    """Seconds until the vault locks: without a member at work, since it was opened, and since the last check-in.

    `check_in` of 0 means that the rule is not in use.
    """

    idle: float = 60 * MINUTE
    longest: float = 24 * HOUR
    check_in: float = 0.0


class Watch:
    """The three clocks of one open vault. They run on while the machine sleeps, whatever its date says."""

    def __init__(self, terms: LockTerms) -> None:
        self.terms = terms
        self._opened = self._active = self._checked_in = now()

    def saw_activity(self) -> None:
        """A member is at work."""
        self._active = now()

    def saw_check_in(self) -> None:
        """A member said that all is well."""
        self._checked_in = self._active = now()

    def left(self) -> dict[str, float]:
        """Seconds left by the name of the rule; never below 0. A rule not in use is left out."""
        moment = now()
        ends = {"idle": self._active + self.terms.idle, "longest": self._opened + self.terms.longest}
        if self.terms.check_in:
            ends["check_in"] = self._checked_in + self.terms.check_in
        return {rule: max(0.0, end - moment) for rule, end in ends.items()}

    def is_over(self) -> bool:
        """Whether one of the clocks has run out."""
        return min(self.left().values()) <= 0
