"""The identity guard over whole files: every part of each is scanned, and what no part lets it see is told."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from guvoh.instruments.names import documents
from guvoh.instruments.names.documents import Gap, Notice, Part
from guvoh.instruments.names.guard import Index, Mark, TextTooLong, scan


class Status(IntEnum):
    """What the command's exit status says of a file; of several, the first that is true of any, in this order:
    BLOCKED, NOT_LOOKED, REVIEW, CLEAN.
    """

    CLEAN = 0
    BLOCKED = 1
    NOT_LOOKED = 3
    REVIEW = 4


ORDER = (Status.BLOCKED, Status.NOT_LOOKED, Status.REVIEW, Status.CLEAN)


@dataclass(frozen=True)
class Finding:
    """A mark, and the part of the file in whose text it stands; `line` counts from 1."""

    part: Part
    mark: Mark

    @property
    def line(self) -> int:
        return self.part.text.count("\n", 0, self.mark.start) + 1


@dataclass(frozen=True)
class Judgement:
    """What the guard says of one file."""

    findings: list[Finding]
    gaps: list[Gap]
    notices: list[Notice]

    @property
    def status(self) -> Status:
        if any(finding.mark.level == "block" for finding in self.findings):
            return Status.BLOCKED
        if self.gaps:
            return Status.NOT_LOOKED
        told = any(notice.kind == "coordinates" for notice in self.notices)
        return Status.REVIEW if self.findings or told else Status.CLEAN


def judge(data: bytes, name: str, index: Index) -> Judgement:
    """Look for the people of `index` in everything the file `data` says, its `name` among it.

    Somebody blocked in one part is present in all: there a surname alone blocks too. Marks in a second reading of
    the same text are told only for people whom the first one did not show as surely. A part too long for the
    guard is a gap.
    """
    reading = documents.read(data, name)
    gaps = list(reading.gaps)
    found: list[Finding] = []
    for part in reading.parts:
        try:
            found += _findings(part, index, frozenset())
        except TextTooLong:
            gaps.append(Gap(part.where, "too long"))
    if present := frozenset(finding.mark.person for finding in found if finding.mark.level == "block"):
        unread = {gap.where for gap in gaps if gap.reason == "too long"}
        found = [
            each for part in reading.parts if part.where not in unread for each in _findings(part, index, present)
        ]
    return Judgement(list(_once(found)), gaps, reading.notices)


def _findings(part: Part, index: Index, present: frozenset[str]) -> list[Finding]:
    return [Finding(part, mark) for mark in scan(part.text, index, present)]


def _once(found: list[Finding]) -> Iterator[Finding]:
    """Findings without those that a second reading repeats."""
    shown = {(each.mark.person, each.mark.level) for each in found if not each.part.again}
    for each in found:
        person = each.mark.person
        if not each.part.again or not {(person, "block"), (person, each.mark.level)} & shown:
            yield each
