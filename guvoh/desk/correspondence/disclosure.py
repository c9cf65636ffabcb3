"""How much of whom a letter to a state body may show: the consent of the people in the case decides."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from guvoh.desk.casework.access import consent_to
from guvoh.desk.casework.models import Case, Consent
from guvoh.desk.casework.vocabulary import CaseRole, Identification, Purpose
from guvoh.desk.correspondence.kinds import furniture
from guvoh.desk.correspondence.models import Letter
from guvoh.desk.correspondence.setting import parts_of
from guvoh.desk.correspondence.vocabulary import part_label
from guvoh.desk.facts.exits import BLOCK, look_through
from guvoh.desk.facts.marks import around, fingerprint_of, rule_label
from guvoh.desk.facts.models import Act, Actor, ActorName, Involvement
from guvoh.instruments.names.guard import Mark


@dataclass(frozen=True)
class Client:
    """A client of the case with the consent that lets a letter speak of her."""

    actor: Actor
    consent: Consent

    @property
    def is_named(self) -> bool:
        return self.consent.identification == Identification.FULL_NAME

    def shown_as(self, language: str) -> str:
        """The name as far as the consent goes, in the letter's language."""
        row = _name_row(self.actor, language)
        shown = _as_far_as(row, self.consent.identification) if row else ""
        return shown or furniture()[language]["withheld"]


def consenting_clients(case: Case) -> list[Client]:
    """The clients, each with her consent to letters in force. Raises ValidationError where one is missing."""
    people = case.people.filter(role=CaseRole.CLIENT).select_related("actor").prefetch_related("actor__names")
    clients = [(person.actor, consent_to(case, person.actor, Purpose.STATE_BODY)) for person in people]
    if not clients:
        raise ValidationError(_("The case has no client yet. Add the client first."))
    if not all(consent for _actor, consent in clients):
        raise ValidationError(
            _(
                "The client has not consented to letters to state bodies, or took the consent back. "
                "Ask, record the consent in the case, then write the letter."
            )
        )
    return [Client(actor, consent) for actor, consent in clients if consent]


@dataclass(frozen=True)
class Exposed:
    """Words in one part of a letter that say who a protected person is, and no consent covers it."""

    part: str
    mark: Mark
    fingerprint: str
    around: str

    @property
    def rule(self) -> str:
        return rule_label(self.mark.rule)

    @property
    def place(self) -> str:
        return part_label(self.part)


def exposed_names(letter: Letter) -> list[Exposed]:
    """Mentions of protected people that no consent to letters in this case covers and nobody has cleared.

    Whoever is in the case as nothing but a perpetrator may be named: the complaint is about her. Raises
    ValidationError when the guard cannot look at the whole letter.
    """
    case, parts = letter.case, parts_of(letter.content)
    consents = {
        person.actor.pseudonym: consent_to(case, person.actor, Purpose.STATE_BODY)
        for person in case.people.select_related("actor")
    }
    accused = accused_in(case)
    cleared = set(letter.clearances.values_list("fingerprint", flat=True))
    return [
        Exposed(part, mark, fingerprint, around(parts[part], mark))
        for part, mark, fingerprint in uncovered(parts, consents, accused)
        if fingerprint not in cleared
    ]


def uncovered(
    parts: Mapping[str, str], consents: Mapping[str, Consent | None], accused: Set[str]
) -> Iterator[tuple[str, Mark, str]]:
    """What the guard blocks in a text to be handed over although no consent covers it: part, mark, fingerprint.

    `consents` by pseudonym are those of the people it is about. Raises ValidationError when the guard cannot look
    at all of it.
    """
    for part, marks in look_through(parts, consents).marks.items():
        # Where a namesake is protected too, words that a consent covers speak of the one who gave it.
        covered = {(mark.start, mark.end) for mark in marks if _covers(consents.get(mark.person), mark)}
        for mark in marks:
            if mark.level == BLOCK and mark.person not in accused and (mark.start, mark.end) not in covered:
                yield part, mark, fingerprint_of(part, parts[part], mark)


def accused_in(case: Case) -> set[str]:
    involved = Involvement.objects.filter(act__event__in=case.events.all())
    others = case.people.exclude(role=CaseRole.OFFICIAL).values_list("actor__pseudonym", flat=True)
    victims = Act.objects.filter(event__in=case.events.all()).values_list("victim__pseudonym", flat=True)
    return set(involved.values_list("perpetrator__pseudonym", flat=True)) - set(others) - set(victims)


def _covers(consent: Consent | None, mark: Mark) -> bool:
    if consent is None:
        return False
    level = Identification(consent.identification)
    if level == Identification.FULL_NAME:
        return True
    if level == Identification.FIRST_NAME:
        return mark.rule == "given name"
    return False


def _name_row(actor: Actor, language: str) -> ActorName | None:
    rows = sorted(actor.names.all(), key=lambda row: (row.script != language, row.pk))
    return rows[0] if rows else None


def _as_far_as(row: ActorName, level: str) -> str:
    parts = [part for part in (row.given, row.patronymic, row.surname) if part]
    if level == Identification.FULL_NAME:
        return row.full
    if level == Identification.FIRST_NAME:
        return row.given
    if level == Identification.INITIALS:
        return " ".join(f"{part[0]}." for part in parts)
    return ""
