from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from guvoh.desk.casework.actions.team import add_to_team
from guvoh.desk.casework.meeting import Told, people_unknown_to
from guvoh.desk.casework.models import Case, EnquiryAnswer, EnquiryMatch, PersonEnquiry
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record


@transaction.atomic
def ask_coalition(told: Told, reason: str, *, by: Member) -> PersonEnquiry:
    """Ask those who lead cases that the member may not know whether they have met this person.

    What she sees does not depend on whether anybody fits. Questions that have lapsed are forgotten on the way.
    Raises ValidationError when too little is told to know one person by.
    """
    if not told.tells_one_person:
        raise ValidationError(_("Write given name and surname, or a telephone: by less, nobody can be told."))
    enquiry = PersonEnquiry(
        asked_by=by, words=told.words, born_on=told.born_on, phone=told.phone, reason=reason.strip()
    )
    enquiry.full_clean()
    enquiry.save()
    EnquiryMatch.objects.bulk_create(
        EnquiryMatch(enquiry=enquiry, actor=actor) for actor in people_unknown_to(by, told)
    )
    _forget_lapsed()
    record("enquiry.asked", by=by, subject=f"enquiry {enquiry.pk}")
    return enquiry


def _forget_lapsed() -> None:
    lapsed = PersonEnquiry.objects.lapsed().exclude(reason="")
    EnquiryMatch.objects.filter(enquiry__in=lapsed).delete()
    lapsed.update(words="", born_on=None, phone="", reason="")


@transaction.atomic
def answer_enquiry(enquiry: PersonEnquiry, message: str, *, by: Member, case: Case | None = None) -> EnquiryAnswer:
    """Answer a colleague, with a seat on this case or in words. Raises ValidationError."""
    if case is not None:
        add_to_team(case, enquiry.asked_by, by=by)
    answer = _decide(enquiry, by, message=message.strip(), case=case)
    how = "seat" if case else "words"
    record("enquiry.answered", by=by, case=case.code if case else "", subject=f"enquiry {enquiry.pk}", how=how)
    return answer


@transaction.atomic
def leave_unanswered(enquiry: PersonEnquiry, *, by: Member) -> EnquiryAnswer:
    """Decide to say nothing: the asker sees no difference to nobody knowing the person. Raises ValidationError."""
    answer = _decide(enquiry, by, silent=True)
    record("enquiry.left_unanswered", by=by, subject=f"enquiry {enquiry.pk}")
    return answer


def _decide(enquiry: PersonEnquiry, by: Member, **decision: Any) -> EnquiryAnswer:
    hers = enquiry.matches.filter(answer=None, actor__in_cases__case__in=Case.objects.led_by(by))
    decided = list(hers.values_list("pk", flat=True).distinct())
    if not decided:
        raise ValidationError(_("A colleague has decided about this question already."))
    answer = EnquiryAnswer(enquiry=enquiry, by=by, **decision)
    answer.full_clean()
    answer.save()
    EnquiryMatch.objects.filter(pk__in=decided).update(answer=answer)
    return answer
