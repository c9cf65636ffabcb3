"""What a case already knows for the fields of a filing. The lawyer reads it and translates it."""

import datetime as dt
from collections.abc import Callable
from typing import Final

from guvoh.desk.correspondence.filings.exhaustion import last_answer
from guvoh.desk.correspondence.filings.mechanisms import Mechanism
from guvoh.desk.correspondence.filings.people import standings
from guvoh.desk.correspondence.models import Filing
from guvoh.desk.facts.models import Act
from guvoh.desk.facts.vocabulary import ActKind, ActorKind, DetailKind, Gender

ENGLISH_GENDER: Final = {Gender.FEMALE: "female", Gender.MALE: "male"}


def prefilled(filing: Filing, mechanism: Mechanism) -> dict[str, str]:
    """A value for every typed field that names where the case has it; empty ones are left out."""
    found = {
        asked.id: KNOWN[asked.fills](filing)
        for asked in mechanism.fields.values()
        if asked.fills and asked.is_typed
    }
    return {name: value for name, value in found.items() if value}


def _names(filing: Filing) -> str:
    return "; ".join(shown for standing in standings(filing) if (shown := standing.shown()))


def _named(filing: Filing) -> list:
    return [standing.actor for standing in standings(filing) if standing.shown() == standing.actor.name_in("en")]


def _native_names(filing: Filing) -> str:
    return "; ".join(dict.fromkeys(actor.name_in(script) for actor in _named(filing) for script in ("tg", "ru")))


def _births(filing: Filing) -> str:
    return "; ".join(actor.born_on.isoformat() for actor in _named(filing) if actor.born_on)


def _genders(filing: Filing) -> str:
    return "; ".join(filter(None, (ENGLISH_GENDER.get(actor.gender, "") for actor in _named(filing))))


def _occupations(filing: Filing) -> str:
    return "; ".join(actor.occupation for actor in _named(filing) if actor.occupation)


def _addresses(filing: Filing) -> str:
    details = [
        actor.details.filter(kind=DetailKind.ADDRESS).values_list("value", flat=True) for actor in _named(filing)
    ]
    return "; ".join(value for values in details for value in values)


def _submitter(filing: Filing) -> str:
    return f"{filing.author.organisation.name_in('en')}, {filing.author.full_name}"


def _event_day(filing: Filing) -> str:
    day = filing.event.earliest if filing.event else None
    return day.isoformat() if day else ""


def _place(filing: Filing) -> str:
    return filing.event.place if filing.event else ""


def _narrative(filing: Filing) -> str:
    return filing.event.narrative if filing.event else ""


def _acts(filing: Filing) -> list[Act]:
    if filing.event is None:
        return []
    found = filing.event.acts.filter(victim__in=filing.people.all())
    return list(found.prefetch_related("involvements__perpetrator__names"))


def _officials(filing: Filing) -> str:
    rows = {
        ", ".join(part for part in (involvement.perpetrator.name_in("en"), involvement.rank_then) if part)
        for act in _acts(filing)
        for involvement in act.involvements.all()
        if not involvement.perpetrator.protected
    }
    return "\n".join(sorted(rows))


def _holders(filing: Filing) -> str:
    names = {
        involvement.perpetrator.name_in("en")
        for act in _acts(filing)
        for involvement in act.involvements.all()
        if involvement.perpetrator.kind == ActorKind.ORGANISATION and not involvement.perpetrator.protected
    }
    return "; ".join(sorted(names))


def _arrested_on(filing: Filing) -> str:
    days = [act.earliest for act in _acts(filing) if act.kind == ActKind.ARREST and act.earliest]
    return min(days).isoformat() if days else _event_day(filing)


def _law_named(filing: Filing) -> str:
    return "; ".join(dict.fromkeys(act.law_article for act in _acts(filing) if act.law_article))


def _reason_stated(filing: Filing) -> str:
    return "; ".join(dict.fromkeys(act.stated_reason for act in _acts(filing) if act.stated_reason))


def _last_answer(filing: Filing) -> str:
    day: dt.date | None = last_answer(filing.case)
    return day.isoformat() if day else ""


KNOWN: Final[dict[str, Callable[[Filing], str]]] = {
    "names": _names,
    "native_names": _native_names,
    "births": _births,
    "genders": _genders,
    "occupations": _occupations,
    "addresses": _addresses,
    "submitter": _submitter,
    "event_day": _event_day,
    "place": _place,
    "narrative": _narrative,
    "officials": _officials,
    "holders": _holders,
    "arrested_on": _arrested_on,
    "law_named": _law_named,
    "reason_stated": _reason_stated,
    "last_answer": _last_answer,
}
