"""Acts that take two people. Each app registers its own kinds once, at start, and never knows those of the others.

    register(Kind("evidence.file_delete", _("Delete a sealed file"), proposes, seconds, run, words))

`run` is called when another member has agreed, in the same transaction, with the proposal: `proposal.about` holds
what was proposed, `proposal.proposed_by` is who acts. A refusal is a ValidationError, and nothing is done.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from guvoh.desk.staff.models import Member, Proposal
from guvoh.desk.staff.models.members import MemberQuerySet


@dataclass(frozen=True)
class Kind:
    """`words` says what exactly would happen, for the one who is asked to agree."""

    code: str
    label: Any
    proposes: Callable[[Member], bool]
    seconds: Callable[[Member], bool]
    run: Callable[[Proposal], Any]
    words: Callable[[Proposal], str]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.code] = kind


def kind_of(code: str) -> Kind:
    """Raises KeyError for a kind that no app has registered."""
    return _kinds[code]


def kinds() -> list[Kind]:
    return list(_kinds.values())


def seconds_something(member: Member) -> bool:
    return any(kind.seconds(member) for kind in _kinds.values())


def others_who_second(kind: Kind, proposer: Member) -> list[Member]:
    return [member for member in _others(proposer).filter(is_active=True) if kind.seconds(member)]


def acts_alone(kind: Kind, proposer: Member) -> bool:
    """Whether there is nobody to ask: she may second, nobody else may, and none was shut out of it just now."""
    just_now = _others(proposer).filter(missed_until__gt=timezone.now())
    return kind.seconds(proposer) and not others_who_second(kind, proposer) and not just_now.exists()


def _others(proposer: Member) -> MemberQuerySet:
    return Member.objects.exclude(pk=proposer.pk).prefetch_related("grants")
