"""Every list and filter of the deadlines page asks as many queries for many letters as for one."""

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from guvoh.desk.casework.models import Case
from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.deadlines import OF_CLOCKS, OF_LETTERS
from guvoh.desk.correspondence.models import Clock, Letter
from guvoh.desk.correspondence.vocabulary import LetterState
from tests.desk.correspondence.conftest import Draft, deliver

# a colleague is looked up first
QUERIES = {"everybody": 36, "mine": 36, "person": 39, "case": 36}


@pytest.fixture
def lawyer(cast: SimpleNamespace, sign_in: Any) -> Client:
    return sign_in(cast.lawyer)


def ending(after: dt.timedelta, *, alarms: bool = True) -> dict[str, Any]:
    ends = timezone.now() + after
    return {"earliest": ends, "latest": ends, "raises_alarm": alarms}


def _until_midnight() -> dt.timedelta:
    now = timezone.localtime()
    return now.replace(hour=23, minute=59, second=59) - now


def put_all_into(state: str) -> None:
    """Make every letter one that this list shows."""
    clocks, letters = Clock.objects.all(), Letter.objects.exclude(state=LetterState.DRAFT)
    moves: dict[str, Callable[[], object]] = {
        "overdue": lambda: clocks.update(**ending(-dt.timedelta(days=9))),
        "today": lambda: clocks.update(**ending(_until_midnight())),
        "unconfirmed": lambda: clocks.update(**ending(-dt.timedelta(days=9), alarms=False)),
        "unproven": lambda: clocks.update(started_at=None, earliest=None, latest=None),
        "left_open": lambda: letters.update(state=LetterState.ANSWERED),
        "no_clock": clocks.delete,
        "not_sent": lambda: (clocks.delete(), letters.update(state=LetterState.FINAL)),
    }
    moves.get(state, lambda: clocks.update(**ending(dt.timedelta(days=3))))()


def visited_in(state: str, browser: Client, more: dict[str, Any]) -> tuple[int, int]:
    """Queries of a visit to this list with every letter in it, and its lines; the letters are put back afterwards.

    The visit before the counted one makes the tasks of what has run out.
    """
    address, asked = reverse("correspondence:index"), {"state": state, **more}
    with transaction.atomic():
        put_all_into(state)
        browser.get(address, asked)
        with CaptureQueriesContext(connection) as counted:
            page = browser.get(address, asked)
            queries = len(counted)
        transaction.set_rollback(True)
    return queries, len(page.context["rows"])


@pytest.fixture
def deliver_more(draft: Draft, consent: Any, cast: SimpleNamespace) -> Callable[[int], None]:
    consent()

    def more(number: int) -> None:
        for _again in range(number):
            deliver(actions.finalise_letter(draft(), by=cast.lawyer), cast.lawyer)

    return more


@pytest.mark.parametrize("narrowed", QUERIES)
def test_every_list_asks_the_same_of_many_letters_as_of_one(
    deliver_more: Callable[[int], None], team: Case, cast: SimpleNamespace, lawyer: Client, narrowed: str
) -> None:
    more = {"mine": {"person": "mine"}, "person": {"person": cast.lawyer.pk}, "case": {"case": team.code}}
    states = (*OF_CLOCKS, *OF_LETTERS)
    deliver_more(1)
    few = {state: visited_in(state, lawyer, more.get(narrowed, {})) for state in states}
    deliver_more(3)
    many = {state: visited_in(state, lawyer, more.get(narrowed, {})) for state in states}
    assert all(many[state][1] > few[state][1] > 0 for state in states), (few, many)
    assert {state: many[state][0] for state in states} == {state: few[state][0] for state in states}
    assert max(queries for queries, _lines in many.values()) == QUERIES[narrowed]
