import secrets
from collections.abc import Iterable
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.facts.guard_rules import resting_among, tidied
from guvoh.desk.facts.matching import keys_of_person, sealed_by_kind
from guvoh.desk.facts.models import (
    Act,
    Actor,
    ActorDetail,
    ActorKey,
    ActorName,
    ActorRelation,
    Event,
    EventLink,
    Figure,
    GuardRule,
    Involvement,
    SourceItem,
)
from guvoh.desk.facts.reactions import act_recorded
from guvoh.desk.facts.register import touch_register
from guvoh.desk.facts.vocabulary import ActorKind, DetailKind
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
    _known_anew(actor)
    record("actor.added", by=by, subject=actor.pseudonym)
    return actor


@transaction.atomic
def complete_actor(
    actor: Actor,
    names: Iterable[dict[str, str]],
    details: Iterable[tuple[str, str]] = (),
    *,
    by: Member,
    **fields: Any,
) -> None:
    """Add to a known actor what she is told to be called and has not been so far; what is recorded stays.

    A name in a script she has a name in already becomes another name of hers. Somebody who is to be protected is
    from now on. Raises ValidationError.
    """
    for field, value in fields.items():
        if value and not getattr(actor, field):
            setattr(actor, field, value)
    actor.full_clean()
    actor.save()
    known = {row.script: row for row in actor.names.all()}
    aliases = []
    for name in names:
        if name["script"] not in known:
            _save_name(actor, name)
        elif (full := ActorName(**name).full) and fold(full) != known[name["script"]].folded:
            aliases.append((DetailKind.ALIAS.value, full))
    held = {(detail.kind, detail.value) for detail in actor.details.all()}
    for kind, value in dict.fromkeys([*aliases, *details]):
        if (kind, value.strip()) not in held:
            _save_detail(actor, kind, value)
    _known_anew(actor)
    record("actor.completed", by=by, subject=actor.pseudonym)


def _known_anew(actor: Actor) -> None:
    """Write her matching keys anew and tell the guard: called whenever a name or detail of hers has changed."""
    touch_register(actor)
    if actor.kind != ActorKind.PERSON:
        return
    names = ActorName.objects.filter(actor=actor).values_list("given", "surname", "patronymic")
    details = ActorDetail.objects.filter(actor=actor).values_list("kind", "value")
    sealed = sealed_by_kind(keys_of_person(names, details, actor.born_on)).values()
    ActorKey.objects.filter(actor=actor).delete()
    ActorKey.objects.bulk_create(ActorKey(actor=actor, key=key) for digests in sealed for key in digests)


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
    _known_anew(actor)
    record("actor.named", by=by, subject=actor.pseudonym, script=name["script"])


@transaction.atomic
def add_detail(actor: Actor, kind: str, value: str, *, by: Member) -> None:
    """Add a telephone, address, document number or other name. Raises ValidationError when it is there already."""
    _save_detail(actor, kind, value)
    _known_anew(actor)
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
    act_recorded(act, by)
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


@transaction.atomic
def propose_guard_rule(kind: str, words: Iterable[str], reason: str, *, by: Member) -> GuardRule:
    """Add a rule to the guard's own. Spellings of a name act at once; what silences the guard waits for another
    member's word. Raises ValidationError, also for words that are the name of a protected person.
    """
    rule = GuardRule(kind=kind, words=tidied(kind, words), reason=reason.strip(), proposed_by=by)
    rule.full_clean()
    _refuse_silencing(rule)
    if GuardRule.objects.filter(kind=kind, words=rule.words, withdrawn_by=None).exists():
        raise ValidationError({"words": _("This rule is there already.")})
    rule.save()
    touch_register()
    record("guard_rule.proposed", by=by, subject=f"guard_rule {rule.pk}", kind=kind, reason=rule.reason)
    return rule


def _refuse_silencing(rule: GuardRule) -> None:
    if resting_among([rule]):
        raise ValidationError(
            {
                "words": _(
                    "A protected person bears this name: with such a rule the guard would not see her any more."
                )
            }
        )


@transaction.atomic
def confirm_guard_rule(rule: GuardRule, *, by: Member) -> None:
    """Let a proposed rule act. Raises ValidationError for one's own proposal, one that does not wait, or one that
    would silence a person who has become protected meanwhile.
    """
    if not rule.waits:
        raise ValidationError(_("This rule does not wait for anybody to confirm it."))
    rule.confirmed_by, rule.confirmed_at = by, timezone.now()
    rule.full_clean()
    _refuse_silencing(rule)
    rule.save(update_fields=["confirmed_by", "confirmed_at"])
    touch_register()
    record("guard_rule.confirmed", by=by, subject=f"guard_rule {rule.pk}", kind=rule.kind)


@transaction.atomic
def withdraw_guard_rule(rule: GuardRule, reason: str, *, by: Member) -> None:
    """Let a rule act no longer; it stays in the list. Raises ValidationError when it is withdrawn already."""
    if rule.withdrawn_by_id is not None:
        raise ValidationError(_("This rule is withdrawn already."))
    rule.withdrawn_by, rule.withdrawn_at, rule.withdrawal_reason = by, timezone.now(), reason.strip()
    rule.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawal_reason"])
    touch_register()
    record("guard_rule.withdrawn", by=by, subject=f"guard_rule {rule.pk}", kind=rule.kind, reason=reason)
