"""Whom a filing may name: the consents of those it is about, and what the guard finds beyond them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guvoh.desk.casework.access import consent_to
from guvoh.desk.casework.models import Case, Consent
from guvoh.desk.casework.vocabulary import CaseRole, Identification, Purpose
from guvoh.desk.correspondence.disclosure import Client, accused_in, uncovered
from guvoh.desk.correspondence.filings.mechanisms import Mechanism, mechanisms, said, words
from guvoh.desk.correspondence.models import Filing
from guvoh.desk.facts.marks import around, rule_label
from guvoh.desk.facts.models import Actor
from guvoh.instruments.names.guard import Mark


@dataclass(frozen=True)
class Standing:
    """What one person, or a relative for her, has consented to: the sending, the State, the public reports."""

    actor: Actor
    send: Consent | None
    to_state: Consent | None
    in_reports: Consent | None

    @property
    def by_family(self) -> bool:
        return self.send is not None and self.send.actor_id != self.actor.pk

    @property
    def named_to_state(self) -> bool:
        return _in_full(self.to_state)

    @property
    def named_in_reports(self) -> bool:
        return _in_full(self.in_reports)

    def shown(self) -> str:
        """The name in Latin letters, as far as the consent to send goes; empty where it goes nowhere."""
        return Client(self.actor, self.send).shown_as("en") if self.send else ""


def _in_full(consent: Consent | None) -> bool:
    return consent is not None and consent.identification == Identification.FULL_NAME


def standings(filing: Filing) -> list[Standing]:
    mechanism = mechanisms()[filing.mechanism]
    return [standing_of(filing.case, actor, mechanism) for actor in filing.people.order_by("pk")]


def standing_of(case: Case, actor: Actor, mechanism: Mechanism) -> Standing:
    needed = mechanism.consent

    def to(purpose: Purpose) -> Consent | None:
        return consent_to(case, actor, purpose) or (_of_family(case, actor, purpose) if needed.family else None)

    return Standing(actor, to(needed.purpose), to(Purpose.NAMED_TO_STATE), to(Purpose.NAMED_IN_REPORTS))


def _of_family(case: Case, actor: Actor, purpose: Purpose) -> Consent | None:
    """A relative speaks for somebody who cannot, never against what she said herself or took back."""
    if actor.consents.filter(case=case, purpose=purpose).exists():
        return None
    relatives = case.people.filter(role=CaseRole.FAMILY).exclude(actor=actor).select_related("actor")
    given = (consent_to(case, person.actor, purpose) for person in relatives)
    return next((consent for consent in given if consent), None)


def without_consent(filing: Filing) -> Iterator[str]:
    """A sentence for every consent that this mechanism needs and that is not there."""
    mechanism = mechanisms()[filing.mechanism]
    needed = mechanism.consent
    for standing in standings(filing):
        who = {"person": standing.actor.pseudonym}
        if standing.send is None or standing.send.identification == Identification.NONE:
            yield (
                _(
                    "%(person)s has not consented to this filing, or took the consent back. "
                    "Ask, record the consent in the case, then go on."
                )
                % who
            )
        elif needed.level == Identification.FULL_NAME and not _in_full(standing.send):
            yield (_("This body needs the full name, and the consent of %(person)s does not go so far.") % who)
        elif needed.to_state and not standing.named_to_state:
            yield (
                _("This body tells the State whom it is about, and %(person)s has not consented to that.") % who
            )


def consent_rows(filing: Filing) -> list[list[str]]:
    """What stands in the document about consent, in English: who, to send, to the State, in public reports."""
    shown = words()["document"]
    return [
        [
            standing.shown() or shown["unnamed"],
            (shown["by_family"] if standing.by_family else shown["yes"]) if standing.send else shown["no"],
            shown["yes"] if standing.named_to_state else shown["no"],
            shown["yes"] if standing.named_in_reports else shown["no"],
        ]
        for standing in standings(filing)
    ]


@dataclass(frozen=True)
class ExposedWords:
    """Words of one part of a filing that say who a protected person is, and no consent covers it."""

    part: str
    place: str
    mark: Mark
    fingerprint: str
    around: str

    @property
    def rule(self) -> str:
        return rule_label(self.mark.rule)


def exposed_words(filing: Filing, parts: dict[str, str]) -> list[ExposedWords]:
    """Mentions of protected people that no consent to this mechanism covers and nobody has cleared.

    Whoever is in the case as nothing but a perpetrator may be named. Raises ValidationError when the guard cannot
    look at the whole of it.
    """
    mechanism = mechanisms()[filing.mechanism]
    actors = {person.actor for person in filing.case.people.select_related("actor")} | set(filing.people.all())
    consents = {actor.pseudonym: standing_of(filing.case, actor, mechanism).send for actor in actors}
    accused = accused_in(filing.case)
    cleared = set(filing.clearances.values_list("fingerprint", flat=True))
    return [
        ExposedWords(part, _place(mechanism, part), mark, fingerprint, around(parts[part], mark))
        for part, mark, fingerprint in uncovered(parts, consents, accused)
        if fingerprint not in cleared
    ]


def _place(mechanism: Mechanism, part: str) -> str:
    asked = mechanism.fields.get(part)
    return said(asked.label) if asked else mechanism.name
