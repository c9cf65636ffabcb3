from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import rules
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from guvoh.desk.casework.emergencies import Emergency
from guvoh.desk.casework.models import Case, Consent, RecoveryHalf, Referral, Task, TeamSeat
from guvoh.desk.casework.vocabulary import Purpose
from guvoh.desk.facts.exits import look_through
from guvoh.desk.facts.models import Actor, Event
from guvoh.desk.staff.access import may, reads_record
from guvoh.desk.staff.models import Entry, EntryQuerySet, Member
from guvoh.desk.staff.permissions import Right, emergency_sections, has_right, organisation_sections
from guvoh.desk.staff.record import record
from guvoh.desk.staff.roles import Section
from guvoh.desk.staff.sealed_text import CaseNotOpen

opens_cases = may(Right.OPEN_CASES)
sees_case_list = may(Right.LIST_CASES)
takes_referrals = may(Right.TAKE_REFERRALS)


@rules.predicate
def opens_in_emergency(member: Member) -> bool:
    return bool(emergency_sections(member.roles, same_organisation=True))


@dataclass(frozen=True)
class OpenCase:
    """A case as one member may see it. `emergency` opens more of it for some hours."""

    case: Case
    member: Member
    sections: frozenset[str]
    emergency: Emergency | None = None

    def can(self, section: str) -> bool:
        return section in self.sections

    @property
    def sees_identity(self) -> bool:
        return self.can(Section.IDENTITY)

    @property
    def works_case(self) -> bool:
        """Whether she may change the case now: identity and legal are hers, and it is not sealed before her."""
        return {Section.IDENTITY, Section.LEGAL} <= self.sections and self.case.is_open

    @property
    def leads_case(self) -> bool:
        """Whether she may change the team, close and seal: never by an emergency alone."""
        lasting = {Section.IDENTITY, Section.LEGAL} <= lasting_sections(self.member, self.case)
        return lasting and has_right(self.member.roles, Right.LEAD_CASES)

    def text(self, text: str) -> str:
        """A text of the case; protected persons stand under their pseudonyms where names are not hers to see."""
        if self.sees_identity or not text:
            return text
        subjects = {actor.pseudonym for actor in Actor.objects.filter(in_cases__case=self.case, protected=True)}
        try:
            marks = look_through({"text": text}, subjects).marks["text"]
        except ValidationError as refused:
            return " ".join(refused.messages)
        shown, hidden_to = "", 0
        for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
            # of namesakes who share a place the first is shown
            if mark.start >= hidden_to:
                shown += text[hidden_to : mark.start] + mark.person
            hidden_to = max(hidden_to, mark.end)
        return shown + text[hidden_to:]

    def title_of(self, event: Event) -> str:
        """The title of an event beside the case; nothing where it stands only in cases that are not hers."""
        known = event.cases.filter(pk__in=Case.objects.visible_to(self.member)).exists()
        return self.text(event.title) if known or not event.cases.exists() else ""

    def name_of(self, actor: Actor) -> str:
        """The actor's name, or the pseudonym where the name is not hers to see.

        An event can belong to two cases: whoever is in the other one alone stays a pseudonym in this one.
        """
        if actor.protected and not (self.sees_identity and actor.pk in self._people):
            return actor.pseudonym
        return actor.name_in(self.member.language)

    @cached_property
    def _people(self) -> frozenset[int]:
        return frozenset(self.case.people.values_list("actor", flat=True))


def may_see(member: Member, case: Case) -> bool:
    return Case.objects.visible_to(member).filter(pk=case.pk).exists()


def cases_found(member: Member, words: str, state: str) -> QuerySet[Case]:
    """Cases this member may see, narrowed by words and by state where one is named."""
    found = Case.objects.visible_to(member).select_related("organisation")
    if state in Case.State.values:
        found = found.filter(state=state)
    return found.matching(words, member) if words else found


def with_titles(member: Member, cases: Iterable[Case]) -> list[tuple[Case, str]]:
    """Cases with their titles as far as this member may read them."""
    named = set(Case.objects.opened_to(member, Section.IDENTITY).values_list("pk", flat=True))
    return [
        (case, case.title if case.pk in named else OpenCase(case, member, frozenset()).text(case.title))
        for case in cases
    ]


def actor_in_case(opened: OpenCase, pk: int) -> Actor:
    """The door to a person of the case; the passage is recorded under her pseudonym."""
    actor = get_object_or_404(Actor.objects.filter(in_cases__case=opened.case).distinct(), pk=pk)
    record("person.read", by=opened.member, case=opened.case.code, subject=actor.pseudonym)
    return actor


def task_in_case(opened: OpenCase, pk: int) -> Task:
    return get_object_or_404(Task.objects.undone(), case=opened.case, pk=pk)


def lasting_sections(member: Member, case: Case) -> frozenset[str]:
    """What is open to her in this case without any emergency."""
    seat = TeamSeat.objects.current().filter(case=case, member=member).first()
    if seat is not None:
        return frozenset(seat.sections)
    if case.sealed or case.organisation_id != member.organisation_id:
        return frozenset()
    return organisation_sections(member.roles)


def running_emergency(member: Member, case: Case) -> Emergency | None:
    return Emergency.objects.running().filter(member=member, case=case).first()


def sections_of(member: Member, case: Case) -> frozenset[str]:
    return opened_case(member, case).sections


def opened_case(member: Member, case: Case) -> OpenCase:
    """A case that is visible to this member, with all that is open to her in it now."""
    emergency = running_emergency(member, case)
    hurried = frozenset(emergency.sections) if emergency else frozenset()
    return OpenCase(case, member, lasting_sections(member, case) | hurried, emergency)


def case_for(member: Member, code: str, *sections: Section) -> OpenCase:
    """The door to a case: refusal and absence look the same, and every passage is recorded.

    `sections` are those without which this page makes no sense; such a page of a sealed case is for those who have
    it open. Raises Http404, CaseNotOpen.
    """
    case = Case.objects.visible_to(member).select_related("organisation").filter(code=code).first()
    if case is None:
        raise Http404
    opened = opened_case(member, case)
    if not set(sections) <= opened.sections:
        raise Http404
    if sections and not case.is_open:
        raise CaseNotOpen
    record("case.read", by=member, case=case.code)
    return opened


def case_to_work_on(member: Member, code: str) -> OpenCase:
    return case_for(member, code, Section.IDENTITY, Section.LEGAL)


def case_to_lead(member: Member, code: str) -> OpenCase:
    opened = case_to_work_on(member, code)
    if not opened.leads_case:
        raise Http404
    return opened


def case_asked_about(member: Member, code: str, subject: str = "") -> tuple[Case, EntryQuerySet]:
    """A case with its entries, for whoever leads it or reads the record. The question is recorded."""
    case = get_object_or_404(Case, code=code) if reads_record(member) else case_to_lead(member, code).case
    record("record.readers_asked", by=member, case=case.code, subject=subject)
    entries = Entry.objects.filter(case=case.code).exclude(act="record.readers_asked").select_related("member")
    return case, entries


def person_asked_about(member: Member, code: str, pk: int) -> tuple[Case, Actor, EntryQuerySet]:
    """A person of such a case with the entries that name her there."""
    actor = get_object_or_404(Actor.objects.filter(in_cases__case__code=code).distinct(), pk=pk)
    case, entries = case_asked_about(member, code, actor.pseudonym)
    return case, actor, entries.filter(subject=actor.pseudonym)


def case_in_emergency(member: Member, code: str) -> Case | None:
    """A case that this member may open in an emergency. Asking is recorded, also for what is not there.

    A sealed case, one that is not there, and one beyond her reach are the same to her.
    """
    record("emergency.sought", by=member, asked=code)
    case = Case.objects.filter(code=code, sealed=False).select_related("organisation").first()
    if case is None:
        return None
    near = case.organisation_id == member.organisation_id
    return case if emergency_sections(member.roles, same_organisation=near) else None


def emergencies_to_show(opened: OpenCase) -> list[Emergency]:
    """Who has the case open in an emergency now: all of them for whoever leads it, one's own for anybody."""
    running = Emergency.objects.running().filter(case=opened.case).select_related("member__organisation")
    return list(running if opened.leads_case else running.filter(member=opened.member))


def emergency_to_end(member: Member, code: str, pk: int) -> Emergency:
    """A running emergency of a case, for whoever leads the case and for whoever opened it. Raises Http404."""
    opened = case_for(member, code)
    emergency = get_object_or_404(Emergency.objects.running(), case=opened.case, pk=pk)
    if not opened.leads_case and emergency.member != member:
        raise Http404
    return emergency


def leaders_of(case: Case) -> list[Member]:
    """Everybody who leads this case: officers on its team, and those of its organisation."""
    near = Q(team_seats__case=case, team_seats__left_at__isnull=True) | Q(organisation=case.organisation_id)
    members = Member.objects.filter(near, is_active=True).distinct()
    return [member for member in members if opened_case(member, case).leads_case]


def open_case_for(member: Member, code: str) -> OpenCase:
    """The door for what needs the case open, whatever her sections. Raises Http404, CaseNotOpen."""
    opened = case_for(member, code)
    if not opened.case.is_open:
        raise CaseNotOpen
    return opened


def halves_of(member: Member) -> QuerySet[RecoveryHalf]:
    """Halves of keys entrusted to this member, of cases that can be recovered by them."""
    found = RecoveryHalf.objects.usable().filter(officer=member)
    return found.select_related("case").prefetch_related("case__recovery_halves__officer")


def consent_to(case: Case, actor: Actor, purpose: Purpose) -> Consent | None:
    """The consent of this person to this purpose that is in force."""
    return Consent.objects.in_force().filter(case=case, actor=actor, purpose=purpose).first()


def referral_for(member: Member, pk: int) -> Referral:
    """A referral that was sent to this member. It opens the need and the message, not the case."""
    referral = (
        Referral.objects.filter(pk=pk, to_member=member)
        .select_related("need__case", "sent_by__organisation")
        .first()
    )
    if referral is None:
        raise Http404
    record("referral.read", by=member, case=referral.need.case.code)
    return referral
