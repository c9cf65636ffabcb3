"""Rules signed by a lawyer of the coalition, and the days that are announced: what it does to the clocks."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.lawbook import calendar, rule_on, versions
from guvoh.desk.correspondence.models import CalendarDay, Clock, Letter, SignedRule
from guvoh.desk.staff.models import Entry
from tests.desk.correspondence.conftest import deliver

RULE = "TJ-COMPL-PROS"
READ = "CPC art. 121, edition of 3 January 2024, read on the site of the Ministry"
TODAY = dt.date(2026, 4, 1)
TYPED = {
    "date": dt.date(2026, 3, 20),
    "kind": "work",
    "reason_tg": "рӯзи корӣ",
    "reason_ru": "рабочий",
    "reason_en": "worked",
}


@pytest.fixture
def clock(final: Letter, cast: SimpleNamespace) -> Clock:
    return deliver(final, cast.lawyer).clocks.get()


def test_a_rule_from_memory_alarms_once_a_lawyer_has_signed_it(clock: Clock, cast: SimpleNamespace) -> None:
    assert not clock.raises_alarm
    window = clock.earliest, clock.latest
    actions.sign_rule(RULE, READ, by=cast.lawyer)
    clock.refresh_from_db()
    assert clock.raises_alarm
    assert (clock.earliest, clock.latest) == window
    assert clock.certainty_label == "confirmed by a lawyer of the coalition"
    assert Clock.objects.overdue(timezone.now()).alarming().get() == clock
    assert rule_on(RULE, TODAY).reviewer == cast.lawyer.full_name


def test_a_corrected_row_counts_running_clocks_anew(clock: Clock, cast: SimpleNamespace) -> None:
    actions.sign_rule(RULE, READ, by=cast.lawyer, length=10, uncertain=())
    clock.refresh_from_db()
    assert clock.earliest == clock.latest
    assert timezone.localdate(clock.latest) == dt.date(2026, 3, 30)
    assert "26.03" not in clock.how_counted
    assert Entry.objects.filter(act="clock.counted_anew").count() == 1


def test_a_changed_law_leaves_running_clocks_with_their_version(clock: Clock, cast: SimpleNamespace) -> None:
    before = clock.latest
    actions.sign_rule(RULE, READ, by=cast.lawyer, in_force_from=TODAY, length=20, uncertain=())
    clock.refresh_from_db()
    assert clock.latest == before
    assert not clock.raises_alarm
    assert rule_on(RULE, TODAY - dt.timedelta(days=1)).length != 20
    assert rule_on(RULE, TODAY).length == 20
    assert len(versions()[RULE]) == 2


def test_a_signature_taken_back_takes_the_alarm_away(clock: Clock, cast: SimpleNamespace) -> None:
    signed = actions.sign_rule(RULE, READ, by=cast.lawyer, length=10, uncertain=())
    with pytest.raises(ValidationError, match="Say why"):
        actions.take_signature_back(signed, " ", by=cast.lawyer)
    before = Clock.objects.get().earliest
    signed.refresh_from_db()
    actions.take_signature_back(signed, "The article was read in an old edition.", by=cast.lawyer)
    clock.refresh_from_db()
    assert not clock.raises_alarm
    assert clock.earliest != before


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"unit": "weeks"}, "unit"),
        ({"length": -1}, "length"),
        ({"basis": {"tg": "", "ru": "б", "en": "c"}}, "basis"),
    ],
)
def test_a_row_that_cannot_be_is_not_signed(cast: SimpleNamespace, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        actions.sign_rule(RULE, READ, by=cast.lawyer, **changes)
    assert not SignedRule.objects.exists()


def test_nobody_signs_without_saying_what_was_read(cast: SimpleNamespace) -> None:
    with pytest.raises(ValidationError, match="read"):
        actions.sign_rule(RULE, "  ", by=cast.lawyer)


def test_an_announced_day_moves_the_clocks_it_falls_into(clock: Clock, cast: SimpleNamespace) -> None:
    actions.sign_rule(RULE, READ, by=cast.lawyer, length=3, unit="wd", uncertain=())
    clock.refresh_from_db()
    assert timezone.localdate(clock.latest) == dt.date(2026, 3, 19)
    day = actions.enter_day(
        by=cast.lawyer, source="Government resolution", **TYPED | {"date": dt.date(2026, 3, 18), "kind": "off"}
    )
    clock.refresh_from_db()
    moved = timezone.localdate(clock.latest)
    assert moved > dt.date(2026, 3, 19)
    actions.take_day_out(day, by=cast.lawyer)
    clock.refresh_from_db()
    assert timezone.localdate(clock.latest) == dt.date(2026, 3, 19)


def test_an_announced_id_takes_the_place_of_the_estimate(cast: SimpleNamespace) -> None:
    estimated = dt.date(2027, 3, 9)
    assert (reason := calendar().why_off(estimated))
    assert reason.estimated
    announced = {"date": dt.date(2027, 3, 10), "kind": "off", "holiday": "idi-ramazon"}
    actions.enter_day(by=cast.officer, source="Council of Ulema", **TYPED | announced)
    assert calendar().why_off(estimated) is None
    assert (reason := calendar().why_off(dt.date(2027, 3, 10)))
    assert not reason.estimated


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"date": dt.date(2027, 5, 1), "kind": "off", "holiday": "idi-ramazon"}, "days away"),
        ({"date": dt.date(1999, 5, 3)}, "outside the years"),
        ({"kind": "work", "holiday": "idi-qurbon"}, "An Id is a day off"),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_nothing_is_kept(
    cast: SimpleNamespace, changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        actions.enter_day(by=cast.lawyer, source="Government resolution", **TYPED | changes)
    assert not CalendarDay.objects.exists()


def test_a_lawyer_signs_on_screen_and_an_officer_only_reads(sign_in: Any, cast: SimpleNamespace) -> None:
    address = reverse("correspondence:rule", args=[RULE])
    typed = {
        "read": READ,
        "length": 10,
        "unit": "wd",
        "starts_on": "delivered",
        "ends_on_day_off_moves": "on",
        **{f"basis_{language}": text for language, text in versions()[RULE][-1].basis.items()},
    }
    assert "Check and sign" not in sign_in(cast.officer).get(address).content.decode()
    assert sign_in(cast.officer).post(address, typed).status_code == 404
    refused = sign_in(cast.lawyer).post(address, typed | {"length": ""})
    assert refused.status_code == 422
    assert READ in refused.content.decode()
    assert sign_in(cast.lawyer).post(address, typed).status_code == 302
    assert (rule := rule_on(RULE, timezone.localdate())).unit == "wd"
    assert rule.length == 10
    assert "signed" in sign_in(cast.coordinator).get(reverse("correspondence:rules")).content.decode()


def test_the_year_is_drawn_with_its_days_off_and_its_worked_saturdays(sign_in: Any, cast: SimpleNamespace) -> None:
    page = sign_in(cast.lawyer).get(reverse("correspondence:calendar"), {"year": "2026"}).content.decode()
    assert "116 days off" in page
    assert page.count("is-worked") == 3
    assert "<caption>March</caption>" in page
