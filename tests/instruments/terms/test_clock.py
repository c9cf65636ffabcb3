"""States of a clock: proof starts it, notices and replies move it, and the order of entry is no matter."""

from datetime import datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guvoh.instruments.terms.calendar import Calendar
from guvoh.instruments.terms.clock import Step, StepRefused, clock
from guvoh.instruments.terms.rules import load_rules

CALENDAR = Calendar.load()
RULES = load_rules()
ATI, APPEAL = RULES["TJ-ATI"], RULES["TJ-APPEAL"]
SENT = Step("sent", datetime(2026, 3, 16), "postal slip 1187")
DELIVERED = Step("delivered", datetime(2026, 3, 18), "register no. 204")
LATER = datetime(2026, 6, 1)


def state(*steps: Step, now: datetime = datetime(2026, 3, 20), rule=ATI) -> str:
    return clock(rule, steps, now, CALENDAR).state


def test_letter_with_no_proof_of_delivery_is_not_provably_started() -> None:
    assert state(SENT) == "not_provably_started"
    assert state(SENT, Step("delivered", datetime(2026, 3, 18))) == "not_provably_started"


def test_proven_delivery_starts_the_clock_and_silence_makes_it_overdue() -> None:
    assert state(SENT, DELIVERED) == "running"
    assert state(SENT, DELIVERED, now=datetime(2026, 4, 17, 23, 0)) == "running"
    assert state(SENT, DELIVERED, now=datetime(2026, 4, 18, 0, 0)) == "overdue"


def test_event_itself_needs_no_slip() -> None:
    seized = Step("occurred", datetime(2026, 3, 18, 9, 0))
    assert state(seized, rule=RULES["TJ-DET-72"], now=datetime(2026, 3, 21, 8, 59)) == "running"
    assert state(seized, rule=RULES["TJ-DET-72"], now=datetime(2026, 3, 21, 9, 1)) == "overdue"


def test_between_two_readings_of_the_law_the_clock_runs_and_is_maybe_overdue() -> None:
    running = clock(APPEAL, [DELIVERED], datetime(2026, 4, 10), CALENDAR)
    assert running.state == "running"
    assert running.maybe_overdue(datetime(2026, 4, 10))
    assert not running.maybe_overdue(datetime(2026, 4, 1))


def test_notice_in_time_extends_and_a_late_one_does_not() -> None:
    in_time = Step("extension_notified", datetime(2026, 4, 15), "letter 31")
    too_late = Step("extension_notified", datetime(2026, 4, 20), "letter 31")
    now = datetime(2026, 4, 25)
    assert state(DELIVERED, in_time, now=now) == "extension_notified"
    assert state(DELIVERED, in_time, now=LATER) == "overdue"
    assert state(DELIVERED, too_late, now=now) == "overdue"


def test_notice_under_a_rule_that_knows_no_extension_changes_nothing() -> None:
    notice = Step("extension_notified", datetime(2026, 4, 1), "letter 31")
    assert state(DELIVERED, notice, rule=APPEAL) == "running"


def test_best_answer_decides_and_a_late_one_says_so() -> None:
    formal = Step("answered_formally", datetime(2026, 4, 1))
    full = Step("answered_in_substance", datetime(2026, 5, 20))
    assert state(DELIVERED, formal, now=LATER) == "answered_formally"
    answered = clock(ATI, [DELIVERED, full, formal], LATER, CALENDAR)
    assert (answered.state, answered.late) == ("answered_in_substance", True)
    assert not clock(ATI, [DELIVERED, formal], LATER, CALENDAR).late


def test_closing_needs_a_reason_and_then_wins() -> None:
    assert state(DELIVERED, Step("closed", LATER, "the client withdrew"), now=LATER) == "closed"
    with pytest.raises(StepRefused, match="“proof” is empty"):
        state(DELIVERED, Step("closed", LATER))


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        (
            [SENT, Step("delivered", datetime(2026, 3, 15), "slip")],
            "“delivered” says 2026-03-15, before the sending",
        ),
        (
            [SENT, Step("answered_in_part", datetime(2026, 3, 1))],
            "“answered_in_part” says 2026-03-01, before the letter",
        ),
        ([Step("posted", datetime(2026, 3, 1))], "“kind” is “posted”"),
    ],
)
def test_impossible_step_is_refused_by_field(steps: list[Step], message: str) -> None:
    with pytest.raises(StepRefused, match=message):
        state(*steps)


def test_delivery_on_the_day_of_sending_is_accepted() -> None:
    same_day = Step("delivered", datetime(2026, 3, 16), "stamp")
    assert state(Step("sent", datetime(2026, 3, 16, 15, 0), "courier"), same_day) == "running"


@settings(deadline=None)
@given(
    st.sampled_from(sorted(RULES)),
    st.datetimes(datetime(2026, 3, 1), datetime(2032, 1, 1)),
    st.lists(st.datetimes(datetime(2026, 3, 20), datetime(2030, 1, 1)), max_size=4),
    st.integers(0, 99),
)
def test_order_in_which_steps_are_entered_is_no_matter(
    rule_id: str, now: datetime, moments: list[datetime], seed: int
) -> None:
    kinds = ("extension_notified", "answered_formally", "answered_in_part", "known")
    steps = [SENT, DELIVERED, Step("occurred", datetime(2026, 3, 14))]
    steps += [Step(kind, at, "slip") for kind, at in zip(kinds, moments, strict=False)]
    shuffled = Random(seed).sample(steps, len(steps))
    assert clock(RULES[rule_id], shuffled, now, CALENDAR) == clock(RULES[rule_id], steps, now, CALENDAR)
