"""What a delivered letter starts, how it is counted and what its rule is kept as."""

import copy
import datetime as dt
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from guvoh.desk.correspondence import actions, frozen, lawbook
from guvoh.desk.correspondence.deadlines import Deadlines
from guvoh.desk.correspondence.models import Clock, Letter
from guvoh.desk.correspondence.vocabulary import Answer, ClockState, DeliveryHow, ProofKind
from guvoh.instruments.terms import clock as terms
from guvoh.instruments.terms.rules import load_rules
from tests.desk.correspondence.conftest import WRITTEN, Draft, answer, deliver

DUSHANBE = ZoneInfo("Asia/Dushanbe")


def end_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(23, 59, 59), DUSHANBE)


def at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), DUSHANBE)


def clock_of(letter: Letter) -> Clock:
    return Clock.objects.with_rows().get(letter=letter)


@pytest.fixture
def request_letter(draft: Draft, consent: object, cast: SimpleNamespace) -> Letter:
    """A request under the media law: three working days, from a secondary source."""
    consent()
    return actions.finalise_letter(draft(kind_id="request-media-law"), by=cast.lawyer)


def test_disputed_length_gives_a_window_that_jumps_over_navruz(final: Letter, cast: SimpleNamespace) -> None:
    # Delivered on Monday the 16th: 3 days end on Thursday the 19th. 7 days end on the 23rd, in Navruz (21-24);
    # its weekend days free the 25th and 26th, the 27th is swapped, then comes a weekend: Monday the 30th.
    clock = clock_of(deliver(final, cast.lawyer))
    assert clock.earliest == end_of(dt.date(2026, 3, 19))
    assert clock.latest == end_of(dt.date(2026, 3, 30))
    assert clock.is_window


def test_window_is_explained_in_three_languages(final: Letter, cast: SimpleNamespace) -> None:
    clock = clock_of(deliver(final, cast.lawyer))
    assert set(clock.explanation) == {"tg", "ru", "en"}
    assert "30 March 2026" in clock.explanation["en"]


def test_without_proof_the_clock_has_not_provably_started(final: Letter, cast: SimpleNamespace) -> None:
    deliver(final, cast.lawyer, proof=ProofKind.NONE)
    clock = clock_of(final)
    assert clock.state == ClockState.NOT_STARTED
    assert (clock.started_at, clock.earliest, clock.latest) == (None, None, None)


def test_proof_that_comes_later_starts_the_clock_on_the_day_of_delivery(
    final: Letter, cast: SimpleNamespace
) -> None:
    deliver(final, cast.lawyer, proof=ProofKind.NONE, how=DeliveryHow.REGISTERED_POST)
    actions.register_delivery(final, by=cast.lawyer, proof=ProofKind.POSTAL_SLIP)
    clock = clock_of(final)
    assert clock.started_at == dt.datetime.combine(WRITTEN, dt.time(), DUSHANBE)
    assert Clock.objects.count() == 1


def test_sent_but_not_delivered_starts_nothing(final: Letter, cast: SimpleNamespace) -> None:
    deliver(final, cast.lawyer, delivered_on=None, proof=ProofKind.POSTAL_SLIP)
    assert clock_of(final).state == ClockState.NOT_STARTED


def test_clock_runs_out_only_after_its_longest_reading(request_letter: Letter, cast: SimpleNamespace) -> None:
    with time_machine.travel(at(WRITTEN), tick=False):
        clock = clock_of(deliver(request_letter, cast.lawyer))
        assert clock.state == ClockState.RUNNING
    assert clock.state_at(clock.latest) == ClockState.RUNNING
    assert clock.state_at(clock.latest + dt.timedelta(seconds=1)) == ClockState.OVERDUE
    overdue = Clock.objects.overdue(clock.latest + dt.timedelta(seconds=1))
    assert list(overdue.alarming()) == [clock]
    assert not Clock.objects.overdue(clock.latest).exists()


def test_state_agrees_with_the_instrument(final: Letter, cast: SimpleNamespace) -> None:
    clock = clock_of(deliver(final, cast.lawyer))
    rule, calendar = frozen.thaw(clock.rule), lawbook.calendar()
    delivered = terms.Step("delivered", dt.datetime.combine(WRITTEN, dt.time()), "stamp")
    for day in (WRITTEN, dt.date(2026, 3, 25), dt.date(2026, 3, 30), dt.date(2026, 3, 31)):
        assert clock.state_at(at(day)).value == terms.clock(rule, [delivered], at(day), calendar).state


def test_window_is_told_apart_when_only_its_shorter_reading_is_over(final: Letter, cast: SimpleNamespace) -> None:
    clock = clock_of(deliver(final, cast.lawyer))
    with time_machine.travel(at(dt.date(2026, 3, 25)), tick=False):
        assert clock.is_maybe_overdue
        assert (clock.state, clock.tone) == (ClockState.RUNNING, "due")


def test_clock_of_a_disputed_rule_informs_and_raises_no_alarm(final: Letter, cast: SimpleNamespace) -> None:
    clock = clock_of(deliver(final, cast.lawyer))
    assert not clock.raises_alarm
    assert clock.state == ClockState.OVERDUE
    assert clock.tone == "waiting"
    assert "not confirmed" in clock.state_label
    deadlines = Deadlines(cast.lawyer)
    assert not deadlines.of_state("overdue").exists()
    assert list(deadlines.of_state("unconfirmed")) == [clock]


def test_rule_is_kept_as_it_stood_when_the_clock_started(final: Letter, cast: SimpleNamespace) -> None:
    clock = clock_of(deliver(final, cast.lawyer))
    before = copy.deepcopy(clock.rule)
    since = dt.date(2026, 5, 1)
    actions.sign_rule("TJ-COMPL-PROS", "CPC art. 121, new edition", by=cast.lawyer, in_force_from=since, length=20)
    actions.register_delivery(final, by=cast.lawyer, register_number="77")
    assert clock_of(final).rule == before
    assert frozen.thaw(before) == load_rules()["TJ-COMPL-PROS"]


def test_every_rule_survives_being_frozen(db: None) -> None:
    for rule in load_rules().values():
        assert frozen.thaw(frozen.freeze(rule)) == rule


def test_extension_lengthens_a_clock_once(final: Letter, cast: SimpleNamespace) -> None:
    clock = clock_of(deliver(final, cast.lawyer))
    actions.extend_clock(clock, dt.date(2026, 3, 18), by=cast.lawyer)
    clock = clock_of(final)
    # Ten days from the 16th end on the 26th, a day off until the 30th.
    assert clock.latest == end_of(dt.date(2026, 3, 30))
    assert clock.state_at(at(WRITTEN)) == ClockState.EXTENDED
    with pytest.raises(ValidationError, match="only once"):
        actions.extend_clock(clock, dt.date(2026, 3, 19), by=cast.lawyer)


def test_notice_after_the_term_extends_nothing(final: Letter, cast: SimpleNamespace) -> None:
    clock = clock_of(deliver(final, cast.lawyer))
    with pytest.raises(ValidationError, match="while the term was running"):
        actions.extend_clock(clock, dt.date(2026, 4, 2), by=cast.lawyer)


def test_term_without_an_extension_is_not_extended(request_letter: Letter, cast: SimpleNamespace) -> None:
    clock = clock_of(deliver(request_letter, cast.lawyer))
    with pytest.raises(ValidationError, match="knows no extension"):
        actions.extend_clock(clock, WRITTEN, by=cast.lawyer)


def test_clock_is_closed_with_a_reason_only(final: Letter, cast: SimpleNamespace) -> None:
    clock = clock_of(deliver(final, cast.lawyer))
    with pytest.raises(ValidationError, match="Say why"):
        actions.close_clock(clock, " ", by=cast.lawyer)
    actions.close_clock(clock, "Withdrawn by the client", by=cast.lawyer)
    assert clock_of(final).state == ClockState.CLOSED
    with pytest.raises(ValidationError, match="closed already"):
        actions.close_clock(clock_of(final), "Again", by=cast.lawyer)


def test_partly_answered_letter_stays_on_the_list_until_another_follows(
    request_letter: Letter, cast: SimpleNamespace
) -> None:
    answered = answer(deliver(request_letter, cast.lawyer), cast.lawyer, [Answer.YES, Answer.NO, Answer.YES])
    deadlines = Deadlines(cast.lawyer)
    assert [clock.letter for clock in deadlines.of_state("left_open")] == [answered]
    actions.follow_up(answered, by=cast.lawyer)
    assert not deadlines.of_state("left_open").exists()


def test_database_itself_refuses_a_window_without_a_start(final: Letter, cast: SimpleNamespace) -> None:
    clock = clock_of(deliver(final, cast.lawyer))
    with pytest.raises(IntegrityError), transaction.atomic():
        Clock.objects.filter(pk=clock.pk).update(started_at=None)
