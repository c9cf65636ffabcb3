"""Who has seen this, what did she do last week, my own record, and heads handed to a partner: on screen."""

import datetime as dt
import json
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guvoh.desk.casework import actions as casework
from guvoh.desk.casework.models import Case
from guvoh.desk.evidence.actions import FileCard, keep_file, read_file
from guvoh.desk.evidence.models import SealedFile
from guvoh.desk.facts.models import Actor
from guvoh.desk.staff.heads import sign_head
from guvoh.desk.staff.models import Entry
from guvoh.desk.staff.record import record
from guvoh.instruments.seal import heads


def rows(page: Any) -> dict[str, tuple[str, int, int]]:
    return {
        reader.member.username: (reader.seat, reader.counted["reads"], reader.counted["acts"])
        for reader in page.context["readers"]
    }


@pytest.fixture
def seen(case: Case, cast: SimpleNamespace) -> Case:
    """A case of the officer's, read by a lawyer of its team, by a former colleague, and by somebody outside."""
    casework.add_to_team(case, cast.lawyer, by=cast.officer)
    left = casework.add_to_team(case, cast.doctor, by=cast.officer)
    casework.leave_team(left, by=cast.officer)
    for member, times in ((cast.lawyer, 3), (cast.doctor, 1), (cast.stranger, 2)):
        for _time in range(times):
            record("case.read", by=member, case=case.code)
    return case


def test_who_has_seen_a_case_is_told_by_member_with_those_outside_the_team_marked(
    seen: Case, cast: SimpleNamespace, sign_in: Any
) -> None:
    page = sign_in(cast.officer).get(reverse("casework:readers", args=[seen.code]))
    told = rows(page)
    assert told["lawyer"] == ("now", 3, 0)
    assert told["doctor"] == ("before", 1, 0)
    assert told["stranger"] == ("never", 2, 0)
    assert told["officer"][0] == "now"
    text = page.content.decode()
    assert text.count("state-danger") == 1
    assert "not on the team" in text
    asked = Entry.objects.get(act="record.readers_asked")
    assert (asked.member, asked.case) == (cast.officer, seen.code)


def test_a_coordinator_asks_without_opening_the_case(seen: Case, cast: SimpleNamespace, sign_in: Any) -> None:
    browser = sign_in(cast.coordinator)
    page = browser.get(reverse("casework:readers", args=[seen.code]))
    assert set(rows(page)) == {"officer", "lawyer", "doctor", "stranger"}
    assert browser.get(reverse("casework:case", args=[seen.code])).status_code == 404
    assert f'href="{reverse("casework:case", args=[seen.code])}"' not in page.content.decode()


def test_who_has_seen_a_person_and_a_file(
    seen: Case, cast: SimpleNamespace, client_of_case: Actor, sign_in: Any, tmp_path: Any, settings: Any
) -> None:
    settings.DESK_DIR = tmp_path
    card = FileCard("photo.jpg", "image/jpeg", SealedFile.Origin.UPLOAD)
    kept = keep_file(card, [b"x"], by=cast.officer, case=seen)
    list(read_file(kept, by=cast.lawyer))
    lawyer, officer = sign_in(cast.lawyer), sign_in(cast.officer)
    address = reverse("casework:person", args=[seen.code, client_of_case.pk])
    assert lawyer.get(address).status_code == 200
    page = officer.get(reverse("casework:person_readers", args=[seen.code, client_of_case.pk]))
    assert rows(page)["lawyer"] == ("now", 1, 0)
    assert "Saidov" not in page.content.decode()
    page = officer.get(reverse("evidence:readers", args=[kept.pk]))
    assert rows(page) == {"lawyer": ("now", 1, 0), "officer": ("now", 0, 1)}


def test_the_page_of_readers_takes_the_same_queries_for_many(
    seen: Case, cast: SimpleNamespace, sign_in: Any, django_assert_num_queries: Any
) -> None:
    browser, address = sign_in(cast.officer), reverse("casework:readers", args=[seen.code])
    browser.get(address)
    with django_assert_num_queries(19):
        browser.get(address)
    for number in range(120):
        record("case.read", by=cast.psychologist, case=seen.code, subject=f"task {number}")
    with django_assert_num_queries(19):
        page = browser.get(address)
    assert len(page.context["page"].object_list) == 50


@pytest.fixture
def last_week(cast: SimpleNamespace) -> None:
    now = timezone.now()
    for days, code in ((20, "GV-2026-0001"), (3, "GV-2026-0002"), (1, "GV-2026-0002"), (0, "GV-2026-0003")):
        with time_machine.travel(now - dt.timedelta(days=days), tick=False):
            record("case.read", by=cast.lawyer, case=code)
    record("case.read", by=cast.officer, case="GV-2026-0009")


def told_by_case(page: Any) -> dict[str, tuple[int, int]]:
    return {row["case"]: (row["reads"], row["acts"]) for row in page.context["cases"] if row["case"]}


def test_a_coordinator_asks_what_a_member_opened_last_week(
    last_week: None, cast: SimpleNamespace, sign_in: Any
) -> None:
    browser, address = sign_in(cast.coordinator), reverse("member_record", args=[cast.lawyer.pk])
    assert told_by_case(browser.get(address)) == {"GV-2026-0003": (1, 0), "GV-2026-0002": (2, 0)}
    assert told_by_case(browser.get(address, {"span": "1"})) == {"GV-2026-0003": (1, 0)}
    assert set(told_by_case(browser.get(address, {"span": "31"}))) == {f"GV-2026-000{n}" for n in (1, 2, 3)}
    assert set(told_by_case(browser.get(address, {"span": "none"}))) == {"GV-2026-0002", "GV-2026-0003"}
    asked = Entry.objects.filter(act="record.member_asked").last()
    assert (asked.subject, asked.detail) == ("lawyer", {"days": 7})
    assert address in browser.get(reverse("member", args=[cast.lawyer.pk])).content.decode()


def test_every_member_sees_her_own_record_and_nobody_elses(
    last_week: None, cast: SimpleNamespace, sign_in: Any
) -> None:
    browser = sign_in(cast.lawyer)
    page = browser.get(reverse("own_record"))
    assert set(told_by_case(page)) == {"GV-2026-0002", "GV-2026-0003"}
    assert {entry.member for entry in page.context["page"]} == {cast.lawyer}
    assert "GV-2026-0009" not in page.content.decode()
    assert Entry.objects.filter(act="record.own_read", member=cast.lawyer).count() == 1
    assert browser.get(reverse("member_record", args=[cast.officer.pk])).status_code == 404
    assert reverse("own_record") in browser.get(reverse("account")).content.decode()


def test_own_record_takes_the_same_queries_for_many(
    last_week: None, cast: SimpleNamespace, sign_in: Any, django_assert_num_queries: Any
) -> None:
    browser = sign_in(cast.lawyer)
    browser.get(reverse("own_record"))
    with django_assert_num_queries(10):
        browser.get(reverse("own_record"))
    for number in range(120):
        record("case.read", by=cast.lawyer, case=f"GV-2025-{number:04}")
    with django_assert_num_queries(10):
        browser.get(reverse("own_record"))


def test_every_question_has_an_index(last_week: None, cast: SimpleNamespace) -> None:
    asked = (
        Entry.objects.filter(case="GV-2026-0002"),
        Entry.objects.filter(member=cast.lawyer).since(7),
        Entry.objects.filter(subject="file 0a1b2c3d"),
        Entry.objects.filter(act="heads.handed_over"),
        Entry.objects.narrowed(case="gv-2026-0002"),
        Entry.objects.narrowed(since=dt.date(2026, 3, 1), until=dt.date(2026, 3, 2)),
    )
    for entries in asked:
        assert "USING INDEX" in entries.order_by().explain(), entries.query


@pytest.fixture
def coordinator(cast: SimpleNamespace, sign_in: Any) -> Client:
    return sign_in(cast.coordinator)


def test_the_record_says_how_it_stands_and_who_keeps_its_heads(coordinator: Client, cast: SimpleNamespace) -> None:
    assert "nobody outside yet" in coordinator.get("/record/").content.decode()
    answer = coordinator.post(reverse("record_heads"), {"partner": "Omega, Vienna"})
    assert "attachment" in answer["Content-Disposition"]
    document = heads.parse(json.loads(answer.content))
    heads.check(document)
    handed = Entry.objects.get(act="heads.handed_over")
    assert (handed.member, handed.detail) == (cast.coordinator, {"partner": "Omega, Vienna", "number": 1})
    assert document.heads[-1].head.size == handed.number - 1
    assert "Omega, Vienna" in coordinator.get("/record/").content.decode()


def test_heads_go_to_somebody_who_is_named(coordinator: Client) -> None:
    answer = coordinator.post(reverse("record_heads"), {"partner": ""})
    assert (answer.status_code, answer["Content-Type"]) == (422, "text/html; charset=utf-8")
    assert not Entry.objects.filter(act="heads.handed_over").exists()


def test_a_rewritten_record_is_not_signed_from_the_screen(coordinator: Client, cast: SimpleNamespace) -> None:
    record("case.read", by=cast.officer)
    head = sign_head()
    head.root = "00" * 32
    head.save()
    page = coordinator.post(reverse("record_heads"), {"partner": "Omega"}, follow=True)
    assert "does not extend its last signed head" in page.content.decode()
    assert not Entry.objects.filter(act="heads.handed_over").exists()
