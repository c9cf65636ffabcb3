"""Shapes of what is typed about letters. Nothing here saves."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.models import Case
from guvoh.desk.correspondence.actions import GivenAnswer
from guvoh.desk.correspondence.kinds import letter_kinds
from guvoh.desk.correspondence.merging import Plan
from guvoh.desk.correspondence.models import AskedPoint, Delivery, Letter, Reply, StateBody
from guvoh.desk.correspondence.vocabulary import Answer
from guvoh.desk.facts.models import Event


def day_widget() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _long(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class DemandsField(forms.CharField):
    """What a letter asks for, one demand on a line; numbers typed before them are taken off."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> tuple[str, ...]:
        lines = (line.strip() for line in super().to_python(value).splitlines())
        return tuple(_without_number(line) for line in lines if line)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def validate(self, value: Any) -> None:
        super().validate(value)
        longest = AskedPoint._meta.get_field("text").max_length
        if any(len(line) > longest for line in value):
            raise forms.ValidationError(
                _("A demand has at most %(most)d letters. Split it in two.") % {"most": longest}
            )


def _without_number(line: str) -> str:
    head, _dot, rest = line.partition(" ")
    return rest.strip() if head[:-1].isdigit() and head[-1:] in ".)" else line


class PlanForm(forms.Form):
    kind_id = forms.ChoiceField(label=_("Kind of letter"))
    language = forms.ChoiceField(label=_("Language"), choices=Letter._meta.get_field("language").choices)
    body = forms.ModelChoiceField(
        StateBody.objects.all(),
        label=_("To which body"),
        help_text=_("If it is not in the list, add it to the state bodies first."),
    )
    addressee = forms.CharField(label=_("To whom by name and post"), max_length=200, required=False)
    event = forms.ModelChoiceField(
        Event.objects.none(),
        label=_("About which event"),
        required=False,
        help_text=_("Date, place, story, acts and officials of this event go into the draft."),
    )
    law_article = forms.CharField(
        label=_("Legal basis"),
        max_length=300,
        required=False,
        help_text=_("The article relied on. Empty: the one named in the acts of the event."),
    )
    asked = DemandsField(
        label=_("What the letter asks for"), help_text=_("One demand on each line."), widget=_long(5)
    )
    written_on = forms.DateField(label=_("Date of the letter"), widget=day_widget())

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "tg"
        self.fields["kind_id"].choices = [(kind.id, kind.names[language]) for kind in letter_kinds().values()]
        self.fields["event"].queryset = case.events.all()

    def plan(self) -> Plan:
        return Plan(**self.cleaned_data)


class Shape(forms.ModelForm):
    """Fields with the labels of a model. The verb checks the row as a whole; the instance is not touched."""

    def _post_clean(self) -> None:
        pass


class LetterForm(Shape):
    """The whole text of a draft."""

    asked = DemandsField(
        label=_("What the letter asks for"), help_text=_("One demand on each line."), widget=_long(5)
    )
    field_order = (
        *("body", "addressee", "written_on", "heading", "introduction", "text"),
        *("asked", "closing", "sign_off"),
    )

    class Meta:
        model = Letter
        fields = ["body", "addressee", "written_on", "heading", "introduction", "text", "closing", "sign_off"]
        widgets = {
            "written_on": day_widget(),
            "introduction": _long(4),
            "text": _long(18),
            "closing": _long(6),
            "sign_off": _long(3),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["asked"] = [point.text for point in self.instance.points.all()]
        if not self.instance.answered_table:
            del self.fields["introduction"]

    def typed(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class ProofFile(forms.FileField):
    """An optional picture of a paper; sealed as it arrives."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Scan or photograph"), required=False, help_text=_("At most 50 MB. It is sealed.")
        )


class DeliveryForm(Shape):
    upload = ProofFile()

    class Meta:
        model = Delivery
        fields = ["how", "sent_on", "delivered_on", "delivered_time", "known_on", "proof", "register_number"]
        widgets = {
            "sent_on": day_widget(),
            "delivered_on": day_widget(),
            "known_on": day_widget(),
            "delivered_time": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }
        help_texts = {
            "proof": _("Without proof the clock is not provably started: the body can say that nothing came."),
            "delivered_time": _("Only where you know it; terms in hours are counted from it."),
        }

    def typed(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class ReplyForm(Shape):
    """A reply, with one row for each thing that was asked."""

    upload = ProofFile()

    class Meta:
        model = Reply
        fields = ["received_on", "dated_on", "register_number", "signed_by", "summary"]
        widgets = {"received_on": day_widget(), "dated_on": day_widget(), "summary": _long(4)}

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = list(letter.points.all())
        answers_it, words = _("Does the reply answer it?"), _("In the reply's words")
        for point in self.points:
            self.fields[f"answer_{point.pk}"] = forms.ChoiceField(
                label=f"{point.number}. {answers_it}",
                choices=Answer.choices,
                widget=forms.RadioSelect,
            )
            self.fields[f"quote_{point.pk}"] = forms.CharField(
                label=f"{point.number}. {words}", widget=_long(2), required=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for point in self.points:
            answer = cleaned.get(f"answer_{point.pk}")
            if answer and answer != Answer.NO and not cleaned.get(f"quote_{point.pk}"):
                self.add_error(
                    f"quote_{point.pk}", _("Quote the words of the reply, or say that there is no answer.")
                )
        return cleaned

    def rows(self) -> Iterable[tuple[AskedPoint, Any, Any]]:
        for point in self.points:
            yield point, self[f"answer_{point.pk}"], self[f"quote_{point.pk}"]

    def answers(self) -> list[GivenAnswer]:
        typed = self.cleaned_data
        return [
            GivenAnswer(point, typed[f"answer_{point.pk}"], typed[f"quote_{point.pk}"]) for point in self.points
        ]

    def typed(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class NoticeForm(forms.Form):
    notified_on = forms.DateField(label=_("Day of their notice"), widget=day_widget())


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)


class BodyForm(Shape):
    class Meta:
        model = StateBody
        fields = ["name_tg", "name_ru", "name_en", "kind", "region", "address", "superior"]
