"""A smear video: who filmed and who spread it was asked, and the police answered something else."""

import datetime as dt

from guvoh.config.demo.casefile import CaseFile
from guvoh.config.demo.coalition import Cast
from guvoh.config.demo.days import DAY, MONDAY, WEDNESDAY, Days, Part, Story, at
from guvoh.desk.casework import actions as casework
from guvoh.desk.casework.vocabulary import (
    CaseRole,
    ConsentHow,
    Identification,
    InterventionKind,
    NeedKind,
    Purpose,
)
from guvoh.desk.correspondence import actions as letters
from guvoh.desk.correspondence.actions import GivenAnswer
from guvoh.desk.correspondence.merging import Plan
from guvoh.desk.correspondence.models import Letter
from guvoh.desk.correspondence.vocabulary import Answer, DeliveryHow, ProofKind
from guvoh.desk.facts import actions as facts
from guvoh.desk.facts.models import Event
from guvoh.desk.facts.vocabulary import (
    ActKind,
    ActorKind,
    Certainty,
    DetailKind,
    EventLinkKind,
    EventStatus,
    InvolvementDegree,
    Precision,
    Scale,
    SourceKind,
)
from guvoh.desk.staff.roles import Region

CLIENT = [
    {"script": "tg", "surname": "Ҷалолова", "given": "Фарзона", "patronymic": "Мансуровна"},
    {"script": "ru", "surname": "Джалолова", "given": "Фарзона", "patronymic": "Мансуровна"},
    {"script": "en", "surname": "Jalolova", "given": "Farzona", "patronymic": "Mansurovna"},
]
ASKED = (
    "Муайян кунед, ки сабтро кӣ гирифтааст.",
    "Муайян кунед, ки сабтро дар интернет кӣ паҳн кардааст.",
    "Муайян кунед, ки ин кор бо кадом мақсад ва бо супориши кӣ шудааст.",
)
OTHER_QUESTION = "дар кирдори марде, ки дар сабт низ дида мешавад, таркиби ҷиноят муайян нагардид"
PLATFORMS = (
    (1, "YouTube", "Пас аз шикояти аввал якбора нест карда шуд."),
    (2, "Facebook", "Рӯзи дигар нест карда шуд."),
    (24, "шабакаи иҷтимоии русӣ", "Пас аз се ҳафтаву се дархост нест карда шуд."),
    (
        33,
        "якчанд сомонаи дигар",
        "Пас аз қариб панҷ ҳафта нест карда шуд; як нусха аз ҷойи дигар баромад ва он ҳам рафт.",
    ),
)
PUBLISHED = (
    "Дар интернет сабти видеоии ҳаёти шахсии аризадиҳанда паҳн карда шуд. Рӯйи зан пурра намоён аст, рӯйи мард "
    "пинҳон карда шудааст. Бо ин мард вай чанд моҳ шинос буд, нияти издивоҷ доштанд; пас аз паҳн шудани сабт "
    "мард нопадид шуд. Сабт баъди он баромад, ки аризадиҳанда ба маъракаи зидди болоравии нархи интернет ҳамроҳ "
    "шуд."
)
HARASSED = (
    "Дар Facebook ба суроғи аризадиҳанда таҳдид навиштанд, суратҳои сохтаи таҳқиромез ва шарҳҳои дашномдор "
    "гузоштанд."
)
SUMMARY = (
    "Худаш ба марказ омад. Сабти ҳаёти шахсиаш баъди он паҳн шуд, ки ба маъракаи ҷамъиятӣ ҳамроҳ гардид. "
    "Мехоҳад донад, кӣ гирифт, кӣ паҳн кард ва барои чӣ."
)
ARTICLE = "ғайриқонунӣ паҳн кардани маълумот дар бораи ҳаёти шахсӣ"
REPORT = (
    "Бинобар ин хоҳиш мекунам, ки ин муроҷиат чун ариза дар бораи ҷиноят ба қайд гирифта, санҷиш гузаронида "
    "шавад. Шахсоне, ки сабтро гирифтаву паҳн кардаанд, бо номи аниқ маълум нестанд; маҳз муайян кардани онҳо "
    "хоста мешавад."
)


def tell(cast: Cast, days: Days) -> Story:
    published = days.week(18, WEDNESDAY)
    file, event = yield from _opened(cast, published)
    yield from _removed(file, published)
    complaint = yield from _complained(file, event, published + 34 * DAY)
    yield from _refused(file, complaint, days.week(5, MONDAY))
    yield from _asked_again(file, event, days)
    yield from _appealed(file, complaint, days)


def _opened(cast: Cast, published: dt.date) -> Part[tuple[CaseFile, Event]]:
    by = cast["zebo"]
    yield at(published + DAY, 10)
    case = casework.open_case("Сабти бадномкунанда алайҳи зани фаъол", by=by, summary=SUMMARY)
    file = CaseFile(cast, case)
    cast.cases["smear"] = case
    client = casework.add_person(
        case,
        CaseRole.CLIENT,
        CLIENT,
        [(DetailKind.PHONE, "+992 93 555 01 84"), (DetailKind.EMAIL, "f.jalolova@example.org")],
        by=by,
        gender="f",
        occupation="фаъоли ҳуқуқи инсон",
    ).actor
    cast.people["farzona"] = client
    purposes = (Purpose.INTERNAL, Purpose.LAWYER, Purpose.SUPPORT, Purpose.STATE_BODY, Purpose.CONTACT)
    file.consents(client, ConsentHow.WRITTEN, dict.fromkeys(purposes, Identification.FULL_NAME), by="zebo")
    event = _recorded(file, published)
    legal = file.refer(
        NeedKind.LEGAL,
        "Ариза барои ёфтани паҳнкунанда",
        "Сабт имрӯз дар се шабака паҳн аст.",
        by="zebo",
        to="lola",
    )
    support = file.refer(
        NeedKind.PSYCHOLOGICAL,
        "Се шаб хоб накардааст",
        "Илтимос, бо вай зан суҳбат кунад.",
        by="zebo",
        to="gulnora",
    )
    yield at(published + DAY, 13)
    casework.accept_referral(legal, by=cast["lola"])
    casework.set_appointment(legal, at(published + 2 * DAY, 11), "Маркази «Шамчароғ»", by=cast["lola"])
    yield at(published + DAY, 17)
    casework.accept_referral(support, by=cast["gulnora"])
    casework.set_appointment(support, at(published + 3 * DAY, 15), "Маркази «Марҳам»", by=cast["gulnora"])
    return file, event


def _recorded(file: CaseFile, published: dt.date) -> Event:
    by = file.cast["zebo"]
    campaign = casework.add_event_to_case(
        file.case,
        by=by,
        title="Маъракаи зидди болоравии нархи интернет",
        earliest=published - 40 * DAY,
        latest=published - 12 * DAY,
        precision=Precision.ABOUT,
        as_said="дар тобистон, пеш аз сабт",
        scale=Scale.MULTIPLE,
        narrative="Аризадиҳанда ба маърака ошкоро ҳамроҳ шуд. Нақшаи болоравии нарх баъдтар бекор гардид.",
    )
    event = casework.add_event_to_case(
        file.case,
        by=by,
        title="Паҳн кардани сабти шахсӣ",
        earliest=published,
        latest=published,
        region=Region.DUSHANBE,
        place="интернет; аризадиҳанда дар шаҳри Душанбе зиндагӣ мекунад",
        narrative=PUBLISHED,
        status=EventStatus.CONFIRMED,
    )
    threats = casework.add_event_to_case(
        file.case,
        by=by,
        title="Таҳдиду суратҳои сохта дар Facebook",
        earliest=published,
        latest=published + 20 * DAY,
        precision=Precision.ABOUT,
        place="Facebook",
        narrative=HARASSED,
        status=EventStatus.LIKELY,
    )
    facts.link_events(event, campaign, EventLinkKind.CONSEQUENCE_OF, by=by)
    facts.link_events(threats, event, EventLinkKind.PART_OF, by=by)
    _acts(file, event, threats, campaign)
    return event


def _acts(file: CaseFile, event: Event, threats: Event, campaign: Event) -> None:
    by, victim = file.cast["zebo"], file.cast.people["farzona"]
    # Whoever it was: the client only suspects, so he stays without a name and under protection.
    man = facts.add_actor([], by=by, kind=ActorKind.UNKNOWN, gender="m", occupation="марди дар сабт буда")
    suffered = (
        (event, ActKind.PRIVACY, "сабти пинҳонӣ ва паҳн кардани он", Certainty.CREDIBLE),
        (event, ActKind.SMEAR, "барои бадном кардан пеш аз мардум", Certainty.CREDIBLE),
        (threats, ActKind.SMEAR, "суратҳои сохтаи таҳқиромез ва шарҳҳои дашномдор", Certainty.REASONABLE),
        (threats, ActKind.THREAT, "таҳдид дар Facebook", Certainty.REASONABLE),
    )
    for where, kind, method, certainty in suffered:
        act = facts.add_act(
            where, victim, by=by, kind=kind, method=method, certainty=certainty, because_of_event=campaign
        )
        if kind == ActKind.PRIVACY:
            facts.involve(act, man, by=by, degree=InvolvementDegree.SUSPECTED)
    told = {
        "kind": SourceKind.VICTIM,
        "teller": victim,
        "title": "Суҳбат дар марказ",
        "told_on": event.earliest + DAY,
    }
    facts.add_source(event, by=by, content=PUBLISHED, reliability="B", credibility="2", **told)
    page = {"kind": SourceKind.DOCUMENT, "title": "Аксҳои саҳифаҳо бо сана", "told_on": event.earliest + DAY}
    facts.add_source(threats, by=by, content=HARASSED, reliability="B", credibility="1", **page)


def _removed(file: CaseFile, published: dt.date) -> Story:
    for after, platform, effect in PLATFORMS:
        yield at(published + after * DAY, 16)
        note = "Дархости нест кардани сабт фиристода, то нест шуданаш пайгирӣ шуд."
        file.helped(InterventionKind.TAKEDOWN, note, by="lola", addressee=platform, effect=effect)


def _complained(file: CaseFile, event: Event, day: dt.date) -> Part[Letter]:
    """To the prosecutor of the city by letter, to the ministry by the client herself."""
    yield at(day, 10)
    city = file.cast.bodies["prosecutor_dushanbe"]
    plan = Plan("complaint-prosecutor", "tg", city, ASKED, law_article=ARTICLE, event=event)
    complaint = file.write(
        plan,
        by="lola",
        heading="Ариза дар бораи ғайриқонунӣ гирифтану паҳн кардани сабти ҳаёти шахсӣ",
        text=f"{_applicant()}\n\n{PUBLISHED}\n\n{HARASSED}\n\n{REPORT}",
    )
    file.send(
        complaint,
        by="lola",
        how=DeliveryHow.BY_HAND,
        delivered_on=day,
        proof=ProofKind.REGISTER_NUMBER,
        register_number="14/507",
    )
    file.helped(
        InterventionKind.ACCOMPANIMENT,
        "Ҳамин аризаро худи ӯ ба Вазорати корҳои дохилӣ низ супорид; адвокат ҳамроҳаш буд.",
        by="lola",
        addressee="Вазорати корҳои дохилӣ",
    )
    yield at(day + 9 * DAY, 10)
    file.helped(
        InterventionKind.CALL,
        "Прокуратура аризаро ба милитсия фиристодааст. Милитсия гуфт, ки оғоз кардани парвандаро барои паҳн "
        "кардани маълумоти ҳаёти шахсӣ дида мебарояд.",
        by="lola",
        addressee="Вазорати корҳои дохилӣ",
    )
    return complaint


def _applicant() -> str:
    name = " ".join(CLIENT[0][part] for part in ("surname", "given", "patronymic"))
    return f"Аризадиҳанда: {name}. Намоянда: адвокат Лола Бобоева, маркази занон «Шамчароғ»."


def _refused(file: CaseFile, complaint: Letter, day: dt.date) -> Story:
    yield at(day, 10)
    answers = (
        (Answer.SOMETHING_ELSE, OTHER_QUESTION),
        (Answer.SOMETHING_ELSE, OTHER_QUESTION),
        (Answer.NO, ""),
    )
    points = zip(complaint.points.all(), answers, strict=True)
    letters.record_reply(
        complaint,
        [GivenAnswer(point, answer, quote) for point, (answer, quote) in points],
        by=file.cast["lola"],
        received_on=day,
        dated_on=day - 4 * DAY,
        register_number="6/1-88",
        signed_by="сардори шуъбаи корҳои дохилии ноҳияи Ваҳдат",
        summary="Шуъбаи ноҳия аз оғози парванда даст кашид ва танҳо дар бораи марди дар сабт буда сухан гуфт. "
        "Дар бораи он ки кӣ сабт гирифту кӣ паҳн кард, чизе нест.",
    )
    yield at(day, 15)
    file.helped(
        InterventionKind.CALL,
        "Ҷавобро якҷоя хондем. Гуфт, ки ҷавоб маъно надорад: ӯ пурсида буд, ки кӣ гирифту кӣ паҳн кард ва барои "
        "чӣ.",
        by="lola",
        addressee="мизоҷ",
        effect="Мехоҳад шикоятро идома диҳад.",
    )


def _asked_again(file: CaseFile, event: Event, days: Days) -> Story:
    """Two requests whose clocks alarm: one falls due this week, the other is overdue."""
    first, second = days.working(26), days.working(16)
    yield at(first, 10)
    asked = (
        "Нусхаи қарори рад кардани оғози парвандаро диҳед.",
        "Хабар диҳед, ки аз соҳибони шабакаҳо маълумот дар бораи паҳнкунанда дархост шудааст ё не.",
    )
    plan = Plan("request-information", "tg", file.cast.bodies["police_vahdat"], asked, event=event)
    stamped = {"how": DeliveryHow.BY_HAND, "proof": ProofKind.STAMP}
    file.send(file.write(plan, by="lola"), by="lola", delivered_on=first, **stamped)
    yield at(second, 10)
    questions = (
        "Оё пас аз рад кардани оғози парванда кофтукови паҳнкунандагон идома дорад?",
        "Дар як соли охир чанд ариза дар бораи паҳн кардани сабти шахсӣ ба қайд гирифта шуд?",
    )
    plan = Plan("request-media-law", "tg", file.cast.bodies["ministry"], questions, event=event)
    file.send(file.write(plan, by="lola"), by="lola", delivered_on=second, **stamped)
    yield at(days.working(10), 12)
    file.helped(
        InterventionKind.CALL,
        "Хадамоти матбуот гуфт, ки танҳо ба «мактуби расмӣ» ҷавоб медиҳад. Рақами қайди мактуб гуфта шуд.",
        by="lola",
        addressee="хадамоти матбуоти вазорат",
    )


def _appealed(file: CaseFile, complaint: Letter, days: Days) -> Story:
    """The appeal is on its way by post; until the slip is here its clock has not provably started."""
    lola = file.cast["lola"]
    yield at(days.working(6), 14)
    made_ready = complaint.escalations.get()
    appeal = made_ready.drafted
    letters.finalise_letter(appeal, by=lola)
    casework.finish_task(made_ready.task, by=lola)
    yield at(days.working(5), 16)
    file.send(appeal, by="lola", how=DeliveryHow.REGISTERED_POST)
    file.cast.letters |= {"refused": complaint, "appeal": appeal}
    due = {"Аз почта расиди супорданро гирифтан": 2, "Ба мизоҷ занг задан: таҳдиди нав ҳаст ё не": 1}
    for title, within in due.items():
        casework.add_task(file.case, by=lola, title=title, owner=lola, due_on=days.today + within * DAY)
