"""What apps above do when a harm is recorded, or its event comes into a case. Registered once, at start.

A reaction runs in the transaction of the act and must be able to run twice.
"""

from collections.abc import Callable

from guvoh.desk.facts.models import Act
from guvoh.desk.staff.models import Member

Reaction = Callable[[Act, Member], object]
_reactions: list[Reaction] = []


def on_act_recorded(reaction: Reaction) -> None:
    _reactions.append(reaction)


def act_recorded(act: Act, by: Member) -> None:
    for reaction in _reactions:
        reaction(act, by)
