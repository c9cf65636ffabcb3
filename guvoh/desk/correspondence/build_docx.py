"""Builds templates_data/letter.docx, the form that docxtpl fills in. Run it by hand after a change here:

python -m guvoh.desk.correspondence.build_docx

The result is committed. Its look follows letter.typ; the `{{ }}` and `{% %}` in it are docxtpl's.
"""

from pathlib import Path
from typing import Final

from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

TARGET: Final = Path(__file__).parent / "templates_data" / "letter.docx"
# A face with ҳ қ ғ ӣ ӯ ҷ that every office has, or has a twin of.
FACE: Final = "Times New Roman"


def _dress(document: Doc) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.top_margin, section.bottom_margin = Mm(22), Mm(24)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FACE, Pt(12)
    normal.element.rPr.rFonts.set(qn("w:cs"), FACE)
    normal.paragraph_format.space_after = Pt(8)
    heading = document.styles["Heading 1"]
    heading.font.name, heading.font.size, heading.font.bold = FACE, Pt(14), True
    heading.element.rPr.rFonts.set(qn("w:asciiTheme"), FACE)
    heading.font.color.rgb = None
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(18), Pt(12)


def _lines(place: Paragraph, variable: str) -> None:
    place.add_run("{% for line in " + variable + " %}{{ line }}{% if not loop.last %}\n{% endif %}{% endfor %}")


def _head(document: Doc) -> None:
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    left.paragraphs[0].add_run("{{ letter.words.from }}").font.size = Pt(9)
    _lines(left.add_paragraph(), "letter.sender")
    left.add_paragraph("{{ letter.number }}\n{{ letter.date }}")
    right.paragraphs[0].add_run("{{ letter.words.to }}").font.size = Pt(9)
    _lines(right.add_paragraph(), "letter.recipient")


def _each(document: Doc, variable: str, style: str | None = None, shown: str = "{{ part }}") -> None:
    document.add_paragraph("{%p for part in " + variable + " %}")
    paragraph = document.add_paragraph(shown, style=style)
    if style is None:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    document.add_paragraph("{%p endfor %}")


def _answered_table(document: Doc) -> None:
    document.add_paragraph("{%p if letter.table %}")
    table = document.add_table(rows=4, cols=3, style="Table Grid")
    head, loop, row, end = table.rows
    for cell, text in zip(
        head.cells, ("№", "{{ letter.words.asked }}", "{{ letter.words.answered }}"), strict=True
    ):
        cell.paragraphs[0].add_run(text).bold = True
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    loop.cells[0].text, end.cells[0].text = "{%tr for row in letter.table %}", "{%tr endfor %}"
    row.cells[0].text, row.cells[1].text = "{{ loop.index }}", "{{ row.asked }}"
    row.cells[2].paragraphs[0].add_run("{{ row.answered }}").bold = True
    row.cells[2].paragraphs[0].add_run("{% if row.quote %}\n{{ row.quote }}{% endif %}")
    for line in table.rows:
        for cell, width in zip(line.cells, (Mm(12), Mm(74), Mm(74)), strict=True):
            cell.width = width
    document.add_paragraph("{%p endif %}")


def _field(paragraph: Paragraph, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        run = paragraph.add_run()
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _foot(document: Doc) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(paragraph, "PAGE")
    paragraph.add_run(" / ")
    _field(paragraph, "NUMPAGES")


def build() -> Doc:
    document = Document()
    _dress(document)
    _head(document)
    document.add_heading("{{ letter.title }}", level=1).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _each(document, "letter.introduction")
    _answered_table(document)
    _each(document, "letter.text")
    # Numbers as text: Word would go on counting where the letter before it stopped.
    _each(document, "letter.points", shown="{{ loop.index }}. {{ part }}")
    _each(document, "letter.closing")
    _each(
        document, "letter.sign_off", shown="{{ part }}{% if part.endswith(':') %} ____________________{% endif %}"
    )
    _foot(document)
    return document


if __name__ == "__main__":
    build().save(str(TARGET))
