"""Statistics of replies: what counts, who sees it, what stays unsaid."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guvoh.desk.casework import actions as casework
from guvoh.desk.casework.models import Case
from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.access import letters_counted
from guvoh.desk.correspondence.fates import Term, fates
from guvoh.desk.correspondence.models import Letter, StateBody
from guvoh.desk.correspondence.replies import Choice, Group, replies_page, years
from guvoh.desk.correspondence.replies_curve import picture
from guvoh.desk.correspondence.vocabulary import Answer, AnswerClass, BodyKind
from guvoh.desk.staff.models import Entry
from guvoh.instruments.figures.waiting import Wait, estimate
from tests.desk.conftest import SignIn
from tests.desk.correspondence.conftest import WRITTEN, Draft, answer, body_of, deliver
from tests.desk.own_keys import OwnKeys

TODAY = dt.datetime(2026, 7, 1, 9, tzinfo=dt.UTC)
YES, PART, NO, ELSE = Answer.YES, Answer.IN_PART, Answer.NO, Answer.SOMETHING_ELSE

Send = Callable[..., Letter]


@pytest.fixture(autouse=True)
def _on_a_day_in_july() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def send(draft: Draft, consent: Any, cast: SimpleNamespace) -> Send:
    """A letter that left; with days, also a reply that came so many days later."""
    consent()

    def sent(after: int | None = None, kinds: tuple[Answer, ...] = (ELSE, NO, NO), **changes: Any) -> Letter:
        letter = deliver(actions.finalise_letter(draft(**changes), by=cast.lawyer), cast.lawyer)
        if after is None:
            return letter
        return answer(letter, cast.lawyer, list(kinds), WRITTEN + dt.timedelta(days=after))

    return sent


def seen(browser: Client, **chosen: Any) -> str:
    answered = browser.get(reverse("correspondence:replies"), chosen)
    assert answered.status_code == 200
    return re.sub(r"\s+", " ", answered.content.decode())


def group(key: str = "", **chosen: Any) -> Group:
    rows = replies_page(Choice(**chosen), "en")["rows"]
    return next(row for row in rows if row.key == key)


def test_open_letters_count_for_as_long_as_they_have_waited(send: Send) -> None:
    for after in (10, 20, None, None, None):
        send(after)
    curve = group().to_reply
    assert [(step.day, step.at_risk, step.ended, step.lost) for step in curve.steps] == [
        (10, 5, 1, 0),
        (20, 4, 1, 0),
        (107, 3, 0, 3),
    ]
    assert group().median == "over 107"
    assert str(group().answered) == "2 (40%)"


def test_answer_in_substance_comes_with_the_last_point(send: Send, cast: SimpleNamespace) -> None:
    letter = send(10, (YES, PART, NO))
    answer(letter, cast.lawyer, [NO, YES, YES], WRITTEN + dt.timedelta(days=30))
    found = fates(letters_counted())[0]
    assert (found.reply.days, found.substance.days) == (10, 30)
    assert found.reply.ended
    assert found.substance.ended


@pytest.mark.parametrize(
    "kinds", [(YES, YES, YES), (YES, NO, NO), (PART, NO, ELSE), (ELSE, ELSE, ELSE), (NO, NO, NO), None]
)
def test_what_replies_amount_to_is_what_the_letter_says_itself(send: Send, kinds: Any) -> None:
    letter = send(9, kinds) if kinds else send()
    assert [fate.amounts_to for fate in fates(letters_counted())] == [letter.answer_class]


def test_formal_reply_is_a_reply_and_no_answer(send: Send) -> None:
    for kinds in ((ELSE, NO, NO), (ELSE, ELSE, NO), (YES, YES, YES), (PART, NO, NO), (YES, NO, NO)):
        send(12, kinds)
    found = group()
    cells = (found.answered, found.in_substance, found.in_part, found.formally, found.silent)
    assert [str(cell) for cell in cells] == ["5 (100%)", "1 (20%)", "2 (40%)", "2 (40%)", "0 (0%)"]
    assert found.median == "12"


def test_letter_is_followed_no_further_once_its_clock_is_closed(send: Send, cast: SimpleNamespace) -> None:
    letter = send()
    with time_machine.travel(TODAY - dt.timedelta(days=30), tick=False):
        actions.close_clock(letter.clocks.get(), "The client withdrew it.", by=cast.lawyer)
    assert [(fate.reply.days, fate.reply.ended) for fate in fates(letters_counted())] == [(77, False)]


def test_draft_and_undelivered_letters_are_not_counted(draft: Draft, final: Letter) -> None:
    draft()
    assert fates(letters_counted()) == []


def test_reply_before_the_proof_of_delivery_waited_no_day(final: Letter, cast: SimpleNamespace) -> None:
    deliver(final, cast.lawyer, delivered_on=WRITTEN + dt.timedelta(days=20))
    answer(final, cast.lawyer, [NO, NO, NO], WRITTEN + dt.timedelta(days=15))
    assert fates(letters_counted())[0].reply.days == 0


def test_sealed_case_never_counts_for_anybody(
    send: Send, team: Case, cast: SimpleNamespace, own_keys: OwnKeys, sign_in: SignIn
) -> None:
    for _letter in range(6):
        send(8)
    assert "6 (100%)" in seen(sign_in(cast.lawyer))
    with own_keys.here(cast.officer):
        casework.seal_case(team, by=cast.officer, reason="danger")
    for member in (cast.lawyer, cast.officer, cast.coordinator, cast.analyst, cast.stranger):
        page = seen(sign_in(member))
        assert "No letter has left yet." in page, member
        assert "District prosecutor" not in page, member
    assert years() == []


def test_other_organisation_sees_the_counts_and_nothing_of_the_case(
    send: Send, team: Case, cast: SimpleNamespace, sign_in: SignIn
) -> None:
    letter = [send(8) for _letter in range(6)][0]
    page = seen(sign_in(cast.stranger))
    assert "6 (100%)" in page
    for inside in (
        team.code,
        team.title,
        letter.number,
        letter.heading,
        "Saidov",
        "Саидов",
        f"/letters/{letter.pk}/",
    ):
        assert inside not in page
    counted = {
        member: seen(sign_in(member)).count("6 (100%)") for member in (cast.stranger, cast.analyst, cast.lawyer)
    }
    assert len(set(counted.values())) == 1


def test_small_groups_stay_unsaid(send: Send, cast: SimpleNamespace, sign_in: SignIn) -> None:
    court = body_of(cast, "City court", BodyKind.COURT)
    for _letter in range(6):
        send(8)
    for _letter in range(4):
        send(3, (YES, YES, YES), body=court, kind_id="complaint-court")
    browser = sign_in(cast.analyst)
    page = seen(browser)
    assert page.count("fewer than 5</td>") == 1
    # the court's four could be worked out from all ten less the prosecutor's six
    assert page.count("not shown, so that a smaller number cannot be worked out") == 1
    assert "10 (100%)" in page
    drawn = seen(browser, of=court.pk)
    assert "Fewer than 5 letters: no share and no curve is shown." in drawn
    assert "<title id=" not in drawn
    assert "cannot be worked out from it" in seen(browser, of="prosecutor")


def test_four_letters_in_all_show_no_figure(send: Send, cast: SimpleNamespace, sign_in: SignIn) -> None:
    for _letter in range(4):
        send(8)
    page = seen(sign_in(cast.lawyer))
    assert "%)" not in page
    assert page.count("fewer than 5</td>") == 2


def test_curve_has_its_table_and_the_ends_of_the_term(send: Send, cast: SimpleNamespace, sign_in: SignIn) -> None:
    for after in (2, 10, 20, 40, None, None):
        send(after)
    page = seen(sign_in(cast.coordinator), of="prosecutor")
    assert 'role="img" aria-labelledby="curve-title curve-told"' in page
    assert "Replies to letters: Prosecutor&#x27;s office" in page
    assert "the law's term ends between day 3 and day 14" in page
    assert "Criminal Procedure Code, arts. 119-122" in page
    assert '<th scope="row">14<div class="soft small">' in page
    assert 'class="curve-end"' in page
    assert " style=" not in page


def test_filters_by_year_kind_and_body(send: Send, district: StateBody, cast: SimpleNamespace) -> None:
    for _letter in range(5):
        send(8)
    send(kind_id="request-media-law", body=district)
    assert years() == [2026]
    assert len(group(year=2026).letters) == 6
    assert len(group(kind="complaint-prosecutor").letters) == 5
    assert group(year=2025).letters == ()
    chosen = replies_page(Choice(of=str(district.pk)), "ru")["chosen"]
    assert (chosen.label, len(chosen.letters)) == (district.name_ru, 6)


def test_drawing_rises_from_corner_to_corner_when_all_were_answered(db: None) -> None:
    quick, slow = estimate([Wait(10, True)] * 5), estimate([Wait(20, True)] * 5)
    drawn = picture(quick, slow, [Term("TJ-ATI", 15, 21), Term("TJ-ATI", 16, 25)], "ru")
    assert drawn.replied == "M78.0 276.0H276.4V16.0H276.4"
    assert drawn.in_substance == "M78.0 276.0H474.8V16.0H474.8"
    assert [tick.label for tick in drawn.days] == ["0", "5", "10", "15", "20", "25"]
    assert [(mark.earliest, mark.latest) for mark in drawn.marks] == [(15, 25)]
    assert [(row.day, row.replied, row.in_substance) for row in drawn.rows][2:] == [
        (10, "100%", "0%"),
        (25, "—", "—"),
    ]


def test_terms_of_many_rules_are_not_drawn_over_each_other() -> None:
    curve = estimate([Wait(10, True)] * 5)
    drawn = picture(curve, curve, [Term(f"TJ-{number}", 3, 3) for number in range(4)], "en")
    assert drawn.marks == ()
    assert drawn.too_many_rules


@pytest.mark.parametrize("chosen", [{"year": "1999"}, {"kind": "love-letter"}, {"of": "x"}, {"of": "987654"}])
def test_choice_that_does_not_exist_is_not_there(
    chosen: dict[str, str], cast: SimpleNamespace, sign_in: SignIn
) -> None:
    assert sign_in(cast.lawyer).get(reverse("correspondence:replies"), chosen).status_code == 404


def test_reading_is_recorded_with_what_was_chosen(send: Send, cast: SimpleNamespace, sign_in: SignIn) -> None:
    send()
    seen(sign_in(cast.analyst), year=2026, of="prosecutor")
    entry = Entry.objects.filter(act="replies.counted").get()
    assert (entry.member, entry.detail) == (cast.analyst, {"year": 2026, "addressees": "prosecutor"})


def test_who_opens_it_and_how_it_is_reached(cast: SimpleNamespace, sign_in: SignIn) -> None:
    address = reverse("correspondence:replies")
    for member in (cast.coordinator, cast.analyst):
        assert address in sign_in(member).get(reverse("home")).content.decode()
    assert address in sign_in(cast.lawyer).get(reverse("correspondence:index")).content.decode()
    for member in (cast.operator, cast.psychologist, cast.doctor, cast.editor):
        assert sign_in(member).get(address).status_code == 404


def test_as_many_queries_for_many_letters_as_for_one(send: Send, cast: SimpleNamespace, sign_in: SignIn) -> None:
    browser = sign_in(cast.lawyer)
    for _letter in range(5):
        send(8)
    seen(browser)
    with CaptureQueriesContext(connection) as for_few:
        seen(browser)
    for after in (None, 3, 9, 14):
        send(after, (YES, PART, NO))
    with CaptureQueriesContext(connection) as for_more:
        seen(browser)
    assert len(for_more) == len(for_few)
    of_the_page = [query for query in for_more.captured_queries if "correspondence_" in query["sql"]]
    # years, own kinds, bodies, letters, points, clocks, signed rules
    assert len(of_the_page) == 7


def test_letters_of_no_class_are_left_out_of_no_total(send: Send) -> None:
    for after in (None, 4, 9):
        send(after, (YES, NO, NO))
    found = fates(letters_counted())
    assert sorted(fate.amounts_to for fate in found) == sorted(
        [AnswerClass.NONE, AnswerClass.PART, AnswerClass.PART]
    )
