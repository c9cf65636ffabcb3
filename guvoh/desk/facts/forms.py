"""Shapes of what is typed about the guard's rules. Nothing here saves."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guvoh.desk.facts.vocabulary import GuardRuleKind


class RuleForm(forms.Form):
    kind = forms.ChoiceField(label=_("What kind of rule"), choices=GuardRuleKind, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Words"),
        max_length=400,
        help_text=_("Spellings of one name with commas between them; otherwise one word or name."),
    )
    reason = forms.CharField(label=_("Why the guard needs it"), max_length=300)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("kind") == GuardRuleKind.SPELLINGS:
            cleaned["words"] = re.split(r"[,;\n]", cleaned.get("words", ""))
        elif "words" in cleaned:
            cleaned["words"] = [cleaned["words"]]
        return cleaned


class WithdrawalForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is withdrawn"),
        max_length=300,
        error_messages={"required": _("Say why: the record keeps the reason.")},
    )
