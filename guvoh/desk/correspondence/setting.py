"""Sets a letter as a PDF (typst) and as a DOCX, both in memory: no plain text of a letter touches the disk."""

import datetime as dt
import io
import json
import re
from functools import cache
from importlib import resources
from typing import Any, Final

import typst
from docxtpl import DocxTemplate

from guvoh.desk.correspondence.kinds import furniture
from guvoh.instruments.terms.dates import format_date

Content = dict[str, Any]


PRINTED: Final = ("addressee", "heading", "introduction", "text", "closing", "sign_off")
# What word processors leave in pasted text: a line or page break that is none in XML, and bells.
BREAKS: Final = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f]")
NO_GLYPH: Final = re.compile(r'the text `"(.+?)"` could not be displayed')


class UnprintableSign(ValueError):
    """The font has no such sign. The message is the sign."""


def as_pdf(content: Content) -> bytes:
    """The letter as PDF/UA-1: tagged, with its language and title, set in the font that typst carries.

    Raises UnprintableSign.
    """
    try:
        # The letter goes in as data, never as source: nothing a person typed becomes a command of the typesetter.
        return typst.compile(
            _template("letter.typ"),
            format="pdf",
            sys_inputs={"letter": json.dumps(_laid_out(content), ensure_ascii=False)},
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            timestamp=int(dt.datetime.fromisoformat(content["written_on"]).timestamp()),
        )
    except typst.TypstError as refused:
        sign = NO_GLYPH.search(str(refused))
        if sign is None:
            raise
        raise UnprintableSign(sign[1]) from None


def as_docx(content: Content) -> bytes:
    """The same letter for the lawyer's hand."""
    document = DocxTemplate(io.BytesIO(_template("letter.docx")))
    letter = _laid_out(content)
    document.render({"letter": letter}, autoescape=True)
    properties = document.docx.core_properties
    # The format's own limit for a property is 255 letters.
    properties.title, properties.language = " ".join(letter["title"].split())[:255], letter["language"]
    properties.comments = ""
    properties.author = properties.last_modified_by = letter["sender"][0][:255]
    properties.created = properties.modified = dt.datetime.fromisoformat(content["written_on"])
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def parts_of(content: Content) -> dict[str, str]:
    """Everything that is printed, by the name of its place: the guard reads it. Only who writes names herself."""
    quotes = [f"{row['asked']}\n{row['quote']}" for row in content["table"]]
    return {
        "body": f"{content['body']}\n{content['address']}",
        "answered_table": "\n\n".join(quotes),
        "points": "\n\n".join(content["points"]),
        **{
            part: content[part] for part in ("addressee", "heading", "introduction", "text", "closing", "sign_off")
        },
    }


@cache
def _template(name: str) -> bytes:
    return (resources.files("guvoh.desk.correspondence") / "templates_data" / name).read_bytes()


def cleaned(value: Any) -> Any:
    """Text without the control characters that neither XML nor a font knows."""
    if isinstance(value, str):
        return CONTROLS.sub("", BREAKS.sub("\n", value.replace("\r\n", "\n")))
    if isinstance(value, dict):
        return {key: cleaned(part) for key, part in value.items()}
    return [cleaned(part) for part in value] if isinstance(value, list) else value


def _laid_out(content: Content) -> Content:
    """Paragraphs as lists, dates and labels in the letter's own language."""
    content = cleaned(content)
    language = content["language"]
    words = furniture()[language]
    return {
        "language": language,
        "title": content["heading"],
        "sender": [line for line in (content["organisation"], content["author"]) if line],
        "recipient": [line for line in (content["body"], content["addressee"], content["address"]) if line],
        "date": format_date(dt.date.fromisoformat(content["written_on"]), language),
        "number": words["number"].format(number=content["number"]) if content["number"] else words["draft"],
        "introduction": _paragraphs(content["introduction"]),
        "table": [
            {**row, "quote": row["quote"] and words["quote"].format(row["quote"])} for row in content["table"]
        ],
        "text": _paragraphs(content["text"]),
        "points": content["points"],
        "closing": _paragraphs(content["closing"]),
        "sign_off": content["sign_off"].splitlines(),
        "words": {name: words[name] for name in ("from", "to", "asked", "answered", "page")},
    }


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]
