from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.models import Case


class AcceptForm(forms.Form):
    title = forms.CharField(
        label=_("Title of the new case"),
        max_length=200,
        help_text=_("A few words without names: it is shown in lists."),
        error_messages={"required": _("Give the case a title, without names.")},
    )
    reason = forms.CharField(label=_("Note for the record"), max_length=500, required=False)


class JoinForm(forms.Form):
    case = forms.ModelChoiceField(
        label=_("Case"),
        queryset=Case.objects.none(),
        error_messages={"required": _("Choose the case it belongs to.")},
    )
    reason = forms.CharField(label=_("Note for the record"), max_length=500, required=False)

    def __init__(self, *args: Any, cases: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = cases


class ReferOutsideForm(forms.Form):
    to_whom = forms.CharField(
        label=_("Who takes it up"), max_length=200, error_messages={"required": _("Say who takes it up.")}
    )
    reason = forms.CharField(
        label=_("Why"), max_length=500, error_messages={"required": _("Say why: the record keeps the reason.")}
    )


class InformationForm(forms.Form):
    reason = forms.CharField(
        label=_("Why no case"),
        max_length=500,
        error_messages={"required": _("Say why: the record keeps the reason.")},
    )


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Answer to the reporter"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
        help_text=_(
            "Only the receipt code opens it. Write in her language, and nothing that would harm her if found."
        ),
        error_messages={"required": _("Write the answer first.")},
    )
