from django import forms
from django.utils.translation import gettext_lazy as _


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("At most 50 MB. It is sealed while it arrives."),
        error_messages={
            "required": _("No file arrived. Choose one of at most 50 MB."),
            "empty": _("This file is empty."),
        },
    )
    description = forms.CharField(
        label=_("What it is, and how it came to us"),
        max_length=300,
        error_messages={"required": _("Say in a few words what it is and who gave it.")},
    )
