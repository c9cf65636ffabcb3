"""Shapes of what is typed about letters. Nothing here saves."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.models import Case
from guvoh.desk.correspondence.actions import GivenAnswer
from guvoh.desk.correspondence.merging import Plan
from guvoh.desk.correspondence.models import (
    AskedPoint,
    CalendarDay,
    Delivery,
    Letter,
    Reply,
    SignedRule,
    StateBody,
)
from guvoh.desk.correspondence.vocabulary import Answer, StartsOn, Unit
from guvoh.desk.correspondence.wordbook import kind_in_force, known_kinds
from guvoh.desk.facts.models import Event, SourceItem
from guvoh.desk.facts.vocabulary import SourceKind
from guvoh.instruments.terms.rules import Rule


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
    publication = forms.ModelChoiceField(
        SourceItem.objects.none(),
        label=_("About which publication"),
        required=False,
        help_text=_("The piece that is to be answered or removed: its title, date and address go into the draft."),
    )
    law_article = forms.CharField(
        label=_("Legal basis"),
        max_length=300,
        required=False,
        help_text=_("The article relied on. Empty: the one named in the acts of the event."),
    )
    asked = DemandsField(
        label=_("What the letter asks for"),
        required=False,
        help_text=_("One demand on each line. Empty: the usual demands of this kind, which you can change then."),
        widget=_long(5),
    )
    written_on = forms.DateField(label=_("Date of the letter"), widget=day_widget())

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "tg"
        self.fields["kind_id"].choices = [(kind.id, kind.names[language]) for kind in known_kinds().values()]
        self.fields["event"].queryset = case.events.all()
        told = SourceItem.objects.filter(event__in=case.events.all())
        self.fields["publication"].queryset = told.filter(Q(kind=SourceKind.PRESS) | ~Q(address=""))

    def clean(self) -> dict[str, Any]:
        """A letter that asks for nothing in particular asks for what its kind always asks for."""
        typed = super().clean() or self.cleaned_data
        if "asked" in typed and not typed["asked"] and {"kind_id", "language"} <= typed.keys():
            typed["asked"] = kind_in_force(typed["kind_id"]).wordings[typed["language"]].demands
        return typed

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
        fields = ["name_tg", "name_ru", "name_en", "kind", "level", "region", "address", "superior"]


class SignatureForm(forms.Form):
    """A rule as a lawyer of the coalition found it in the law."""

    read = SignedRule._meta.get_field("read").formfield(widget=_long(3))
    length = forms.IntegerField(label=_("Length"), min_value=0, max_value=1000)
    unit = forms.ChoiceField(label=_("Counted in"), choices=Unit)
    only_reading = forms.BooleanField(
        label=_("The law can be read in this way only"),
        required=False,
        help_text=_("Otherwise the other readings stay, and the clock shows a window."),
    )
    starts_on = forms.ChoiceField(label=_("Starts"), choices=StartsOn)
    day_of_event_counts = forms.BooleanField(
        label=_("The day itself is the first day of the term"), required=False
    )
    ends_on_day_off_moves = forms.BooleanField(
        label=_("A last day that is a day off moves to the next working day"), required=False
    )
    basis_tg = forms.CharField(label=_("Legal basis, in Tajik"), max_length=300)
    basis_ru = forms.CharField(label=_("Legal basis, in Russian"), max_length=300)
    basis_en = forms.CharField(label=_("Legal basis, in English"), max_length=300)
    in_force_from = forms.DateField(
        label=_("The law has changed: new version in force from"),
        required=False,
        widget=day_widget(),
        help_text=_("Leave it empty where the table was unread or wrong: then running clocks are counted anew."),
    )

    def __init__(self, *args: Any, rule: Rule, **kwargs: Any) -> None:
        self.rule = rule
        kwargs["initial"] = self._as_it_stands() | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        if rule.length is None:
            for name in ("length", "unit", "only_reading"):
                del self.fields[name]
        elif not rule.uncertain:
            del self.fields["only_reading"]

    def _as_it_stands(self) -> dict[str, Any]:
        names = ("length", "unit", "starts_on", "day_of_event_counts", "ends_on_day_off_moves")
        return {name: getattr(self.rule, name) for name in names} | {
            f"basis_{language}": text for language, text in self.rule.basis.items()
        }

    def corrected(self) -> dict[str, Any]:
        """The fields of the rule's row that differ from what stands there."""
        typed = self.cleaned_data
        basis = {language: typed[f"basis_{language}"] for language in self.rule.basis}
        fields = {
            name: typed[name] for name in self._as_it_stands() if name in typed and not name.startswith("basis")
        }
        changed = {name: value for name, value in fields.items() if value != getattr(self.rule, name)}
        if basis != dict(self.rule.basis):
            changed["basis"] = basis
        if typed.get("only_reading"):
            changed["uncertain"] = ()
        return changed


class DayForm(Shape):
    class Meta:
        model = CalendarDay
        fields = ["date", "kind", "holiday", "reason_tg", "reason_ru", "reason_en", "source"]
        widgets = {"date": day_widget()}
