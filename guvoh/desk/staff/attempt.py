"""Runs a verb from a form: a refusal stands in the form beside what was typed, and nothing is half saved."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.forms import BaseForm

Outcome = TypeVar("Outcome")


def attempt(
    form: BaseForm, verb: Callable[..., Outcome], *args: Any, **kwargs: Any
) -> tuple[bool, Outcome | None]:
    """Return (True, the verb's outcome), or (False, None) with the refusal added to the form."""
    try:
        return True, verb(*args, **kwargs)
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            form.add_error(None, error)
            return False, None
        for field, errors in error.error_dict.items():
            form.add_error(field if field in form.fields else None, errors)
        return False, None
