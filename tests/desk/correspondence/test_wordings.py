"""The coalition's own wordings of the letters: what is put in force, what is refused, and what stays as it was."""

import io
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.kinds import ASKED, LANGUAGES, TABLE, letter_kinds, merge_fields
from guvoh.desk.correspondence.models import Letter, LetterWording
from guvoh.desk.correspondence.setting import as_pdf
from guvoh.desk.correspondence.specimen import examples, specimen
from guvoh.desk.correspondence.wordbook import kind_in_force
from guvoh.desk.correspondence.wording_checks import as_typed
from guvoh.desk.staff.models import Entry
from tests.desk.conftest import SignIn
from tests.desk.correspondence.conftest import Draft
from tests.desk.correspondence.test_printing import text_of_pdf

KIND = "complaint-prosecutor"
APPEAL = "appeal-refusal"
NEW_HEADING = "Complaint about the video and those who spread it"


@pytest.fixture
def lawyer(cast: SimpleNamespace, sign_in: SignIn) -> Client:
    return sign_in(cast.lawyer)


def texts_of(kind_id: str = KIND, language: str = "en", **changes: Any) -> dict[str, Any]:
    wording = kind_in_force(kind_id).wordings[language]
    parts = ("heading", "paragraphs", "demands", "sign_off")
    return {part: getattr(wording, part) for part in parts} | changes


def save(cast: SimpleNamespace, kind_id: str = KIND, language: str = "en", **changes: Any) -> LetterWording:
    based_on = changes.pop("based_on", 0)
    texts = texts_of(kind_id, language, **changes)
    return actions.save_wording(kind_id, language, texts, based_on=based_on, why="The law changed", by=cast.lawyer)


def typed(kind_id: str = KIND, language: str = "en", **changes: Any) -> dict[str, Any]:
    """The edit page as the browser sends it."""
    texts = texts_of(kind_id, language)
    return {
        "heading": texts["heading"],
        "paragraphs": "\r\n\r\n".join(texts["paragraphs"]),
        "demands": "\r\n".join(texts["demands"]),
        "sign_off": "\r\n".join(texts["sign_off"]),
        "based_on": 0,
        "why": "The law changed",
        **changes,
    }


def address(name: str, kind_id: str = KIND, language: str = "en") -> str:
    return reverse(f"correspondence:{name}", args=[kind_id, language])


def test_new_letters_take_the_new_words_and_earlier_ones_keep_theirs(
    draft: Draft, consent: Any, cast: SimpleNamespace
) -> None:
    consent()
    earlier, final = draft(), actions.finalise_letter(draft(), by=cast.lawyer)
    sealed = final.content_hash
    save(cast, heading=NEW_HEADING, paragraphs=("The applicant is: {{ client_name }}.", ASKED, "Answer her."))
    later = draft()
    assert later.heading == NEW_HEADING
    assert later.text == "The applicant is: Saidov Rustam."
    assert later.closing == "Answer her."
    for letter in (earlier, final):
        letter.refresh_from_db()
        assert letter.heading == letter_kinds()[KIND].wordings["en"].heading
    assert final.content_hash == sealed
    assert draft(language="ru").heading == letter_kinds()[KIND].wordings["ru"].heading


def test_an_edited_template_is_printed(lawyer: Client, cast: SimpleNamespace) -> None:
    save(cast, APPEAL, "tg", heading="Шикояти нав: ҳуқуқ, қонун, ғам, ӣ, ӯ, ҷой")
    answered = lawyer.get(address("wording_pdf", APPEAL, "tg"))
    assert answered["Content-Type"] == "application/pdf"
    assert "no-store" in answered["Cache-Control"]
    assert PdfReader(io.BytesIO(answered.content)).trailer["/Root"]["/MarkInfo"]["/Marked"]
    said = " ".join(text_of_pdf(answered.content).split())
    for words in ("Шикояти нав: ҳуқуқ, қонун", "Намунаева Гулбаҳор", "Ҷавоб дода нашуд", "Чӣ талаб шуда буд"):
        assert words in said
    assert "{{" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_is_shown_in_the_invented_case(language: str) -> None:
    assert examples()[language]["values"].keys() == merge_fields().keys()
    for kind in letter_kinds().values():
        content = specimen(kind.wordings[language], language)
        said = str(content)
        assert "{{" not in said
        assert "____" not in said or "____" in str(kind.wordings[language])
        assert bool(content["table"]) == bool(kind.wordings[language].introduction)
    assert "{{" not in text_of_pdf(as_pdf(content))


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("heading", " ", "Write the heading"),
        ("heading", "x" * 301, "301 letters are too many here: at most 300"),
        ("heading", "Of {{ client_name }}", "A heading takes no fields"),
        ("paragraphs", ("{{ client_nam }} lives", ASKED), "The nearest one is {{ client_name }}"),
        ("paragraphs", ("{{ qqq }} lives", ASKED), "Take one from the list of fields"),
        ("paragraphs", ("{ client_name } lives", ASKED), "a brace that belongs to no field"),
        ("paragraphs", ("It happened.",), "{{ asked }} is missing: the demands stand there"),
        ("paragraphs", ("It happened. {{ asked }}",), "stands in a paragraph of its own"),
        ("paragraphs", ("It happened.", ASKED, ASKED), "stands here more than once"),
        (
            "paragraphs",
            ("As said:", TABLE, "It happened.", ASKED),
            "This kind of letter has no {{ answered_table }}",
        ),
        ("paragraphs", (ASKED, "It happened."), "Write before {{ asked }} what the letter is about"),
        ("paragraphs", ("x" * 15_001, ASKED), "at most 15000"),
        ("paragraphs", ("It happened 😀", ASKED), "This cannot be printed: 😀"),
        ("demands", (), "Write at least one demand"),
        ("demands", ("tell {{ client_name }} why",), "A demand takes no fields"),
        ("demands", ("x" * 501,), "at most 500 letters"),
        ("demands", tuple(f"demand {number}" for number in range(31)), "At most 30 demands"),
        ("sign_off", (), "Write the last lines"),
        ("sign_off", (ASKED,), "stands in the text only"),
    ],
)
def test_a_wording_that_cannot_become_a_letter_is_refused_at_its_field(
    cast: SimpleNamespace, field: str, value: Any, message: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        save(cast, **{field: value})
    assert list(refused.value.message_dict) == [field]
    assert message in " ".join(refused.value.message_dict[field])
    assert not LetterWording.objects.exists()


@pytest.mark.parametrize(
    ("paragraphs", "message"),
    [
        (("As said:", "It happened.", ASKED), "{{ answered_table }} is missing: what was asked"),
        ((TABLE, "It happened.", ASKED), "comes after the words that announce it"),
        (("It happened.", ASKED, "As said:", TABLE), "comes after the words that announce it"),
        (("As said:", TABLE, ASKED), "what the letter is about"),
    ],
)
def test_an_appeal_keeps_its_table(cast: SimpleNamespace, paragraphs: tuple[str, ...], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        save(cast, APPEAL, paragraphs=paragraphs)


def test_several_faults_are_told_together_and_what_was_typed_is_kept(lawyer: Client) -> None:
    wrong = typed(heading="Of {{ client_name }}", sign_off="{{ nobody }} signs", demands="why {{ acts }}")
    answered = lawyer.post(address("wording_edit"), wrong)
    assert answered.status_code == 422
    page = answered.content.decode()
    for said in ("A heading takes no fields", "There is no field {{ nobody }}", "A demand takes no fields"):
        assert said in page
    for kept in ("Of {{ client_name }}", "{{ nobody }} signs", "why {{ acts }}", "The law changed"):
        assert kept in page
    assert not LetterWording.objects.exists()


@pytest.mark.parametrize(
    ("language", "said"), [("tg", "Майдони {{ nobody }} нест"), ("ru", "Поля {{ nobody }} нет")]
)
def test_refusal_is_in_the_language_of_the_editor(
    cast: SimpleNamespace, sign_in: SignIn, language: str, said: str
) -> None:
    cast.lawyer.language = language
    cast.lawyer.save()
    answered = sign_in(cast.lawyer).post(address("wording_edit"), typed(sign_off="{{ nobody }}"))
    assert answered.status_code == 422
    assert said in answered.content.decode()


def test_a_lawyer_looks_before_saving(lawyer: Client) -> None:
    edit = address("wording_edit")
    page = lawyer.get(edit).content.decode()
    assert all(as_typed(name) in page for name in merge_fields())
    looked = lawyer.post(edit, typed(heading=NEW_HEADING, why="", look="1")).content.decode()
    assert looked.count(NEW_HEADING) >= 2
    assert "It is not saved yet" in looked
    assert "<ins>" in looked
    printed = lawyer.post(edit, typed(heading=NEW_HEADING, why="", pdf="1"))
    assert NEW_HEADING in " ".join(text_of_pdf(printed.content).split())
    refused = lawyer.post(edit, typed(heading="", look="1"))
    assert refused.status_code == 422
    assert "Write the heading" in refused.content.decode()
    assert not LetterWording.objects.exists()


def test_a_version_is_kept_with_who_and_why_and_the_original_comes_back(
    lawyer: Client, cast: SimpleNamespace
) -> None:
    assert lawyer.post(address("wording_edit"), typed(why="")).status_code == 422
    assert lawyer.post(address("wording_edit"), typed(heading=NEW_HEADING)).status_code == 302
    page = lawyer.get(address("wording")).content.decode()
    for said in (
        "version 1",
        "The law changed",
        cast.lawyer.full_name,
        "Different from the original",
        NEW_HEADING,
    ):
        assert said in page
    assert lawyer.post(address("wording_original"), {"why": "", "based_on": 1}).status_code == 422
    back = {"why": "A court refused it", "based_on": 1}
    assert lawyer.post(address("wording_original"), back).status_code == 302
    assert kind_in_force(KIND).wordings == letter_kinds()[KIND].wordings
    assert [row.version for row in LetterWording.objects.all()] == [2, 1]
    assert Entry.objects.filter(act__startswith="letter_wording.").count() == 2
    assert "Different from the original" not in lawyer.get(address("wording")).content.decode()
    with pytest.raises(ValidationError, match="the letter is the original"):
        actions.restore_wording(KIND, "en", based_on=2, why="x", by=cast.lawyer)


def test_versions_are_never_changed_or_taken_away(cast: SimpleNamespace) -> None:
    row = save(cast, heading=NEW_HEADING)
    for attempt in (row.save, row.delete, LetterWording.objects.all().delete):
        with pytest.raises(TypeError):
            attempt()
    with pytest.raises(TypeError):
        LetterWording.objects.update(heading="x")
    with pytest.raises(ValidationError, match="Nothing was changed"):
        save(cast, based_on=1)


def test_who_writes_over_a_colleague_is_told_and_loses_nothing(lawyer: Client, cast: SimpleNamespace) -> None:
    save(cast, heading=NEW_HEADING)
    answered = lawyer.post(address("wording_edit"), typed(heading="Mine"))
    assert answered.status_code == 422
    assert "saved version 1 while you were writing" in answered.content.decode()
    assert 'value="Mine"' in answered.content.decode()
    assert LetterWording.objects.count() == 1


def test_officers_and_coordinators_read_and_a_stranger_of_the_coalition_too(
    cast: SimpleNamespace, sign_in: SignIn
) -> None:
    save(cast, heading=NEW_HEADING)
    for member in (cast.officer, cast.coordinator, cast.stranger):
        browser = sign_in(member)
        page = browser.get(address("wording")).content.decode()
        assert NEW_HEADING in page
        assert address("wording_edit") not in page
        assert "Back to the original" not in page
        assert browser.get(address("wording_pdf")).status_code == 200
        assert browser.post(address("wording_edit"), typed(based_on=1, heading="x")).status_code == 404
        assert browser.post(address("wording_original"), {"why": "x", "based_on": 1}).status_code == 404
    assert sign_in(cast.editor).get(address("wording")).status_code == 404
    assert LetterWording.objects.count() == 1


@pytest.mark.parametrize("place", [("nothing", "en"), (KIND, "fr"), ("own-nothing", "tg")])
def test_what_there_is_not_is_not_found(lawyer: Client, place: tuple[str, str]) -> None:
    for name in ("wording", "wording_edit", "wording_pdf"):
        assert lawyer.get(address(name, *place)).status_code == 404


def test_drafting_asks_for_the_wording_once(draft: Draft, consent: Any, cast: SimpleNamespace) -> None:
    consent()
    save(cast, heading=NEW_HEADING)
    with CaptureQueriesContext(connection) as captured:
        draft()
    asked = [query["sql"] for query in captured if "letterwording" in query["sql"]]
    assert len(asked) == 1
    assert Letter.objects.count() == 1
