"""Shapes of what is typed about filings. Nothing here saves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.models import Case
from guvoh.desk.correspondence.actions.filing_steps import AFTER_FILING
from guvoh.desk.correspondence.actions.filings import ABOUT
from guvoh.desk.correspondence.filings.mechanisms import Asked, mechanisms, said
from guvoh.desk.correspondence.forms import day_widget
from guvoh.desk.correspondence.models import Filing, FilingLink
from guvoh.desk.correspondence.vocabulary import StepKind
from guvoh.desk.facts.models import Act, Actor, Event, SourceItem


class StartForm(forms.Form):
    people = forms.ModelMultipleChoiceField(
        Actor.objects.none(), label=_("About whom"), widget=forms.CheckboxSelectMultiple
    )
    event = forms.ModelChoiceField(
        Event.objects.none(),
        label=_("About which event"),
        required=False,
        help_text=_("Date, place, story and officials of this event go into the draft."),
    )

    def __init__(self, *args: Any, case: Case, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about = Actor.objects.filter(in_cases__case=case, in_cases__role__in=ABOUT)
        self.fields["people"].queryset = about.distinct().prefetch_related("names")
        self.fields["people"].label_from_instance = lambda actor: actor.name_in(language)
        self.fields["event"].queryset = case.events.all()


class FieldsForm(forms.Form):
    """The typed fields of one mechanism, in its sections."""

    use_required_attribute = False

    def __init__(self, *args: Any, filing: Filing, **kwargs: Any) -> None:
        super().__init__(*args, initial=filing.fields, **kwargs)
        self.mechanism = mechanisms()[filing.mechanism]
        for asked in self.mechanism.fields.values():
            if asked.is_typed:
                self.fields[asked.id] = _field(asked)

    def full_clean(self) -> None:
        """A draft is saved as far as it goes: what is still missing stands on its page."""
        marked = [field for field in self.fields.values() if field.required]
        for field in marked:
            field.required = False
        super().full_clean()
        for field in marked:
            field.required = True

    @property
    def sections(self) -> list[tuple[str, list[Any]]]:
        return [
            (said(section.title), [self[asked.id] for asked in section.fields if asked.is_typed])
            for section in self.mechanism.sections
            if any(asked.is_typed for asked in section.fields)
        ]

    def typed(self) -> dict[str, Any]:
        """What was typed, days as ISO text."""
        return {
            name: value.isoformat() if hasattr(value, "isoformat") else value
            for name, value in self.cleaned_data.items()
        }


def _field(asked: Asked) -> forms.Field:
    help_text = said(asked.help) if asked.help else ""
    told = {"label": said(asked.label), "help_text": help_text, "required": asked.required}
    if asked.kind == "date":
        return forms.DateField(widget=day_widget(), **told)
    if asked.kind == "text":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 6}), **told)
    choices = [(value, said(texts)) for value, texts in (asked.choices or {}).items()]
    if asked.kind == "choices":
        return forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, choices=choices, **told)
    if asked.kind == "choice":
        return forms.ChoiceField(widget=forms.RadioSelect, choices=choices, **told)
    return forms.CharField(max_length=300, **told)


class FiledForm(forms.Form):
    filed_on = forms.DateField(label=_("On which day"), widget=day_widget())
    reference = forms.CharField(
        label=_("Reference of the body"),
        max_length=100,
        required=False,
        help_text=_("Its number, or to which delegations a brief was handed. It can come later, with a step."),
    )


class StepForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What happened"),
        widget=forms.RadioSelect,
        choices=[(kind.value, kind.label) for kind in StepKind if kind in AFTER_FILING],
    )
    on = forms.DateField(label=_("On which day"), widget=day_widget())
    reference = forms.CharField(label=_("Reference"), max_length=100, required=False)
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)


class LinkForm(forms.ModelForm):
    class Meta:
        model = FilingLink
        fields = [
            "perpetrator",
            "act",
            "link",
            "post_then",
            "post_on",
            "account",
            "source_one",
            "source_two",
            "independence",
        ]
        widgets = {
            "post_on": day_widget(),
            "account": forms.Textarea(attrs={"rows": 4}),
            "independence": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, filing: Filing, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.filing = filing
        events = filing.case.events.all()
        acts = Act.objects.filter(event__in=events, victim__in=filing.people.all())
        involved = Actor.objects.filter(involvements__act__event__in=events, protected=False)
        self.fields["act"].queryset = acts.select_related("victim", "event")
        self.fields["act"].label_from_instance = lambda act: f"{act.get_kind_display()} · {act.event.title}"
        self.fields["perpetrator"].queryset = involved.distinct().prefetch_related("names")
        self.fields["perpetrator"].label_from_instance = lambda actor: actor.name_in(language)
        for name in ("source_one", "source_two"):
            self.fields[name].queryset = SourceItem.objects.filter(event__in=events)

    def _post_clean(self) -> None:
        """Only the shape: the verb checks the link and saves it."""
