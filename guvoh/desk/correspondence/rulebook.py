"""The page of the rules: each with how sure it is, who signed it, and how a term would be counted from today."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from guvoh.desk.correspondence.lawbook import calendar, versions
from guvoh.desk.correspondence.models import Clock, SignedRule
from guvoh.desk.correspondence.vocabulary import RuleCertainty, StartsOn
from guvoh.desk.staff.models import Member
from guvoh.instruments.terms.due import due
from guvoh.instruments.terms.explaining import counted_span
from guvoh.instruments.terms.rules import Rule


@dataclass(frozen=True)
class RuleRow:
    """One rule in the reader's language."""

    rule: Rule
    language: str

    @property
    def basis(self) -> str:
        return self.rule.basis[self.language]

    @property
    def trigger(self) -> str:
        return self.rule.trigger[self.language]

    @property
    def next_rung(self) -> str:
        return self.rule.next_rung[self.language]

    @property
    def note(self) -> str:
        return self.rule.note[self.language] if self.rule.note else ""

    @property
    def extension(self) -> str:
        return self.rule.extension.text[self.language] if self.rule.extension else ""

    @property
    def lengths(self) -> list[str]:
        return [counted_span(reading, self.language) for reading in self.rule.readings]

    @property
    def certainty(self) -> str:
        return str(RuleCertainty(self.rule.certainty).label)

    @property
    def starts(self) -> str:
        return str(StartsOn(self.rule.starts_on).label)


def rule_rows(language: str) -> list[RuleRow]:
    """The version of every rule that is in force today; those that wait for a signature first."""
    today = timezone.localdate()
    rows = [RuleRow(rule, language) for found in versions().values() for rule in found if rule.in_force(today)]
    return sorted(rows, key=lambda row: row.rule.raises_alarm)


def rule_page(rule: Rule, member: Member) -> dict[str, Any]:
    window = due(rule, timezone.now(), calendar())
    return {
        "row": RuleRow(rule, member.language),
        "versions": [RuleRow(version, member.language) for version in reversed(versions()[rule.id])],
        "window": window,
        "how_counted": window.explanation[member.language],
        "running": Clock.objects.waiting().filter(rule_id=rule.id).count(),
        "signatures": SignedRule.objects.filter(rule_id=rule.id).select_related("signed_by", "taken_back_by"),
    }
