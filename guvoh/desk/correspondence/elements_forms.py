"""Shapes of what is typed about the elements. Nothing here saves, and nothing asks for a verdict."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guvoh.desk.correspondence.elements import questions
from guvoh.desk.correspondence.elements_page import Subject
from guvoh.desk.correspondence.forms import Shape, day_widget
from guvoh.desk.correspondence.models import Allegation, ElementFact, StateQualification
from guvoh.desk.correspondence.vocabulary import Grade, Heading
from guvoh.desk.facts.models import Actor
from guvoh.desk.facts.vocabulary import SourceKind


class AboutSubject(Shape):
    """A row about an event: sources of that event alone, and whom it is about where there are several."""

    def __init__(self, *args: Any, subject: Subject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = subject.event.sources.all()
        self.fields["source"].label_from_instance = lambda source: f"{source.title} · {source.grade}"
        victims = subject.victims
        if len(victims) < 2:
            del self.fields["victim"]
            return
        names = {victim.pk: subject.opened.name_of(victim) for victim in victims}
        self.fields["victim"].queryset = Actor.objects.filter(pk__in=names)
        self.fields["victim"].label_from_instance = lambda victim: names[victim.pk]
        self.fields["victim"].empty_label = str(_("everybody in this event"))


class FactForm(AboutSubject):
    class Meta:
        model = ElementFact
        fields = ["victim", "statement", "purpose", "grade", "source", "standard", "would_change"]
        widgets = {
            "statement": forms.Textarea(attrs={"rows": 4}),
            "would_change": forms.Textarea(attrs={"rows": 2}),
            "grade": forms.RadioSelect,
        }

    def __init__(self, *args: Any, heading: Heading, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = Grade.choices
        self.questions = questions(heading, get_language() or "tg")
        if heading != Heading.PURPOSE:
            del self.fields["purpose"]


class AllegationForm(AboutSubject):
    class Meta:
        model = Allegation
        fields = ["victim", "words", "said_on", "source"]
        widgets = {"words": forms.Textarea(attrs={"rows": 6}), "said_on": day_widget()}


class StateForm(AboutSubject):
    class Meta:
        model = StateQualification
        fields = ["victim", "article", "wording", "body", "decided_by", "decided_on", "source"]
        widgets = {"decided_on": day_widget()}
        labels = {"source": _("Document")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        documents = self.fields["source"].queryset
        self.fields["source"].queryset = documents.filter(kind__in=[SourceKind.DOCUMENT, SourceKind.OFFICIAL])
