"""The map of elements as a letter tells it: what bears each element out, and from what kind of source."""

from collections.abc import Sequence

from django.db.models import Q

from guvoh.desk.correspondence.disclosure import Client
from guvoh.desk.correspondence.elements import BEARING_OUT, ELEMENTS, Bearing, named_source, wording
from guvoh.desk.correspondence.models import ElementFact
from guvoh.desk.facts.models import Event


def told_elements(event: Event | None, clients: Sequence[Client], language: str) -> str:
    """Element by element, in the words of the facts; gaps, what is contradicted and our grades are left out.

    Facts about "everybody in this event" are the clients' too; what was done to others alone is not.
    """
    if event is None:
        return ""
    facts = ElementFact.objects.standing().about(clients[0].consent.case, event)
    own = facts.filter(Q(victim=None) | Q(victim__in=[client.actor for client in clients]))
    told: dict[str, list[str]] = {element: [] for element in ELEMENTS}
    for fact in own:
        if fact.heading in told and fact.grade in BEARING_OUT:
            told[fact.heading].append(_told(fact.statement, fact.bearing, language))
    headings = wording()[language]["headings"]
    borne_out = [(headings[element], "; ".join(known)) for element, known in told.items() if known]
    return "; ".join(f"{number}) {heading}: {known}" for number, (heading, known) in enumerate(borne_out, 1))


def _told(statement: str, bearing: Bearing, language: str) -> str:
    return f"{statement.strip().rstrip('.')} ({named_source(bearing, language)})"
