"""What a case gives to the text of a letter: who, when, where, what, and what an earlier reply said."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils import timezone
from django.utils.translation import override

from guvoh.desk.casework.access import consent_to
from guvoh.desk.casework.models import Case
from guvoh.desk.casework.vocabulary import CaseRole, Purpose
from guvoh.desk.correspondence.disclosure import Client
from guvoh.desk.correspondence.elements_in_letters import told_elements
from guvoh.desk.correspondence.kinds import Wording, furniture, merge, merge_fields
from guvoh.desk.correspondence.models import Letter, Reply, StateBody
from guvoh.desk.facts.models import Act, Actor, Event, SourceItem
from guvoh.desk.facts.vocabulary import ActKind, ActorKind, DetailKind
from guvoh.desk.staff.models import Member
from guvoh.instruments.terms.dates import format_date

VIOLENT: Final = (
    *(ActKind.TORTURE, ActKind.ILL_TREATMENT),
    *(ActKind.SEXUAL_VIOLENCE, ActKind.FORCED_EXAMINATION),
)


@dataclass(frozen=True)
class Plan:
    """What is chosen before a letter is drafted. `asked` are its demands, in order.

    `publication` is the piece a letter is about: one that is to be answered, or one that is to be removed.
    """

    kind_id: str
    language: str
    body: StateBody
    asked: tuple[str, ...]
    addressee: str = ""
    law_article: str = ""
    event: Event | None = None
    publication: SourceItem | None = None
    follows: Letter | None = None
    written_on: dt.date = field(default_factory=timezone.localdate)


def merge_values(plan: Plan, clients: list[Client], by: Member) -> dict[str, str]:
    """A value for every field of a letter; what is not known is a blank that the lawyer fills in."""
    language = plan.language
    words = furniture()[language]
    values = {
        "addressee_body": plan.body.name_in(language),
        "addressee_name": plan.addressee,
        "lawyer_name": by.full_name,
        "organisation": by.organisation.name_in(language),
        **_of_clients(clients, language),
        "relatives": _relatives(clients[0].consent.case, language),
        **_of_event(plan.event, clients, language),
        "elements": told_elements(plan.event, clients, language),
        **_of_publication(plan.publication, language),
        **_of_earlier(plan.follows, language),
    }
    values["article"] = plan.law_article or values["article"]
    values["officials"] = values["officials"] or words["unknown_person"]
    return {name: values.get(name) or words["unknown"] for name in merge_fields()}


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(part for part in parts if part))


def _of_clients(clients: list[Client], language: str) -> dict[str, str]:
    not_stated = furniture()[language]["not_stated"]
    named = [client.actor for client in clients if client.is_named]
    return {
        "client_name": "; ".join(client.shown_as(language) for client in clients),
        "client_birth": _joined(format_date(actor.born_on, language) for actor in named if actor.born_on)
        or not_stated,
        "client_address": _joined(_details(named, DetailKind.ADDRESS)) or not_stated,
    }


def _details(actors: Iterable[Actor], kind: DetailKind) -> Iterator[str]:
    for actor in actors:
        yield from (detail.value for detail in actor.details.filter(kind=kind))


def _relatives(case: Case, language: str) -> str:
    """Those who may be named in full, with their telephone: nobody is notified by initials."""
    shown = []
    for person in case.people.filter(role=CaseRole.FAMILY).select_related("actor"):
        consent = consent_to(case, person.actor, Purpose.STATE_BODY)
        relative = Client(person.actor, consent) if consent else None
        if relative and relative.is_named:
            phones = _details([relative.actor], DetailKind.PHONE)
            shown.append(", ".join((relative.shown_as(language), *phones)))
    return "; ".join(shown)


def _of_event(event: Event | None, clients: list[Client], language: str) -> dict[str, str]:
    if event is None:
        return dict.fromkeys(("officials", "article"), "")
    acts = list(event.acts.prefetch_related("involvements__perpetrator__names"))
    own = [act for act in acts if act.victim_id in {client.actor.pk for client in clients}]
    # where the client suffered none of them, the letter is about what was done to others
    told = own or acts
    return {
        "event_date": _days(event, language),
        "event_place": event.place,
        "narrative": event.narrative,
        "acts": _joined(_act(act, language) for act in told),
        "officials": _joined(_officials(told, language)),
        "article": _joined(act.law_article for act in told),
        "injuries": _joined(act.method for act in own if act.kind in VIOLENT),
        **_of_detention(event, [act for act in own if act.kind == ActKind.ARREST], language),
    }


def _of_detention(event: Event, arrests: list[Act], language: str) -> dict[str, str]:
    """When, where and how long the client was held; nothing where no act of the event says that she was."""
    if not arrests:
        return {}
    places = _joined(
        involvement.perpetrator.name_in(language)
        for act in arrests
        for involvement in act.involvements.all()
        if involvement.perpetrator.kind == ActorKind.ORGANISATION and not involvement.perpetrator.protected
    )
    return {
        "detention_date": _joined(_days(act, language) for act in arrests) or _days(event, language),
        "detention_place": places or event.place,
        "hours_held": _joined(_hours(act, language) for act in arrests),
    }


def _days(when: Event | Act, language: str) -> str:
    if when.earliest is None:
        return when.as_said
    first = format_date(when.earliest, language)
    if when.latest is None or when.latest == when.earliest:
        return first
    return furniture()[language]["from_to"].format(first=first, last=format_date(when.latest, language))


def _hours(act: Act, language: str) -> str:
    return furniture()[language]["hours"].format(hours=f"{act.hours.normalize():f}") if act.hours else ""


def _act(act: Act, language: str) -> str:
    with override(language):
        kind = act.get_kind_display()
    return ", ".join(part for part in (kind, act.method, _hours(act, language)) if part)


def _officials(acts: Iterable[Act], language: str) -> Iterable[str]:
    for act in acts:
        for involvement in act.involvements.all():
            name = _official_name(involvement.perpetrator, language)
            yield ", ".join(part for part in (name, involvement.rank_then) if part)


def _official_name(perpetrator: Actor, language: str) -> str:
    """A protected person is never named as a perpetrator by a merge: a lawyer writes it by hand, or not at all."""
    if perpetrator.protected or not perpetrator.names.all():
        return furniture()[language]["unknown_person"]
    return perpetrator.name_in(language)


def _of_publication(piece: SourceItem | None, language: str) -> dict[str, str]:
    if piece is None:
        return {}
    by = piece.teller
    return {
        # whoever told it in confidence is no outlet
        "outlet": by.name_in(language) if by and by.kind == ActorKind.ORGANISATION and not by.protected else "",
        "publication_title": piece.title,
        "publication_date": format_date(piece.told_on, language) if piece.told_on else "",
        "publication_address": piece.address,
    }


def _of_earlier(follows: Letter | None, language: str) -> dict[str, str]:
    """The letter this one follows, and the last reply to it."""
    if follows is None:
        return {}
    reply: Reply | None = follows.replies.last()
    return {
        "earlier_body": follows.body.name_in(language),
        "earlier_number": follows.number,
        "earlier_date": format_date(follows.written_on, language),
        "refusal_date": format_date(reply.dated_on or reply.received_on, language) if reply else "",
        "refusal_number": reply.register_number if reply else "",
    }


def answered_table(follows: Letter | None, language: str) -> list[dict[str, str]]:
    """What an earlier letter asked and what the replies said to each point, for the letter that follows it."""
    if follows is None:
        return []
    words = furniture()[language]["answers"]
    rows = []
    for point in follows.points.prefetch_related("answers"):
        deciding = point.deciding_answer
        rows.append(
            {
                "asked": point.text,
                "answered": words[deciding.answer if deciding else "no"],
                "quote": deciding.quote if deciding else "",
            }
        )
    return rows


def merged_parts(
    wording: Wording, values: Mapping[str, str], language: str, *, with_table: bool
) -> dict[str, str]:
    """The parts of a letter with their fields filled in; the table stands between introduction and text."""
    # the last paragraph of an introduction announces the table
    announced = wording.introduction or (furniture()[language]["in_table"],)
    introduction = announced if with_table else announced[:-1]
    paragraphs = {"introduction": introduction, "text": wording.text, "closing": wording.closing}
    return {
        "heading": merge(wording.heading, values),
        **{name: "\n\n".join(merge(part, values) for part in parts) for name, parts in paragraphs.items()},
        "sign_off": "\n".join(merge(line, values) for line in wording.sign_off),
    }
