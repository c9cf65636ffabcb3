from typing import Any

from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.access import halves_of, sees_case_list
from guvoh.desk.casework.keyring import end_wraps, found_for
from guvoh.desk.casework.leaving import leave_cases
from guvoh.desk.casework.meeting import meets_people, waiting_questions
from guvoh.desk.casework.models import Case, CaseKeyWrap, Referral, Task, TeamSeat
from guvoh.desk.casework.vocabulary import ReferralState
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.panels import add_link, add_panel
from guvoh.desk.staff.parting import on_parting
from guvoh.desk.staff.sealed_text import set_keyring


def referrals_to_answer(member: Member) -> dict[str, Any] | None:
    waiting = Referral.objects.filter(to_member=member, state=ReferralState.SENT).select_related(
        "need__case", "sent_by__organisation"
    )
    return {"referrals": waiting} if waiting else None


def my_tasks(member: Member) -> dict[str, Any] | None:
    tasks = (
        Task.objects.undone().filter(owner=member, case__in=Case.objects.visible_to(member)).select_related("case")
    )
    return {"tasks": tasks[:20]} if tasks else None


def left_tasks(member: Member) -> dict[str, Any] | None:
    """Tasks of colleagues whose account is closed, in cases this member leads."""
    tasks = Task.objects.undone().filter(owner__is_active=False, case__in=Case.objects.led_by(member))
    found = tasks.select_related("case", "owner")[:20]
    return {"tasks": found} if found else None


def colleagues_waiting(member: Member) -> dict[str, Any] | None:
    """Colleagues whose keys do not open a sealed case that this member has open: she can let them in."""
    waiting = TeamSeat.objects.waiting_for_a_key().filter(case__key_wraps__in=CaseKeyWrap.objects.of(member))
    return {"seats": waiting.select_related("case", "member")} if waiting else None


def halves_entrusted(member: Member) -> dict[str, Any] | None:
    halves = halves_of(member).count()
    return {"halves": halves} if halves else None


def register() -> None:
    # before her seats end: whether others can open a case is asked of the team as it was
    on_parting(end_wraps)
    on_parting(leave_cases)
    set_keyring(found_for)
    add_link(20, "case", _("Cases"), "casework:index", sees_case_list)
    add_link(30, "people", _("People"), "people:meet", meets_people)
    add_panel("home", 5, "casework/_home_enquiries.html", waiting_questions)
    add_panel("home", 10, "casework/_home_referrals.html", referrals_to_answer)
    add_panel("home", 20, "casework/_home_left_tasks.html", left_tasks)
    add_panel("home", 4, "casework/_home_waiting.html", colleagues_waiting)
    add_panel("account", 10, "casework/_account_halves.html", halves_entrusted)
    add_panel("home", 30, "casework/_home_tasks.html", my_tasks)
