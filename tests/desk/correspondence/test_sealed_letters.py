"""Letters of a case sealed under its team's own keys, with nobody of the team there to open it."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.db import connection
from django.urls import reverse

from guvoh.desk.casework import actions as casework
from guvoh.desk.casework.models import Task
from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.models import Clock, Letter
from guvoh.desk.correspondence.unattended import Moved, escalate_all
from guvoh.desk.staff.sealed_text import NotOpen
from tests.desk.conftest import SignIn
from tests.desk.correspondence.conftest import deliver
from tests.desk.own_keys import OwnKeys

NEUTRAL = "A term of this sealed case needs you: open it and look at its letters"


@pytest.fixture
def overdue(final: Letter, cast: SimpleNamespace, own_keys: OwnKeys) -> Letter:
    actions.sign_rule("TJ-COMPL-PROS", "CPC art. 121, edition of 3 January 2024", by=cast.lawyer)
    deliver(final, cast.lawyer, dt.date(2026, 3, 16))
    over = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)
    Clock.objects.update(latest=over, earliest=over)
    own_keys.of(cast.lawyer)
    with own_keys.here(cast.officer):
        casework.seal_case(final.case, by=cast.officer, reason="danger")
    return Letter.objects.get(pk=final.pk)


def test_the_hourly_run_makes_a_task_that_says_nothing_of_the_case(overdue, cast, own_keys) -> None:
    assert escalate_all(lambda: True) == Moved(tasks=1)
    task = Task.objects.get()
    assert (task.title, task.owner) == (NEUTRAL, cast.lawyer)
    assert Letter.objects.count() == 1
    assert escalate_all(lambda: True) == Moved()
    with own_keys.here(cast.lawyer):
        assert Task.objects.get().title == NEUTRAL
        # opened by somebody, the next letter can be written as ever
        assert actions.follow_up(Letter.objects.get(pk=overdue.pk), by=cast.lawyer).heading


def test_with_somebody_present_the_task_says_what_it_is_about_and_is_sealed(overdue, cast, own_keys) -> None:
    with own_keys.here(cast.lawyer):
        assert len(actions.escalate_overdue(by=cast.lawyer)) == 1
        assert "No answer in time to letter" in Task.objects.get().title
        assert Letter.objects.count() == 2
    assert isinstance(Task.objects.get().title, NotOpen)


def test_its_letters_are_read_and_taken_out_only_while_it_is_open(
    overdue, cast, own_keys, sign_in: SignIn
) -> None:
    page, pdf = (reverse(f"correspondence:{name}", args=[overdue.pk]) for name in ("letter", "pdf"))
    browser = sign_in(cast.lawyer)
    assert browser.get(page).status_code == browser.get(pdf).status_code == 200
    browser.post("/sign-out/")
    own_keys.pairs.clear()
    closed = sign_in(cast.lawyer)
    assert closed.get(page).status_code == closed.get(pdf).status_code == 409
    names = ("home", "casework:index", "correspondence:index", "correspondence:replies", "correspondence:paper")
    for each in (*map(reverse, names), reverse("casework:case", args=[overdue.case.code])):
        assert closed.get(each).status_code == 200, each


def test_no_words_of_a_letter_are_left_in_the_database(final: Letter, cast, own_keys) -> None:
    words = [final.heading, *(point.text for point in final.points.all()), *final.text.split("\n\n")]
    with own_keys.here(cast.officer):
        casework.seal_case(final.case, by=cast.officer, reason="danger")
    with connection.cursor() as cursor:
        for table in ("correspondence_letter", "correspondence_askedpoint"):
            cursor.execute(f"SELECT * FROM {table}")
            stored = repr(cursor.fetchall())
            assert [text for text in words if text and text in stored] == []
