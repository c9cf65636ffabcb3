"""What a case's pages show of other cases, and of names, to those who may not know them."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from guvoh.desk.casework import actions
from guvoh.desk.casework.access import OpenCase
from guvoh.desk.casework.models import Case, Referral
from guvoh.desk.casework.vocabulary import CaseRole, Purpose
from guvoh.desk.facts import actions as facts


@pytest.fixture
def sealed(cast: SimpleNamespace, own_keys) -> Case:
    """Another officer's sealed case, with a victim and an event of its own."""
    opened = actions.open_case("Sealed", by=cast.stranger)
    name = {"script": "en", "surname": "Halimova", "given": "Zarina"}
    victim = actions.add_person(opened, CaseRole.VICTIM, [name], by=cast.stranger, gender="f").actor
    event = actions.add_event_to_case(opened, by=cast.stranger, title="Night at the sealed house")
    facts.add_act(event, victim, by=cast.stranger, kind="arrest")
    with own_keys.here(cast.stranger):
        actions.seal_case(opened, by=cast.stranger, reason="danger")
    return opened


def test_an_event_of_two_cases_names_only_the_people_of_the_reader_s_own(
    case, sealed, cast, own_keys, sign_in
) -> None:
    with own_keys.here(cast.stranger):
        actions.unseal_case(sealed, by=cast.stranger, reason="two cases share it")
        event = sealed.events.get()
        actions.bring_event(case, event, by=cast.stranger)
        actions.seal_case(sealed, by=cast.stranger, reason="danger")
    page = sign_in(cast.officer).get(reverse("casework:event", args=[case.code, event.pk])).content.decode()
    assert "Night at the sealed house" in page
    assert "Halimova" not in page
    assert sealed.people.get().actor.pseudonym in page


def test_an_event_does_not_tell_of_the_events_of_a_case_that_is_not_the_reader_s(
    case, sealed, client_of_case, cast, own_keys, sign_in
) -> None:
    other = sealed.events.get()
    event = actions.add_event_to_case(case, by=cast.officer, title="Held for seven hours")
    facts.link_events(event, other, "consequence_of", by=cast.stranger)
    facts.add_act(event, client_of_case, by=cast.stranger, kind="arrest", because_of_event=other)
    page = sign_in(cast.officer).get(reverse("casework:event", args=[case.code, event.pk])).content.decode()
    assert "sealed house" not in page
    own_keys.of(cast.officer)
    with own_keys.here(cast.stranger):
        actions.add_to_team(sealed, cast.officer, by=cast.stranger)
    page = sign_in(cast.officer).get(reverse("casework:event", args=[case.code, event.pk])).content.decode()
    assert page.count("sealed house") == 2


def test_a_person_s_page_does_not_tell_in_which_other_cases_she_is(
    case, sealed, client_of_case, cast, sign_in
) -> None:
    actions.bring_person(sealed, client_of_case, CaseRole.WITNESS, by=cast.stranger)
    address = reverse("casework:person", args=[case.code, client_of_case.pk])
    page = sign_in(cast.officer).get(address).content.decode()
    assert sealed.code not in page
    assert "+992 93 555 01 23" in page


@pytest.fixture
def written_with_names(case, client_of_case, cast) -> Case:
    actions.describe_case(case, by=cast.officer, title="Rustam Saidov held", summary="Rustam Saidov, doctor.")
    event = actions.add_event_to_case(
        case, by=cast.officer, title="Rustam Saidov taken", earliest=dt.date(2026, 3, 1)
    )
    source = facts.add_source(event, by=cast.officer, kind="victim", title="Rustam Saidov himself")
    facts.add_figure(
        event,
        source,
        by=cast.officer,
        measure="in_custody",
        kind="exact",
        low=1,
        nature="stock",
        wording="Rustam Saidov alone",
    )
    facts.link_events(event, facts.add_event(by=cast.officer, title="Saidov seen"), "precedes", by=cast.officer)
    actions.add_to_team(case, cast.editor, by=cast.officer)
    return case


def test_no_page_of_the_case_names_her_to_an_editor(written_with_names, cast, sign_in) -> None:
    browser, code = sign_in(cast.editor), written_with_names.code
    event = written_with_names.events.get()
    for address in (
        reverse("casework:index"),
        reverse("casework:case", args=[code]),
        reverse("casework:event", args=[code, event.pk]),
    ):
        page = browser.get(address).content.decode()
        assert code in page
        assert "Saidov" not in page, address
    assert "Rustam Saidov held" in sign_in(cast.officer).get(reverse("casework:index")).content.decode()


def test_namesakes_are_both_hidden(case, cast) -> None:
    names = [{"script": "en", "surname": "Saidov", "given": "Rustam", "patronymic": "Karimovich"}]
    actions.add_person(case, CaseRole.FAMILY, names, by=cast.officer, gender="m")
    shown = OpenCase(case, cast.editor, frozenset()).text("So Rustam Karimovich Saidov came home, and slept.")
    assert shown.startswith("So P-")
    assert shown.endswith(" came home, and slept.")


def test_where_she_meets_her_lawyer_is_for_those_who_work_the_case(case, client_of_case, cast, sign_in) -> None:
    actions.give_consent(case, client_of_case, by=cast.officer, purpose=Purpose.LAWYER, how="oral")
    need = actions.add_need(case, by=cast.officer, kind="legal")
    referral = actions.send_referral(need, cast.lawyer, by=cast.officer)
    actions.set_appointment(referral, timezone.now(), "Tea house by the bazaar", by=cast.officer)
    actions.add_to_team(case, cast.editor, by=cast.officer)
    address = reverse("casework:case", args=[case.code])
    assert "Tea house" not in sign_in(cast.editor).get(address).content.decode()
    assert "Tea house" in sign_in(cast.officer).get(address).content.decode()


def test_a_referral_taken_back_meanwhile_opens_nothing(case, client_of_case, cast) -> None:
    actions.give_consent(case, client_of_case, by=cast.officer, purpose=Purpose.LAWYER, how="oral")
    need = actions.add_need(case, by=cast.officer, kind="legal")
    sent = actions.send_referral(need, cast.lawyer, by=cast.officer)
    before_her = Referral.objects.get(pk=sent.pk)
    actions.revoke_referral(sent, by=cast.officer)
    with pytest.raises(ValidationError):
        actions.accept_referral(before_her, by=cast.lawyer)
    assert not case.team.current().filter(member=cast.lawyer).exists()
