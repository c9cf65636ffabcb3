"""A case opened without a seat because somebody must act: for some hours, and whoever leads it hears of it."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from guvoh.desk.casework import actions as casework
from guvoh.desk.casework.access import case_for, leaders_of
from guvoh.desk.casework.emergencies import Emergency
from guvoh.desk.casework.models import Case
from guvoh.desk.staff.models import Entry, Member
from guvoh.desk.staff.roles import Role, Section

WHY = "Her mother rings: he is being beaten now"


def typed(case: Case, **other: Any) -> dict[str, Any]:
    return {"code": case.code, "reason": WHY, "sections": ["identity", "protection"], "hours": 2, **other}


def test_a_lawyer_opens_a_case_and_its_officers_and_coordinators_hear_of_it(
    cast: SimpleNamespace, case: Case, sign_in: Any
) -> None:
    lawyer = sign_in(cast.lawyer)
    assert lawyer.get(f"/cases/{case.code}/").status_code == 404
    assert lawyer.post("/cases/emergency/", typed(case))["Location"] == f"/cases/{case.code}/"
    page = lawyer.get(f"/cases/{case.code}/").content.decode()
    assert "Open to you in an emergency" in page
    assert "Rustam" in page
    assert case.code in lawyer.get("/cases/").content.decode()
    for reader in (cast.officer, cast.coordinator):
        home = sign_in(reader).get("/").content.decode()
        assert WHY in home
        assert case.code in home
    assert WHY not in sign_in(cast.doctor).get("/").content.decode()
    assert Entry.objects.filter(act="emergency.opened", case=case.code, member=cast.lawyer).exists()


def test_it_ends_by_itself_and_does_not_begin_before_its_time(cast: Any, case: Case, sign_in: Any) -> None:
    casework.open_in_emergency(case, by=cast.lawyer, reason=WHY, sections=["identity"], hours=2)
    for minutes, visible in ((-10, False), (119, True), (121, False)):
        with time_machine.travel(timezone.now() + dt.timedelta(minutes=minutes)):
            assert Case.objects.visible_to(cast.lawyer).filter(pk=case.pk).exists() is visible
    with time_machine.travel(timezone.now() + dt.timedelta(hours=3)):
        again = casework.open_in_emergency(case, by=cast.lawyer, reason=WHY, sections=["legal"], hours=1)
        assert case_for(cast.lawyer, case.code).sections == {"legal"}
        assert again.member == cast.lawyer


def test_whoever_leads_the_case_ends_it_and_she_herself(cast: Any, case: Case, sign_in: Any) -> None:
    for browser in (sign_in(cast.officer), sign_in(cast.lawyer)):
        made = casework.open_in_emergency(case, by=cast.lawyer, reason=WHY, sections=["identity"], hours=2)
        assert sign_in(cast.doctor).post(f"/cases/{case.code}/emergencies/{made.pk}/end/").status_code == 404
        assert browser.post(f"/cases/{case.code}/emergencies/{made.pk}/end/").status_code == 302
        assert not Case.objects.visible_to(cast.lawyer).exists()


def test_it_gives_the_chosen_sections_and_never_the_lead(cast: Any, case: Case) -> None:
    casework.open_in_emergency(case, by=cast.stranger, reason=WHY, sections=["identity", "legal"], hours=2)
    opened = case_for(cast.stranger, case.code)
    assert opened.works_case
    assert not opened.leads_case
    assert not Case.objects.led_by(cast.stranger).exists()
    assert Case.objects.opened_to(cast.stranger, Section.IDENTITY).exists()
    assert not Case.objects.opened_to(cast.stranger, Section.MEDICAL).exists()
    assert cast.stranger not in leaders_of(case)


@pytest.mark.parametrize("member", ["operator", "analyst", "editor", "administrator", "partner", "auditor"])
def test_other_roles_have_no_emergency(cast: Any, case: Case, sign_in: Any, member: str) -> None:
    assert sign_in(getattr(cast, member)).post("/cases/emergency/", typed(case)).status_code == 404
    with pytest.raises(ValidationError):
        casework.open_in_emergency(case, by=getattr(cast, member), reason=WHY, sections=["identity"], hours=1)


def test_a_sealed_case_a_missing_one_and_one_beyond_her_reach_look_the_same(
    cast: Any, case: Case, sign_in: Any, own_keys: Any
) -> None:
    far = casework.open_case("Far", by=cast.stranger)
    with own_keys.here(cast.officer):
        casework.seal_case(case, by=cast.officer, reason="danger")
    psychologist = sign_in(cast.psychologist)
    said = set()
    for code in (case.code, far.code, "2020-0001"):
        answer = psychologist.post("/cases/emergency/", typed(case, code=code))
        assert answer.status_code == 422
        said.add(str(answer.context["form"].errors))
    assert len(said) == 1
    assert Entry.objects.filter(act="emergency.sought", member=cast.psychologist).count() == 3
    with pytest.raises(ValidationError):
        casework.open_in_emergency(case, by=cast.lawyer, reason=WHY, sections=["identity"], hours=1)


def test_sealing_and_closing_the_account_end_it(cast: Any, case: Case, own_keys: Any) -> None:
    casework.open_in_emergency(case, by=cast.lawyer, reason=WHY, sections=["identity"], hours=2)
    with own_keys.here(cast.officer):
        casework.seal_case(case, by=cast.officer, reason="danger")
        assert not Case.objects.visible_to(cast.lawyer).exists()
        casework.unseal_case(Case.objects.get(pk=case.pk), by=cast.officer, reason="over")
    Member.objects.filter(pk=cast.lawyer.pk).update(is_active=False)
    assert not Case.objects.visible_to(cast.lawyer).exists()


@pytest.mark.parametrize("wrong", [{"hours": 25}, {"hours": 0}, {"sections": ["medical"]}, {"sections": []}])
def test_no_longer_than_a_day_and_nothing_beyond_her_roles(
    cast: Any, case: Case, sign_in: Any, wrong: dict
) -> None:
    assert sign_in(cast.lawyer).post("/cases/emergency/", typed(case, **wrong)).status_code == 422
    chosen = {"sections": ["identity"], "hours": 1, **wrong}
    with pytest.raises(ValidationError):
        casework.open_in_emergency(case, by=cast.lawyer, reason=WHY, **chosen)
    assert not Emergency.objects.exists()


def test_the_database_keeps_it_to_a_day_with_a_reason(cast: Any, case: Case) -> None:
    for row in ({"hours": 25, "reason": WHY}, {"hours": 1, "reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Emergency.objects.create(
                case=case, member=cast.lawyer, sections=["identity"], ends_at=timezone.now(), **row
            )


def test_a_partner_sees_what_was_sent_and_what_was_shared(
    cast: Any, case: Case, client_of_case: Any, sign_in: Any
) -> None:
    casework.give_consent(case, client_of_case, by=cast.officer, purpose="support", how="oral")
    need = casework.add_need(case, by=cast.officer, kind="medical")
    referral = casework.send_referral(need, cast.partner, by=cast.officer, message="A doctor in Khujand")
    partner = sign_in(cast.partner)
    assert "A doctor in Khujand" in partner.get(f"/cases/referrals/{referral.pk}/").content.decode()
    accepted = partner.post(f"/cases/referrals/{referral.pk}/accept/", follow=True)
    assert accepted.status_code == 200
    assert partner.get(f"/cases/{case.code}/").status_code == 404
    casework.add_to_team(case, cast.partner, [Section.MEDICAL], by=cast.officer)
    page = partner.get(f"/cases/{case.code}/").content.decode()
    assert "Rustam" not in page
    assert partner.get("/coalition/").status_code == 404
    assert Role.PARTNER in cast.partner.roles
