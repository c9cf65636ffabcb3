"""A filing end to end: begun from a case, checked, frozen, handed in, its clocks, and its pages."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guvoh.desk.casework.models import Case
from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.filings.exhaustion import remedy_rows
from guvoh.desk.correspondence.filings.mechanisms import mechanisms
from guvoh.desk.correspondence.filings.terms import open_doors
from guvoh.desk.correspondence.models import Filing, FilingStep, Letter
from guvoh.desk.correspondence.vocabulary import Answer
from guvoh.desk.facts.actions import add_actor
from guvoh.desk.facts.models import Actor
from guvoh.desk.staff.models import Entry
from tests.desk.conftest import SignIn
from tests.desk.correspondence.conftest import answer, deliver
from tests.desk.correspondence.filing_cast import consent_abroad, whole

DAY = dt.date(2026, 3, 1)


@pytest.fixture
def filing(team: Case, client_of_case: Actor, cast: SimpleNamespace) -> Filing:
    consent_abroad(team, client_of_case, cast.officer)
    return actions.start_filing(team, "wgeid", [client_of_case], team.events.get(), by=cast.lawyer)


@pytest.fixture
def before_committee(team: Case, client_of_case: Actor, cast: SimpleNamespace) -> Filing:
    consent_abroad(team, client_of_case, cast.officer)
    filing = actions.start_filing(
        team, "human-rights-committee", [client_of_case], team.events.get(), by=cast.lawyer
    )
    return actions.edit_filing(filing, whole("human-rights-committee") | {"other_ended_on": ""}, by=cast.lawyer)


def test_case_fills_in_what_it_knows(filing: Filing) -> None:
    assert filing.fields["victim_name"] == "Saidov Rustam"
    assert filing.fields["victim_native"] == "Саидов Рустам Каримович"
    assert filing.fields["place"] == "Dushanbe"
    assert filing.fields["disappeared_on"] == "2025-09-14"
    assert filing.fields["submitter"] == "New Hope, Lawyer"


def test_final_filing_is_frozen_and_handed_in(filing: Filing, cast: SimpleNamespace) -> None:
    actions.edit_filing(filing, whole("wgeid"), by=cast.lawyer)
    final = actions.finalise_filing(filing, by=cast.lawyer)
    assert len(final.content_hash) == 64
    with pytest.raises(ValidationError, match="is final"):
        actions.edit_filing(final, {"place": "Khujand"}, by=cast.lawyer)
    with pytest.raises(ValidationError, match="is final"):
        actions.finalise_filing(final, by=cast.lawyer)
    assert actions.export_filing(final, "pdf", by=cast.lawyer).startswith(b"%PDF")
    assert actions.export_filing(final, "docx", by=cast.lawyer).startswith(b"PK")
    actions.register_filing(final, DAY, "G/SO 217/1", by=cast.lawyer)
    with pytest.raises(ValidationError, match="only once"):
        actions.register_filing(final, DAY, by=cast.lawyer)
    assert [step.kind for step in final.steps.all()] == ["started", "edited", "finalised", "filed"]


def test_steps_are_added_and_never_changed(filing: Filing) -> None:
    step = filing.steps.get()
    with pytest.raises(TypeError):
        step.save()
    with pytest.raises(TypeError):
        step.delete()
    with pytest.raises(TypeError):
        FilingStep.objects.update(note="x")
    with pytest.raises(TypeError):
        FilingStep.objects.all().delete()


def test_filing_that_was_final_is_not_thrown_away(filing: Filing, cast: SimpleNamespace) -> None:
    actions.edit_filing(filing, whole("wgeid"), by=cast.lawyer)
    final = actions.finalise_filing(filing, by=cast.lawyer)
    with pytest.raises(ValidationError, match="Say why"):
        actions.reopen_filing(final, " ", by=cast.lawyer)
    actions.reopen_filing(final, "A name was wrong", by=cast.lawyer)
    with pytest.raises(ValidationError, match="was final once"):
        actions.discard_filing(Filing.objects.get(), by=cast.lawyer)


def test_draft_is_thrown_away_with_its_steps(filing: Filing, cast: SimpleNamespace) -> None:
    actions.discard_filing(filing, by=cast.lawyer)
    assert not Filing.objects.exists()
    assert not FilingStep.objects.exists()


def test_remedies_come_from_the_letters(final: Letter, cast: SimpleNamespace) -> None:
    assert remedy_rows(final.case) == []
    deliver(final, cast.lawyer)
    (row,) = remedy_rows(final.case)
    assert row[1:] == ["District prosecutor", "16 March 2026", "no answer"]
    answer(Letter.objects.get(), cast.lawyer, [Answer.SOMETHING_ELSE, Answer.NO, Answer.NO])
    (row,) = remedy_rows(final.case)
    assert row[3].startswith("1 April 2026, No. 5/12; Not answered")


def test_committee_counts_from_the_last_answer(final, cast, team, client_of_case) -> None:
    deliver(final, cast.lawyer)
    answer(final, cast.lawyer, [Answer.NO] * 3)
    filing = actions.start_filing(team, "human-rights-committee", [client_of_case], by=cast.lawyer)
    assert filing.fields["exhausted_on"] == "2026-04-01"
    (door,) = open_doors(filing, mechanisms()["human-rights-committee"])
    assert timezone.localdate(door.window.latest) == dt.date(2031, 4, 1)
    years = [timezone.localdate(moment).isoformat() for moment in door.reminders]
    assert years == ["2029-04-01", "2030-04-01", "2030-10-01"]


def test_reminders_become_tasks_once(before_committee: Filing, cast: SimpleNamespace) -> None:
    with time_machine.travel("2029-06-01"):
        assert actions.set_reminders(before_committee, by=cast.lawyer) == 3
        assert actions.set_reminders(before_committee, by=cast.lawyer) == 0
    days = [task.due_on.isoformat() for task in before_committee.case.tasks.all()]
    assert days == ["2030-04-01", "2030-10-01", "2031-04-01"]


def test_clock_of_the_state_starts_when_the_state_was_written_to(before_committee, cast) -> None:
    final = actions.finalise_filing(before_committee, by=cast.lawyer)
    with pytest.raises(ValidationError, match="after the filing was handed in"):
        actions.record_step(final, "transmitted", DAY, by=cast.lawyer)
    actions.register_filing(final, DAY, by=cast.lawyer)
    assert not final.clocks.exists()
    with pytest.raises(ValidationError, match="before the filing was handed in"):
        actions.record_step(final, "transmitted", DAY - dt.timedelta(days=1), by=cast.lawyer)
    actions.record_step(final, "transmitted", dt.date(2026, 5, 4), by=cast.lawyer)
    clock = final.clocks.get()
    assert (clock.rule_id, timezone.localdate(clock.latest)) == ("UN-HRC-STATE", dt.date(2026, 11, 4))
    assert "2026" in clock.how_counted
    assert final.case.tasks.get().due_on == dt.date(2026, 11, 4)
    actions.record_step(final, "transmitted", dt.date(2026, 6, 4), by=cast.lawyer)
    assert final.clocks.get().started_on == dt.date(2026, 5, 4)
    assert not final.is_replied
    actions.record_step(final, "replied", dt.date(2026, 9, 1), by=cast.lawyer)
    assert Filing.objects.get().is_replied


def test_rule_from_memory_informs_and_makes_no_task(team, client_of_case, cast) -> None:
    consent_abroad(team, client_of_case, cast.officer)
    filing = actions.start_filing(team, "special-procedures", [client_of_case], by=cast.lawyer)
    told = whole("special-procedures") | {"type": "allegation"}
    final = actions.finalise_filing(actions.edit_filing(filing, told, by=cast.lawyer), by=cast.lawyer)
    actions.register_filing(final, DAY, by=cast.lawyer)
    actions.record_step(final, "transmitted", DAY, by=cast.lawyer)
    assert [(clock.rule_id, clock.raises_alarm) for clock in final.clocks.all()] == [("UN-SP-REPLY", False)]
    assert not team.tasks.exists()


def post(browser: Client, name: str, filing: Filing, **typed: Any) -> Any:
    return browser.post(reverse(f"correspondence:{name}", args=[filing.case.code, filing.pk]), typed)


def test_lawyer_walks_from_the_case_to_the_file(team, client_of_case, cast, sign_in: SignIn) -> None:
    consent_abroad(team, client_of_case, cast.officer)
    lawyer = sign_in(cast.lawyer)
    assert (
        reverse("correspondence:filings", args=[team.code]) in lawyer.get(f"/cases/{team.code}/").content.decode()
    )
    listed = lawyer.get(reverse("correspondence:filings", args=[team.code])).content.decode()
    assert all(mechanism.names["en"] in listed for mechanism in mechanisms().values())
    begun = lawyer.post(
        reverse("correspondence:filing_start", args=[team.code, "wgeid"]),
        {"people": [client_of_case.pk], "event": team.events.get().pk},
    )
    filing = Filing.objects.get()
    assert begun.url == reverse("correspondence:filing_edit", args=[team.code, filing.pk])
    post(lawyer, "filing_finalise", filing)
    assert Filing.objects.get().is_draft
    page = lawyer.get(reverse("correspondence:filing", args=[team.code, filing.pk])).content.decode()
    assert "Missing before it may be final" in page
    assert post(lawyer, "filing_edit", filing, **whole("wgeid")).status_code == 302
    post(lawyer, "filing_finalise", filing)
    pdf = lawyer.get(reverse("correspondence:filing_pdf", args=[team.code, filing.pk]))
    assert pdf.content.startswith(b"%PDF")
    assert "Saidov" not in pdf["Content-Disposition"]
    assert post(lawyer, "filing_register", filing, filed_on=DAY.isoformat(), reference="G/1").status_code == 302
    assert post(lawyer, "filing_step", filing, kind="transmitted", on="2026-03-05").status_code == 302
    assert Filing.objects.get().reference == "G/1"
    assert Entry.objects.filter(act="filing.exported").count() == 1


@pytest.mark.parametrize("who", ["stranger", "editor", "coordinator"])
def test_nobody_else_finds_a_filing(filing: Filing, cast: SimpleNamespace, sign_in: SignIn, who: str) -> None:
    browser = sign_in(getattr(cast, who))
    for name in ("filing", "filing_edit", "filing_pdf", "filing_register"):
        assert (
            browser.get(reverse(f"correspondence:{name}", args=[filing.case.code, filing.pk])).status_code == 404
        )


def test_filing_is_not_found_under_another_case(filing: Filing, cast: SimpleNamespace, sign_in: SignIn) -> None:
    from_elsewhere = reverse("correspondence:filing", args=["G-0000-0000", filing.pk])
    assert sign_in(cast.lawyer).get(from_elsewhere).status_code == 404


def test_namesake_is_said_to_be_another_person(filing: Filing, cast: SimpleNamespace, sign_in: SignIn) -> None:
    add_actor([{"script": "en", "surname": "Nazarova", "given": "Zebo"}], by=cast.officer)
    told = whole("wgeid") | {"facts": "Judge Zebo Nazarova signed it."}
    actions.edit_filing(filing, told, by=cast.lawyer)
    lawyer = sign_in(cast.lawyer)
    page = lawyer.get(reverse("correspondence:filing", args=[filing.case.code, filing.pk]))
    exposed = page.context["exposed"]
    assert {row.place for row in exposed} == {"What happened"}
    for row in exposed:
        post(lawyer, "filing_another_person", filing, fingerprint=row.fingerprint, reason="She is the judge.")
    assert actions.finalise_filing(Filing.objects.get(), by=cast.lawyer).content_hash
