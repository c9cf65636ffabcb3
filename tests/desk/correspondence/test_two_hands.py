"""Two members at one letter, and what the guard says before it can be carried out of the house."""

import pytest
from django.core.exceptions import ValidationError

from guvoh.desk.casework.vocabulary import Identification
from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.models import Letter
from tests.desk.correspondence.conftest import ASKED


def test_a_letter_gets_one_number_however_many_make_it_final(draft, consent, cast) -> None:
    consent()
    first = draft()
    second = Letter.objects.with_rows().get(pk=first.pk)
    number = actions.finalise_letter(first, by=cast.lawyer).number
    with pytest.raises(ValidationError, match="is final"):
        actions.finalise_letter(second, by=cast.officer)
    with pytest.raises(ValidationError, match="is final"):
        actions.edit_letter(second, ASKED, by=cast.officer, text="Another text.")
    assert Letter.objects.get().number == number


def test_what_is_made_final_is_what_stands_there_not_what_was_on_the_screen(draft, consent, cast) -> None:
    consent()
    draft()
    screen, colleague = Letter.objects.with_rows().get(), Letter.objects.get()
    actions.edit_letter(colleague, ("answer us",), by=cast.officer, text="The better text.")
    content = actions.finalise_letter(screen, by=cast.lawyer).content
    assert (content["text"], content["points"]) == ("The better text.", ["answer us"])
    assert Letter.objects.get().text == "The better text."


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_draft_that_names_somebody_without_consent_is_not_handed_out(draft, consent, cast, form) -> None:
    consent(Identification.INITIALS)
    letter = draft()
    actions.edit_letter(letter, ASKED, by=cast.lawyer, text="Rustam Saidov came to us.")
    with pytest.raises(ValidationError, match="No consent to letters covers"):
        actions.export_letter(letter, form, by=cast.lawyer)
    actions.edit_letter(letter, ASKED, by=cast.lawyer, text="The applicant came to us.")
    assert actions.export_letter(letter, form, by=cast.lawyer)
