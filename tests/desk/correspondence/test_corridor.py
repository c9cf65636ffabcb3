"""From the complaint to the drafted appeal: the smear-video case."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.ladder import next_rung
from guvoh.desk.correspondence.models import Letter, StateBody
from guvoh.desk.correspondence.vocabulary import Answer, AnswerClass, ClockState, LetterState
from guvoh.desk.staff.models import Entry
from tests.desk.correspondence.conftest import ASKED, REFUSAL, Draft, answer, deliver


def test_refusal_that_answers_another_question_is_not_an_answer(final: Letter, cast: SimpleNamespace) -> None:
    delivered = deliver(final, cast.lawyer)
    answered = answer(delivered, cast.lawyer, [Answer.SOMETHING_ELSE] * 3)
    assert answered.state == LetterState.ANSWERED
    assert answered.answer_class == AnswerClass.FORMALLY
    assert answered.clocks.get().state == ClockState.ANSWERED_FORMALLY


def test_appeal_goes_to_the_superior_body_with_the_table_filled_in(
    final: Letter, cast: SimpleNamespace, city: StateBody
) -> None:
    answered = answer(deliver(final, cast.lawyer), cast.lawyer, [Answer.SOMETHING_ELSE] * 3)
    appeal = actions.follow_up(answered, by=cast.lawyer)
    assert appeal.is_draft
    assert appeal.body == city
    assert appeal.follows == answered
    assert [row["asked"] for row in appeal.answered_table] == list(ASKED)
    assert {row["quote"] for row in appeal.answered_table} == {REFUSAL}
    assert all(row["answered"].startswith("Not answered") for row in appeal.answered_table)
    assert "No. 5/12" in appeal.introduction
    assert [point.text for point in appeal.points.all()] == list(ASKED)


def test_appeal_asks_only_for_what_was_not_answered(final: Letter, cast: SimpleNamespace) -> None:
    answered = answer(deliver(final, cast.lawyer), cast.lawyer, [Answer.YES, Answer.NO, Answer.SOMETHING_ELSE])
    assert next_rung(answered).asked == ASKED[1:]


def test_silence_is_followed_by_the_same_request_one_rung_up(final: Letter, cast: SimpleNamespace) -> None:
    appeal = actions.follow_up(deliver(final, cast.lawyer), by=cast.lawyer)
    assert appeal.template == "complaint-prosecutor"
    assert {row["answered"] for row in appeal.answered_table} == {"Not answered."}


def test_request_that_was_answered_with_something_else_is_made_again_one_rung_up(
    draft: Draft, consent: Any, cast: SimpleNamespace, city: StateBody
) -> None:
    consent()
    sent = deliver(actions.finalise_letter(draft(kind_id="request-information"), by=cast.lawyer), cast.lawyer)
    again = next_rung(answer(sent, cast.lawyer, [Answer.SOMETHING_ELSE] * 3))
    assert (again.kind_id, again.body) == ("request-information", city)


def test_there_is_no_next_rung_where_no_superior_is_known(
    final: Letter, cast: SimpleNamespace, district: StateBody
) -> None:
    deliver(final, cast.lawyer)
    actions.change_state_body(district, superior=None, by=cast.lawyer)
    with pytest.raises(ValidationError, match="The next rung is: Prosecutor's office .city or region."):
        next_rung(Letter.objects.get(pk=final.pk))


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([Answer.YES, Answer.YES, Answer.YES], AnswerClass.SUBSTANCE),
        ([Answer.YES, Answer.NO, Answer.NO], AnswerClass.PART),
        ([Answer.IN_PART, Answer.IN_PART, Answer.IN_PART], AnswerClass.PART),
        ([Answer.NO, Answer.SOMETHING_ELSE, Answer.NO], AnswerClass.FORMALLY),
    ],
)
def test_class_of_the_answer_is_derived(
    final: Letter, cast: SimpleNamespace, kinds: list[Answer], expected: AnswerClass
) -> None:
    assert answer(deliver(final, cast.lawyer), cast.lawyer, kinds).answer_class == expected


def test_a_formal_letter_after_a_full_one_takes_nothing_back(final: Letter, cast: SimpleNamespace) -> None:
    answered = answer(deliver(final, cast.lawyer), cast.lawyer, [Answer.YES] * 3)
    again = answer(answered, cast.lawyer, [Answer.NO] * 3, on=dt.date(2026, 5, 2))
    assert again.answer_class == AnswerClass.SUBSTANCE


def test_every_point_must_be_answered(final: Letter, cast: SimpleNamespace) -> None:
    deliver(final, cast.lawyer)
    one = [actions.GivenAnswer(final.points.first(), Answer.NO)]
    with pytest.raises(ValidationError, match="for each thing"):
        actions.record_reply(final, one, by=cast.lawyer, received_on=dt.date(2026, 4, 1), summary="x")
    assert not final.replies.exists()


def test_an_answer_needs_the_words_of_the_reply(final: Letter, cast: SimpleNamespace) -> None:
    deliver(final, cast.lawyer)
    answers = [actions.GivenAnswer(point, Answer.YES, " ") for point in final.points.all()]
    with pytest.raises(ValidationError, match="Quote the words"):
        actions.record_reply(final, answers, by=cast.lawyer, received_on=dt.date(2026, 4, 1), summary="x")
    assert not final.replies.exists()


def test_final_letter_is_never_changed(final: Letter, cast: SimpleNamespace, district: StateBody) -> None:
    before = final.content
    with pytest.raises(ValidationError, match="final"):
        actions.edit_letter(final, ASKED, by=cast.lawyer, text="Other words")
    with pytest.raises(ValidationError, match="final"):
        actions.discard_letter(final, by=cast.lawyer)
    actions.change_state_body(district, name_en="Renamed office", by=cast.lawyer)
    assert Letter.objects.get(pk=final.pk).content == before


def test_outgoing_numbers_run_on_and_say_nothing_of_the_case(
    final: Letter, draft: Draft, cast: SimpleNamespace
) -> None:
    second = actions.finalise_letter(draft(), by=cast.lawyer)
    assert (final.number, second.number) == ("1/2026", "2/2026")
    assert final.case.code not in str(final.content)


def test_letter_that_asks_for_nothing_is_not_made_final(
    draft: Draft, consent: object, cast: SimpleNamespace
) -> None:
    consent()
    with pytest.raises(ValidationError, match="asks for nothing"):
        actions.finalise_letter(draft(asked=()), by=cast.lawyer)


def test_every_step_is_in_the_record(final: Letter, cast: SimpleNamespace) -> None:
    actions.follow_up(answer(deliver(final, cast.lawyer), cast.lawyer, [Answer.NO] * 3), by=cast.lawyer)
    acts = set(Entry.objects.filter(case=final.case.code, member=cast.lawyer).values_list("act", flat=True))
    assert acts >= {
        "letter.drafted",
        "letter.finalised",
        "letter.delivered",
        "clock.started",
        "letter.answered",
        "letter.followed",
    }
