"""What a case gives to the text of a letter: who, when, where, what, and what an earlier reply said."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import override

from guvoh.desk.correspondence.disclosure import Client
from guvoh.desk.correspondence.kinds import furniture
from guvoh.desk.correspondence.models import Letter, Reply, StateBody
from guvoh.desk.facts.models import Act, Actor, Event
from guvoh.desk.facts.vocabulary import DetailKind
from guvoh.desk.staff.models import Member
from guvoh.instruments.terms.dates import format_date


@dataclass(frozen=True)
class Plan:
    """What is chosen before a letter is drafted. `asked` are its demands, in order."""

    kind_id: str
    language: str
    body: StateBody
    asked: tuple[str, ...]
    addressee: str = ""
    law_article: str = ""
    event: Event | None = None
    follows: Letter | None = None
    written_on: dt.date = field(default_factory=timezone.localdate)


def merge_values(plan: Plan, clients: list[Client], by: Member) -> dict[str, str]:
    """A value for every field of a letter; what is not known is a blank that the lawyer fills in."""
    words = furniture()[plan.language]
    values = {
        "addressee_body": plan.body.name_in(plan.language),
        "addressee_name": plan.addressee,
        "article": plan.law_article,
        "lawyer_name": by.full_name,
        "organisation": by.organisation.name_in(plan.language),
        "today": format_date(plan.written_on, plan.language),
        "signature": "",
        **_of_clients(clients, plan.language),
        **_of_event(plan.event, plan.language),
        **_of_refusal(plan.follows, plan.language),
    }
    if not values["article"]:
        values["article"] = values.pop("charged")
    values.pop("charged", None)
    values["officials"] = values["officials"] or words["unknown_person"]
    return {name: value or words["unknown"] for name, value in values.items()}


def _of_clients(clients: list[Client], language: str) -> dict[str, str]:
    not_stated = furniture()[language]["not_stated"]
    named = [client.actor for client in clients if client.is_named]
    births = [format_date(actor.born_on, language) for actor in named if actor.born_on]
    addresses = [detail.value for actor in named for detail in actor.details.filter(kind=DetailKind.ADDRESS)]
    return {
        "client_name": "; ".join(client.shown_as(language) for client in clients),
        "client_birth": "; ".join(births) or not_stated,
        "client_address": "; ".join(addresses) or not_stated,
    }


def _of_event(event: Event | None, language: str) -> dict[str, str]:
    if event is None:
        return dict.fromkeys(("event_date", "event_place", "narrative", "acts", "officials", "charged"), "")
    acts = list(event.acts.prefetch_related("involvements__perpetrator__names"))
    return {
        "event_date": _days(event, language),
        "event_place": event.place,
        "narrative": event.narrative,
        "acts": "; ".join(dict.fromkeys(_act(act, language) for act in acts)),
        "officials": "; ".join(dict.fromkeys(_officials(acts, language))),
        "charged": "; ".join(dict.fromkeys(act.law_article for act in acts if act.law_article)),
    }


def _days(event: Event, language: str) -> str:
    if event.earliest is None:
        return event.as_said
    first = format_date(event.earliest, language)
    if event.latest is None or event.latest == event.earliest:
        return first
    return furniture()[language]["from_to"].format(first=first, last=format_date(event.latest, language))


def _act(act: Act, language: str) -> str:
    with override(language):
        kind = act.get_kind_display()
    hours = furniture()[language]["hours"].format(hours=f"{act.hours.normalize():f}") if act.hours else ""
    return ", ".join(part for part in (kind, act.method, hours) if part)


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


def _of_refusal(follows: Letter | None, language: str) -> dict[str, str]:
    reply: Reply | None = follows.replies.last() if follows else None
    return {
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
