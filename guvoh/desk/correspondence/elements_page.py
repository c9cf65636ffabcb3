"""The map of elements of an event: for each of its victims one sentence, and what it rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from guvoh.desk.casework.access import OpenCase, case_to_work_on
from guvoh.desk.correspondence.elements import ELEMENTS, Finding, find, mismatch, questions, sentence
from guvoh.desk.correspondence.models import Allegation, ElementFact, StateQualification
from guvoh.desk.correspondence.models.qualification import WrittenOnce
from guvoh.desk.correspondence.vocabulary import Grade, Heading
from guvoh.desk.facts.models import Act, Actor, Event
from guvoh.desk.facts.vocabulary import ActKind
from guvoh.desk.staff.models import Member

# Harm done to a person's body or mind while others had her in their power: its event is on the case's page.
BODILY: Final = (
    *(ActKind.TORTURE, ActKind.ILL_TREATMENT, ActKind.SEXUAL_VIOLENCE, ActKind.FORCED_EXAMINATION),
    *(ActKind.ARREST, ActKind.INTERROGATION, ActKind.FORCED_STATEMENT, ActKind.DEATH),
)
KINDS: Final[dict[str, type[WrittenOnce]]] = {
    "fact": ElementFact,
    "allegation": Allegation,
    "state": StateQualification,
}
TONES: Final = {
    Grade.SUPPORTED: "answered",
    Grade.PARTLY: "due",
    Grade.CONTRADICTED: "danger",
    Grade.NO_INFORMATION: "draft",
}


@dataclass(frozen=True)
class Subject:
    """An event of a case that this member works on."""

    opened: OpenCase
    event: Event

    @cached_property
    def victims(self) -> list[Actor]:
        return _victims(self.event)


@dataclass(frozen=True)
class Map:
    """Our map for one victim, or for the event while no act names one."""

    name: str
    finding: Finding
    qualification: StateQualification | None
    language: str

    @property
    def sentence(self) -> str:
        return sentence(self.finding, self.language)

    @property
    def mismatch(self) -> str:
        if self.qualification is None:
            return ""
        return mismatch(self.finding, self.qualification.article, self.language)

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "label": heading.label,
                "grade": self.finding.map[heading].grade.label,
                "tone": TONES[self.finding.map[heading].grade],
                "disputed": self.finding.map[heading].disputed,
            }
            for heading in (*ELEMENTS, Heading.POWERLESSNESS)
        ]


def subject_for(member: Member, code: str, event: int) -> Subject:
    """The door: the case to work on, and one of its events."""
    opened = case_to_work_on(member, code)
    return Subject(opened, get_object_or_404(opened.case.events, pk=event))


def row_of(subject: Subject, what: str, pk: int) -> WrittenOnce:
    """A row of this event in this case, for taking it back."""
    if what not in KINDS:
        raise Http404
    return get_object_or_404(KINDS[what].objects.about(subject.opened.case, subject.event), pk=pk)


def heading_of(name: str) -> Heading:
    if name not in Heading.values:
        raise Http404
    return Heading(name)


def _victims(event: Event) -> list[Actor]:
    return list({act.victim: None for act in event.acts.all()})


def elements_page(subject: Subject) -> dict[str, Any]:
    opened, event = subject.opened, subject.event
    rows = {what: list(kind.objects.about(opened.case, event)) for what, kind in KINDS.items()}
    standing = {what: [row for row in found if row.retracted_at is None] for what, found in rows.items()}
    victims = _victims_with_names(event)
    names = {victim.pk: opened.name_of(victim) for victim in victims} if len(victims) > 1 else {}
    language = opened.member.language
    return {
        "opened": opened,
        "case": opened.case,
        "event": event,
        "maps": _maps(victims, names, standing, language),
        "cards": [_card(heading, standing["fact"], names, language) for heading in Heading],
        "allegations": _lines(standing["allegation"], names, "allegation"),
        "state": _lines(standing["state"], names, "state"),
        "retracted": [
            line for what, found in rows.items() for line in _lines(found, names, what) if line["row"].retracted_at
        ],
    }


def _victims_with_names(event: Event) -> list[Actor]:
    acts = event.acts.select_related("victim").prefetch_related("victim__names")
    return list({act.victim: None for act in acts})


def _lines(rows: Iterable[WrittenOnce], names: dict[int, str], what: str) -> list[dict[str, Any]]:
    everybody = str(_("everybody in this event")) if names else ""
    return [{"row": row, "about": names.get(row.victim_id or 0, everybody), "what": what} for row in rows]


def _card(heading: Heading, facts: Sequence[Any], names: dict[int, str], language: str) -> dict[str, Any]:
    return {
        "heading": heading,
        "lines": _lines([fact for fact in facts if fact.heading == heading], names, "fact"),
        "questions": questions(heading, language),
        "is_element": heading in ELEMENTS,
    }


def _maps(
    victims: Sequence[Actor], names: dict[int, str], standing: dict[str, list[Any]], language: str
) -> list[Map]:
    """One victim's pain and another's purpose are never put together: each victim has a map of her own."""
    about: list[int | None] = [victim.pk for victim in victims] or [None]
    maps = []
    for victim in about:
        facts, state = (_of(standing[what], victim) for what in ("fact", "state"))
        finding = find(fact.bearing for fact in facts)
        maps.append(Map(names.get(victim or 0, ""), finding, state[-1] if state else None, language))
    return maps


def _of(rows: Sequence[Any], victim: int | None) -> list[Any]:
    return [row for row in rows if row.victim_id in (None, victim)]


def elements_of_case(opened: OpenCase) -> dict[str, Any] | None:
    """The panel of the case's page: events in which somebody was harmed or held, each with its sentences."""
    if not opened.works_case:
        return None
    case = opened.case
    standing = {
        what: list(KINDS[what].objects.standing().filter(case=case).select_related("source"))
        for what in ("fact", "state")
    }
    of_event: dict[int, list[Actor]] = {}
    bodily = Act.objects.filter(event__in=case.events.all(), kind__in=BODILY)
    worked_on = {row.event_id for rows in standing.values() for row in rows}
    acts = Act.objects.filter(event__in={*worked_on, *bodily.values_list("event", flat=True)})
    for act in acts.select_related("victim").prefetch_related("victim__names"):
        victims = of_event.setdefault(act.event_id, [])
        if act.victim not in victims:
            victims.append(act.victim)
    shown = [
        _event_line(opened, event, of_event.get(event.pk, []), standing)
        for event in case.events.all()
        if event.pk in of_event or event.pk in worked_on
    ]
    return {"opened": opened, "lines": shown} if shown else None


def _event_line(
    opened: OpenCase, event: Event, victims: list[Actor], standing: dict[str, list[Any]]
) -> dict[str, Any]:
    rows = {what: [row for row in found if row.event_id == event.pk] for what, found in standing.items()}
    names = {victim.pk: opened.name_of(victim) for victim in victims} if len(victims) > 1 else {}
    maps = _maps(victims, names, rows, opened.member.language) if rows["fact"] else []
    return {"event": event, "title": opened.text(event.title), "maps": maps}
