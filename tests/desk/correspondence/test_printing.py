"""The letter as PDF and DOCX: every letter of Tajik, tags for screen readers, and nothing a person typed runs."""

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from docx import Document
from pypdf import PdfReader

from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.kinds import furniture, letter_kinds
from guvoh.desk.correspondence.models import Letter
from guvoh.desk.correspondence.setting import as_docx, as_pdf
from guvoh.desk.correspondence.vocabulary import Answer
from tests.desk.correspondence.conftest import ASKED, Draft, answer, deliver

TAJIK = "ҳ қ ғ ӣ ӯ ҷ Ҳ Қ Ғ Ӣ Ӯ Ҷ"
HOSTILE = '#read("/etc/passwd") *bold* _under_ $x$ @ref <tag> `code` = head {{ letter }} {% if %} & \\ //'


def content(**changes: Any) -> dict[str, Any]:
    return {
        "language": "tg",
        "number": "1/2026",
        "written_on": "2026-03-16",
        "body": "Прокуратураи шаҳри Душанбе",
        "address": "734043, Душанбе",
        "addressee": "ба прокурор",
        "heading": "Шикоят",
        "introduction": "",
        "table": [],
        "text": "Матн.",
        "points": ["якум"],
        "closing": "",
        "sign_off": "Бо эҳтиром\nИмзо:",
        "author": "А. Адвокат",
        "organisation": "Умеди нав",
        **changes,
    }


def text_of_pdf(made: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)


def text_of_docx(made: bytes) -> str:
    document = Document(io.BytesIO(made))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def characters_of(language: str) -> set[str]:
    said = [str(furniture()[language])]
    for kind in letter_kinds().values():
        wording = kind.wordings[language]
        said += [wording.heading, *wording.introduction, *wording.text, *wording.closing, *wording.sign_off]
    return {letter for text in said for letter in text if letter.isprintable() and letter != " "}


@pytest.mark.parametrize("language", ["tg", "ru", "en"])
def test_font_has_every_character_of_every_kind_of_letter(language: str) -> None:
    letters = characters_of(language) | set(TAJIK.replace(" ", ""))
    made = as_pdf(content(language=language, text=" ".join(sorted(letters))))
    assert letters - set(text_of_pdf(made)) == set()


def test_fonts_are_embedded_and_are_the_ones_that_came_with_the_typesetter() -> None:
    page = PdfReader(io.BytesIO(as_pdf(content(text=TAJIK)))).pages[0]
    for font in page["/Resources"]["/Font"].values():
        described = font["/DescendantFonts"][0]["/FontDescriptor"]
        assert "LibertinusSerif" in described["/FontName"]
        assert "/FontFile3" in described


def test_pdf_is_tagged_and_says_its_language_and_title() -> None:
    reader = PdfReader(io.BytesIO(as_pdf(content())))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert str(root["/Lang"]).startswith("tg")
    assert reader.metadata is not None
    assert reader.metadata.title == "Шикоят"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


@pytest.mark.parametrize("field", ["heading", "text", "closing", "sign_off", "body", "organisation"])
def test_what_a_person_typed_is_never_a_command(field: str) -> None:
    made = content(**{field: HOSTILE})
    flat = " ".join(text_of_pdf(as_pdf(made)).split())
    assert HOSTILE in flat
    assert HOSTILE in text_of_docx(as_docx(made))


def test_points_and_table_hold_what_was_typed() -> None:
    row = {"asked": HOSTILE, "answered": "Ҷавоб дода нашуд.", "quote": HOSTILE}
    made = content(points=[HOSTILE], table=[row])
    assert text_of_docx(as_docx(made)).count(HOSTILE) == 3
    assert " ".join(text_of_pdf(as_pdf(made)).split()).count('#read("/etc/passwd")') == 3


def test_both_files_say_the_same(final: Letter, cast: SimpleNamespace) -> None:
    refused = answer(deliver(final, cast.lawyer), cast.lawyer, [Answer.SOMETHING_ELSE] * 3)
    appeal = actions.follow_up(refused, by=cast.lawyer)
    pdf = " ".join(text_of_pdf(actions.export_letter(appeal, "pdf", by=cast.lawyer)).split())
    docx = " ".join(text_of_docx(actions.export_letter(appeal, "docx", by=cast.lawyer)).split())
    for said in (*ASKED, "What was answered", "Prosecutor of Dushanbe", "Draft", appeal.heading):
        assert said in pdf
        assert said in docx


def test_control_characters_of_pasted_text_do_no_harm() -> None:
    pasted = content(text="якум\x0bдуюм\x07\x0cсеюм\u2028чорум", heading="Сар\x0bлавҳа " * 25)
    for said in (text_of_pdf(as_pdf(pasted)), text_of_docx(as_docx(pasted))):
        assert all(word in said for word in ("якум", "дуюм", "сеюм", "чорум"))


def test_sign_the_font_lacks_is_named_before_the_letter_is_final(
    draft: Draft, consent: Any, cast: SimpleNamespace
) -> None:
    consent()
    letter = draft()
    actions.edit_letter(letter, ASKED, by=cast.lawyer, text="Матн 😀")
    with pytest.raises(ValidationError, match="cannot be printed: 😀"):
        actions.finalise_letter(letter, by=cast.lawyer)
    assert Letter.objects.get(pk=letter.pk).is_draft


def test_long_letter_numbers_its_pages() -> None:
    made = as_pdf(content(text="\n\n".join(["Матни дароз. " * 40] * 12)))
    assert "саҳифаи 2 аз" in text_of_pdf(made)


def test_no_plain_text_of_a_letter_is_left_on_the_disk(
    draft: Draft, consent: Any, cast: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    consent()
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    letter = draft()
    canary = "канарейка-7391"
    actions.edit_letter(letter, ASKED, by=cast.lawyer, text=canary)
    for form in ("pdf", "docx"):
        actions.export_letter(letter, form, by=cast.lawyer)
    assert not list(tmp_path.rglob("*"))
    written = [path for path in settings.DESK_DIR.rglob("*") if path.is_file()]
    assert not [path for path in written if canary.encode() in path.read_bytes()]
