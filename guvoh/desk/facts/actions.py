import secrets
from collections.abc import Iterable
from typing import Any, Final

from django.db import transaction

from guvoh.desk.facts.models import (
    Act,
    Actor,
    ActorDetail,
    ActorName,
    ActorRelation,
    Event,
    EventLink,
    Figure,
    Involvement,
    SourceItem,
)
from guvoh.desk.facts.register import touch_register
from guvoh.desk.facts.vocabulary import ActorKind
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record
from guvoh.instruments.names.keys import fold

# No vowels and no look-alikes: a pseudonym never spells a word and can be read out on the telephone.
ALPHABET: Final = "23456789CDFGHJKMNPQRTVWX"


def _new_pseudonym(kind: str) -> str:
    letter = {ActorKind.PERSON: "P", ActorKind.ORGANISATION: "O", ActorKind.GROUP: "G"}.get(ActorKind(kind), "U")
    return f"{letter}-{''.join(secrets.choice(ALPHABET) for _ in range(5))}"


@transaction.atomic
def add_actor(
    names: Iterable[dict[str, str]], details: Iterable[tuple[str, str]] = (), *, by: Member, **fields: Any
) -> Actor:
    """Record an actor with its names (`script`, `surname`, `given`, `patronymic`) and details (kind, value).

    Raises ValidationError when a name is empty or given twice in one script.
    """
    actor = Actor(pseudonym=_new_pseudonym(fields.get("kind", ActorKind.PERSON)), **fields)
    actor.full_clean()
    actor.save()
    for name in names:
        _save_name(actor, name)
    for kind, value in details:
        _save_detail(actor, kind, value)
    touch_register()
    record("actor.added", by=by, subject=actor.pseudonym)
    return actor


def _save_name(actor: Actor, name: dict[str, str]) -> None:
    row = ActorName.objects.filter(actor=actor, script=name["script"]).first() or ActorName(actor=actor)
    for field, value in name.items():
        setattr(row, field, value.strip())
    row.folded = fold(row.full)
    row.full_clean()
    row.save()


def _save_detail(actor: Actor, kind: str, value: str) -> None:
    detail = ActorDetail(actor=actor, kind=kind, value=value.strip())
    detail.full_clean()
    detail.save()


@transaction.atomic
def set_name(actor: Actor, name: dict[str, str], *, by: Member) -> None:
    """Write or correct the name in one script. Raises ValidationError."""
    _save_name(actor, name)
    touch_register()
    record("actor.named", by=by, subject=actor.pseudonym, script=name["script"])


@transaction.atomic
def add_detail(actor: Actor, kind: str, value: str, *, by: Member) -> None:
    """Add a telephone, address, document number or other name. Raises ValidationError when it is there already."""
    _save_detail(actor, kind, value)
    touch_register()
    record("actor.detail_added", by=by, subject=actor.pseudonym, kind=kind)


@transaction.atomic
def relate(actor: Actor, other: Actor, kind: str, *, by: Member, certainty: str = "reported") -> ActorRelation:
    """Record how one actor stands to another. Raises ValidationError."""
    relation = ActorRelation(actor=actor, other=other, kind=kind, certainty=certainty)
    relation.full_clean()
    relation.save()
    record("actor.related", by=by, subject=actor.pseudonym, other=other.pseudonym, kind=kind)
    return relation


@transaction.atomic
def add_event(*, by: Member, **fields: Any) -> Event:
    """Record an event. Raises ValidationError."""
    event = Event(**fields)
    event.full_clean()
    event.save()
    record("event.added", by=by, subject=f"event {event.pk}")
    return event


@transaction.atomic
def change_event(event: Event, *, by: Member, **fields: Any) -> Event:
    """Correct an event. Raises ValidationError; the row stays as it was then."""
    for field, value in fields.items():
        setattr(event, field, value)
    event.full_clean()
    event.save()
    record("event.changed", by=by, subject=f"event {event.pk}", fields=", ".join(sorted(fields)))
    return event


@transaction.atomic
def link_events(event: Event, other: Event, kind: str, *, by: Member) -> EventLink:
    """Link two events. Raises ValidationError."""
    link = EventLink(event=event, other=other, kind=kind)
    link.full_clean()
    link.save()
    record("event.linked", by=by, subject=f"event {event.pk}", other=other.pk, kind=kind)
    return link


@transaction.atomic
def add_act(event: Event, victim: Actor, *, by: Member, **fields: Any) -> Act:
    """Record one harm to one victim in an event. Raises ValidationError."""
    act = Act(event=event, victim=victim, **fields)
    act.full_clean()
    act.save()
    record("act.added", by=by, subject=f"event {event.pk}", kind=act.kind, victim=victim.pseudonym)
    return act


@transaction.atomic
def involve(act: Act, perpetrator: Actor, *, by: Member, **fields: Any) -> Involvement:
    """Record a perpetrator's part in an act. Raises ValidationError."""
    involvement = Involvement(act=act, perpetrator=perpetrator, **fields)
    involvement.full_clean()
    involvement.save()
    record("involvement.added", by=by, subject=f"act {act.pk}", perpetrator=perpetrator.pseudonym)
    return involvement


@transaction.atomic
def add_source(event: Event, *, by: Member, **fields: Any) -> SourceItem:
    """Record what a source tells about an event. Raises ValidationError."""
    source = SourceItem(event=event, **fields)
    source.full_clean()
    source.save()
    record("source.added", by=by, subject=f"event {event.pk}", grade=source.grade)
    return source


@transaction.atomic
def add_figure(event: Event, source: SourceItem, *, by: Member, **fields: Any) -> Figure:
    """Add a number that a source gives for an event. Raises ValidationError."""
    figure = Figure(event=event, source=source, **fields)
    figure.full_clean()
    figure.save()
    record("figure.added", by=by, subject=f"event {event.pk}", measure=figure.measure)
    return figure
