"""Sets a filing as a PDF (typst) and as a DOCX, both in memory: no plain text of it touches the disk."""

import datetime as dt
import io
import json
from functools import cache
from importlib import resources
from typing import Any, Final

import typst
from docx import Document
from docx.document import Document as Doc
from docx.shared import Mm, Pt

from guvoh.desk.correspondence.filings.contents import Content
from guvoh.desk.correspondence.filings.mechanisms import words
from guvoh.desk.correspondence.setting import NO_GLYPH, UnprintableSign, cleaned

FACE: Final = "Times New Roman"


@cache
def _template() -> bytes:
    return (resources.files("guvoh.desk.correspondence") / "templates_data" / "filing.typ").read_bytes()


def _inputs(content: Content) -> dict[str, str]:
    # It goes in as data, never as source: nothing a person typed becomes a command of the typesetter.
    told = {**cleaned(content), "page": words()["document"]["page"]}
    return {"filing": json.dumps(told, ensure_ascii=False)}


def as_pdf(content: Content, made_on: dt.date) -> bytes:
    """The filing as PDF/UA-1. Raises UnprintableSign."""
    made_at = dt.datetime.combine(made_on, dt.time(), dt.UTC)
    return _compiled(content, timestamp=int(made_at.timestamp()))


def _compiled(content: Content, **options: Any) -> bytes:
    try:
        return typst.compile(
            _template(),
            format="pdf",
            sys_inputs=_inputs(content),
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            **options,
        )
    except typst.TypstError as refused:
        sign = NO_GLYPH.search(str(refused))
        if sign is None:
            raise
        raise UnprintableSign(sign[1]) from None


def pages_of(content: Content) -> int:
    """How many pages the PDF has."""
    counted = typst.query(
        _template(), "<pages>", field="value", one=True, sys_inputs=_inputs(content), ignore_system_fonts=True
    )
    return int(counted)


def as_docx(content: Content, made_on: dt.date) -> bytes:
    """The same filing for the lawyer's hand."""
    content = cleaned(content)
    document = Document()
    _dress(document)
    if content["draft"]:
        document.add_paragraph().add_run(content["draft"]).bold = True
    for line in content["recipient"]:
        document.add_paragraph(line).paragraph_format.space_after = Pt(0)
    document.add_heading(content["title"], level=1)
    for section in content["sections"]:
        document.add_heading(section["title"], level=2)
        for field in section["fields"]:
            _add_field(document, field)
    document.add_paragraph(content["organisation"]).paragraph_format.space_before = Pt(24)
    properties = document.core_properties
    properties.title, properties.language, properties.comments = content["title"][:255], "en", ""
    properties.author = properties.last_modified_by = content["organisation"][:255]
    properties.created = properties.modified = dt.datetime.combine(made_on, dt.time())
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _dress(document: Doc) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(24)
    for name, size in (("Normal", 11), ("Heading 1", 15), ("Heading 2", 12.5)):
        style = document.styles[name]
        style.font.name, style.font.size = FACE, Pt(size)
        style.font.color.rgb = None


def _add_field(document: Doc, field: dict[str, Any]) -> None:
    if field["label"]:
        label = document.add_paragraph()
        label.add_run(field["label"]).bold = True
        label.paragraph_format.space_after, label.paragraph_format.keep_with_next = Pt(2), True
    for part in field["text"].split("\n"):
        if part.strip():
            document.add_paragraph(part)
    if not field["table"]:
        return
    table = document.add_table(rows=0, cols=len(field["table"][0]), style="Table Grid")
    for number, row in enumerate(field["table"]):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.paragraphs[0].add_run(text).bold = number == 0
