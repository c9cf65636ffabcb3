"""People found by matching keys, as far as the one who asks may know of them.

Whoever stands only in cases that are not hers is not found at all, not even as a number. Those who lead such a
case can be asked, and they alone learn that somebody fits.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final

from django.db.models import Prefetch, prefetch_related_objects
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guvoh.desk.casework.models import Case, CaseActor, CaseQuerySet, EnquiryAnswer, PersonEnquiry
from guvoh.desk.facts.matching import (
    BORN,
    EMAIL,
    GIVEN,
    HARDLY,
    LIKELY,
    PAIR,
    PAPER,
    PATRONYMIC,
    PHONE,
    SURNAME,
    WHOLE,
    Sought,
    keys_of_birth,
    keys_of_detail,
    sought_by,
)
from guvoh.desk.facts.models import Actor
from guvoh.desk.facts.models.actors import ActorQuerySet
from guvoh.desk.facts.vocabulary import ActorKind, DetailKind
from guvoh.desk.staff.access import may
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.permissions import Right
from guvoh.desk.staff.record import record
from guvoh.desk.staff.roles import Section

SHOWN_MAX: Final = 20
QUESTIONS_SHOWN: Final = 20
MATCHES_MAX: Final = 50
COMPARED_MAX: Final = 500
# What two people have in common, in words, the most telling first.
SHARED: Final = (
    (PAPER, gettext_lazy("passport")),
    (PHONE, gettext_lazy("telephone")),
    (EMAIL, gettext_lazy("e-mail")),
    (PAIR, gettext_lazy("given name and surname")),
    (WHOLE, gettext_lazy("other name")),
    (GIVEN, gettext_lazy("given name")),
    (SURNAME, gettext_lazy("surname")),
    (PATRONYMIC, gettext_lazy("patronymic")),
    (BORN, gettext_lazy("date of birth")),
)

meets_people = may(Right.MEET_PEOPLE)


@dataclass(frozen=True)
class Told:
    """What is told of a person: a name in any order and spelling, a date of birth, a telephone."""

    words: str = ""
    born_on: dt.date | None = None
    phone: str = ""

    @property
    def sought(self) -> Sought:
        return sought_by(self.words, keys_of_birth(self.born_on) | self._phone_keys)

    @property
    def _phone_keys(self) -> set[str]:
        return keys_of_detail(DetailKind.PHONE, self.phone) if self.phone else set()

    @property
    def tells_one_person(self) -> bool:
        return len(self.words.split()) > 1 or bool(self._phone_keys)


@dataclass(frozen=True)
class Met:
    """A person known to the member who asks: with the cases in which she is, and what fits."""

    actor: Actor
    name: str
    cases: list[tuple[Case, str]]

    @property
    def shared(self) -> list[str]:
        kinds = {kind for kind, _label in SHARED if getattr(self.actor, f"same_{kind}", 0)}
        if PAIR in kinds:
            kinds -= {GIVEN, SURNAME}
        return [str(label) for kind, label in SHARED if kind in kinds]

    @property
    def is_likely(self) -> bool:
        return self.actor.likeness >= LIKELY

    @property
    def label(self) -> str:
        born = str(self.actor.born_on.year) if self.actor.born_on else ""
        stands = "; ".join(f"{case.code}: {roles}" for case, roles in self.cases)
        fits = _("the same: %(what)s") % {"what": ", ".join(self.shared)}
        return " · ".join(part for part in (self.name, born, stands, fits) if part)


def people_in(cases: CaseQuerySet) -> ActorQuerySet:
    inside = CaseActor.objects.filter(case__in=cases).values("actor")
    return Actor.objects.filter(kind=ActorKind.PERSON, pk__in=inside)


def people_met(member: Member, sought: Sought) -> list[Met]:
    """People in cases where names are open to this member who may be meant, the likeliest first."""
    cases = Case.objects.opened_to(member, Section.IDENTITY)
    return _met(member, _fitting(people_in(cases), sought, SHOWN_MAX), cases)


def _fitting(people: ActorQuerySet, sought: Sought, most: int) -> list[Actor]:
    """Those who have enough in common with the one sought, or whose name was mistyped, the likeliest first."""
    compared = people.resembling(sought.keys, HARDLY).prefetch_related("names")[:COMPARED_MAX]
    fitting = (
        actor
        for actor in compared
        if actor.likeness >= sought.at_least or any(sought.is_slip_of(row.full) for row in actor.names.all())
    )
    return list(islice(fitting, most))


def _met(member: Member, people: list[Actor], cases: CaseQuerySet) -> list[Met]:
    hers = CaseActor.objects.filter(case__in=cases).select_related("case").order_by("-case__pk", "pk")
    prefetch_related_objects(people, Prefetch("in_cases", hers, to_attr="in_her_cases"))
    return [Met(actor, actor.name_in(member.language), _with_roles(actor.in_her_cases)) for actor in people]


def _with_roles(rows: list[CaseActor]) -> list[tuple[Case, str]]:
    roles: dict[Case, list[str]] = defaultdict(list)
    for row in rows:
        roles[row.case].append(str(row.get_role_display()))
    return [(case, ", ".join(each)) for case, each in roles.items()]


def people_unknown_to(member: Member, told: Told) -> list[Actor]:
    """People who fit and stand only in cases where names are not open to this member."""
    known = people_in(Case.objects.opened_to(member, Section.IDENTITY))
    everybody = people_in(Case.objects.all()).exclude(pk__in=known.values("pk"))
    return _fitting(everybody, replace(told.sought, at_least=LIKELY), MATCHES_MAX)


def questions_of(member: Member) -> list[PersonEnquiry]:
    """What she asked last, each with `said`: the answers that were given. Silence leaves no trace in it."""
    given = EnquiryAnswer.objects.filter(silent=False).select_related("by__organisation", "case")
    asked = PersonEnquiry.objects.filter(asked_by=member).prefetch_related(
        Prefetch("answers", given, to_attr="said")
    )
    return list(asked[:QUESTIONS_SHOWN])


def questions_to(member: Member) -> list[PersonEnquiry]:
    """Questions of colleagues that wait for this member, because somebody in a case she leads fits."""
    waiting = PersonEnquiry.objects.waiting_for(member)
    return list(waiting.select_related("asked_by__organisation")[:QUESTIONS_SHOWN])


def enquiry_for(member: Member, pk: int) -> tuple[PersonEnquiry, list[Met]]:
    """The door to a colleague's question: the question, and who of the member's own cases it may be about.

    Refusal and absence look the same, also to the one who asked.
    """
    waiting = PersonEnquiry.objects.waiting_for(member).select_related("asked_by__organisation")
    enquiry = get_object_or_404(waiting, pk=pk)
    led = Case.objects.led_by(member)
    told = Told(enquiry.words, enquiry.born_on, enquiry.phone)
    matched = enquiry.matches.filter(answer=None).values("actor")
    people = people_in(led).filter(pk__in=matched).prefetch_related("names")
    found = _met(member, list(people.resembling(told.sought.keys, HARDLY)), led)
    record("enquiry.read", by=member, subject=f"enquiry {enquiry.pk}")
    return enquiry, found


def waiting_questions(member: Member) -> dict[str, Any] | None:
    questions = questions_to(member)
    return {"questions": questions} if questions else None
