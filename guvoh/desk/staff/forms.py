"""Forms of the accounts and the record. Those of sign-in give allauth's forms the desk's own words."""

import re
from collections.abc import Mapping
from typing import Any, Final

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as SecondFactorAgain
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, ReauthenticateWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from guvoh.desk.staff import presence
from guvoh.desk.staff.actions import rewrap_own_key
from guvoh.desk.staff.acts import ACTS
from guvoh.desk.staff.invitation_codes import invitation_by
from guvoh.desk.staff.models import Invitation, Member
from guvoh.desk.staff.roles import Role

CODE_HELP = _("Six digits from the app on your phone, or one of your recovery codes.")
USER_NAME: Final = re.compile(r"\w+([.-]\w+)*")
PASSPHRASE_HELP = _("At least 14 characters: four or five words in a row are easy to remember and hard to guess.")


def _reword(form: forms.Form, **labels: Any) -> None:
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].help_text = ""
        form.fields[name].widget.attrs.pop("placeholder", None)


class SignIn(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self, login=_("User name"), password=_("Passphrase"))
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        # only here is her passphrase at hand; nobody is let in before the second factor
        presence.bring(request, self.user, self.cleaned_data["password"])
        return super().login(request, redirect_url=redirect_url)


class ConfirmPassphrase(ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self, password=_("Passphrase"))


class OwnKeyForm(ConfirmPassphrase):
    def bring(self, request: HttpRequest) -> None:
        presence.bring(request, self.user, self.cleaned_data["password"])


class ChangePassphrase(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(
            self,
            oldpassword=_("Your passphrase now"),
            password1=_("New passphrase"),
            password2=_("New passphrase once more"),
        )
        self.fields["password1"].help_text = PASSPHRASE_HELP

    @transaction.atomic
    def save(self) -> None:
        chosen = self.cleaned_data
        super().save()
        rewrap_own_key(self.user, old=chosen["oldpassword"], new=chosen["password1"], by=self.user)

    def clean(self) -> dict[str, Any]:
        # not super().clean(): allauth's sentence about a difference has no Tajik
        cleaned = forms.Form.clean(self) or self.cleaned_data
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two new passphrases differ. Type the same one twice."))
        return cleaned


class SecondFactor(AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self, code=_("Code"))
        self.fields["code"].help_text = CODE_HELP


class ConfirmSecondFactor(SecondFactorAgain):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self, code=_("Code"))
        self.fields["code"].help_text = CODE_HELP


class ActivateSecondFactor(ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self, code=_("The six digits the app shows now"))
        self.fields["code"].widget.attrs |= {"inputmode": "numeric"}


NOT_THIS_KEY = _("This passkey was not accepted. Use the one you set up here, or a code instead.")


class _WithPasskey(AuthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()
        except ValidationError as refused:
            if refused.code != "incorrect_code":
                raise
            raise ValidationError(NOT_THIS_KEY) from refused


class SignInWithPasskey(_WithPasskey):
    pass


class ConfirmPasskey(_WithPasskey, ReauthenticateWebAuthnForm):
    pass


class AddPasskey(AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.pop("name", None)
        _reword(self, name=_("Name of the passkey"))
        self.fields["name"].help_text = _("So that you know it again: my phone, the blue key.")
        self.fields["name"].max_length = 60

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except ValidationError as refused:
            if getattr(refused, "code", "") != "incorrect_code":
                raise
            raise ValidationError(_("The passkey was not set up. Start again.")) from refused


REASON_HELP = _("One sentence. It stays in the record.")


def _reason_field(*, required: bool) -> forms.CharField:
    return forms.CharField(
        label=_("Reason"), help_text=REASON_HELP, max_length=500, required=required, widget=forms.TextInput
    )


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(label=_("Roles"), choices=Role, widget=forms.CheckboxSelectMultiple)
    reason = _reason_field(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("Needed for a new role: a second person reads it and agrees.")


class WhyForm(forms.Form):
    """For acts on an account that stay in the record with their reason."""

    reason = _reason_field(required=True)


def _passphrase_field(label: Any) -> forms.CharField:
    typed = forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True)
    return forms.CharField(label=label, help_text=PASSPHRASE_HELP, max_length=200, strip=False, widget=typed)


class PassphraseForm(forms.Form):
    passphrase = _passphrase_field(_("New passphrase"))

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_passphrase(self) -> str:
        validate_password(self.cleaned_data["passphrase"], self.member)
        return self.cleaned_data["passphrase"]


class InvitationForm(forms.ModelForm):
    roles = forms.MultipleChoiceField(label=_("Roles"), choices=Role, widget=forms.CheckboxSelectMultiple)
    reason = _reason_field(required=True)

    class Meta:
        model = Invitation
        fields = ["full_name", "organisation", "language"]


class JoinForm(forms.ModelForm):
    """The code from paper, and what its owner chooses for herself."""

    code = forms.CharField(
        label=_("Code of the invitation"),
        max_length=60,
        help_text=_("Twenty letters and digits. Small letters and spaces do not matter."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    passphrase = _passphrase_field(_("Passphrase"))
    again = _passphrase_field(_("Passphrase once more"))
    field_order = ("code", "username", "passphrase", "again")

    class Meta:
        model = Member
        fields = ["username"]
        help_texts = {
            "username": _("What is typed to sign in. Choose another word if the name should not be seen.")
        }
        error_messages = {"username": {"unique": _("Somebody has this user name already.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["again"].help_text = ""
        self.invitation: Invitation | None = None

    def clean_code(self) -> str:
        self.invitation = invitation_by(self.cleaned_data["code"])
        if self.invitation is None:
            raise ValidationError(
                _("This code opens nothing. Check it letter by letter, or ask for a new invitation.")
            )
        return self.cleaned_data["code"]

    def clean_username(self) -> str:
        username = self.cleaned_data["username"]
        if not USER_NAME.fullmatch(username):
            raise ValidationError(_("Letters and digits, with dots or hyphens between them; no spaces."))
        return username

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, second = cleaned.get("passphrase"), cleaned.get("again")
        if self.invitation is None or not first:
            return cleaned
        if second and first != second:
            self.add_error("again", _("The two new passphrases differ. Type the same one twice."))
        named = Member(username=cleaned.get("username", ""), full_name=self.invitation.full_name)
        try:
            validate_password(first, named)
        except ValidationError as error:
            self.add_error("passphrase", error)
        return cleaned

    def validate_unique(self) -> None:
        """Whether a user name is taken is told to nobody who has no code."""
        if self.invitation is not None:
            super().validate_unique()


def _acts() -> list[tuple[str, str]]:
    return [("", "—"), *sorted(((act, str(words)) for act, words in ACTS.items()), key=lambda pair: pair[1])]


class RecordForm(forms.Form):
    """What to look for in the record; every field may stay empty."""

    words = forms.CharField(label=_("Words"), required=False, max_length=200)
    member = forms.ModelChoiceField(Member.objects.all(), label=_("Who"), required=False, empty_label="—")
    act = forms.ChoiceField(label=_("Act"), required=False, choices=_acts)
    case = forms.CharField(label=_("Case"), required=False, max_length=20)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day is before the first."))
        return cleaned


class PeriodForm(forms.Form):
    """How far back to look; whatever else stands in the address means a week."""

    SPANS: Final = [(1, _("today")), (7, _("the last week")), (31, _("the last month")), (366, _("the last year"))]
    span = forms.TypedChoiceField(label=_("Period"), choices=SPANS, coerce=int, required=False, initial=7)

    def __init__(self, asked: Mapping[str, str]) -> None:
        super().__init__({"span": asked.get("span", "7")})

    @property
    def days(self) -> int:
        return self.cleaned_data["span"] if self.is_valid() and self.cleaned_data["span"] else 7


class HandOverForm(forms.Form):
    partner = forms.CharField(
        label=_("Who keeps them"),
        max_length=100,
        help_text=_("An organisation outside, best in another country. It stands in the record."),
    )
