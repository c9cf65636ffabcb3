"""An allegation of injury calls for an examination: bruises fade in days."""

import datetime as dt
from typing import Final

from django.utils import timezone

from guvoh.desk.casework.models import Case
from guvoh.desk.evidence.actions.calls import call_for_examination
from guvoh.desk.facts.models import Act, Event
from guvoh.desk.facts.vocabulary import ActKind
from guvoh.desk.staff.models import Member

# Acts that leave marks on body or mind. A death is for the Minnesota Protocol, not for this one. To be checked by
# a clinician.
INJURIES: Final = frozenset(
    {ActKind.TORTURE, ActKind.ILL_TREATMENT, ActKind.SEXUAL_VIOLENCE, ActKind.FORCED_EXAMINATION}
)
# For so long fresh marks may be left to see. Later there are scars and the mind, and no hurry of hours. To be
# checked by a clinician.
FRESH: Final = dt.timedelta(days=42)


def is_fresh(event: Event, act: Act | None = None) -> bool:
    """Whether marks may still be there; an act without a day counts as fresh."""
    day = (act and (act.latest or act.earliest)) or event.latest or event.earliest
    return day is None or timezone.localdate() - day <= FRESH


def call_for_act(act: Act, by: Member) -> None:
    """Of an act that leaves marks, in the case in which its victim is."""
    if act.kind not in INJURIES:
        return
    for case in Case.objects.open().filter(events=act.event, people__actor=act.victim).distinct():
        call_for_examination(case, act.event, act.victim, act=act, fresh=is_fresh(act.event, act), by=by)


def call_for_allegation(case: Case, event: Event, person_id: int | None, by: Member) -> None:
    """Of what a person of the case says was done to her; where nobody is named, of every victim in the case."""
    people = {row.actor for row in case.people.select_related("actor")}
    victims = {act.victim_id for act in event.acts.all()}
    for person in people:
        if person.pk == person_id or (person_id is None and person.pk in victims):
            call_for_examination(case, event, person, fresh=is_fresh(event), by=by)
