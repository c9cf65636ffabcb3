from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404

from guvoh.desk.facts.guard_rules import resting_among
from guvoh.desk.facts.models import GuardRule
from guvoh.desk.staff.access import may, require
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.permissions import Right

proposes_rules = may(Right.PROPOSE_GUARD_RULES)
decides_rules = may(Right.DECIDE_GUARD_RULES)


@dataclass(frozen=True)
class ListedRule:
    """A rule as one member sees it: how it stands, and what is hers to do with it."""

    rule: GuardRule
    rests: bool
    may_confirm: bool
    may_withdraw: bool

    @property
    def words(self) -> str:
        return ", ".join(self.rule.words)


def rules_for(member: Member) -> list[ListedRule]:
    """All rules, those that wait first. Raises Http404 for whoever has nothing to do with the guard."""
    require(proposes_rules, member)
    return _listed(member, GuardRule.objects.listed())


def _listed(member: Member, found: Iterable[GuardRule]) -> list[ListedRule]:
    shown = sorted(found, key=lambda rule: (not rule.waits, rule.withdrawn_by_id is not None))
    resting = resting_among(rule for rule in shown if not rule.waits and rule.withdrawn_by_id is None)
    decides = decides_rules(member)
    return [
        ListedRule(
            rule,
            rests=rule.pk in resting,
            may_confirm=decides and rule.waits and rule.proposed_by_id != member.pk,
            may_withdraw=rule.withdrawn_by_id is None
            and (decides or (rule.waits and rule.proposed_by_id == member.pk)),
        )
        for rule in shown
    ]


def rule_to_confirm(member: Member, pk: int) -> GuardRule:
    """A rule that waits for somebody like this member. Raises Http404, also for her own."""
    listed = _rule_for(member, pk)
    if not listed.may_confirm:
        raise Http404
    return listed.rule


def rule_to_withdraw(member: Member, pk: int) -> GuardRule:
    """A rule she may withdraw: any for those who decide, her own while it waits. Raises Http404."""
    listed = _rule_for(member, pk)
    if not listed.may_withdraw:
        raise Http404
    return listed.rule


def _rule_for(member: Member, pk: int) -> ListedRule:
    require(proposes_rules, member)
    return _listed(member, [get_object_or_404(GuardRule.objects.listed(), pk=pk)])[0]
