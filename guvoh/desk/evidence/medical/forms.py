"""Shapes of what is typed about an examination. Nothing here saves."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.forms import has_come
from guvoh.desk.casework.vocabulary import Purpose
from guvoh.desk.evidence.medical.body import drawing
from guvoh.desk.evidence.medical.vocabulary import DEFINITIONS, Degree, Names
from guvoh.desk.evidence.models import Examination, Finding, PsychologicalPart, SealedFile

# To what end a report may be handed on; each takes the person's consent to that very end.
HANDED: Final = (
    Purpose.LAWYER,
    Purpose.SUPPORT,
    Purpose.STATE_BODY,
    Purpose.UN_BODY,
    Purpose.FOREIGN_STATES,
)
LANGUAGES: Final = [("tg", "Тоҷикӣ"), ("ru", "Русский"), ("en", "English")]


def _long(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class Shape(forms.ModelForm):
    """Fields with the labels of a model. The verb checks the row as a whole; the instance is not touched."""

    def _post_clean(self) -> None:
        pass


class Degreed(Shape):
    """A shape with a degree of consistency, each with what it means."""

    degree = forms.ChoiceField(label=_("Degree of consistency"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = [(degree.value, f"{degree.label} · {DEFINITIONS[degree]}") for degree in Degree]
        self.fields["degree"].choices = [("", _("not judged yet")), *told]
        self.initial.setdefault("degree", self.instance.degree)


FRAME: Final = (
    *("examined_at", "minutes", "place", "alleged_on", "requested_by"),
    *("outside_name", "outside_licence", "qualifications"),
    *("language", "interpreter", "private", "police", "present", "restraints", "conditions"),
    *("agreed_examination", "agreed_photographs", "agreed_disclosure"),
)


class FrameForm(Shape):
    class Meta:
        model = Examination
        fields = FRAME
        widgets = {
            "examined_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            "alleged_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "conditions": _long(2),
            **{f"agreed_{what}": forms.RadioSelect for what in ("examination", "photographs", "disclosure")},
        }
        help_texts = {
            "outside_name": _("Only where somebody from outside examined. Empty: you did."),
            "restraints": _("For example handcuffs. Empty: none."),
            "agreed_disclosure": _("Each consent is asked for by itself, and may be refused by itself."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["alleged_on"].validators.append(has_come)


class StartForm(FrameForm):
    """Who is examined, and the frame."""

    actor = forms.ChoiceField(label=_("Who is examined"))
    field_order = ("actor", *FRAME)

    def __init__(self, *args: Any, people: list[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(actor.pk): actor for actor, _name in people}
        self.fields["actor"].choices = [(str(actor.pk), name) for actor, name in people]
        if not people:
            self.fields["actor"].help_text = _(
                "No person is in this case yet. Add the person on the page of the case first."
            )

    def clean_actor(self) -> Any:
        return self._people[self.cleaned_data["actor"]]


class StoryForm(Shape):
    class Meta:
        model = Examination
        fields = ("narrative",)
        widgets = {"narrative": _long(12)}
        help_texts = {"narrative": _("As the person said it, in the language of the person. Correct nothing.")}


class BodyForm(Shape):
    class Meta:
        model = Examination
        fields = ("history", "symptoms_acute", "symptoms_chronic", "general", "tests")
        widgets = {name: _long(5) for name in fields}


class ConclusionForm(Degreed):
    class Meta:
        model = Examination
        fields = ("interpretation", "conclusion", "degree", "recommendations", "limits")
        widgets = {name: _long(5) for name in fields if name != "degree"}
        help_texts = {
            "limits": _("What could not be examined, asked or tested, and why. If nothing: say so."),
        }


class MindForm(Degreed):
    class Meta:
        model = PsychologicalPart
        fields = ("complaints", "history", "observation", "instruments", "assessment", "degree")
        widgets = {name: _long(5) for name in fields if name != "degree"}


class FindingForm(Degreed):
    """A finding in one view of the body; the mark's place comes from the picture, or is its region's middle."""

    x = forms.DecimalField(required=False, min_value=0, max_value=100, widget=forms.HiddenInput)
    y = forms.DecimalField(required=False, min_value=0, max_value=100, widget=forms.HiddenInput)

    class Meta:
        model = Finding
        fields = (
            *("region", "kind", "length_mm", "width_mm", "colour", "shape", "age_estimate"),
            *("alleged_cause", "note", "degree", "x", "y"),
        )
        widgets = {"region": forms.RadioSelect, "note": _long(3)}

    def __init__(self, *args: Any, view: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [(region.code, region.label) for region in drawing(view).regions[::-1]]
        for axis in ("x", "y"):
            self.initial.setdefault(axis, getattr(self.instance, axis))

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        was = self.instance
        moved = was.pk and typed.get("region") not in (None, was.region)
        stayed = (typed.get("x"), typed.get("y")) == (was.x, was.y)
        for axis in ("x", "y"):
            # without a script the mark of the old region comes along with the new one
            if moved and stayed:
                typed[axis] = None
            elif typed.get(axis) is not None:
                typed[axis] = round(typed[axis], 1)
        return typed


class PhotographForm(forms.Form):
    upload = forms.FileField(
        label=_("Photograph"), required=False, help_text=_("At most 50 MB. It is sealed while it arrives.")
    )
    file = forms.ModelChoiceField(
        SealedFile.objects.none(), label=_("Or a picture of the case"), required=False, empty_label=_("none")
    )
    with_scale = forms.BooleanField(label=_("With a scale in the picture"), required=False)

    def __init__(self, *args: Any, pictures: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].queryset = pictures
        self.fields["file"].label_from_instance = lambda file: f"{file.pk.hex[:8]} · {file.description}"

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if not self.errors and bool(typed.get("upload")) == bool(typed.get("file")):
            raise forms.ValidationError(_("Choose a photograph to add, or a picture of the case: one of them."))
        if typed.get("upload") and not (typed["upload"].content_type or "").startswith("image/"):
            self.add_error("upload", _("This is no picture. Choose a photograph."))
        return typed


class AmendForm(forms.Form):
    reason = forms.CharField(label=_("Why it is amended"), max_length=300)


class ReportForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, widget=forms.RadioSelect)
    purpose = forms.ChoiceField(
        label=_("What for"), choices=[(purpose.value, purpose.label) for purpose in HANDED]
    )
    recipient = forms.CharField(label=_("To whom"), max_length=200, help_text=_("It stands on the report."))
    names = forms.ChoiceField(
        label=_("Who was examined is shown by"), choices=Names, widget=forms.RadioSelect, initial=Names.PSEUDONYM
    )
