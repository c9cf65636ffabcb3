"""The content of a filing as its reader gets it, in English: the same for the seal, the PDF and the DOCX."""

import datetime as dt
from typing import Any

from guvoh.desk.correspondence.filings.exhaustion import remedy_rows
from guvoh.desk.correspondence.filings.mechanisms import Asked, Section, mechanisms, words
from guvoh.desk.correspondence.filings.people import consent_rows
from guvoh.desk.correspondence.models import Filing, FilingLink
from guvoh.instruments.terms.dates import format_date

Content = dict[str, Any]


def content_of(filing: Filing) -> Content:
    """A final filing stays as it was, whatever the case learns later."""
    return filing.frozen or {**composed(filing), "draft": words()["document"]["draft"]}


def composed(filing: Filing) -> Content:
    """The content as it would be frozen now."""
    mechanism = mechanisms()[filing.mechanism]
    shown = words()["document"]
    sections = [
        {"title": section.title["en"], "fields": _fields(filing, section)} for section in mechanism.sections
    ]
    consent = {"id": "consent", "label": "", "text": "", "table": [shown["consent_head"], *consent_rows(filing)]}
    return {
        "mechanism": mechanism.id,
        "draft": "",
        "title": mechanism.title,
        "recipient": list(mechanism.recipient),
        "organisation": filing.author.organisation.name_in("en"),
        "sections": [
            *(section for section in sections if section["fields"]),
            {"title": shown["consent"], "fields": [consent]},
        ],
    }


def _fields(filing: Filing, section: Section) -> list[Content]:
    """What is printed of a section: nothing that is for us alone, nothing that is empty."""
    fields = (_field(filing, asked) for asked in section.fields if not asked.internal)
    return [field for field in fields if field["text"] or field["table"]]


def _field(filing: Filing, asked: Asked) -> Content:
    table: list[list[str]] = []
    if asked.kind == "remedies" and (rows := remedy_rows(filing.case)):
        table = [words()["document"]["remedies_head"], *rows]
    if asked.kind == "links" and (rows := [_link_row(link) for link in links_of(filing)]):
        table = [words()["document"]["links_head"], *rows]
    return {"id": asked.id, "label": asked.label["en"], "text": _shown(filing.fields, asked), "table": table}


def _shown(values: dict[str, Any], asked: Asked) -> str:
    value = values.get(asked.id) or ""
    if asked.kind == "choice":
        return asked.choices[value]["en"] if value else ""
    if asked.kind == "choices":
        return "\n".join(asked.choices[chosen]["en"] for chosen in value)
    if asked.kind in ("date", "month") and value:
        return _day(value)
    return str(value)


def _day(told: str) -> str:
    """In English; where only the month is told, without a day."""
    if len(told) == len("2026-03"):
        return format_date(dt.date.fromisoformat(f"{told}-01"), "en").split(" ", 1)[1]
    return format_date(dt.date.fromisoformat(told), "en")


def links_of(filing: Filing) -> list[FilingLink]:
    related = ("perpetrator", "act__event", "source_one", "source_two")
    return list(filing.links.select_related(*related).prefetch_related("perpetrator__names"))


def _link_row(link: FilingLink) -> list[str]:
    shown = words()["document"]
    sources = (link.source_one, link.source_two)
    cited = "\n".join(
        f"{number}. {source.title}{', ' + format_date(source.told_on, 'en') if source.told_on else ''}"
        f"{', ' + source.address if source.address else ''} ({source.grade})"
        for number, source in enumerate(sources, start=1)
    )
    day = format_date(link.act.earliest, "en") if link.act.earliest else link.act.as_said
    return [
        f"{link.perpetrator.name_in('en')}\n{link.post_then} ({format_date(link.post_on, 'en')})",
        f"{shown['acts'].get(link.act.kind, link.act.kind)}{', ' + day if day else ''}",
        f"{shown['links'][link.link]}\n{link.account}",
        f"{cited}\n{link.independence}",
    ]


def parts_of(content: Content) -> dict[str, str]:
    """Everything that is printed, by the name of its place: the guard reads it."""
    parts = {"title": content["title"]}
    for section in content["sections"]:
        for field in section["fields"]:
            cells = "\n".join(cell for row in field["table"] for cell in row)
            parts[field["id"]] = f"{field['text']}\n{cells}".strip()
    return parts
