"""Reprisal: relatives at home are taken for a protest abroad. Each of them is a victim in acts of his own."""

import datetime as dt
from typing import Any

from guvoh.config.demo import reports
from guvoh.config.demo.casefile import CaseFile
from guvoh.config.demo.coalition import Cast, written_down
from guvoh.config.demo.days import DAY, Days, Part, Story, at
from guvoh.config.demo.elements import map_elements
from guvoh.desk.casework import actions as casework
from guvoh.desk.casework.vocabulary import (
    CaseRole,
    ConsentHow,
    Identification,
    InterventionKind,
    NeedKind,
    Purpose,
)
from guvoh.desk.facts import actions as facts
from guvoh.desk.facts.models import Event
from guvoh.desk.facts.vocabulary import (
    ActKind,
    ActorKind,
    Certainty,
    DetailKind,
    EventLinkKind,
    EventStatus,
    FigureKind,
    FigureNature,
    InvolvementDegree,
    Measure,
    Precision,
    RelationKind,
    Scale,
    SourceKind,
)
from guvoh.desk.inbox import actions as inbox
from guvoh.desk.inbox.models import Envelope
from guvoh.desk.staff.actions import make_own_key
from guvoh.desk.staff.presence import Presence, here
from guvoh.desk.staff.roles import Region

PROTEST, EGGS, STATEMENT = dt.date(2023, 9, 28), dt.date(2023, 9, 29), dt.date(2023, 10, 6)
SINCE = {"earliest": dt.date(2023, 11, 1), "precision": Precision.MONTH, "as_said": "every few months since then"}
# Who they are to the activist, and what each of them suffered.
FAMILY: dict[str, dict[str, Any]] = {
    "father": {
        "names": ("Холиқов", "Шариф", "Ҷумъаевич", "Kholiqov", "Sharif"),
        "born_on": dt.date(1968, 2, 11),
        "acts": (
            (ActKind.ARREST, "taken from home, charge not told to him; let go after nine days"),
            (ActKind.FORCED_STATEMENT, "made to speak on video against his son"),
            (ActKind.THREAT, "called in every few months: “tell him to be quiet”"),
        ),
    },
    "grandfather": {
        "names": ("Холиқов", "Ҷумъа", "", "Kholiqov", "Juma"),
        "born_on": dt.date(1941, 6, 1),
        "acts": (
            (ActKind.ARREST, "held and questioned for a day, 82 years old"),
            (ActKind.ILL_TREATMENT, "kept on his feet in a corridor for hours, refused his medicine"),
        ),
    },
    "brother": {
        "names": ("Холиқов", "Бежан", "Шарифович", "Kholiqov", "Bezhan"),
        "born_on": dt.date(2010, 11, 23),
        "acts": (
            (ActKind.ARREST, "taken out of a lesson at school, held until the evening"),
            (ActKind.FORCED_STATEMENT, "made to read a text against his brother to a camera"),
        ),
    },
}
# who can let somebody in when none of those who work the case can
RECOVERY = ("nigina", "lola")
ACTIVIST = ("Холиқов", "Сиёвуш", "Шарифович", "Kholiqov", "Siyovush")
PROTEST_TOLD = (
    "Two banned opposition movements called a protest outside the embassy of Tajikistan in Germany while the "
    "head of state was visiting. The activist took part; he threw nothing and broke nothing."
)
DETENTIONS_TOLD = (
    "Right after the protest police at home began to take relatives of those who had taken part and of other "
    "known opponents, old people and children among them. Many were questioned, some stayed in custody on "
    "charges nobody could name, some were treated badly. Videos appeared in which relatives condemn their own "
    "family."
)
REPORT_TOLD = (
    "Human Rights Watch counts almost 50 relatives detained and questioned, many of them still held on unclear "
    "charges, and calls it collective punishment."
)
APPEAL_TOLD = "Thirteen of nearly thirty who took part ask in public that their relatives be left alone."
SUMMARY = (
    "Father, grandfather and schoolboy brother of an activist in exile were taken at home after a protest "
    "abroad. Each is a client of his own; none of them has agreed to letters or to publication."
)


def tell(cast: Cast, days: Days) -> Story:
    opened = days.working(41)
    yield at(opened - DAY, 21)
    cast.receipts["relatives"] = reports.send("relatives", opened - DAY)
    file = yield from _accepted(cast, opened)
    protest, detentions = _recorded(file)
    _acts(file, protest, detentions)
    yield at(opened + DAY, 10)
    _figure(file, detentions)
    map_elements(file, detentions)
    yield from _cared_for(file, days)


def _accepted(cast: Cast, day: dt.date) -> Part[CaseFile]:
    by = cast["zebo"]
    yield at(day, 9)
    inbox.collect_envelopes(by=by)
    envelope = Envelope.objects.undecided().latest("pk")
    inbox.open_envelope(envelope, by=by)
    reason = "Three relatives, one of them a child. Those at home must not learn who told us what."
    case = inbox.accept_as_case(envelope, "Relatives taken after a protest abroad", by=by, reason=reason)
    casework.describe_case(case, by=by, summary=SUMMARY)
    cast.cases["relatives"] = case
    file = CaseFile(cast, case)
    _people(file)
    return file


def _names(parts: tuple[str, ...]) -> list[dict[str, str]]:
    surname, given, patronymic, latin_surname, latin_given = parts
    return [
        {"script": "tg", "surname": surname, "given": given, "patronymic": patronymic},
        {"script": "en", "surname": latin_surname, "given": latin_given},
    ]


def _people(file: CaseFile) -> None:
    by, case = file.cast["zebo"], file.case
    phone = [(DetailKind.PHONE, "+49 1555 010 2390")]
    activist = casework.add_person(
        case, CaseRole.REPORTER, _names(ACTIVIST), phone, by=by, gender="m", occupation="activist, in exile"
    ).actor
    casework.bring_person(case, activist, CaseRole.AT_RISK, by=by)
    file.cast.people["siyovush"] = activist
    for kin, row in FAMILY.items():
        relative = casework.add_person(
            case, CaseRole.CLIENT, _names(row["names"]), by=by, gender="m", born_on=row["born_on"]
        ).actor
        facts.relate(relative, activist, RelationKind.KIN, by=by, certainty=Certainty.PROVEN)
        file.cast.people[kin] = relative
        # Through his mother's second telephone; a schoolboy's consent needs his guardian's.
        how = ConsentHow.GUARDIAN if kin == "brother" else ConsentHow.PHONE
        purposes = (Purpose.INTERNAL, Purpose.LAWYER, Purpose.SUPPORT)
        file.consents(relative, how, dict.fromkeys(purposes, Identification.FULL_NAME), by="zebo")


def _recorded(file: CaseFile) -> tuple[Event, Event]:
    by = file.cast["zebo"]
    protest = casework.add_event_to_case(
        file.case,
        by=by,
        title="Protest outside the embassy in Germany",
        earliest=PROTEST,
        latest=PROTEST,
        place="Germany",
        narrative=PROTEST_TOLD,
        scale=Scale.MULTIPLE,
        status=EventStatus.NOT_VIOLATION,
    )
    eggs = casework.add_event_to_case(
        file.case,
        by=by,
        title="Eggs thrown at an official car",
        earliest=EGGS,
        latest=EGGS,
        place="Germany",
        narrative="The day after, some protesters threw eggs at the car of the visiting delegation.",
        status=EventStatus.NOT_VIOLATION,
    )
    detentions = casework.add_event_to_case(
        file.case,
        by=by,
        title="Relatives detained at home",
        earliest=EGGS,
        latest=STATEMENT,
        precision=Precision.ABOUT,
        as_said="the next days",
        region=Region.SUGHD,
        place="Khujand and a village near it; other regions too",
        narrative=DETENTIONS_TOLD,
        scale=Scale.MASS,
        status=EventStatus.LIKELY,
    )
    facts.link_events(protest, eggs, EventLinkKind.PRECEDES, by=by)
    for cause in (protest, eggs):
        facts.link_events(detentions, cause, EventLinkKind.CONSEQUENCE_OF, by=by)
    return protest, detentions


def _acts(file: CaseFile, protest: Event, detentions: Event) -> None:
    by, people = file.cast["zebo"], file.cast.people
    police = facts.add_actor(
        [{"script": "en", "given": "Police of Sughd region"}], by=by, kind=ActorKind.ORGANISATION, protected=False
    )
    casework.bring_person(file.case, police, CaseRole.OFFICIAL, by=by)
    for kin, row in FAMILY.items():
        for kind, method in row["acts"]:
            act = facts.add_act(
                detentions,
                people[kin],
                by=by,
                kind=kind,
                method=method,
                because_of_actor=people["siyovush"],
                because_of_event=protest,
                certainty=Certainty.CREDIBLE,
                **(SINCE if kind == ActKind.THREAT else {}),
            )
            facts.involve(act, police, by=by, degree=InvolvementDegree.DIRECT, certainty=Certainty.CREDIBLE)
    told = {"kind": SourceKind.RELATIVE, "teller": people["siyovush"], "title": "Report through the front door"}
    facts.add_source(detentions, by=by, reliability="B", credibility="3", content=DETENTIONS_TOLD, **told)


def _figure(file: CaseFile, detentions: Event) -> None:
    by = file.cast["zebo"]
    statement = {"kind": SourceKind.REPORT, "title": "Human Rights Watch, statement", "told_on": STATEMENT}
    source = facts.add_source(
        detentions, by=by, content=REPORT_TOLD, reliability="A", credibility="2", **statement
    )
    appeal = {"kind": SourceKind.REPORT, "title": "Open appeal of protesters", "told_on": STATEMENT}
    facts.add_source(detentions, by=by, content=APPEAL_TOLD, reliability="C", credibility="2", **appeal)
    facts.add_figure(
        detentions,
        source,
        by=by,
        measure=Measure.QUESTIONED,
        kind=FigureKind.NEARLY,
        low=50,
        nature=FigureNature.FLOW,
        as_of=STATEMENT,
        wording="almost 50 relatives have been detained and questioned, with many still behind bars",
    )


def _cared_for(file: CaseFile, days: Days) -> Story:
    cast, today = file.cast, days.today
    yield at(days.working(38), 10)
    referral = file.refer(
        NeedKind.PSYCHOLOGICAL,
        "The boy does not sleep and has stopped going to school",
        "A schoolboy who was made to speak on video. The mother asks for a woman, by video call, in the evening.",
        by="zebo",
        to="gulnora",
    )
    yield at(days.working(38), 18)
    casework.accept_referral(referral, by=cast["gulnora"])
    casework.set_appointment(referral, at(today + 2 * DAY, 19), "video call", by=cast["gulnora"])
    yield at(days.working(20), 11)
    file.helped(
        InterventionKind.CALL,
        "The father was called in again and let go after two hours. He does not want a complaint at home now; "
        "he agrees to be counted, without any name.",
        by="zebo",
        effect="No letter to a state body, no publication.",
    )
    father = {Purpose.STATISTICS: Identification.ANONYMISED}
    file.consents(cast.people["father"], ConsentHow.PHONE, father, by="zebo")
    yield at(days.ago(4), 9)
    tasks = {
        "Call the mother on her second telephone": 3,
        "Ask all three about a submission to the United Nations": 12,
    }
    for title, within in tasks.items():
        casework.add_task(file.case, by=cast["zebo"], title=title, owner=cast["zebo"], due_on=today + within * DAY)
    yield at(days.ago(3), 9)
    _sealed(file)


def _sealed(file: CaseFile) -> None:
    """Under the own keys of those who work it; two who do not can let somebody in together."""
    cast, opening = file.cast, {}
    passphrases = {row["username"]: row["passphrase"] for row in written_down()["cast"]}
    for username in ("zebo", "gulnora", *RECOVERY):
        opening[username] = make_own_key(cast[username], passphrases[username], by=cast[username])
    with here(Presence(cast["zebo"], opening["zebo"])):
        reason = "Reprisal is going on: the fewer know of this case, and can be made to open it, the better."
        casework.seal_case(file.case, by=cast["zebo"], reason=reason, officers=[cast[name] for name in RECOVERY])
