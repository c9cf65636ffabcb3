"""Who comes into a sealed case and out of it, and what is left when the last one who could open it is gone."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from guvoh.desk.casework import actions
from guvoh.desk.casework.keyring import bound
from guvoh.desk.casework.models import Case, CaseKeyWrap, RecoveryHalf
from guvoh.desk.staff.actions import close_account, lose_own_key
from guvoh.desk.staff.models import Entry, Member
from guvoh.desk.staff.sealed_text import STORED
from guvoh.instruments.seal import personal, sealedtext
from tests.desk.own_keys import OwnKeys

TITLE = "Doctor held for seven hours"


@pytest.fixture
def team(case: Case, cast: SimpleNamespace, own_keys: OwnKeys) -> Case:
    """Sealed by the officer; the lawyer has a key, the doctor has none yet."""
    for member in (cast.lawyer, cast.doctor):
        actions.add_to_team(case, member, by=cast.officer)
    own_keys.of(cast.lawyer)
    with own_keys.here(cast.officer):
        actions.seal_case(case, by=cast.officer, reason="danger")
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def recoverable(case: Case, cast: SimpleNamespace, own_keys: OwnKeys) -> Case:
    officers = (cast.coordinator, cast.stranger)
    for officer in officers:
        own_keys.of(officer)
    with own_keys.here(cast.officer):
        actions.seal_case(case, by=cast.officer, reason="danger", officers=officers)
    return Case.objects.get(pk=case.pk)


def reads(case: Case, member: Member, own_keys: OwnKeys) -> bool:
    with own_keys.here(member):
        return Case.objects.get(pk=case.pk).title == TITLE


def test_each_seat_with_a_key_opens_it_and_the_others_wait(team, cast, own_keys, sign_in) -> None:
    assert reads(team, cast.officer, own_keys)
    assert reads(team, cast.lawyer, own_keys)
    assert not reads(team, cast.doctor, own_keys)
    assert not reads(team, cast.stranger, own_keys)
    address = reverse("casework:let_in", args=[team.code, team.team.get(member=cast.doctor).pk])
    assert "Let in" in sign_in(cast.lawyer).get(reverse("casework:case", args=[team.code])).content.decode()
    assert sign_in(cast.doctor).post(address).status_code == 409
    assert sign_in(cast.stranger).post(address).status_code == 404
    assert sign_in(cast.lawyer).post(address).status_code == 302
    assert reads(team, cast.doctor, own_keys)
    assert Entry.objects.get(act="case.let_in").subject == "doctor"


def test_a_lost_key_lets_nobody_in_until_a_colleague_does(team, cast, own_keys) -> None:
    former = own_keys.pairs.pop(cast.lawyer.pk)
    lose_own_key(cast.lawyer, by=cast.coordinator)
    # whoever set her new passphrase signs in as her, with a new key: it opens nothing by itself
    own_keys.of(cast.lawyer)
    assert not reads(team, cast.lawyer, own_keys)
    own_keys.pairs[cast.lawyer.pk], fresh = former, own_keys.pairs[cast.lawyer.pk]
    assert not reads(team, cast.lawyer, own_keys)
    own_keys.pairs[cast.lawyer.pk] = fresh
    with own_keys.here(cast.officer):
        actions.let_in(team, cast.lawyer, by=cast.officer)
        with pytest.raises(ValidationError, match="not on the team"):
            actions.let_in(team, cast.stranger, by=cast.officer)
        with pytest.raises(ValidationError, match="no key of her own"):
            actions.let_in(team, cast.doctor, by=cast.officer)
    assert reads(team, cast.lawyer, own_keys)


def test_who_leaves_opens_nothing_more_with_a_copy_of_her_old_wrap(team, cast, own_keys) -> None:
    wrap = CaseKeyWrap.objects.get(case=team, member=cast.lawyer)
    old = personal.open_box(own_keys.of(cast.lawyer), bytes(wrap.wrapped), bound(team.pk, cast.lawyer))
    with own_keys.here(cast.officer):
        actions.leave_team(team.team.get(member=cast.lawyer), by=cast.officer)
    assert not CaseKeyWrap.objects.filter(member=cast.lawyer).exists()
    assert reads(team, cast.officer, own_keys)
    stored = Case.objects.get(pk=team.pk).title.stored
    with pytest.raises(sealedtext.DamagedText):
        sealedtext.unseal(old, STORED.fullmatch(stored)[2], f"casework_case.title.{team.pk}")
    assert Case.objects.get(pk=team.pk).key_generation == 2


def test_the_last_one_who_can_open_it_does_not_leave(team, cast, own_keys, sign_in) -> None:
    with own_keys.here(cast.officer):
        actions.leave_team(team.team.get(member=cast.lawyer), by=cast.officer)
        with pytest.raises(ValidationError, match="Let a colleague in first"):
            actions.leave_team(team.team.get(member=cast.officer), by=cast.officer)
    close_account(cast.officer, by=cast.coordinator)
    assert CaseKeyWrap.objects.filter(member=cast.officer).exists()


def test_a_closed_account_loses_its_way_in_at_once(team, cast, own_keys) -> None:
    close_account(cast.lawyer, by=cast.coordinator)
    assert not CaseKeyWrap.objects.filter(member=cast.lawyer).exists()
    Member.objects.filter(pk=cast.lawyer.pk).update(is_active=True)
    assert not reads(team, cast.lawyer, own_keys)
    assert reads(team, cast.officer, own_keys)


def offer(sign_in, who: Member, case: Case, to: Member) -> str:
    half = RecoveryHalf.objects.get(case=case, officer=who)
    address = reverse("casework:recover", args=[half.pk])
    return sign_in(who).post(address, {"member": to.pk}, follow=True).content.decode()


def test_two_officers_together_let_somebody_in_and_neither_does_alone(
    recoverable, cast, own_keys, sign_in
) -> None:
    own_keys.of(cast.doctor)
    own_keys.of(cast.lawyer)
    lose_own_key(cast.officer, by=cast.coordinator)
    assert "Your half waits" in offer(sign_in, cast.coordinator, recoverable, cast.lawyer)
    assert "Your half waits" in offer(sign_in, cast.coordinator, recoverable, cast.lawyer)
    # another name than the first officer's does not take her half
    assert "Your half waits" in offer(sign_in, cast.stranger, recoverable, cast.doctor)
    assert not reads(recoverable, cast.lawyer, own_keys)
    assert not reads(recoverable, cast.doctor, own_keys)
    assert "can open the case" in offer(sign_in, cast.stranger, recoverable, cast.lawyer)
    assert reads(recoverable, cast.lawyer, own_keys)
    assert recoverable.team.current().filter(member=cast.lawyer).exists()
    for officer in (cast.coordinator, cast.stranger):
        assert not reads(recoverable, officer, own_keys)
        assert sign_in(officer).get(reverse("casework:case", args=[recoverable.code])).status_code == 404
    assert Entry.objects.filter(act="case.recovered", case=recoverable.code).count() == 1


def test_the_page_of_halves_is_their_officers_alone(recoverable, cast, own_keys, sign_in) -> None:
    half = RecoveryHalf.objects.get(officer=cast.coordinator)
    page = sign_in(cast.coordinator).get(reverse("casework:recoveries")).content.decode()
    assert recoverable.code in page
    assert "Stranger" in page
    assert TITLE not in page
    assert recoverable.code not in sign_in(cast.lawyer).get(reverse("casework:recoveries")).content.decode()
    for other in (cast.stranger, cast.officer):
        assert sign_in(other).get(reverse("casework:recover", args=[half.pk])).status_code == 404


def test_a_new_key_keeps_the_recovery_unless_an_officer_lost_hers(recoverable, cast, own_keys) -> None:
    own_keys.of(cast.lawyer)
    with own_keys.here(cast.officer):
        seat = actions.add_to_team(recoverable, cast.lawyer, by=cast.officer)
        actions.leave_team(seat, by=cast.officer)
        assert recoverable.recovery_halves.usable().count() == 2
        lose_own_key(cast.stranger, by=cast.coordinator)
        seat = actions.add_to_team(recoverable, cast.lawyer, by=cast.officer)
        actions.leave_team(seat, by=cast.officer)
    assert not recoverable.recovery_halves.exists()


def test_the_seal_page_asks_for_the_choice_and_says_what_is_lost(case, cast, own_keys, sign_in) -> None:
    own_keys.of(cast.officer)
    own_keys.of(cast.lawyer)
    browser, address = sign_in(cast.officer), reverse("casework:seal", args=[case.code])
    assert "the case is lost" in browser.get(address).content.decode()
    typed = {"reason": "danger", "recovery": "two", "officer_one": cast.lawyer.pk, "understood": "on"}
    for wrong, said in (
        (typed, "Choose a colleague who has a key"),
        (typed | {"officer_two": cast.lawyer.pk}, "two different colleagues"),
        (typed | {"recovery": "none", "understood": ""}, "Tick this once you have read"),
        (typed | {"recovery": ""}, "Choose one of the two"),
    ):
        answer = browser.post(address, wrong)
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert "danger" in answer.content.decode()
    assert not Case.objects.get(pk=case.pk).sealed


def test_the_front_page_says_who_waits_to_whoever_can_let_her_in(team, cast, own_keys, sign_in) -> None:
    waits = "Waiting to be let into a sealed case"
    assert waits not in sign_in(cast.officer).get("/").content.decode()
    own_keys.of(cast.doctor)
    page = sign_in(cast.officer).get("/").content.decode()
    assert waits in page
    assert "Doctor" in page
    for other in (cast.doctor, cast.stranger):
        assert waits not in sign_in(other).get("/").content.decode()


def test_the_account_page_tells_of_her_key_and_of_halves(recoverable, cast, own_keys, sign_in) -> None:
    page = sign_in(cast.coordinator).get(reverse("account")).content.decode()
    assert "1 half entrusted to you" in page
    assert "put away" not in page
    lose_own_key(cast.coordinator, by=cast.stranger)
    assert "You have none yet" in sign_in(cast.coordinator).get(reverse("account")).content.decode()
