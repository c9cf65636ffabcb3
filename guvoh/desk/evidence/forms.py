import re
from typing import Any, Final

from django import forms
from django.core.validators import RegexValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.access import OpenCase
from guvoh.desk.casework.forms import DaysInOrder, day_widget
from guvoh.desk.evidence.access import beside
from guvoh.desk.evidence.court.manifest import RECIPIENTS, Order, label_of, texts_of
from guvoh.desk.evidence.models import Confession, CustodyNote, FaceGroup, FileLink, SealedFile
from guvoh.desk.evidence.vocabulary import ConfessionSign
from guvoh.desk.facts.models import Actor

SUBTITLES: Final = re.compile(r"WEBVTT\s+.*\d\d:\d\d\.\d{3} --> (\d\d:)?\d\d:\d\d\.\d{3}\s", re.DOTALL)


def description_field() -> forms.CharField:
    return forms.CharField(
        label=_("What it is, and how it came to us"),
        max_length=300,
        error_messages={"required": _("Say in a few words what it is and who gave it.")},
    )


class FileForm(forms.Form):
    description = description_field()
    file = forms.FileField(
        label=_("File"),
        help_text=_("Of any size. It is sealed while it arrives; its name is kept in the sealed database alone."),
        error_messages={
            "required": _("No file arrived. Choose one."),
            "empty": _("This file is empty."),
        },
    )


class UploadForm(forms.Form):
    """What a browser tells before it sends a file in parts."""

    description = description_field()
    name = forms.CharField(max_length=255, strip=False)
    content_type = forms.CharField(max_length=100, required=False)
    size = forms.IntegerField(
        min_value=1, max_value=1 << 46, error_messages={"min_value": _("This file is empty.")}
    )
    first = forms.FileField()


class KeepForm(forms.Form):
    description = description_field()


class CustodyForm(DaysInOrder, forms.ModelForm):
    HAPPENED = ("earliest", "latest")

    class Meta:
        model = CustodyNote
        fields = [
            "source_actor",
            "source",
            "how",
            "purpose",
            "earliest",
            "latest",
            "precision",
            "as_said",
            "url",
            "collector",
            "tool",
            "began_at",
            "ended_at",
            "note",
        ]
        widgets = {
            "earliest": day_widget(),
            "latest": day_widget(),
            "began_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            "ended_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            "note": forms.Textarea(attrs={"rows": 4}),
        }
        labels = {"earliest": _("Obtained, earliest day"), "latest": _("Obtained, latest day")}
        help_texts = {"url": _("Nobody opens it from here: it is kept as it was typed.")}

    def __init__(self, *args: Any, opened: OpenCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = self.fields["source_actor"]
        people.queryset = Actor.objects.filter(in_cases__case=opened.case).distinct()
        people.label_from_instance = opened.name_of
        self.fields["url"].validators.append(URLValidator(["http", "https"]))


class LinkForm(forms.ModelForm):
    class Meta:
        model = FileLink
        fields = ["kind", "other"]
        labels = {"kind": _("This file is"), "other": _("Of which file")}

    def __init__(self, *args: Any, file: SealedFile, opened: OpenCase, **kwargs: Any) -> None:
        super().__init__(*args, instance=FileLink(file=file), **kwargs)
        self.fields["other"].queryset = beside(file, opened)
        self.fields["other"].label_from_instance = lambda other: f"{other.name} · {other.pk.hex[:8]}"


class GraphicForm(forms.Form):
    graphic = forms.ChoiceField(
        label=_("What is to be seen or heard"),
        choices=[
            ("yes", _("Graphic: wounds, death, violence, humiliation")),
            ("no", _("Nothing graphic")),
            ("", _("Nobody has looked yet")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    reason = forms.CharField(label=_("Why"), max_length=300, required=False)

    @property
    def judged(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["graphic"])


class ConfessionForm(forms.ModelForm):
    signs = forms.MultipleChoiceField(
        label=_("Signs"),
        choices=ConfessionSign,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Name at least one sign.")},
    )

    class Meta:
        model = Confession
        fields = ["signs", "ground", "broadcast_by"]
        widgets = {"ground": forms.Textarea(attrs={"rows": 4})}


class TakeBackForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is taken back"),
        max_length=300,
        error_messages={"required": _("Say why it is taken back.")},
    )


class PackageForm(forms.Form):
    """What leaves is judged by the guard: whatever it refuses is left out or corrected."""

    purpose = forms.ChoiceField(
        label=_("To whom it goes"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say to whom it goes.")},
    )
    reason = forms.CharField(
        label=_("Why it is handed over"),
        max_length=300,
        help_text=_("Kept in the record here. It does not go along."),
        error_messages={"required": _("Say why it is handed over: the reason is kept in the record.")},
    )
    leave_out = forms.MultipleChoiceField(
        label=_("Leave out of what we have written"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("The package says which fields were left out."),
    )

    def __init__(self, *args: Any, file: SealedFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = [(purpose.value, purpose.label) for purpose in RECIPIENTS]
        fields = [(name, f"{label_of(name)}: {text}") for name, text in texts_of(file).items()]
        self.fields["leave_out"].choices = fields

    @property
    def order(self) -> Order:
        chosen = self.cleaned_data
        return Order(chosen["purpose"], chosen["reason"], frozenset(chosen["leave_out"]))


class UncoverForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you need to see it?"),
        max_length=300,
        help_text=_("Your reason is kept in the record. The file is then shown to you for 15 minutes."),
        error_messages={"required": _("Say why you need to see it: the reason is kept in the record.")},
    )


class FaceForm(forms.Form):
    decision = forms.ChoiceField(choices=FaceGroup.Decision)
    reason = forms.CharField(max_length=300, required=False)


class BoxForm(forms.Form):
    """A box in percent of the picture, so that it can be typed as well as drawn."""

    frame = forms.IntegerField(label=_("Picture number"), min_value=0, initial=0)
    left = forms.FloatField(label=_("Left edge, %"), min_value=0, max_value=100)
    top = forms.FloatField(label=_("Upper edge, %"), min_value=0, max_value=100)
    right = forms.FloatField(label=_("Right edge, %"), min_value=0, max_value=100)
    bottom = forms.FloatField(label=_("Lower edge, %"), min_value=0, max_value=100)
    lasts = forms.FloatField(
        label=_("For how many seconds"), min_value=0, max_value=600, required=False, help_text=_("Video only.")
    )

    @property
    def row(self) -> list[float]:
        corners = (self.cleaned_data[name] / 100 for name in ("left", "top", "right", "bottom"))
        return [self.cleaned_data["frame"], *corners]

    @property
    def seconds(self) -> float:
        return self.cleaned_data["lasts"] or 0.0


class ConfirmForm(forms.Form):
    looked = forms.BooleanField(
        label=_("I have looked at every picture here, and no other face, tattoo, paper or number plate is seen."),
        error_messages={"required": _("Look at every picture first: nobody does it after you.")},
    )
    subtitles = forms.CharField(
        label=_("Subtitles in place of the sound"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        validators=[
            RegexValidator(SUBTITLES, _("Begin with WEBVTT, then times such as 00:01.000 --> 00:04.000."))
        ],
        help_text=_("Video only, as WebVTT. The sound never goes along: a voice gives a person away."),
    )
