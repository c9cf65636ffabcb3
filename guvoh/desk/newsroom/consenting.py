"""How much of whom a story may show. Asked of the consents in force each time, never of a kept answer."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from guvoh.desk.casework.access import consent_to
from guvoh.desk.casework.models import Case, CaseActor, Consent
from guvoh.desk.casework.vocabulary import CaseRole, Identification, Purpose
from guvoh.desk.facts.vocabulary import ActorKind
from guvoh.desk.newsroom.models import ReleaseRow

LEVELS: Final = (
    Identification.NONE,
    Identification.ANONYMISED,
    Identification.INITIALS,
    Identification.FIRST_NAME,
    Identification.FULL_NAME,
)
# What a mark of the guard shows of a person. No consent to be named covers a telephone, an address or a document.
SHOWN_BY: Final = {"given name": Identification.FIRST_NAME} | dict.fromkeys(
    (
        "alias",
        "given name and patronymic",
        "given name and surname",
        "given name and surname of several",
        "initials and surname",
        "name in one word",
        "surname",
    ),
    Identification.FULL_NAME,
)
# The words by which the guard's roles call people in a case.
GUARD_ROLES: Final = {
    CaseRole.CLIENT: "client",
    CaseRole.VICTIM: "victim",
    CaseRole.FAMILY: "relative",
    CaseRole.REPORTER: "contact",
    CaseRole.WITNESS: "witness",
}
MUST_CONSENT: Final = (CaseRole.CLIENT, CaseRole.VICTIM)


def allows(consent: Consent | None, shown: str) -> bool:
    return consent is not None and LEVELS.index(consent.identification) >= LEVELS.index(shown)


@dataclass(frozen=True)
class Concerned:
    """The people of a story's case by pseudonym: their roles, and their consents to publication in force."""

    roles: dict[str, str] = field(default_factory=dict)
    must_consent: frozenset[str] = frozenset()
    consents: dict[str, Consent] = field(default_factory=dict)

    def may_show(self, pseudonym: str, shown: str) -> bool:
        return allows(self.consents.get(pseudonym), shown)

    def role_label(self, pseudonym: str) -> str:
        role = self.roles.get(pseudonym)
        return str(CaseRole(role).label) if role else str(_("protected person outside this case"))

    def refusals(self) -> Iterator[str]:
        """A sentence for everyone without whose consent nothing of the case goes out."""
        for pseudonym in sorted(self.must_consent):
            if not self.may_show(pseudonym, Identification.ANONYMISED):
                yield _("%(person)s (%(role)s) has no consent to publication in force.") % {
                    "person": pseudonym,
                    "role": self.role_label(pseudonym),
                }


def concerned(case: Case | None) -> Concerned:
    if case is None:
        return Concerned()
    roles: dict[str, str] = {}
    must = set()
    for person in CaseActor.objects.filter(case=case).select_related("actor"):
        pseudonym = person.actor.pseudonym
        roles.setdefault(pseudonym, person.role)
        if person.role in MUST_CONSENT:
            roles[pseudonym] = person.role
            if person.actor.kind == ActorKind.PERSON:
                must.add(pseudonym)
    rows = Consent.objects.in_force().filter(case=case, purpose=Purpose.PUBLICATION).select_related("actor")
    consents = {row.actor.pseudonym: row for row in rows.order_by("given_on", "pk")}
    return Concerned(roles, frozenset(must), consents)


def still_allows(consent: Consent, shown: str) -> bool:
    """Whether the person's consent to publication that is in force now allows what this one was used for."""
    return allows(consent_to(consent.case, consent.actor, Purpose.PUBLICATION), shown)


def standing_with_consent() -> list[ReleaseRow]:
    """Releases that may be out: every consent they stand on still allows what they show."""
    return _split()[0]


def standing_without_consent() -> list[ReleaseRow]:
    """Releases that nobody has withdrawn although a consent they stand on is gone."""
    return _split()[1]


def _split() -> tuple[list[ReleaseRow], list[ReleaseRow]]:
    rows = Consent.objects.in_force().filter(purpose=Purpose.PUBLICATION).order_by("given_on", "pk")
    in_force = {(row.case_id, row.actor_id): row for row in rows}
    allowed: list[ReleaseRow] = []
    fallen: list[ReleaseRow] = []
    for row in (
        ReleaseRow.objects.standing().select_related("text__story__case").prefetch_related("stands_on__consent")
    ):
        stands = all(
            allows(in_force.get((link.consent.case_id, link.consent.actor_id)), link.shows)
            for link in row.stands_on.all()
        )
        (allowed if stands else fallen).append(row)
    return allowed, fallen
