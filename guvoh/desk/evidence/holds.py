"""What keeps a file from being deleted. Each app says it of its own things, once, at start."""

from collections.abc import Callable

from guvoh.desk.evidence.models import SealedFile

# the sentence that says why it must stay and what to do first; nothing where it may go
Hold = Callable[[SealedFile], str]
_holds: list[Hold] = []


def add_hold(hold: Hold) -> None:
    _holds.append(hold)


def held_by(file: SealedFile) -> list[str]:
    """Why this file stays, in sentences."""
    return [sentence for hold in _holds if (sentence := hold(file))]
