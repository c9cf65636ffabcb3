from typing import Final

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from guvoh.desk.casework.access import OpenCase, case_to_work_on, may_see
from guvoh.desk.casework.models import Case, TeamSeat
from guvoh.desk.correspondence.models import Clock, Filing, FilingLink, Letter
from guvoh.desk.staff.access import may
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.permissions import Right
from guvoh.desk.staff.record import record
from guvoh.desk.staff.roles import Section

# A letter says who the client is and what the lawyers do: both sections, as for work on the case itself.
NEEDED: Final = {Section.IDENTITY, Section.LEGAL}

writes_letters = may(Right.WRITE_LETTERS)
signs_rules = may(Right.SIGN_RULES)
edits_wordings = may(Right.EDIT_WORDINGS)
sees_bodies = may(Right.SEE_BODIES)
counts_replies = may(Right.COUNT_REPLIES)


def cases_with_letters(member: Member) -> QuerySet[Case]:
    """The cases whose letters this member may read, for lists and counts."""
    return Case.objects.opened_to(member, *NEEDED)


def letters_counted() -> QuerySet[Letter]:
    """The letters behind the coalition's figures: all that left, but for those of sealed cases.

    For counts alone, and the same for every reader, so that no two of them can compare their numbers.
    """
    return Letter.objects.sent().filter(case__sealed=False)


def letter_for(member: Member, pk: int) -> Letter:
    """The door to a letter: through its case, and refusal looks like absence."""
    letter = Letter.objects.with_rows().filter(pk=pk).first()
    if letter is None:
        raise Http404
    case_to_work_on(member, letter.case.code)
    record("letter.read", by=member, case=letter.case.code, subject=f"letter {letter.pk}")
    return letter


def clock_for(member: Member, pk: int) -> Clock:
    clock = Clock.objects.with_rows().filter(pk=pk).first()
    if clock is None:
        raise Http404
    letter_for(member, clock.letter_id)
    return clock


def who_acts(letter: Letter) -> Member | None:
    """Who wrote the letter while she works the case; else a lawyer or officer of its team."""
    seats = TeamSeat.objects.current().filter(case=letter.case).select_related("member").order_by("pk")
    candidates = [letter.author, *(seat.member for seat in seats if writes_letters(seat.member))]
    return next((one for one in candidates if one.is_active and may_see(one, letter.case)), None)


def filing_for(member: Member, code: str, pk: int) -> tuple[OpenCase, Filing]:
    """The door to a filing: through its case, and refusal looks like absence."""
    opened = case_to_work_on(member, code)
    filing = get_object_or_404(Filing.objects.with_rows(), case=opened.case, pk=pk)
    record("filing.read", by=member, case=opened.case.code, subject=f"filing {filing.pk}")
    return opened, filing


def link_in_filing(filing: Filing, pk: int) -> FilingLink:
    return get_object_or_404(FilingLink.objects.select_related("filing__case"), filing=filing, pk=pk)
