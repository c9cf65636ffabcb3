"""Shapes of what is typed about a case. Nothing here saves."""

import datetime as dt
from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.models import (
    Case,
    Closure,
    Consent,
    Intervention,
    Need,
    Referral,
    Task,
)
from guvoh.desk.casework.vocabulary import CaseRole, ClientView, Purpose
from guvoh.desk.facts.matching import LIKELY, Sought, keys_of_person
from guvoh.desk.facts.models import Act, Actor, Event, Figure, Involvement, SourceItem
from guvoh.desk.facts.vocabulary import DetailKind, Gender, Script
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.roles import Section


def day_widget() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def has_come(day: dt.date) -> None:
    if day > timezone.localdate():
        raise forms.ValidationError(_("This day has not come yet."))


def is_not_over(day: dt.date) -> None:
    if day < timezone.localdate():
        raise forms.ValidationError(_("This day is over already."))


class DaysInOrder:
    """A mistyped year is caught while it is typed: `HAPPENED` days have come, `AHEAD` days are not over."""

    HAPPENED: tuple[str, ...] = ()
    AHEAD: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for names, rule in ((self.HAPPENED, has_come), (self.AHEAD, is_not_over)):
            for name in names:
                self.fields[name].validators.append(rule)


class CaseForm(forms.ModelForm):
    class Meta:
        model = Case
        fields = ["title", "summary"]
        widgets = {"summary": forms.Textarea(attrs={"rows": 6})}


class PersonForm(forms.Form):
    """One person, with her name in up to three scripts."""

    SCRIPTS = (Script.TAJIK, Script.RUSSIAN, Script.LATIN)
    NEW = "new"

    role = forms.ChoiceField(label=_("Role in the case"), choices=CaseRole)
    gender = forms.ChoiceField(label=_("Gender"), choices=Gender, required=False)
    born_on = forms.DateField(label=_("Date of birth"), widget=day_widget(), required=False, validators=[has_come])
    occupation = forms.CharField(label=_("Occupation"), max_length=200, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=100, required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    village = forms.CharField(label=_("Village or quarter"), max_length=200, required=False)
    alias = forms.CharField(label=_("Other name"), max_length=200, required=False)
    protected = forms.BooleanField(
        label=_("Protected: never to be named without consent"),
        help_text=_("Leave this ticked for everybody but public officials."),
        initial=True,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for script in self.SCRIPTS:
            for part, label in (
                ("surname", _("Surname")),
                ("given", _("Given name")),
                ("patronymic", _("Patronymic")),
            ):
                self.fields[f"{part}_{script.value}"] = forms.CharField(
                    label=label, max_length=100, required=False
                )

    def names(self) -> list[dict[str, str]]:
        found = []
        for script in self.SCRIPTS:
            parts = {
                part: self.cleaned_data[f"{part}_{script.value}"] for part in ("surname", "given", "patronymic")
            }
            if parts["surname"] or parts["given"]:
                found.append({"script": script.value, **parts})
        return found

    def details(self) -> list[tuple[str, str]]:
        kinds = (DetailKind.PHONE, DetailKind.ADDRESS, DetailKind.VILLAGE, DetailKind.ALIAS)
        return [(kind.value, self.cleaned_data[kind.value]) for kind in kinds if self.cleaned_data[kind.value]]

    def sought(self) -> Sought:
        """The person typed in, to be looked for among those who are known."""
        names = [(name["given"], name["surname"], name["patronymic"]) for name in self.names()]
        keys = keys_of_person(names, self.details(), self.cleaned_data["born_on"])
        return Sought(frozenset(keys), tuple(f"{given} {surname}" for given, surname, _father in names), LIKELY)

    def offer(self, known: "list[tuple[Actor, str]]") -> None:
        """Ask whether it is one of these people, who may be the same as the one typed in."""
        self._known = {str(actor.pk): actor for actor, _label in known}
        if not known:
            return
        choices = [(str(actor.pk), label) for actor, label in known]
        self.fields["same_as"] = forms.ChoiceField(
            label=_("Who it may be"),
            choices=[*choices, (self.NEW, _("No: somebody we have not met"))],
            widget=forms.RadioSelect,
            help_text=_("Choose her, and what you typed that is new is added to what we know."),
            error_messages={"required": _("We may know this person already. Choose, then send once more.")},
        )
        self.full_clean()

    @property
    def recognised(self) -> Actor | None:
        return self._known.get(self.cleaned_data.get("same_as", self.NEW))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not self.names():
            raise forms.ValidationError(_("Write at least a surname or a given name, in any of the scripts."))
        return cleaned

    @property
    def name_rows(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [
            (script.label, [self[f"{part}_{script.value}"] for part in ("surname", "given", "patronymic")])
            for script in self.SCRIPTS
        ]


class NameForm(forms.Form):
    script = forms.ChoiceField(label=_("Script"), choices=Script)
    surname = forms.CharField(label=_("Surname"), max_length=100, required=False)
    given = forms.CharField(label=_("Given name"), max_length=100, required=False)
    patronymic = forms.CharField(label=_("Patronymic"), max_length=100, required=False)


class DetailForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[choice for choice in DetailKind.choices if choice[0] != DetailKind.CASE_NUMBER]
    )
    value = forms.CharField(label=_("What it is"), max_length=300)


class EventForm(DaysInOrder, forms.ModelForm):
    HAPPENED = ("earliest", "latest")

    class Meta:
        model = Event
        fields = [
            "title",
            "scale",
            "earliest",
            "latest",
            "precision",
            "as_said",
            "region",
            "place",
            "narrative",
            "status",
        ]
        widgets = {
            "earliest": day_widget(),
            "latest": day_widget(),
            "narrative": forms.Textarea(attrs={"rows": 8}),
        }


class ActForm(DaysInOrder, forms.ModelForm):
    HAPPENED = ("earliest",)

    class Meta:
        model = Act
        fields = [
            "victim",
            "kind",
            "earliest",
            "method",
            "hours",
            "law_article",
            "stated_reason",
            "because_of_actor",
            "because_of_event",
            "certainty",
        ]
        widgets = {"earliest": day_widget()}
        labels = {
            "victim": _("To whom"),
            "earliest": _("Date, if it differs from the event's"),
            "because_of_actor": _("Done because of this person"),
            "because_of_event": _("Done in answer to this event"),
        }

    def __init__(
        self, *args: Any, people: "list[tuple[Actor, str]]", events: "list[Event]", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hours"].validators.append(MinValueValidator(0))
        names = dict(people)
        for field in ("victim", "because_of_actor"):
            self.fields[field].queryset = Actor.objects.filter(pk__in=[actor.pk for actor in names])
            self.fields[field].label_from_instance = names.__getitem__
        self.fields["because_of_event"].queryset = Event.objects.filter(pk__in=[event.pk for event in events])


class InvolvementForm(forms.ModelForm):
    class Meta:
        model = Involvement
        fields = ["perpetrator", "degree", "certainty", "rank_then"]
        labels = {"perpetrator": _("Who took part")}

    def __init__(self, *args: Any, people: "list[tuple[Actor, str]]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(people)
        self.fields["perpetrator"].queryset = Actor.objects.filter(pk__in=[actor.pk for actor in names])
        self.fields["perpetrator"].label_from_instance = names.__getitem__


class SourceForm(DaysInOrder, forms.ModelForm):
    HAPPENED = ("told_on",)

    address = forms.URLField(label=_("Web address"), max_length=500, required=False, assume_scheme="https")

    class Meta:
        model = SourceItem
        fields = ["kind", "title", "told_on", "address", "content", "reliability", "credibility"]
        widgets = {"told_on": day_widget(), "content": forms.Textarea(attrs={"rows": 4})}


class FigureForm(DaysInOrder, forms.ModelForm):
    HAPPENED = ("as_of",)

    class Meta:
        model = Figure
        fields = ["source", "measure", "kind", "low", "high", "nature", "as_of", "wording", "relation", "other"]
        widgets = {"as_of": day_widget()}
        labels = {"source": _("Which source says so"), "other": _("The other figure")}

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = event.sources.all()
        self.fields["other"].queryset = event.figures.all()


class ConsentForm(DaysInOrder, forms.ModelForm):
    HAPPENED = ("given_on",)

    class Meta:
        model = Consent
        fields = ["actor", "purpose", "recipient", "identification", "how", "given_on", "expires_on"]
        widgets = {"given_on": day_widget(), "expires_on": day_widget()}
        labels = {"actor": _("Who consents")}

    def __init__(self, *args: Any, people: "list[tuple[Actor, str]]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(people)
        self.fields["actor"].queryset = Actor.objects.filter(pk__in=[actor.pk for actor in names])
        self.fields["actor"].label_from_instance = names.__getitem__
        self.fields["given_on"].initial = timezone.localdate
        self.fields["identification"].help_text = _("Matters for letters and publication; ask for each by itself.")
        self.fields["purpose"].choices = Purpose.choices


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, error_messages={"required": _("Say why: the record keeps the reason.")}
    )


class NeedForm(forms.ModelForm):
    class Meta:
        model = Need
        fields = ["kind", "urgent", "note"]


class ReferralForm(DaysInOrder, forms.ModelForm):
    AHEAD = ("respond_by",)

    class Meta:
        model = Referral
        fields = ["to_member", "message", "respond_by"]
        widgets = {"respond_by": day_widget(), "message": forms.Textarea(attrs={"rows": 4})}
        labels = {"to_member": _("To which colleague")}

    def __init__(self, *args: Any, roles: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_member"].queryset = Member.objects.filter(
            is_active=True, grants__role__in=roles
        ).distinct()
        self.fields["message"].help_text = _("Shown before the case is opened to the colleague: no names here.")


class AppointmentForm(forms.Form):
    at = forms.DateTimeField(
        label=_("Day and hour"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    place = forms.CharField(label=_("Where"), max_length=200, required=False)


class InterventionForm(DaysInOrder, forms.ModelForm):
    HAPPENED = ("took_place_on",)

    class Meta:
        model = Intervention
        fields = ["kind", "took_place_on", "addressee", "note", "effect"]
        widgets = {"took_place_on": day_widget(), "note": forms.Textarea(attrs={"rows": 4})}


class TaskForm(DaysInOrder, forms.ModelForm):
    AHEAD = ("due_on",)

    class Meta:
        model = Task
        fields = ["title", "owner", "due_on"]
        widgets = {"due_on": day_widget()}

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = Member.objects.filter(
            is_active=True, team_seats__case=case, team_seats__left_at__isnull=True
        ).distinct()


class TeamForm(forms.Form):
    member = forms.ModelChoiceField(label=_("Colleague"), queryset=Member.objects.none())
    sections = forms.MultipleChoiceField(
        label=_("Sections that are open to her"),
        choices=Section,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Tick none to give what her roles open."),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        on_team = case.team.current().values("member")
        self.fields["member"].queryset = Member.objects.filter(is_active=True).exclude(pk__in=on_team)
        self.fields["member"].label_from_instance = lambda member: f"{member.full_name} ({member.organisation})"


class ClosureForm(DaysInOrder, forms.ModelForm):
    HAPPENED = ("closed_on",)
    AHEAD = ("follow_up_on",)

    class Meta:
        model = Closure
        fields = ["outcome", "account", "client_view", "follow_up_on", "closed_on"]
        widgets = {
            "follow_up_on": day_widget(),
            "closed_on": day_widget(),
            "account": forms.Textarea(attrs={"rows": 5}),
        }

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opened_on = case.opened_on
        self.fields["closed_on"].initial = timezone.localdate
        self.fields["client_view"].initial = ClientView.UNASKED

    def clean_closed_on(self) -> dt.date:
        if self.cleaned_data["closed_on"] < self.opened_on:
            raise forms.ValidationError(_("The case was opened after this day."))
        return self.cleaned_data["closed_on"]
