"""What the pages of the filings show beside the text."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from guvoh.desk.casework.access import OpenCase
from guvoh.desk.correspondence.filings.checks import lacking
from guvoh.desk.correspondence.filings.contents import content_of, links_of, parts_of
from guvoh.desk.correspondence.filings.doubles import shut_out
from guvoh.desk.correspondence.filings.mechanisms import Mechanism, mechanisms, said
from guvoh.desk.correspondence.filings.people import exposed_words, standings, without_consent
from guvoh.desk.correspondence.filings.terms import open_doors
from guvoh.desk.correspondence.models import Filing
from guvoh.desk.correspondence.vocabulary import RuleCertainty
from guvoh.instruments.terms.calendar import OutsideCalendar
from guvoh.instruments.terms.rules import UnknownRule

TONES = {"draft": "draft", "final": "due", "filed": "done"}


@dataclass(frozen=True)
class Row:
    """A filing in a list."""

    filing: Filing

    @property
    def name(self) -> str:
        return mechanisms()[self.filing.mechanism].name

    @property
    def tone(self) -> str:
        return "closed" if self.filing.is_over else TONES[self.filing.state]


@dataclass(frozen=True)
class Choice:
    """A mechanism that a filing may be begun for."""

    mechanism: Mechanism

    @property
    def about(self) -> str:
        return said(self.mechanism.about)

    @property
    def gate(self) -> str:
        return said(self.mechanism.gate) if self.mechanism.gate else ""

    @property
    def languages(self) -> str:
        return said(self.mechanism.languages)

    @property
    def certainty(self) -> str:
        return str(RuleCertainty(self.mechanism.certainty).label)


def filing_rows(opened: OpenCase) -> list[Row]:
    return [Row(filing) for filing in Filing.objects.filter(case=opened.case).with_rows()]


def filings_page(opened: OpenCase) -> dict[str, Any]:
    return {
        "opened": opened,
        "case": opened.case,
        "rows": filing_rows(opened),
        "choices": [Choice(mechanism) for mechanism in mechanisms().values()],
    }


def _drawn(field: dict[str, Any]) -> dict[str, Any]:
    """A table with the heading of its column beside each cell: on a telephone it is a list of cards."""
    head, *rows = field["table"] or [[]]
    return {**field, "head": head, "rows": [list(zip(head, row, strict=True)) for row in rows]}


def filing_page(opened: OpenCase, filing: Filing) -> dict[str, Any]:
    mechanism = mechanisms()[filing.mechanism]
    content = content_of(filing)
    return {
        "opened": opened,
        "case": opened.case,
        "filing": filing,
        "row": Row(filing),
        "choice": Choice(mechanism),
        "mechanism": mechanism,
        "content": content,
        "sections": [
            (section["title"], [_drawn(field) for field in section["fields"]]) for section in content["sections"]
        ],
        "standings": standings(filing),
        "links": links_of(filing),
        "notes": [
            (said(asked.label), filing.fields[asked.id])
            for asked in mechanism.fields.values()
            if asked.internal and filing.fields.get(asked.id)
        ],
        "steps": filing.steps.select_related("by"),
        "clocks": filing.clocks.all(),
        "waits_for_release": mechanism.two_people and not filing.released_by_id,
        "may_release": opened.member.pk not in filing.hands,
        **({} if filing.is_filed else _before_it_leaves(opened, filing, mechanism)),
    }


def _before_it_leaves(opened: OpenCase, filing: Filing, mechanism: Mechanism) -> dict[str, Any]:
    found: dict[str, Any] = {"cleared": filing.clearances.select_related("person", "by")}
    try:
        found["doors"] = open_doors(filing, mechanism)
        found["exposed"] = exposed_words(filing, parts_of(content_of(filing)))
        found["lacking"] = [
            *(lacking(filing) if filing.is_draft else ()),
            *without_consent(filing),
            *shut_out(filing, opened.member),
        ]
    except ValidationError as refused:
        found["unchecked"] = " ".join(refused.messages)
    except (OutsideCalendar, UnknownRule) as refused:
        found["unchecked"] = str(refused)
    return found
