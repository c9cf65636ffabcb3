"""Shapes of what is typed about the wording of letters. Nothing here saves."""

import re
from typing import Any, Final

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guvoh.desk.correspondence.forms import DemandsField
from guvoh.desk.correspondence.kinds import Wording
from guvoh.desk.correspondence.models import LetterWording, OwnKind
from guvoh.desk.correspondence.vocabulary import BodyKind
from guvoh.desk.correspondence.wordbook import startable_rules
from guvoh.desk.correspondence.wording_checks import EMPTY

BETWEEN_PARAGRAPHS: Final = re.compile(r"\n\s*\n")
TEXTS: Final = ("heading", "paragraphs", "demands", "sign_off")


class ParagraphsField(forms.CharField):
    """Paragraphs with an empty line between them."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> tuple[str, ...]:
        return tuple(filter(None, BETWEEN_PARAGRAPHS.split(super().to_python(value).replace("\r\n", "\n"))))

    def prepare_value(self, value: Any) -> Any:
        return "\n\n".join(value) if isinstance(value, list | tuple) else value


class LinesField(forms.CharField):
    """Lines of a text, the empty ones left out."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> tuple[str, ...]:
        return tuple(line.strip() for line in super().to_python(value).splitlines() if line.strip())

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value


def _long(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _required(name: str) -> dict[str, Any]:
    return {"error_messages": {"required": EMPTY[name]}}


class WordingForm(forms.Form):
    """One kind of letter in one language. What is typed is checked as a letter by the verb."""

    heading = forms.CharField(label=_("Heading"), widget=forms.TextInput, **_required("heading"))
    paragraphs = ParagraphsField(
        label=_("Text"),
        help_text=_("An empty line starts a new paragraph. Fields and the two blocks are in the list."),
        widget=_long(24),
        **_required("paragraphs"),
    )
    demands = DemandsField(
        label=_("What the letter asks for"),
        help_text=_("One demand on each line. They stand where {{ asked }} is."),
        widget=_long(8),
        **_required("demands"),
    )
    sign_off = LinesField(
        label=_("Last lines"),
        help_text=_("A line that ends with a colon gets a rule to sign on."),
        widget=_long(3),
        **_required("sign_off"),
    )
    why = LetterWording._meta.get_field("why").formfield(
        help_text=_("For example: the law was changed, and where you read it. No names of people in a case.")
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, wording: Wording, version: int, **kwargs: Any) -> None:
        initial = {name: getattr(wording, name) for name in TEXTS} | {"based_on": version}
        super().__init__(*args, initial=initial, **kwargs)

    def texts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in TEXTS}


class LookForm(WordingForm):
    """The same before it is saved: to look at it, no reason is needed yet."""

    def _clean_fields(self) -> None:
        self.fields["why"].required = False
        super()._clean_fields()
        # the next button pressed on this page may be the one that saves
        self.fields["why"].required = True


class OriginalForm(forms.Form):
    why = LetterWording._meta.get_field("why").formfield()
    based_on = forms.IntegerField(widget=forms.HiddenInput)


class OwnKindForm(forms.ModelForm):
    """A kind of letter of the coalition's own, copied from another."""

    goes_to = forms.MultipleChoiceField(
        label=_("To which bodies"), choices=BodyKind.choices, widget=forms.CheckboxSelectMultiple
    )
    rule_id = forms.ChoiceField(label=_("Which clock its delivery starts"), required=False)

    class Meta:
        model = OwnKind
        fields = ["name_tg", "name_ru", "name_en"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "tg"
        clocks = sorted((rule.basis[language], rule_id) for rule_id, rule in startable_rules().items())
        none = ("", _("None: no law sets a term for it"))
        self.fields["rule_id"].choices = [none, *((rule_id, f"{basis} · {rule_id}") for basis, rule_id in clocks)]

    def _post_clean(self) -> None:
        pass

    def typed(self) -> tuple[dict[str, str], list[str], str]:
        names = {language: self.cleaned_data[f"name_{language}"] for language in ("tg", "ru", "en")}
        return names, self.cleaned_data["goes_to"], self.cleaned_data["rule_id"]
