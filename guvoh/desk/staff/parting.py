"""What ends when a member goes: each app registers what it must take back, and never knows what the others do.

    on_parting(end_seats)

A hook is called in the transaction of the act, as `hook(member, parting, by=...)`. It ends what is hers to end and
returns sentences about what somebody else must take over, without names of cases or people.
"""

from collections.abc import Callable
from enum import Enum

from guvoh.desk.staff.models import Member


class Parting(Enum):
    """DANGER: she may come back, so her seats stay while her keys go. LEAVING: she does not come back."""

    DANGER = "danger"
    LEAVING = "leaving"


Hook = Callable[..., list[str]]

_hooks: list[Hook] = []


def on_parting(hook: Hook) -> None:
    _hooks.append(hook)


def part(member: Member, parting: Parting, *, by: Member) -> list[str]:
    """Let every app end what it must; return what is left to be taken over."""
    return [sentence for hook in _hooks for sentence in hook(member, parting, by=by)]
