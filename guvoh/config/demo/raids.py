"""Mass raids told by others: one event, each number with whoever said it, the police explanation beside them."""

import datetime as dt
from typing import Any

from guvoh.config.demo.coalition import Cast
from guvoh.config.demo.days import Days, Story, at
from guvoh.desk.casework import actions as casework
from guvoh.desk.casework.vocabulary import CaseRole
from guvoh.desk.facts import actions as facts
from guvoh.desk.facts.models import Actor, Event, SourceItem
from guvoh.desk.facts.vocabulary import (
    ActKind,
    ActorKind,
    Certainty,
    EventStatus,
    FigureKind,
    FigureNature,
    FigureRelation,
    InvolvementDegree,
    Measure,
    Precision,
    Scale,
    SourceKind,
)
from guvoh.desk.staff.models import Member

FIRST, RAID, RELEASE = dt.date(2014, 6, 6), dt.date(2014, 6, 10), dt.date(2014, 6, 13)
NARRATIVE = (
    "Within a week police rounded up sex workers, and men suspected of same-sex relations, under the banner of "
    "a campaign for morality. People were beaten while being taken and abused again in custody. Some say they "
    "were tested for HIV and other infections against their will, women had smears taken by force, and officers "
    "demanded sex for letting somebody go. Most of those taken in the last raid were let go without charge "
    "within a day and a half; what became of the others was not known when this was written."
)
SOURCES: dict[str, dict[str, Any]] = {
    "amnesty": {
        "kind": SourceKind.REPORT,
        "title": "Amnesty International, press release",
        "content": "Gives the numbers of the week and of the last raid, speaks of beatings, forced tests and "
        "demands for sex, and rejects the explanation of the police.",
        "reliability": "B",
        "credibility": "2",
    },
    "network": {
        "kind": SourceKind.REPORT,
        "title": "Network of sex worker projects, news item on the press release",
        "content": "Repeats the numbers of the press release and demands an end to the campaign. No source of "
        "its own.",
        "reliability": "C",
        "credibility": "6",
    },
    "detained": {
        "kind": SourceKind.VICTIM,
        "title": "Accounts of people who were detained, as the press release passes them on",
        "content": "Forced HIV tests and smears, beatings, rape and humiliation, sex demanded in exchange for "
        "release.",
        "reliability": "C",
        "credibility": "3",
    },
    "police": {
        "kind": SourceKind.OFFICIAL,
        "title": "Police spokesman: “a lot of complaints”",
        "content": "Says the police were flooded with complaints of citizens about immoral behaviour by the "
        "roadside in the evening and at night. Says nothing of beatings, tests, charges or numbers.",
        "reliability": "D",
        "credibility": "4",
    },
}


def tell(cast: Cast, days: Days) -> Story:
    by = cast["zebo"]
    yield at(days.working(58), 9, 30)
    case = casework.open_case(
        "Mass raids of June 2014",
        by=by,
        summary="Recorded afterwards from public sources, to show what each number counts and who gave it. No "
        "client.",
    )
    casework.add_to_team(case, cast["sabrina"], [], by=by)
    cast.cases["raids"] = case
    event = casework.add_event_to_case(
        case,
        by=by,
        title="Week of raids on sex workers",
        earliest=FIRST,
        latest=RELEASE,
        precision=Precision.EXACT,
        as_said="since 6 June; the latest raid on 10 June",
        place="several towns",
        narrative=NARRATIVE,
        scale=Scale.MASS,
        status=EventStatus.LIKELY,
    )
    sources = {name: facts.add_source(event, by=by, told_on=RELEASE, **fields) for name, fields in SOURCES.items()}
    yield at(days.working(58), 11)
    _figures(event, sources, cast["sabrina"])
    yield at(days.working(58), 15)
    workers, men = _groups(cast)
    for group in (workers, men):
        casework.bring_person(case, group, CaseRole.VICTIM, by=by)
    _acts(event, workers, men, by)


def _figures(event: Event, sources: dict[str, SourceItem], by: Member) -> None:
    week = facts.add_figure(
        event,
        sources["amnesty"],
        by=by,
        measure=Measure.TAKEN,
        kind=FigureKind.EXACT,
        low=500,
        nature=FigureNature.FLOW,
        as_of=RELEASE,
        wording="500 sex workers have been arrested in the country since the 6th June",
    )
    flow, about = {"nature": FigureNature.FLOW}, {"kind": FigureKind.ABOUT}
    within_week = {"relation": FigureRelation.SUBSET, "other": week}
    facts.add_figure(
        event,
        sources["network"],
        by=by,
        measure=Measure.TAKEN,
        kind=FigureKind.EXACT,
        low=500,
        as_of=RELEASE,
        wording="According to the press release 500 sex workers have been arrested",
        relation=FigureRelation.SAME_ORIGIN,
        other=week,
        **flow,
    )
    raid = facts.add_figure(
        event,
        sources["amnesty"],
        by=by,
        measure=Measure.DETAINED,
        low=70,
        as_of=RAID,
        wording="on 10th June around 70 people were detained",
        **flow,
        **about,
        **within_week,
    )
    fined = {"measure": Measure.FINED, "low": 30, "as_of": RELEASE, **flow, **about, **within_week}
    facts.add_figure(event, sources["amnesty"], by=by, wording="about 30 people have been fined", **fined)
    _after_the_raid(event, sources["amnesty"], {"relation": FigureRelation.SUBSET, "other": raid}, by)


def _after_the_raid(event: Event, source: SourceItem, of_the_raid: dict[str, Any], by: Member) -> None:
    facts.add_figure(
        event,
        source,
        by=by,
        measure=Measure.HELD,
        kind=FigureKind.ABOUT,
        low=30,
        nature=FigureNature.STOCK,
        as_of=RELEASE,
        wording="around 30 detainees may still be detained and their fate is unknown",
        **of_the_raid,
    )
    facts.add_figure(
        event,
        source,
        by=by,
        measure=Measure.RELEASED,
        kind=FigureKind.AT_LEAST,
        # "most" of about 70 is more than half of them, and no more can be said
        low=36,
        high=70,
        nature=FigureNature.FLOW,
        as_of=RAID + dt.timedelta(days=2),
        wording="Most of those detained … were released without charge within 36 hours",
        **of_the_raid,
    )


def _groups(cast: Cast) -> tuple[Actor, Actor]:
    by = cast["zebo"]
    workers = facts.add_actor(
        [{"script": "en", "given": "Sex workers taken in the raids"}],
        by=by,
        kind=ActorKind.GROUP,
        group_low=70,
        group_high=500,
    )
    men = facts.add_actor(
        [{"script": "en", "given": "Men suspected of same-sex relations"}], by=by, kind=ActorKind.GROUP
    )
    cast.people["workers"] = workers
    return workers, men


def _acts(event: Event, workers: Actor, men: Actor, by: Member) -> None:
    police = facts.add_actor(
        [
            {"script": "en", "given": "Police"},
            {"script": "tg", "given": "Милитсия"},
            {"script": "ru", "given": "Милиция"},
        ],
        by=by,
        kind=ActorKind.ORGANISATION,
        protected=False,
    )
    suffered = (
        (workers, ActKind.ARREST, "round-ups in the street, “morality” given as the reason", Certainty.CREDIBLE),
        (workers, ActKind.ILL_TREATMENT, "beaten in the round-ups, abused in custody", Certainty.REPORTED),
        (workers, ActKind.FORCED_EXAMINATION, "forced HIV and infection tests, forced smears", Certainty.REPORTED),
        (workers, ActKind.SEXUAL_VIOLENCE, "rape and humiliation; sex demanded for release", Certainty.REPORTED),
        (workers, ActKind.FINE, "fined for an offence that was not named", Certainty.REPORTED),
        (men, ActKind.ARREST, "targeted in the same campaign", Certainty.REPORTED),
    )
    for victim, kind, method, certainty in suffered:
        reason = {"stated_reason": "complaints of citizens about immorality"} if kind == ActKind.ARREST else {}
        act = facts.add_act(event, victim, by=by, kind=kind, method=method, certainty=certainty, **reason)
        facts.involve(act, police, by=by, degree=InvolvementDegree.DIRECT, certainty=certainty)
