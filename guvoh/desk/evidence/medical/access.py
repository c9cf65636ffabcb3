"""Who sees what of an examination, and who may write it.

The body, the tests and the conclusion take the medical section. The frame (when, where, under what conditions),
what the person tells and the psychological part take the medical or the psychological one: whoever concludes has
to weigh both, and nobody should have to tell it twice. Everybody else who works the case learns day and state.
"""

import uuid
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from guvoh.desk.casework.access import OpenCase, case_for, consent_to
from guvoh.desk.casework.models import Case, TeamSeat
from guvoh.desk.casework.vocabulary import Purpose
from guvoh.desk.evidence.medical.vocabulary import JUDGES_BODY, JUDGES_MIND, Said
from guvoh.desk.evidence.models import Examination, Finding, FindingPhotograph, SealedFile
from guvoh.desk.staff.access import has_role
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record
from guvoh.desk.staff.roles import Role, Section

EITHER: Final = (Section.MEDICAL, Section.PSYCHOLOGICAL)

examines = has_role(*JUDGES_MIND)
prints_sheets = has_role(Role.DOCTOR, Role.PSYCHOLOGIST, Role.OFFICER, Role.LAWYER, Role.OPERATOR)


@dataclass(frozen=True)
class OpenExamination:
    """An examination as one member may see it."""

    examination: Examination
    opened: OpenCase

    @property
    def member(self) -> Member:
        return self.opened.member

    @property
    def sees_body(self) -> bool:
        return self.opened.can(Section.MEDICAL)

    @property
    def sees_mind(self) -> bool:
        return any(self.opened.can(section) for section in EITHER)

    @property
    def sees_conclusion(self) -> bool:
        """A psychologist who examined by herself reads her own conclusion."""
        return self.sees_body or (self.sees_mind and self.examination.examiner_id == self.member.pk)

    @property
    def _writable(self) -> bool:
        # who sees pseudonyms would write them into the text
        return not self.examination.is_signed and self.opened.sees_identity

    @property
    def writes_body(self) -> bool:
        return self._writable and self.sees_body and self.member.has_role(*JUDGES_BODY)

    @property
    def writes_mind(self) -> bool:
        return self._writable and self.sees_mind and self.member.has_role(*JUDGES_MIND)

    @property
    def writes_conclusion(self) -> bool:
        return self.writes_mind and self.sees_conclusion

    @property
    def may_amend(self) -> bool:
        """Clinicians who may write it, as long as no later version is there."""
        latest = not hasattr(self.examination, "amended_by")
        clinician = self.sees_conclusion and self.member.has_role(*JUDGES_MIND)
        return self.examination.is_signed and latest and clinician and self.opened.sees_identity

    @property
    def hands_over(self) -> bool:
        """A lawyer of the case too, once the person let the signed report go to one; she reads it on paper."""
        reads = self.sees_conclusion or self._goes_to_lawyer
        return self.examination.is_signed and self.opened.sees_identity and reads

    @property
    def _goes_to_lawyer(self) -> bool:
        found = self.examination
        return (
            self.member.has_role(Role.LAWYER)
            and self.opened.works_case
            and found.agreed_disclosure == Said.GIVEN
            and consent_to(found.case, found.actor, Purpose.LAWYER) is not None
        )

    @property
    def name(self) -> str:
        return self.opened.name_of(self.examination.actor)


def learns_of_examinations(opened: OpenCase) -> bool:
    """Whether she is told at all that there is one."""
    return opened.works_case or any(opened.can(section) for section in EITHER)


def case_to_examine(member: Member, code: str) -> OpenCase:
    """A case in which this clinician may begin an examination."""
    opened = case_for(member, code, Section.IDENTITY)
    if not (examines(member) and any(opened.can(section) for section in EITHER)):
        raise Http404
    return opened


def _examination(member: Member, code: str, pk: int) -> OpenExamination:
    opened = case_for(member, code)
    found = get_object_or_404(Examination.objects.with_rows(), case=opened.case, pk=pk)
    return OpenExamination(found, opened)


def examination_for(member: Member, code: str, pk: int) -> OpenExamination:
    """The door to an examination; refusal and absence look the same, and every passage is recorded."""
    found = _examination(member, code, pk)
    if not found.sees_mind:
        raise Http404
    record("examination.read", by=member, case=code, subject=found.examination.subject)
    return found


def examination_to_write(member: Member, code: str, pk: int, right: str) -> OpenExamination:
    """A draft whose part this member may write; `right` is one of OpenExamination's."""
    found = examination_for(member, code, pk)
    if not getattr(found, right):
        raise Http404
    return found


def report_for(member: Member, code: str, pk: int) -> OpenExamination:
    """The door to the report of an examination on paper."""
    found = _examination(member, code, pk)
    if not found.hands_over:
        raise Http404
    record("examination.read", by=member, case=code, subject=found.examination.subject)
    return found


def finding_in(found: OpenExamination, pk: int) -> Finding:
    return get_object_or_404(
        Finding.objects.select_related("examination__case"), examination=found.examination, pk=pk
    )


def photograph_in(finding: Finding, pk: int) -> FindingPhotograph:
    return get_object_or_404(FindingPhotograph.objects.select_related("file", "finding"), finding=finding, pk=pk)


def photograph_for(member: Member, code: str, pk: int, file_id: uuid.UUID) -> SealedFile:
    """A picture of a finding, for those to whom the findings are open."""
    found = examination_for(member, code, pk)
    if not found.sees_body:
        raise Http404
    shown = SealedFile.objects.filter(in_findings__finding__examination=found.examination)
    return get_object_or_404(shown.select_related("case").distinct(), pk=file_id)


def pictures_in(case: Case) -> QuerySet[SealedFile]:
    """Pictures of the case that a finding may point to."""
    return SealedFile.objects.standing().filter(case=case, content_type__startswith="image/").order_by("-kept_at")


def examinations_open_to(member: Member) -> QuerySet[Examination]:
    """The last version of every examination that this member may open, over all her cases."""
    seats = TeamSeat.objects.current().filter(member=member)
    cases = [seat.case_id for seat in seats if set(EITHER) & set(seat.sections)]
    return Examination.objects.latest().with_rows().filter(case__in=cases)
