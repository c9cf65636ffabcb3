from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from guvoh.desk.casework.keyring import case_key
from guvoh.desk.casework.models import Case, CaseActor
from guvoh.desk.facts.actions import add_actor, add_detail, add_event, complete_actor
from guvoh.desk.facts.models import Actor, Event
from guvoh.desk.facts.reactions import act_recorded
from guvoh.desk.facts.vocabulary import DetailKind
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record
from guvoh.desk.staff.sealed_text import rewrite


@transaction.atomic
def bring_person(case: Case, actor: Actor, role: str, *, by: Member) -> CaseActor:
    """Put a known actor into a case. Raises ValidationError when she has this role already."""
    person = CaseActor(case=case, actor=actor, role=role)
    person.full_clean()
    person.save()
    # The case's number in a text points to the people in it: the guard must know it as theirs.
    if actor.protected and not actor.details.filter(kind=DetailKind.CASE_NUMBER, value=case.code).exists():
        add_detail(actor, DetailKind.CASE_NUMBER, case.code, by=by)
    record("person.added", by=by, case=case.code, subject=actor.pseudonym, role=role)
    return person


@transaction.atomic
def add_person(
    case: Case,
    role: str,
    names: Iterable[dict[str, str]],
    details: Iterable[tuple[str, str]] = (),
    *,
    by: Member,
    **fields: Any,
) -> CaseActor:
    """Record a new actor and put it into the case. Raises ValidationError."""
    return bring_person(case, add_actor(names, details, by=by, **fields), role, by=by)


@transaction.atomic
def recognise_person(
    case: Case,
    actor: Actor,
    role: str,
    names: Iterable[dict[str, str]],
    details: Iterable[tuple[str, str]] = (),
    *,
    by: Member,
    **fields: Any,
) -> CaseActor:
    """Put somebody the desk knows already into the case, and add what is new. Raises ValidationError."""
    complete_actor(actor, names, details, by=by, **fields)
    return bring_person(case, actor, role, by=by)


@transaction.atomic
def bring_event(case: Case, event: Event, *, by: Member) -> None:
    """Link an event that is known already to a case. Raises ValidationError where another case keeps it sealed."""
    if event.sealed_in not in (None, case.pk):
        raise ValidationError(
            _("This event belongs to a sealed case and stays there. Record it anew in this one.")
        )
    case.events.add(event)
    case.look_again()
    if case.sealed_in is not None and event.sealed_in is None and event.cases.count() == 1:
        Event.objects.filter(pk=event.pk).update(sealed_in=case.pk)
        event.sealed_in = case.pk
        rewrite(case.pk, case_key(case), case_key(case))
    record("case.event_linked", by=by, case=case.code, subject=f"event {event.pk}")
    for act in event.acts.select_related("victim"):
        act_recorded(act, by)


@transaction.atomic
def add_event_to_case(case: Case, *, by: Member, **fields: Any) -> Event:
    """Record a new event and link it to the case. Raises ValidationError."""
    event = add_event(by=by, sealed_in=case.sealed_in, **fields)
    bring_event(case, event, by=by)
    return event
