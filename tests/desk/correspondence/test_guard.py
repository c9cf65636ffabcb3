"""What the guard holds back in a letter, and how a lawyer says that another person is meant."""

import io
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from guvoh.desk.casework.vocabulary import Identification
from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.disclosure import exposed_names
from guvoh.desk.correspondence.models import Letter, LetterClearance
from guvoh.desk.correspondence.setting import as_docx, as_pdf, parts_of
from guvoh.desk.staff.models import Entry
from guvoh.instruments.names.guard import TEXT_MAX

Draft = Callable[..., Letter]
NAMESAKE = "Colonel Rustam Saidov, head of the department"
HOW = "The ministry's site names its head of department."


@pytest.fixture
def addressed(draft: Draft, consent: Any, cast: SimpleNamespace) -> Letter:
    """A letter of a client who is shown by initials alone, to an official who bears the client's name."""
    consent(Identification.INITIALS)
    return actions.edit_letter(draft(), ["why"], by=cast.lawyer, addressee=NAMESAKE)


def test_a_name_in_the_head_of_the_letter_is_held_back(addressed: Letter, cast: SimpleNamespace) -> None:
    assert [exposed.part for exposed in exposed_names(addressed)] == ["addressee"]
    with pytest.raises(ValidationError, match="Rustam Saidov"):
        actions.export_letter(addressed, "docx", by=cast.lawyer)


def test_an_official_of_the_same_name_is_cleared_with_a_reason(addressed: Letter, cast: SimpleNamespace) -> None:
    exposed = exposed_names(addressed)[0]
    actions.clear_name(addressed, exposed.fingerprint, HOW, by=cast.lawyer)
    assert not exposed_names(addressed)
    assert not actions.finalise_letter(addressed, by=cast.lawyer).is_draft
    entry = Entry.objects.filter(act="letter.name_cleared").get()
    assert "Saidov" not in str(entry.detail)
    assert entry.member == cast.lawyer


def test_what_was_cleared_holds_for_that_place_alone(addressed: Letter, cast: SimpleNamespace) -> None:
    actions.clear_name(addressed, exposed_names(addressed)[0].fingerprint, HOW, by=cast.lawyer)
    actions.edit_letter(addressed, ["why"], by=cast.lawyer, text="Rustam Saidov came to us in March.")
    assert [exposed.part for exposed in exposed_names(addressed)] == ["text"]


def test_without_a_reason_nothing_is_cleared_and_the_page_says_so(
    addressed: Letter, sign_in: Any, cast: Any
) -> None:
    exposed = exposed_names(addressed)[0]
    address = reverse("correspondence:another_person", args=[addressed.pk])
    page = sign_in(cast.lawyer).post(address, {"fingerprint": exposed.fingerprint, "reason": " "})
    assert page.status_code == 422
    assert not LetterClearance.objects.exists()


def test_the_page_shows_the_words_and_takes_the_reason(addressed: Letter, sign_in: Any, cast: Any) -> None:
    browser, letter = sign_in(cast.lawyer), reverse("correspondence:letter", args=[addressed.pk])
    assert "Names without consent" in browser.get(letter).content.decode()
    browser.post(
        reverse("correspondence:another_person", args=[addressed.pk]),
        {"fingerprint": exposed_names(addressed)[0].fingerprint, "reason": HOW},
    )
    assert HOW.replace("'", "&#x27;") in browser.get(letter).content.decode()


def test_a_letter_too_long_to_be_looked_at_does_not_leave(addressed: Letter, sign_in: Any, cast: Any) -> None:
    Letter.objects.filter(pk=addressed.pk).update(text="а " * TEXT_MAX)
    addressed.refresh_from_db()
    with pytest.raises(ValidationError, match="too long for the guard"):
        actions.export_letter(addressed, "pdf", by=cast.lawyer)
    page = sign_in(cast.lawyer).get(reverse("correspondence:letter", args=[addressed.pk]))
    assert "too long for the guard" in page.content.decode()


def test_a_letter_that_left_is_cleared_of_nothing(final: Letter, cast: SimpleNamespace) -> None:
    with pytest.raises(ValidationError, match="have changed"):
        actions.clear_name(final, "0" * 64, HOW, by=cast.lawyer)


def test_the_guard_reads_every_word_that_is_printed(final: Letter) -> None:
    """What stands in the properties of the files is in the parts too, or says who writes."""
    content = final.content
    looked_at = " ".join(" ".join(parts_of(content).values()).split())
    known = {content["author"], content["organisation"]}
    properties = Document(io.BytesIO(as_docx(content))).core_properties
    said = {
        properties.title,
        properties.author,
        properties.last_modified_by,
        properties.subject,
        properties.comments,
    }
    said |= {
        properties.keywords,
        properties.category,
        str((PdfReader(io.BytesIO(as_pdf(content))).metadata or {})["/Title"]),
    }
    assert {
        " ".join(words.split()) for words in said if words and words not in known and words not in looked_at
    } == set()
