from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guvoh.frontdoor.uploads import MAX_FILE_BYTES, MAX_FILES, MAX_TOTAL_BYTES, MEGABYTE, Reason, Refusal

STORY_LETTERS = 50_000
LINE_LETTERS = 2_000

# what is typed here must not go to a browser's memory or to a spelling service
QUIET = {"autocomplete": "off", "spellcheck": "false"}


def words(
    label: str, help_text: str, rows: int, *, limit: int = LINE_LETTERS, required: str = ""
) -> forms.CharField:
    """A text field. Always a text area: the Enter key of a phone must never send half a report."""
    field = forms.CharField(
        label=label,
        help_text=help_text,
        max_length=limit,
        required=bool(required),
        widget=forms.Textarea(attrs={"rows": rows, **QUIET}),
        error_messages={
            "required": required,
            "max_length": _("This is too long: at most %(limit_value)d letters. Now there are %(show_value)d."),
            "null_characters_not_allowed": _(
                "There is a sign in this text that cannot be read. Please type it again."
            ),
        },
    )
    # the attribute would cut a pasted text without a word
    field.widget.attrs.pop("maxlength", None)
    return field


class FilesInput(forms.FileInput):
    """The files themselves were sealed while the request was being read; the form only shows their errors."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> None:  # noqa: ARG002 - Django's names
        return None


class FormWithFiles(forms.Form):
    files = forms.Field(
        label=_("Photos, video, documents"),
        required=False,
        widget=FilesInput(attrs={"multiple": True}),
    )

    def tell_refused(self, refused: Iterable[Refusal]) -> None:
        for refusal in refused:
            self.add_error("files", refusal_sentence(refusal))


class ReportForm(FormWithFiles):
    what = words(
        _("What happened?"),
        _("In your own words, in any language. Begin with what matters most. You can leave out names."),
        9,
        limit=STORY_LETTERS,
        required=_("Please write what happened. A few words are enough."),
    )
    when = words(
        _("When?"), _("A date, or as you remember it: “at the end of May”, “two days ago, in the evening”."), 1
    )
    where = words(_("Where?"), _("Town or village, building, office."), 1)
    whom = words(_("To whom did it happen?"), _("To you, or to somebody else. You can leave out names."), 2)
    contact_safety = forms.ChoiceField(
        label=_("Is it safe to contact you?"),
        help_text=_("Whatever you choose, you can read the answer here with your receipt code."),
        choices=[
            ("no", _("No, do not contact me")),
            ("careful", _("Only with care, as I describe below")),
            ("yes", _("Yes")),
        ],
        initial="no",
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose one of the three answers."),
            "invalid_choice": _("Please choose one of the three answers."),
        },
    )
    contact_how = words(
        _("How can we contact you?"),
        _("Phone or messenger, at what hours, and who else may pick up. Leave it empty if you do not want it."),
        2,
    )
    field_order = ("what", "when", "where", "whom", "contact_safety", "contact_how", "files")


class MessageForm(FormWithFiles):
    text = words(
        _("Write to us again"),
        _("In your own words, in any language. The same people read it."),
        6,
        limit=STORY_LETTERS,
        required=_("Please write something. A few words are enough."),
    )
    field_order = ("text", "files")


def refusal_sentence(refusal: Refusal) -> str:
    limits = {
        "name": refusal.name,
        "files": MAX_FILES,
        "each": MAX_FILE_BYTES // MEGABYTE,
        "total": MAX_TOTAL_BYTES // MEGABYTE,
    }
    if refusal.reason is Reason.TOO_LARGE:
        return gettext("“%(name)s” is too large: one file can have at most %(each)d MB.") % limits
    if refusal.reason is Reason.TOO_MANY:
        return gettext("“%(name)s” was left out: one report can carry at most %(files)d files.") % limits
    if refusal.reason is Reason.TOO_MUCH:
        return gettext("“%(name)s” was left out: all files together can have at most %(total)d MB.") % limits
    if refusal.reason is Reason.NOT_STORED:
        return (
            gettext("“%(name)s” could not be stored here just now. Try again later, or send without it.") % limits
        )
    return gettext("The files you added before are no longer here. Please add them again.")


class ReceiptForm(forms.Form):
    code = forms.CharField(
        label=_("Your receipt code"),
        help_text=_("All digits of the code. Spaces do not matter."),
        max_length=100,
        error_messages={
            "required": _("Please type the code."),
            "max_length": _("This code is not known here. Please compare every digit with your paper."),
            "null_characters_not_allowed": _(
                "This code is not known here. Please compare every digit with your paper."
            ),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "code", **QUIET}),
    )
