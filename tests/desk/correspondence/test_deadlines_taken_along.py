"""What a member takes out of the desk: dates for a calendar, and a list for a day without electricity."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from guvoh.desk.casework import actions as casework
from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.deadlines import Deadlines
from guvoh.desk.correspondence.models import Clock, Letter
from guvoh.desk.staff.models import Entry
from tests.desk.correspondence.conftest import Draft, deliver

MORNING = dt.datetime(2026, 3, 18, 8, tzinfo=dt.timezone(dt.timedelta(hours=5)))


@pytest.fixture
def delivered(final: Letter, cast: SimpleNamespace) -> Letter:
    return deliver(final, cast.lawyer)


def calendar_of(member: Any) -> Calendar:
    return Calendar.from_ical(actions.export_calendar(by=member))


def entries(member: Any) -> dict[dt.date, str]:
    return {event.decoded("dtstart"): str(event["summary"]) for event in calendar_of(member).walk("VEVENT")}


def ends(letter: Letter) -> list[dt.date]:
    clock = letter.clocks.get()
    return sorted({timezone.localdate(clock.earliest), timezone.localdate(clock.latest)})


@time_machine.travel(MORNING, tick=False)
def test_the_calendar_says_how_many_fall_on_a_day(delivered: Letter, draft: Draft, cast: SimpleNamespace) -> None:
    days = ends(delivered)
    assert entries(cast.lawyer) == dict.fromkeys(days, "1 deadline")
    deliver(actions.finalise_letter(draft(), by=cast.lawyer), cast.lawyer)
    casework.add_task(delivered.case, by=cast.officer, title="Call Saidov", owner=cast.lawyer, due_on=days[0])
    assert entries(cast.lawyer)[days[0]] == "3 deadlines"


@time_machine.travel(MORNING, tick=False)
def test_the_calendar_holds_no_name_no_number_and_no_address(delivered: Letter, cast: SimpleNamespace) -> None:
    casework.add_task(
        delivered.case, by=cast.officer, title="Call Saidov", owner=cast.lawyer, due_on=dt.date(2026, 3, 20)
    )
    text = actions.export_calendar(by=cast.lawyer).decode()
    case = delivered.case
    said = (
        case.code,
        case.title,
        delivered.number,
        delivered.heading,
        str(delivered.body),
        "Saidov",
        "guvoh",
        "http",
    )
    for words in (*said, cast.lawyer.username, cast.lawyer.full_name, "@"):
        assert words.lower() not in text.lower(), words
    allowed = {"VERSION", "PRODID", "UID", "METHOD", "BEGIN", "END", "SUMMARY", "DTSTART", "DTEND", "DTSTAMP"}
    kinds = {line.partition(":")[0].partition(";")[0] for line in text.split("\r\n") if line}
    assert kinds == allowed | {"CLASS", "TRANSP"}


@time_machine.travel(MORNING, tick=False)
def test_a_later_file_replaces_the_same_days(delivered: Letter, draft: Draft, cast: SimpleNamespace) -> None:
    before = {str(event["uid"]) for event in calendar_of(cast.lawyer).walk("VEVENT")}
    deliver(actions.finalise_letter(draft(), by=cast.lawyer), cast.lawyer)
    assert {str(event["uid"]) for event in calendar_of(cast.lawyer).walk("VEVENT")} == before
    casework.add_task(delivered.case, by=cast.officer, title="Call", owner=cast.officer, due_on=ends(delivered)[0])
    assert not before & {str(event["uid"]) for event in calendar_of(cast.officer).walk("VEVENT")}


@time_machine.travel(MORNING, tick=False)
def test_the_calendar_is_each_members_own(delivered: Letter, cast: SimpleNamespace) -> None:
    assert entries(cast.lawyer)
    assert not entries(cast.officer)
    assert not entries(cast.stranger)


@time_machine.travel(MORNING, tick=False)
def test_the_file_downloads_with_a_name_that_says_nothing_and_is_recorded(
    delivered: Letter, cast: SimpleNamespace, sign_in: Any
) -> None:
    answer = sign_in(cast.lawyer).get(reverse("correspondence:calendar_file"))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="dates.ics"'
    assert answer["Cache-Control"] == "no-store"
    detail = Entry.objects.get(act="deadlines.exported").detail
    assert detail == {"form": "calendar", "count": len(ends(delivered))}


def test_a_calendar_that_polls_finds_no_door(client: Any, cast: SimpleNamespace) -> None:
    assert client.get(reverse("correspondence:calendar_file")).status_code == 302


@time_machine.travel(MORNING, tick=False)
def test_the_paper_holds_letter_body_date_and_next_rung_and_no_name(
    delivered: Letter, cast: SimpleNamespace, sign_in: Any
) -> None:
    page = sign_in(cast.lawyer).get(reverse("correspondence:paper")).content.decode()
    sheet = page[page.index('<section class="card paper-list">') :]
    assert delivered.number in sheet
    assert str(delivered.body) in sheet
    assert delivered.clocks.get().next_rung in sheet
    for words in (delivered.case.code, delivered.case.title, delivered.heading, "Saidov", cast.lawyer.full_name):
        assert words not in sheet, words
    assert Entry.objects.get(act="deadlines.exported").detail == {"form": "paper", "count": 1}


@time_machine.travel(MORNING, tick=False)
def test_a_body_called_like_a_protected_person_stands_on_paper_by_its_kind(
    delivered: Letter, cast: SimpleNamespace
) -> None:
    actions.change_state_body(delivered.body, name_en="Channel of Rustam Saidov", by=cast.lawyer)
    [row] = actions.export_list(Deadlines(cast.lawyer), by=cast.lawyer).rows
    assert row.body == delivered.body.get_kind_display()


@time_machine.travel(MORNING, tick=False)
def test_the_paper_ends_after_two_weeks_and_counts_what_it_leaves_out(
    delivered: Letter, draft: Draft, cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = deliver(actions.finalise_letter(draft(), by=cast.lawyer), cast.lawyer)
    late = MORNING + dt.timedelta(days=15)
    Clock.objects.filter(letter=far).update(earliest=late, latest=late)
    listed = actions.export_list(Deadlines(cast.lawyer), by=cast.lawyer)
    assert [row.number for row in listed.rows] == [delivered.number]
    assert (listed.left_out, listed.until) == (0, dt.date(2026, 4, 1))
    monkeypatch.setattr("guvoh.desk.correspondence.paper_list.LINES_ON_PAPER", 0)
    assert actions.export_list(Deadlines(cast.lawyer), by=cast.lawyer).left_out == 1


def test_the_paper_is_of_her_own_cases(delivered: Letter, cast: SimpleNamespace) -> None:
    with time_machine.travel(MORNING, tick=False):
        assert not actions.export_list(Deadlines(cast.stranger), by=cast.stranger).rows


@time_machine.travel(MORNING, tick=False)
def test_what_the_guard_cannot_look_at_does_not_leave(
    delivered: Letter, cast: SimpleNamespace, sign_in: Any
) -> None:
    Clock.objects.update(rule={**delivered.clocks.get().rule, "next_rung": {"en": "a" * 2_000_000}})
    with pytest.raises(ValidationError):
        actions.export_list(Deadlines(cast.lawyer), by=cast.lawyer)
    answer = sign_in(cast.lawyer).get(reverse("correspondence:paper"))
    assert answer.url == reverse("correspondence:index")
    assert not Entry.objects.filter(act="deadlines.exported").exists()
