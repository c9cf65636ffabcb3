"""The deadlines page: today, this week, overdue; of one colleague, of one case; in tables by both."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guvoh.desk.casework import actions as casework
from guvoh.desk.casework.models import Case
from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.deadline_shares import as_shares, shares
from guvoh.desk.correspondence.deadlines import OF_CLOCKS, Deadlines, asked_for, people
from guvoh.desk.correspondence.models import Clock, Letter
from guvoh.desk.staff.models import Entry, Member
from tests.desk.correspondence.conftest import WRITTEN, Draft, deliver

READ = "CPC art. 121, edition of 3 January 2024"
LATER = dt.datetime(2026, 6, 1, 10, tzinfo=dt.UTC)
MORNING = dt.datetime(2026, 3, 18, 8, tzinfo=dt.timezone(dt.timedelta(hours=5)))


@pytest.fixture
def delivered(final: Letter, cast: SimpleNamespace) -> Letter:
    actions.sign_rule("TJ-COMPL-PROS", READ, by=cast.lawyer)
    return deliver(final, cast.lawyer)


def states_at(moment: dt.datetime, member: Member) -> set[str]:
    """The lists of clocks that are not empty at this moment."""
    with time_machine.travel(moment, tick=False):
        deadlines = Deadlines(member)
        return {state for state in OF_CLOCKS if deadlines.of_state(state).exists()}


def page_of(browser: Any, **asked: Any) -> str:
    return browser.get(reverse("correspondence:index"), asked).content.decode()


def test_a_clock_is_due_today_on_the_day_a_reading_of_it_ends(delivered: Letter, cast: SimpleNamespace) -> None:
    clock = delivered.clocks.get()
    before = clock.earliest - dt.timedelta(days=1)
    assert "today" not in states_at(before, cast.lawyer)
    assert "week" in states_at(before, cast.lawyer)
    assert {"today", "week", "running"} <= states_at(clock.earliest - dt.timedelta(hours=5), cast.lawyer)
    assert "today" in states_at(clock.latest - dt.timedelta(hours=5), cast.lawyer)


def test_the_day_is_the_day_of_dushanbe(delivered: Letter, cast: SimpleNamespace) -> None:
    end = dt.datetime(2026, 3, 18, 1, tzinfo=dt.timezone(dt.timedelta(hours=5)))
    Clock.objects.filter(letter=delivered).update(earliest=end, latest=end)
    assert "today" in states_at(dt.datetime(2026, 3, 17, 19, 30, tzinfo=dt.UTC), cast.lawyer)
    assert "today" not in states_at(dt.datetime(2026, 3, 17, 18, 30, tzinfo=dt.UTC), cast.lawyer)


def test_what_ran_out_this_morning_is_overdue_and_no_longer_due_today(
    delivered: Letter, cast: SimpleNamespace
) -> None:
    Clock.objects.filter(letter=delivered).update(
        earliest=MORNING - dt.timedelta(hours=2), latest=MORNING - dt.timedelta(hours=1)
    )
    assert states_at(MORNING, cast.lawyer) == {"overdue"}


def test_a_letter_is_its_authors_until_its_task_is_somebody_elses(
    delivered: Letter, cast: SimpleNamespace
) -> None:
    everybody, officers = Deadlines(cast.officer), Deadlines(cast.officer, cast.officer)
    lawyers = Deadlines(cast.officer, cast.lawyer)
    assert (lawyers.clocks.count(), officers.clocks.count()) == (1, 0)
    cast.lawyer.is_active = False
    cast.lawyer.save()
    with time_machine.travel(LATER, tick=False):
        [row] = actions.escalate_overdue(by=cast.officer)
        assert (lawyers.clocks.count(), officers.clocks.count()) == (0, 1)
        assert [officers.letters.count(), everybody.letters.count()] == [2, 2]
        casework.finish_task(row.task, by=cast.officer)
    assert (lawyers.clocks.count(), officers.clocks.count()) == (1, 0)


def test_only_colleagues_of_her_own_cases_can_be_chosen(delivered: Letter, cast: SimpleNamespace) -> None:
    assert list(people(cast.officer)) == [cast.lawyer]
    assert not people(cast.stranger)
    assert asked_for(cast.officer, {"person": str(cast.lawyer.pk)}).person == cast.lawyer
    assert asked_for(cast.stranger, {"person": str(cast.lawyer.pk)}).person is None
    assert asked_for(cast.officer, {"person": "mine"}).person == cast.officer
    for typed in ("", "-1", "²", "9" * 18, "me"):
        assert asked_for(cast.officer, {"person": typed}).person is None


def test_the_page_narrows_to_a_colleague_and_to_a_case(
    delivered: Letter, cast: SimpleNamespace, sign_in: Any
) -> None:
    browser, code = sign_in(cast.officer), delivered.case.code
    heading = delivered.heading
    assert heading in page_of(browser, state="all")
    assert heading in page_of(browser, state="all", person=cast.lawyer.pk, case=code.lower())
    assert heading not in page_of(browser, state="all", person="mine")
    assert heading not in page_of(browser, state="all", case="GV-0000-000")
    assert Entry.objects.filter(act="letters.listed", case=code).exists()


def test_a_case_that_is_not_hers_shows_nothing_by_its_number(
    delivered: Letter, cast: SimpleNamespace, sign_in: Any
) -> None:
    browser = sign_in(cast.stranger)
    for by in ("", "person", "case"):
        page = page_of(browser, state="all", by=by, case=delivered.case.code)
        assert delivered.heading not in page
        assert cast.lawyer.full_name not in page


@pytest.mark.parametrize("by", ["person", "case"])
def test_the_tables_count_what_the_lists_show(
    delivered: Letter, draft: Draft, cast: SimpleNamespace, by: str
) -> None:
    deliver(actions.finalise_letter(draft(), by=cast.lawyer), cast.lawyer, dt.date(2026, 5, 29))
    with time_machine.travel(LATER, tick=False):
        deadlines = Deadlines(cast.officer)
        [share] = as_shares(shares(deadlines, by), by)
        assert share.of == (delivered.case if by == "case" else cast.lawyer)
        shown = {state: deadlines.of_state(state).count() for state, _label, _number in share.counts}
    assert {state: number for state, _label, number in share.counts} == shown
    assert shown["overdue"] == 1
    assert shown["running"] == 1


def test_the_tables_link_to_the_lists(delivered: Letter, cast: SimpleNamespace, sign_in: Any) -> None:
    with time_machine.travel(LATER, tick=False):
        browser = sign_in(cast.officer)
        assert f"person={cast.lawyer.pk}&amp;state=overdue" in page_of(browser, by="person")
        assert f"case={delivered.case.code}&amp;state=overdue" in page_of(browser, by="case")


QUERIES = {"list": 36, "person": 20, "case": 20}


@pytest.mark.parametrize("shown", QUERIES)
def test_the_page_asks_no_more_of_many_letters(
    delivered: Letter, draft: Draft, cast: SimpleNamespace, sign_in: Any, shown: str
) -> None:
    browser = sign_in(cast.officer)
    asked = {"state": "running"} if shown == "list" else {"by": shown}
    with time_machine.travel(MORNING, tick=False):
        few = queries(browser, asked)
        for _again in range(6):
            deliver(actions.finalise_letter(draft(), by=cast.lawyer), cast.lawyer, WRITTEN)
        assert queries(browser, asked) == few == QUERIES[shown]


def queries(browser: Any, asked: dict[str, str]) -> int:
    page_of(browser, **asked)
    with CaptureQueriesContext(connection) as counted:
        page_of(browser, **asked)
    return len(counted)


def test_a_long_list_comes_in_pages(
    delivered: Letter, cast: SimpleNamespace, sign_in: Any, team: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guvoh.desk.correspondence.views.deadlines.ROWS_ON_A_PAGE", 1)
    actions.follow_up(delivered, by=cast.lawyer)
    browser = sign_in(cast.officer)
    for by in ("", "case", "person"):
        assert browser.get(reverse("correspondence:index"), {"state": "all", "by": by}).status_code == 200
    assert "Page 2 of 2" in page_of(browser, state="all", page=2)
