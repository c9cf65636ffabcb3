"""The state of one clock from what is known to have happened, in whatever order it was entered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from guvoh.instruments.terms.calendar import Calendar
from guvoh.instruments.terms.counting import local
from guvoh.instruments.terms.due import Window, due, due_if_extended
from guvoh.instruments.terms.rules import STARTS_ON, Rule

STATES = (
    *("not_provably_started", "running", "extension_notified", "overdue"),
    *("answered_in_substance", "answered_in_part", "answered_formally", "closed"),
)
# the best answer received decides, so a formal letter after a full one takes nothing back
REPLIES = ("answered_in_substance", "answered_in_part", "answered_formally")
STEPS = (*STARTS_ON, "extension_notified", *REPLIES, "closed")


class StepRefused(ValueError):
    """A step cannot have happened when it is said to. The message names the field."""


@dataclass(frozen=True)
class Step:
    """Something that happened to a letter or in a case: one of STEPS, when, and the proof of it.

    `proof` names the stamp, register number or postal slip; for `closed` it is the reason.
    """

    kind: str
    at: datetime
    proof: str | None = None


@dataclass(frozen=True)
class Clock:
    """State (one of STATES), start and window; `late` when the best answer came after the window."""

    state: str
    started: datetime | None = None
    window: Window | None = None
    late: bool = False

    def maybe_overdue(self, now: datetime) -> bool:
        """True while only the shorter reading of the law has run out."""
        window = self.window
        if self.state not in ("running", "extension_notified") or window is None or window.earliest is None:
            return False
        return window.earliest < local(now)


def clock(rule: Rule, steps: Iterable[Step], now: datetime, calendar: Calendar) -> Clock:
    """The state of the clock of `rule` at `now`.

    A letter's clock starts with a proven date only; an event (`occurred`) needs no slip. An extension counts when
    the rule knows one and it was notified before the term ended. Raises StepRefused for an unknown step, a
    delivery before the sending, a reply before the letter, a closing without a reason; OutsideCalendar like `due`.
    """
    # by name where two came at one moment: the order of entry decides nothing, not even which fault is told
    known = sorted(steps, key=lambda step: (local(step.at), step.kind, step.proof or ""))
    _check(known)
    started = _started(rule, known)
    window = _window(rule, started, known, calendar) if started else None
    if any(step.kind == "closed" for step in known):
        return Clock("closed", started, window)
    for reply in REPLIES:
        received = [local(step.at) for step in known if step.kind == reply]
        if received:
            return Clock(reply, started, window, late=_past(window, received[0]))
    return Clock(_open_state(rule, window, known, now), started, window)


def _open_state(rule: Rule, window: Window | None, known: list[Step], now: datetime) -> str:
    if window is None:
        return "not_provably_started"
    if _past(window, local(now)):
        return "overdue"
    notified = any(step.kind == "extension_notified" for step in known)
    return "extension_notified" if notified and rule.extension else "running"


def _past(window: Window | None, moment: datetime) -> bool:
    return window is not None and window.latest is not None and window.latest < moment


def _started(rule: Rule, known: list[Step]) -> datetime | None:
    starting = (step for step in known if step.kind == rule.starts_on)
    proven = (step for step in starting if step.proof or step.kind == "occurred")
    return next((local(step.at) for step in proven), None)


def _window(rule: Rule, started: datetime, known: list[Step], calendar: Calendar) -> Window:
    window = due(rule, started, calendar)
    notices = [local(step.at) for step in known if step.kind == "extension_notified"]
    if rule.extension and notices and not _past(window, notices[0]):
        return due_if_extended(rule, started, calendar)
    return window


def _check(known: list[Step]) -> None:
    for step in known:
        if step.kind not in STEPS:
            raise StepRefused(f"The field “kind” is “{step.kind}”; it must be one of {', '.join(STEPS)}.")
        if step.kind == "closed" and not step.proof:
            raise StepRefused("The field “proof” is empty: a clock is closed with a reason.")
    # dates, not moments: the hour at a post office is seldom known
    sent, delivered = (
        min((local(s.at).date() for s in known if s.kind == k), default=None) for k in STARTS_ON[1:3]
    )
    if sent and delivered and delivered < sent:
        raise StepRefused(f"The field “delivered” says {delivered}, before the sending on {sent}.")
    letter = sent or delivered
    for step in known:
        if letter and step.kind in REPLIES and local(step.at).date() < letter:
            raise StepRefused(
                f"The field “{step.kind}” says {local(step.at).date()}, before the letter of {letter}."
            )
