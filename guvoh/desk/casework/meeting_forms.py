"""Shapes of what is typed to find out whether a person is known already. Nothing here saves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.forms import day_widget
from guvoh.desk.casework.models import Case


class MeetForm(forms.Form):
    """What a caller says about a person, as far as somebody heard it."""

    words = forms.CharField(
        label=_("Name, in any spelling and order"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "autofocus": True}),
    )
    born_on = forms.DateField(label=_("Date of birth"), widget=day_widget(), required=False)
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(_("Write a name, a telephone or a date of birth."))
        return cleaned


class EnquiryForm(forms.Form):
    reason = forms.CharField(
        label=_("Why you ask"),
        max_length=300,
        help_text=_("Whoever works with this person reads it and decides whether to answer."),
        error_messages={"required": _("Say why: only so can a colleague decide.")},
    )


class AnswerForm(forms.Form):
    """How to answer a colleague's question about somebody in cases one leads."""

    SILENCE, WORDS = "silence", "words"

    decision = forms.ChoiceField(label=_("What to do"), widget=forms.RadioSelect)
    message = forms.CharField(
        label=_("What you write to her"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("She learns from any answer that we know this person."),
    )

    def __init__(self, *args: Any, cases: list[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._cases = {case.code: case for case in cases}
        seats = [(code, _("Give her a seat on case %(code)s") % {"code": code}) for code in self._cases]
        self.fields["decision"].choices = [
            (self.WORDS, _("Answer in words only")),
            *seats,
            (self.SILENCE, _("Say nothing: she sees no difference")),
        ]

    @property
    def case(self) -> Case | None:
        return self._cases.get(self.cleaned_data["decision"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("decision") == self.WORDS and not cleaned.get("message"):
            self.add_error("message", _("Write an answer, or give a seat."))
        return cleaned
