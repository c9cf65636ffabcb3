"""The mass raids and the reprisal against relatives."""

import pytest
from django.http import Http404

from guvoh.desk.casework.access import case_for
from guvoh.desk.casework.models import Case
from guvoh.desk.facts.models import Act, ActorRelation, Figure
from guvoh.desk.facts.vocabulary import (
    ActKind,
    ActorKind,
    EventLinkKind,
    FigureNature,
    Measure,
    RelationKind,
    Scale,
    SourceKind,
)
from guvoh.desk.staff.sealed_text import NotOpen

RELATIVES = ("father", "grandfather", "brother")


@pytest.fixture
def raid(demo):
    (event,) = demo.cases["raids"].events.all()
    return event


def test_every_number_of_the_raids_is_a_claim_with_its_source(raid):
    assert raid.scale == Scale.MASS
    claims = {(row.measure, row.low, row.nature) for row in raid.figures.all()}
    assert claims == {
        (Measure.TAKEN, 500, FigureNature.FLOW),
        (Measure.DETAINED, 70, FigureNature.FLOW),
        (Measure.FINED, 30, FigureNature.FLOW),
        (Measure.HELD, 30, FigureNature.STOCK),
        (Measure.RELEASED, 36, FigureNature.FLOW),
    }
    assert all(row.source.event == raid and row.wording for row in raid.figures.all())


def test_a_repeated_number_is_known_to_have_the_same_origin(raid):
    first, repeated = raid.figures.filter(measure=Measure.TAKEN)
    assert (repeated.relation, repeated.other) == ("same_origin", first)


def test_the_police_explanation_stands_beside_them(raid):
    official = raid.sources.get(kind=SourceKind.OFFICIAL)
    assert "complaints" in official.content
    assert not official.figures.exists()


def test_the_acts_are_on_a_group_with_its_size(demo, raid):
    workers = demo.people["workers"]
    assert (workers.kind, workers.group_low, workers.group_high) == (ActorKind.GROUP, 70, 500)
    suffered = set(raid.acts.filter(victim=workers).values_list("kind", flat=True))
    assert {ActKind.ARREST, ActKind.ILL_TREATMENT, ActKind.FORCED_EXAMINATION, ActKind.SEXUAL_VIOLENCE} <= suffered


@pytest.mark.parametrize("relative", RELATIVES)
def test_each_relative_suffers_acts_of_his_own_because_of_the_activist(demo, relative, zebo_present):
    acts = Act.objects.filter(victim=demo.people[relative])
    assert acts.count() >= 2
    for act in acts:
        assert act.because_of_actor == demo.people["siyovush"]
        assert act.because_of_event.title == "Protest outside the embassy in Germany"
    kin = ActorRelation.objects.get(actor=demo.people[relative])
    assert (kin.other, kin.kind) == (demo.people["siyovush"], RelationKind.KIN)


def test_the_detentions_answer_what_happened_abroad(demo, zebo_present):
    (detentions,) = demo.cases["relatives"].events.filter(acts__kind=ActKind.ARREST).distinct()
    causes = detentions.links.filter(kind=EventLinkKind.CONSEQUENCE_OF)
    assert {link.other.place for link in causes} == {"Germany"}
    assert causes.count() == 2
    figure = Figure.objects.get(event=detentions)
    assert (figure.kind, figure.low) == ("nearly", 50)


def test_forced_videos_are_acts(demo):
    forced = Act.objects.filter(kind=ActKind.FORCED_STATEMENT)
    assert {act.victim for act in forced} == {demo.people["father"], demo.people["brother"]}


def test_the_case_of_the_relatives_is_sealed(demo):
    code = demo.cases["relatives"].code
    assert case_for(demo["zebo"], code).sees_identity
    assert not case_for(demo["zebo"], code).case.is_open
    assert isinstance(Case.objects.get(code=code).title, NotOpen)
    for other in ("farhod", "nigina", "lola"):
        with pytest.raises(Http404):
            case_for(demo[other], code)
