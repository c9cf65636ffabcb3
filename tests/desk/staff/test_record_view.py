import datetime as dt
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils.translation import override

from guvoh.desk.staff.acts import ACTS, worded
from guvoh.desk.staff.models import Entry
from guvoh.desk.staff.record import record

DESK = Path(__file__).resolve().parents[3] / "guvoh" / "desk"
# act names made from a state are written `record(f"noun.{state}"`
WRITTEN = re.compile(r'(?<![a-z_])record\(\s*"([a-z_]+\.[a-z_]+)"(?: if [a-z_ ]+ else "([a-z_]+\.[a-z_]+)")?')


@pytest.fixture
def coordinator(cast: SimpleNamespace, sign_in: Any) -> Client:
    with time_machine.travel(dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)):
        record("case.opened", by=cast.officer, case="GV-2026-0007", subject="Духтур Ғафуров", why="hotline")
    with time_machine.travel(dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)):
        record("case.read", by=cast.lawyer, case="GV-2026-0007", section="legal")
        record("letter.drafted", by=cast.lawyer, case="GV-2026-0008", subject="Шикоят ба прокурор")
    return sign_in(cast.coordinator)


def found(browser: Client, **asked: Any) -> list[str]:
    page = browser.post("/record/", asked, follow=True).context["page"]
    return [entry.act for entry in page if not entry.act.startswith(("record.", "member."))]


def test_record_is_searched_by_words_in_any_letters(coordinator: Client) -> None:
    assert found(coordinator, words="ғафуров") == ["case.opened"]
    assert found(coordinator, words="ГАФУРОВ духтур") == ["case.opened"]
    assert found(coordinator, words="шикоят legal") == []
    assert found(coordinator, words="hotline") == ["case.opened"]


def test_record_is_narrowed_by_member_act_case_and_days(coordinator: Client, cast: SimpleNamespace) -> None:
    assert found(coordinator, member=cast.lawyer.pk) == ["letter.drafted", "case.read"]
    assert found(coordinator, act="case.read") == ["case.read"]
    assert found(coordinator, case="gv-2026-0008") == ["letter.drafted"]
    assert found(coordinator, until="2026-03-02") == ["case.opened"]
    assert found(coordinator, since="2026-03-03", until="2026-03-03") == ["letter.drafted", "case.read"]
    assert found(coordinator, since="2026-03-04") == []


def test_a_day_begins_at_midnight_in_dushanbe(coordinator: Client, cast: SimpleNamespace) -> None:
    with time_machine.travel(dt.datetime(2026, 4, 1, 20, tzinfo=dt.UTC)):
        record("task.done", by=cast.officer)
    assert found(coordinator, since="2026-04-02", until="2026-04-02") == ["task.done"]


def test_looking_at_the_record_is_recorded_with_what_was_looked_for(coordinator: Client, cast: Any) -> None:
    coordinator.post("/record/", {"words": "ғафуров"}, follow=True)
    looked = Entry.objects.get(act="record.searched")
    assert (looked.member, looked.detail) == (cast.coordinator, {"asked": "words: ғафуров"})


def test_bad_days_are_named_and_show_nothing(coordinator: Client) -> None:
    page = coordinator.post(
        "/record/", {"since": "2026-03-05", "until": "2026-03-01", "words": "case"}, follow=True
    )
    assert "The last day is before the first." in page.content.decode()
    assert 'value="case"' in page.content.decode()
    assert list(page.context["page"]) == []


def test_a_long_record_takes_pages_and_no_more_queries(
    coordinator: Client, cast: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    record("task.done", by=cast.officer)
    coordinator.post("/record/", {"act": "task.done"})
    with django_assert_num_queries(13):
        coordinator.get("/record/", {"found": "1"})
    for number in range(120):
        record("task.done", by=cast.officer, subject=f"task {number}")
    with django_assert_num_queries(13):
        page = coordinator.get("/record/", {"found": "1"})
    assert len(page.context["page"].object_list) == 50
    assert "Page 1 of 3" in page.content.decode()
    assert "?found=1&amp;page=2" in page.content.decode()
    last = coordinator.get("/record/", {"found": "1", "page": "3"})
    assert [entry.subject for entry in last.context["page"]][-1] == ""


def test_the_record_is_never_changed_or_shortened(coordinator: Client) -> None:
    entry = Entry.objects.first()
    for change in (entry.save, entry.delete, Entry.objects.all().delete, lambda: Entry.objects.update(act="x")):
        with pytest.raises(TypeError, match="the record is never"):
            change()


def test_every_act_the_desk_writes_has_words() -> None:
    written = {
        act for path in DESK.rglob("*.py") for pair in WRITTEN.findall(path.read_text()) for act in pair if act
    }
    assert len(written) > 60
    assert written - set(ACTS) == set()
    with override("en"):
        assert worded("case.read") == "Case read"
