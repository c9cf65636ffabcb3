"""The smear video: what was asked, what was answered, and what is running."""

from django.utils import timezone

from guvoh.desk.casework.vocabulary import InterventionKind
from guvoh.desk.correspondence.models import Clock
from guvoh.desk.correspondence.vocabulary import Answer, AnswerClass, ClockState
from guvoh.desk.facts.models import Act
from guvoh.desk.facts.vocabulary import ActKind


def test_the_refusal_shows_as_not_answered(demo):
    refused = demo.letters["refused"]
    refused.refresh_from_db()
    assert refused.answer_class == AnswerClass.FORMALLY
    assert [point.answer for point in refused.points.all()] == [
        Answer.SOMETHING_ELSE,
        Answer.SOMETHING_ELSE,
        Answer.NO,
    ]
    assert refused.clocks.get().state == ClockState.ANSWERED_FORMALLY


def test_the_appeal_shows_what_was_not_answered_and_its_clock_has_not_started(demo):
    appeal = demo.letters["appeal"]
    assert appeal.follows == demo.letters["refused"]
    assert len(appeal.answered_table) == 3
    assert appeal.points.count() == 3
    assert appeal.clocks.get().state == ClockState.NOT_STARTED


def test_one_clock_is_overdue_and_one_is_due_this_week(demo):
    now, clocks = timezone.now(), Clock.objects.filter(letter__case=demo.cases["smear"]).alarming()
    assert [clock.rule_id for clock in clocks.overdue(now)] == ["TJ-MEDIA-INFO"]
    assert [clock.rule_id for clock in clocks.due_within(now)] == ["TJ-ATI"]


def test_the_platforms_removed_it_at_different_speed(demo):
    case = demo.cases["smear"]
    published = case.events.get(acts__kind=ActKind.PRIVACY).earliest
    removals = case.interventions.filter(kind=InterventionKind.TAKEDOWN)
    assert [(row.took_place_on - published).days for row in removals] == [1, 2, 24, 33]


def test_threats_and_altered_images_answer_her_campaign(demo):
    acts = Act.objects.filter(victim=demo.people["farzona"])
    assert {ActKind.THREAT, ActKind.SMEAR, ActKind.PRIVACY} == {act.kind for act in acts}
    assert {act.because_of_event.title for act in acts} == {"Маъракаи зидди болоравии нархи интернет"}
