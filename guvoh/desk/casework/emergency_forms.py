"""Shapes of what is typed in a hurry, and of handing over what a colleague left."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.emergencies import LONGEST_HOURS
from guvoh.desk.casework.models import Case
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.roles import Section


class EmergencyForm(forms.Form):
    code = forms.CharField(label=_("Case number"), max_length=20)
    reason = forms.CharField(
        label=_("Why it cannot wait"),
        help_text=_("Whoever leads the case and all coordinators read this at once."),
        max_length=500,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sections = forms.MultipleChoiceField(
        label=_("What you need of it"), choices=(), widget=forms.CheckboxSelectMultiple
    )
    hours = forms.IntegerField(label=_("For how many hours"), min_value=1, max_value=LONGEST_HOURS, initial=2)

    def __init__(self, *args: Any, sections: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sections"].choices = [choice for choice in Section.choices if choice[0] in sections]


class HandOverForm(forms.Form):
    owner = forms.ModelChoiceField(label=_("Who does it now"), queryset=Member.objects.none())

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = Member.objects.filter(
            is_active=True, team_seats__case=case, team_seats__left_at__isnull=True
        ).distinct()
