"""A text as the newsroom's pages draw it: its marks in place, its differences, its look to the public."""

from collections.abc import Iterable
from dataclasses import dataclass

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from guvoh.desk.casework.models import Consent
from guvoh.desk.casework.vocabulary import Identification
from guvoh.desk.facts.marks import rule_label
from guvoh.desk.newsroom.access import OpenStory
from guvoh.desk.newsroom.consenting import concerned
from guvoh.desk.newsroom.content import parts_of
from guvoh.desk.newsroom.guarding import BLOCK, REVIEW, Finding, Look
from guvoh.desk.newsroom.models import StoryText
from guvoh.desk.newsroom.vocabulary import part_label
from guvoh.desk.staff.differences import ChangedPart, changed_parts

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(["code", "fence", "image"])
_CLEANER = nh3.Cleaner(
    tags={"p", "br", "h1", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "blockquote", "a", "hr"},
    attributes={"a": {"href"}, "ol": {"start"}},
    url_schemes={"http", "https", "mailto", "tel"},
    url_relative="deny",
)


def rendered(body: str) -> SafeString:
    return mark_safe(_CLEANER.clean(_MARKDOWN.render(body)))  # noqa: S308 - nh3 has taken out all but plain text tags


@dataclass(frozen=True)
class MarkRow:
    """One mark as the editor meets it: the person by pseudonym and role, and what can be done about it."""

    number: int
    finding: Finding
    role: str
    name: str
    initials_allowed: bool
    replaceable: bool
    may_have_consented: bool
    typed: str = ""

    @property
    def rule(self) -> str:
        return rule_label(self.finding.mark.rule)

    @property
    def part(self) -> str:
        return part_label(self.finding.part)

    @property
    def css(self) -> str:
        return {BLOCK: "guard-block", REVIEW: ""}.get(self.finding.state, "guard-good")


@dataclass(frozen=True)
class PersonRow:
    """One person with open marks, to be replaced all at once."""

    pseudonym: str
    role: str
    name: str
    marks: int
    initials_allowed: bool


def person_rows(rows: Iterable[MarkRow]) -> list[PersonRow]:
    counted: dict[str, PersonRow] = {}
    for row in rows:
        if row.finding.is_open and row.replaceable:
            person = row.finding.mark.person
            marks = counted[person].marks + 1 if person in counted else 1
            counted[person] = PersonRow(person, row.role, row.name, marks, row.initials_allowed)
    return [row for row in counted.values() if row.marks > 1]


@dataclass(frozen=True)
class ConsentRow:
    """Whether one person, without whom nothing of the case goes out, has consented to it."""

    pseudonym: str
    role: str
    name: str
    consent: Consent | None


def must_consent(opened: OpenStory) -> list[ConsentRow]:
    people = concerned(opened.story.case)
    return [
        ConsentRow(person, people.role_label(person), opened.name_of(person), people.consents.get(person))
        for person in sorted(people.must_consent)
    ]


@dataclass(frozen=True)
class Segment:
    """A run of the text; `rows` are the marks that cover it."""

    words: str
    rows: tuple[MarkRow, ...] = ()
    opens: tuple[MarkRow, ...] = ()

    @property
    def css(self) -> str:
        kinds = {row.css for row in self.rows}
        return next((kind for kind in ("guard-block", "", "guard-good") if kind in kinds), "")


@dataclass(frozen=True)
class MarkedPart:
    label: str
    segments: tuple[Segment, ...]


def mark_rows(look: Look, opened: OpenStory, typed: dict[str, str] | None = None) -> list[MarkRow]:
    names = {person: opened.name_of(person) for person in {finding.mark.person for finding in look.findings}}
    return [
        MarkRow(
            number,
            finding,
            look.concerned.role_label(finding.mark.person),
            names[finding.mark.person],
            look.concerned.may_show(finding.mark.person, Identification.INITIALS),
            not finding.part.startswith(("number", "file")),
            # consents of the story's own case count by themselves
            finding.shows is not None and finding.mark.person not in look.concerned.roles,
            (typed or {}).get(finding.fingerprint, ""),
        )
        for number, finding in enumerate(look.findings, 1)
    ]


def marked_parts(look: Look, rows: Iterable[MarkRow]) -> list[MarkedPart]:
    """Every part of the document that says something, cut where marks begin and end."""
    rows = list(rows)
    return [
        MarkedPart(part_label(part), tuple(segments(words, [row for row in rows if row.finding.part == part])))
        for part, words in parts_of(look.document).items()
        if words and not part.startswith("file")
    ]


def segments(words: str, rows: list[MarkRow]) -> Iterable[Segment]:
    spans = [(row.finding.mark.start, row.finding.mark.end, row) for row in rows]
    borders = sorted(
        {0, len(words), *(start for start, _end, _row in spans), *(end for _start, end, _row in spans)}
    )
    for left, right in zip(borders, borders[1:], strict=False):
        covering = tuple(row for start, end, row in spans if start <= left and right <= end)
        opening = tuple(row for start, _end, row in spans if start == left)
        yield Segment(words[left:right], covering, opening)


def differences(text: StoryText) -> list[ChangedPart] | None:
    """What has changed since the content that was last approved; None where nothing was approved yet."""
    if not text.approved_hash:
        return None
    before = text.revisions.filter(content_hash=text.approved_hash).first()
    if before is None:
        return None
    parts = ("title", "lead", "body", "slug")
    return changed_parts((part_label(name), getattr(before, name), getattr(text, name)) for name in parts)
