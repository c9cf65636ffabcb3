"""What the page of a case shows, as far as this member may see it."""

from typing import Any

from guvoh.desk.casework.access import OpenCase, emergencies_to_show
from guvoh.desk.casework.models import CaseActor
from guvoh.desk.casework.timeline import timeline
from guvoh.desk.casework.vocabulary import CaseRole
from guvoh.desk.facts.models import Actor


def people_of(opened: OpenCase) -> list[CaseActor]:
    return list(opened.case.people.select_related("actor").prefetch_related("actor__names"))


def named_people(opened: OpenCase, *, officials_first: bool = False) -> list[tuple[Actor, str]]:
    """Actors of the case with the name this member may read, for a list of choices; the likeliest first."""
    people = sorted(people_of(opened), key=lambda person: (person.role == CaseRole.OFFICIAL) != officials_first)
    return list({person.actor: opened.name_of(person.actor) for person in people}.items())


def overview(opened: OpenCase) -> dict[str, Any]:
    case = opened.case
    in_force = set(case.consents.in_force().values_list("pk", flat=True))
    people: dict[Actor, dict[str, Any]] = {}
    for person in people_of(opened):
        row = people.setdefault(
            person.actor, {"actor": person.actor, "name": opened.name_of(person.actor), "roles": []}
        )
        row["roles"].append(person.get_role_display())
    return {
        "opened": opened,
        "emergencies": emergencies_to_show(opened),
        "case": case,
        "title": opened.text(case.title),
        "summary": opened.text(case.summary),
        "people": list(people.values()),
        "events": [(event, opened.text(event.title)) for event in case.events.all()],
        "moments": timeline(opened),
        "consents": [
            (consent, opened.name_of(consent.actor), consent.pk in in_force)
            for consent in case.consents.select_related("actor").prefetch_related("actor__names")
        ],
        "needs": case.needs.prefetch_related("referrals__to_member"),
        "tasks": case.tasks.undone().select_related("owner"),
        "team": case.team.current().select_related("member__organisation"),
        "closure": case.closures.filter(reopened_on__isnull=True).first()
        if case.state == case.State.CLOSED
        else None,
    }
