"""What Django itself says to a reader, in Tajik and Russian: its Tajik catalogue has gaps that ours fills."""

import pytest
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from guvoh.config.messages import compile_catalogues
from guvoh.desk.staff.models import Member


class Everything(forms.Form):
    long = forms.CharField(max_length=3)
    short = forms.CharField(min_length=9)
    number = forms.DecimalField(max_digits=3, decimal_places=1)
    whole = forms.IntegerField(max_value=5, step_size=2)
    day = forms.DateField()
    one = forms.ChoiceField(choices=[("a", "a")])
    many = forms.MultipleChoiceField(choices=[("a", "a")])
    file = forms.FileField()
    empty = forms.CharField()


BAD = {
    "long": "12345",
    "short": "1",
    "number": "12345.678",
    "whole": "7",
    "day": "yesterday",
    "one": "z",
    "many": ["z"],
}


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    compile_catalogues()


@pytest.mark.parametrize("language", ["tg", "ru"])
def test_errors_of_every_kind_of_field_are_in_the_language_of_the_reader(language: str) -> None:
    with translation.override("en"):
        english = {error for errors in Everything(BAD).errors.values() for error in errors}
    with translation.override(language):
        said = {error for errors in Everything(BAD).errors.values() for error in errors}
    assert len(said) == len(english) > 7
    assert said & english == set()


@pytest.mark.parametrize("language", ["tg", "ru"])
@pytest.mark.parametrize("weak", ["short", "adminadminadmin"])
def test_weak_passphrases_are_refused_in_the_language_of_the_reader(language: str, weak: str) -> None:
    member = Member(username="adminadminadmin", full_name="Admin")
    refused = []
    for spoken in ("en", language):
        with translation.override(spoken), pytest.raises(ValidationError) as error:
            validate_password(weak, member)
        refused.append(set(error.value.messages))
    assert refused[0] & refused[1] == set()
