from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import gettext_lazy as _


class RepliesForm(forms.Form):
    """Which letters are counted. `of` names the kind of body, or the body, whose curve is drawn."""

    year = forms.TypedChoiceField(label=_("Sent in"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label=_("Kind of letter"), required=False)
    of = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, typed: Mapping[str, str], years: Iterable[int], kinds: Mapping[str, str]) -> None:
        super().__init__(typed)
        self.fields["year"].choices = [("", _("any year")), *((year, str(year)) for year in years)]
        self.fields["kind"].choices = [("", _("every kind")), *kinds.items()]
