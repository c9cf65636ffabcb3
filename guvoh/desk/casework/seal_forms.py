"""Shapes of what is asked before a case is sealed under its team's own keys. Nothing here saves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.forms import ReasonForm
from guvoh.desk.staff.models import Member


def _key_holders() -> Any:
    return Member.objects.filter(is_active=True, own_keys__lost_at__isnull=True, own_keys__isnull=False).distinct()


def _labelled(field: forms.ModelChoiceField) -> None:
    field.queryset = _key_holders().select_related("organisation")
    field.label_from_instance = lambda member: f"{member.full_name} ({member.organisation})"


class SealForm(ReasonForm):
    recovery = forms.ChoiceField(
        label=_("If nobody on the team can open it any more"),
        choices=[
            ("none", _("It is lost for ever, and nobody can be forced to open it")),
            ("two", _("Two colleagues together can let somebody in again")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    officer_one = forms.ModelChoiceField(
        label=_("First colleague"), queryset=Member.objects.none(), required=False
    )
    officer_two = forms.ModelChoiceField(
        label=_("Second colleague"), queryset=Member.objects.none(), required=False
    )
    understood = forms.BooleanField(
        label=_("I understand: a forgotten passphrase cannot be replaced by anybody"),
        error_messages={"required": _("Tick this once you have read what can be lost.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _labelled(self.fields["officer_one"])
        _labelled(self.fields["officer_two"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = [cleaned.get(name) for name in ("officer_one", "officer_two")]
        if cleaned.get("recovery") == "two":
            for name, officer in zip(("officer_one", "officer_two"), chosen, strict=True):
                if officer is None and name not in self.errors:
                    self.add_error(name, _("Choose a colleague who has a key of her own."))
        cleaned["officers"] = chosen if cleaned.get("recovery") == "two" else []
        return cleaned


class RecoveryForm(forms.Form):
    member = forms.ModelChoiceField(
        label=_("Who is to be let in"),
        queryset=Member.objects.none(),
        help_text=_("Both of you must name the same colleague within fifteen minutes."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _labelled(self.fields["member"])
