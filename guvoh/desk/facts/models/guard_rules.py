from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guvoh.desk.facts.vocabulary import GuardRuleKind
from guvoh.desk.staff.models import Member


class GuardRuleQuerySet(models.QuerySet["GuardRule"]):
    def standing(self) -> "GuardRuleQuerySet":
        """Neither withdrawn nor waiting for somebody to confirm."""
        return self.filter(Q(kind=GuardRuleKind.SPELLINGS) | Q(confirmed_by__isnull=False), withdrawn_by=None)

    def listed(self) -> "GuardRuleQuerySet":
        return self.select_related("proposed_by", "confirmed_by", "withdrawn_by")


class GuardRule(models.Model):
    """A rule that the coalition adds to the guard's own. What it says is never changed, only withdrawn."""

    CHANGING: Final = frozenset(
        {"confirmed_by", "confirmed_at", "withdrawn_by", "withdrawn_at", "withdrawal_reason"}
    )

    kind = models.CharField(_("kind"), max_length=20, choices=GuardRuleKind)
    words = models.JSONField(_("words"))
    reason = models.CharField(_("reason"), max_length=300)
    proposed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="guard_rules_proposed")
    proposed_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="guard_rules_confirmed", null=True, blank=True
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="guard_rules_withdrawn", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.CharField(_("reason of the withdrawal"), max_length=300, blank=True)

    objects = GuardRuleQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="guard_rule_confirmed_by_another",
                violation_error_message=_("Somebody else must confirm this rule: you proposed it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None and not set(kwargs.get("update_fields") or ["words"]) <= self.CHANGING:
            raise TypeError("what a rule says is never changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: object, **_kwargs: object) -> tuple[int, dict[str, int]]:
        raise TypeError("a rule is withdrawn, never deleted")

    @property
    def silences(self) -> bool:
        """Whether the guard finds less by this rule, so that one member alone must not set it."""
        return self.kind != GuardRuleKind.SPELLINGS

    @property
    def waits(self) -> bool:
        return self.silences and self.confirmed_by_id is None and self.withdrawn_by_id is None
