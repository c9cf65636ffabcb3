"""A new allegation of injury calls for an examination within a day, once."""

import datetime as dt

import pytest
from django.utils import timezone

from guvoh.desk.casework import actions as casework
from guvoh.desk.casework.models import Task
from guvoh.desk.correspondence.actions import write_allegation
from guvoh.desk.evidence import actions
from guvoh.desk.evidence.models import ExaminationCall
from guvoh.desk.facts import actions as facts
from guvoh.desk.facts.vocabulary import ActKind


@pytest.fixture
def event(cast, case):
    return casework.add_event_to_case(case, by=cast.officer, title="Held", earliest=timezone.localdate())


def test_an_allegation_of_injury_becomes_the_doctors_task(cast, treated, event, client_of_case) -> None:
    facts.add_act(event, client_of_case, kind="torture", by=cast.officer)
    task = Task.objects.get()
    assert task.owner == cast.doctor
    assert task.due_on == timezone.localdate() + dt.timedelta(days=1)
    assert task.title.startswith("Examination within 24 hours, photographs with scale")
    assert client_of_case.pseudonym in task.title
    assert "Saidov" not in task.title


def test_without_a_doctor_it_is_the_leads(cast, case, event, client_of_case) -> None:
    facts.add_act(event, client_of_case, kind="ill_treatment", by=cast.officer)
    assert Task.objects.get().owner == cast.officer


@pytest.mark.parametrize(
    ("kind", "calls"),
    [(kind, kind in {"torture", "ill_treatment", "sexual_violence", "forced_examination"}) for kind in ActKind],
)
def test_which_acts_call_for_it(cast, case, event, client_of_case, kind, calls) -> None:
    facts.add_act(event, client_of_case, kind=kind, by=cast.officer)
    assert Task.objects.exists() == calls


def test_it_is_asked_once_for_an_act_and_a_person(cast, treated, event, client_of_case) -> None:
    facts.add_act(event, client_of_case, kind="torture", by=cast.officer)
    facts.add_act(event, client_of_case, kind="sexual_violence", by=cast.officer)
    casework.bring_event(treated, event, by=cast.officer)
    write_allegation(treated, event, words="They beat me.", by=cast.officer)
    assert Task.objects.count() == 1
    assert ExaminationCall.objects.count() == 2
    relative = casework.add_person(
        treated, "family", [{"script": "tg", "surname": "Саидова"}], by=cast.officer
    ).actor
    facts.add_act(event, relative, kind="torture", by=cast.officer)
    assert Task.objects.count() == 2


def test_what_a_person_says_calls_for_it_too(cast, treated, event, client_of_case) -> None:
    facts.add_act(event, client_of_case, kind="arrest", by=cast.officer)
    assert not Task.objects.exists()
    write_allegation(treated, event, words="They beat me.", by=cast.officer)
    write_allegation(treated, event, words="On the feet.", by=cast.officer)
    assert Task.objects.get().owner == cast.doctor


def test_an_event_known_before_calls_when_it_comes_into_the_case(cast, treated, client_of_case) -> None:
    known = facts.add_event(by=cast.officer, title="Raid", earliest=timezone.localdate())
    facts.add_act(known, client_of_case, kind="torture", by=cast.officer)
    assert not Task.objects.exists()
    casework.bring_event(treated, known, by=cast.officer)
    assert Task.objects.count() == 1


def test_of_an_act_long_ago_there_is_no_hurry_of_hours(cast, treated, client_of_case) -> None:
    long_ago = timezone.localdate() - dt.timedelta(days=400)
    past = casework.add_event_to_case(treated, by=cast.officer, title="Then", earliest=long_ago)
    facts.add_act(past, client_of_case, kind="torture", by=cast.officer)
    task = Task.objects.get()
    assert task.due_on == timezone.localdate() + dt.timedelta(days=14)
    assert "old marks" in task.title


def test_the_task_speaks_the_language_of_its_owner_and_is_done_by_the_signature(
    cast, signed, event, client_of_case
) -> None:
    facts.add_act(event, client_of_case, kind="torture", by=cast.officer)
    assert Task.objects.undone().count() == 1
    new = actions.amend_examination(signed, "seen again", by=cast.doctor)
    actions.sign_examination(new, by=cast.doctor)
    assert not Task.objects.undone().exists()
