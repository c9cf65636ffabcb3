"""The guard at work on a text: what it found, and how each mark was resolved."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guvoh.desk.casework.models import Consent
from guvoh.desk.casework.vocabulary import Identification
from guvoh.desk.facts.exits import BLOCK, look_through
from guvoh.desk.facts.marks import fingerprint_of
from guvoh.desk.facts.register import Register
from guvoh.desk.newsroom.consenting import GUARD_ROLES, SHOWN_BY, Concerned, concerned, still_allows
from guvoh.desk.newsroom.content import candidate, parts_of
from guvoh.desk.newsroom.models import Clearance, StoryText
from guvoh.desk.newsroom.vocabulary import Decision
from guvoh.handover.release import Release
from guvoh.instruments.names.guard import Mark
from guvoh.instruments.names.person import Protected

REVIEW: Final = "review"


@dataclass(frozen=True)
class Finding:
    """One mark in one part of a text. `state` is the guard's level while it is open, else the decision."""

    part: str
    mark: Mark
    fingerprint: str
    state: str
    clearance: Clearance | None = None
    consent: Consent | None = None

    @property
    def is_open(self) -> bool:
        return self.state in (BLOCK, REVIEW)

    @property
    def shows(self) -> str | None:
        """What of the identity it shows, where consent can allow that at all."""
        return SHOWN_BY.get(self.mark.rule)


@dataclass(frozen=True)
class Look:
    """All that the guard says about one content of a text."""

    text: StoryText
    document: Release
    register: Register
    concerned: Concerned
    findings: tuple[Finding, ...]
    initials: tuple[Clearance, ...]

    @property
    def must_go(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.state == BLOCK]

    @property
    def to_look_at(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.state == REVIEW]

    @property
    def too_much(self) -> list[Clearance]:
        """Initials that stand in the text although the person's consent does not reach to initials any more."""
        return [
            row
            for row in self.initials
            if not self.concerned.may_show(row.person.pseudonym, Identification.INITIALS)
        ]

    @property
    def is_clear(self) -> bool:
        return not (self.must_go or self.to_look_at or self.too_much)

    def check(self) -> None:
        """Raises ValidationError while something is left that gives somebody away."""
        unresolved = len(self.must_go) + len(self.to_look_at)
        if unresolved:
            raise ValidationError(
                ngettext(
                    "The guard has %(count)d mark that nobody has resolved. Resolve it first.",
                    "The guard has %(count)d marks that nobody has resolved. Resolve them first.",
                    unresolved,
                )
                % {"count": unresolved},
                code="marks",
            )
        for row in self.too_much:
            raise ValidationError(
                _("The initials of %(person)s stand in the text, but the consent does not reach to initials.")
                % {"person": row.person.pseudonym},
                code="initials",
            )

    def of(self, part: str) -> list[Finding]:
        return [finding for finding in self.findings if finding.part == part]

    def by_fingerprint(self, fingerprint: str) -> Finding:
        """Raises ValidationError when the words around the mark have changed."""
        for finding in self.findings:
            if finding.fingerprint == fingerprint:
                return finding
        raise ValidationError(_("The text around this mark has changed. Look at the marks as they are now."))

    def person(self, pseudonym: str) -> Protected:
        """The protected person with the role she has in the story's case, as the guard calls it."""
        role = GUARD_ROLES.get(self.concerned.roles.get(pseudonym, ""))
        return replace(self.register.persons[pseudonym], role=role)


def look_at(text: StoryText, document: Release | None = None) -> Look:
    """Let the guard look at everything this text would release, with the register as it stands now.

    Raises ValidationError when the guard cannot look at all of it: then nothing goes out.
    """
    document = document or candidate(text)
    people, parts = concerned(text.story.case), parts_of(document)
    looked = look_through(parts, people.roles)
    clearances = list(text.clearances.select_related("person", "consent__case", "consent__actor"))
    findings = tuple(
        _finding(part, parts[part], mark, people, clearances) for part in parts for mark in looked.marks[part]
    )
    written = "\n".join(parts.values())
    initials = tuple(row for row in clearances if row.decision == Decision.INITIALS and row.wrote in written)
    return Look(text, document, looked.register, people, findings, initials)


def _finding(part: str, words: str, mark: Mark, people: Concerned, clearances: Iterable[Clearance]) -> Finding:
    fingerprint = fingerprint_of(part, words, mark)
    shown = SHOWN_BY.get(mark.rule)
    if shown is not None and people.may_show(mark.person, shown):
        consent = people.consents[mark.person]
        return Finding(part, mark, fingerprint, Decision.CONSENTED, consent=consent)
    for row in clearances:
        if row.fingerprint != fingerprint:
            continue
        if row.decision == Decision.ANOTHER_PERSON:
            return Finding(part, mark, fingerprint, row.decision, row)
        if row.decision == Decision.CONSENTED and shown is not None and still_allows(row.consent, shown):
            return Finding(part, mark, fingerprint, row.decision, row, row.consent)
    return Finding(part, mark, fingerprint, mark.level)
