from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.models import Case
from guvoh.desk.evidence.models import PublicationCopy
from guvoh.desk.newsroom.models import SLUG, Story, StoryText
from guvoh.desk.newsroom.vocabulary import Kind, Language


class StoryForm(forms.Form):
    working_title = forms.CharField(
        label=_("Working title"),
        max_length=200,
        help_text=Story._meta.get_field("working_title").help_text,
        error_messages={"required": _("Give the story a name for the newsroom's list.")},
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind, initial=Kind.NEWS, widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Language to write first"), choices=Language, widget=forms.RadioSelect, initial=Language.TAJIK
    )


class TextForm(forms.Form):
    title = forms.CharField(
        label=_("Title"), max_length=200, error_messages={"required": _("A text needs a title.")}
    )
    lead = forms.CharField(
        label=_("Lead"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Two or three sentences that stand by themselves: lists and feeds show them."),
    )
    body = forms.CharField(
        label=_("Text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_(
            "An empty line starts a paragraph. ## makes a heading, **bold**, - a list, [words](address) a link."
        ),
    )
    slug = forms.CharField(
        label=_("Address of the page"),
        max_length=80,
        required=False,
        validators=[SLUG],
        help_text=_("Leave it empty and it is made from the title. It is public: no names here either."),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    @classmethod
    def of(cls, text: StoryText | None) -> "TextForm":
        if text is None:
            return cls(initial={"based_on": 0})
        fields = {name: getattr(text, name) for name in ("title", "lead", "body", "slug")}
        return cls(initial=fields | {"based_on": text.revision})

    @property
    def words(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("title", "lead", "body", "slug")}


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why: others will read it here.")},
    )


class AltForm(forms.Form):
    """What a picture shows, in each language."""

    alt_tg = forms.CharField(label=_("What it shows, in Tajik"), max_length=300, required=False)
    alt_ru = forms.CharField(label=_("What it shows, in Russian"), max_length=300, required=False)
    alt_en = forms.CharField(label=_("What it shows, in English"), max_length=300, required=False)

    @property
    def alts(self) -> dict[str, str]:
        return {language: words for language in Language.values if (words := self.cleaned_data[f"alt_{language}"])}


class PictureForm(AltForm):
    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG or WebP. Place, time, device and name of the file stay behind."),
        error_messages={"required": _("Choose a picture."), "empty": _("This file is empty.")},
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    field_order = ["picture"]


class CopyForm(AltForm):
    """One of the case's confirmed copies."""

    copy = forms.ModelChoiceField(
        label=_("Copy for publication"),
        queryset=PublicationCopy.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose a copy."), "invalid_choice": _("Choose a copy.")},
    )
    reason = forms.CharField(
        label=_("Why it is shown all the same"),
        max_length=300,
        required=False,
        help_text=_("For a copy that carries a warning. The second reader and the record see it."),
    )
    field_order = ["copy", "reason"]

    def __init__(self, *args: Any, case: Case | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if case is not None:
            self.fields["copy"].queryset = PublicationCopy.objects.pictures_of(case)
        self.fields["copy"].label_from_instance = _named


def _named(copy: PublicationCopy) -> str:
    named = _("Picture %(number)s, confirmed by %(name)s") % {"number": copy.pk, "name": copy.confirmed_by}
    return f"{named}. {copy.result.publication_warning}" if copy.result.harm else named
