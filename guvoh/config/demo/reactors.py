"""A doctor is taken from his work, his telephone is seized; he is charged, and the charge is dropped."""

import datetime as dt

from guvoh.config.demo import reports
from guvoh.config.demo.casefile import CaseFile
from guvoh.config.demo.coalition import Cast
from guvoh.config.demo.days import DAY, TUESDAY, Days, Part, Story, at
from guvoh.desk.casework import actions as casework
from guvoh.desk.casework.models import Referral
from guvoh.desk.casework.vocabulary import (
    CaseRole,
    ClientView,
    ConsentHow,
    Identification,
    InterventionKind,
    NeedKind,
    Outcome,
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
    RelationKind,
    SourceKind,
)
from guvoh.desk.inbox import actions as inbox
from guvoh.desk.inbox.models import Envelope
from guvoh.desk.staff.roles import Region

CLIENT = [
    {"script": "tg", "surname": "Сафолов", "given": "Рустам", "patronymic": "Ҷӯраевич"},
    {"script": "ru", "surname": "Сафолов", "given": "Рустам", "patronymic": "Джураевич"},
    {"script": "en", "surname": "Safolov", "given": "Rustam", "patronymic": "Jurayevich"},
]
MOTHER = [
    {"script": "tg", "surname": "Сафолова", "given": "Гавҳар", "patronymic": "Назировна"},
    {"script": "ru", "surname": "Сафолова", "given": "Гавхар", "patronymic": "Назировна"},
]
DEPARTMENT = "Отдел по борьбе с преступностью"
OFFICERS, INVESTIGATOR = "Сотрудники отдела, имена не установлены", "Следователь, имя не установлено"
SUMMARY = (
    "Врача увезли с работы, семь часов держали в отделе, отобрали телефон; через две недели предъявили "
    "обвинение по статье 241. Адвокат с первого дня, две встречи со следователем, запрос и жалоба. Дело "
    "прекращено через три дня после второй встречи, телефон возвращён."
)
ARTICLE = "статья 241 Уголовного кодекса Республики Таджикистан"
EXCEEDED = "превышение должностных полномочий; квалификацию просим дать прокуратуре"
ANSWER = (
    "Мы прочитали ваше сообщение и сегодня же свяжем вас с адвокатом. Не ходите в отдел один. Позвоните туда и "
    "уточните, на какой день и час вас вызывают и в каком качестве; назовите имя адвоката. Ничего не "
    "подписывайте без него."
)
TAKEN = (
    "Утром к заявителю на работу, в поликлинику, пришли сотрудники милиции. Причину не объяснили, повестку не "
    "показали и силой доставили его в отдел по борьбе с преступностью. Там у него забрали мобильный телефон без "
    "протокола и понятых и задавали непристойные вопросы о личной жизни. В отделе его продержали семь часов. "
    "Отпуская, велели явиться на следующий день к десяти утра."
)
CHARGED = (
    "Заявителю объявили обвинение в распространении порнографических материалов. Единственное основание — файлы, "
    "которые нашли в изъятом телефоне. Файлы личные, никому не пересылались."
)


def tell(cast: Cast, days: Days) -> Story:
    """The story ends about three weeks before the demo's day."""
    taken = days.week(11, TUESDAY)
    yield at(taken, 20, 40)
    cast.receipts["seven_hours"] = reports.send("seven_hours", taken)
    file = yield from _accepted(cast, taken + DAY)
    event = _recorded(file, taken)
    referral = yield from _counselled(file, taken + DAY)
    yield from _charged(file, event, taken + 14 * DAY)
    request = yield from _asked(file, event, taken + 16 * DAY)
    yield from _defended(file, event, taken + 20 * DAY)
    yield from _cleared(file, referral, request, taken + 30 * DAY)
    yield from _recovered(file, taken + 34 * DAY)


def _accepted(cast: Cast, day: dt.date) -> Part[CaseFile]:
    yield at(day, 8, 5)
    inbox.collect_envelopes(by=cast["mavzuna"])
    envelope = Envelope.objects.undecided().latest("pk")
    inbox.open_envelope(envelope, by=cast["mavzuna"])
    yield at(day, 8, 20)
    inbox.open_envelope(envelope, by=cast["farhod"])
    case = inbox.accept_as_case(envelope, "Врач, семь часов в отделе, изъятый телефон", by=cast["farhod"])
    inbox.answer_reporter(envelope, ANSWER, by=cast["farhod"])
    cast.cases["reactors"], file = case, CaseFile(cast, case)
    casework.add_to_team(case, cast["mavzuna"], by=cast["farhod"])
    _people(file)
    return file


def _people(file: CaseFile) -> None:
    officer, case = file.cast["farhod"], file.case
    client = casework.add_person(
        case,
        CaseRole.CLIENT,
        CLIENT,
        [
            (DetailKind.PHONE, "+992 90 555 01 47"),
            (DetailKind.ADDRESS, "Душанбе, улица Чинор, дом 18, квартира 6"),
        ],
        by=officer,
        gender="m",
        born_on=dt.date(1989, 5, 17),
        occupation="детский врач-инфекционист, поликлиника",
    ).actor
    mother = casework.add_person(case, CaseRole.FAMILY, MOTHER, by=officer, gender="f").actor
    facts.relate(mother, client, RelationKind.KIN, by=officer, certainty=Certainty.PROVEN)
    file.cast.people["rustam"] = client
    file.consents(
        client,
        ConsentHow.PHONE,
        dict.fromkeys((Purpose.INTERNAL, Purpose.LAWYER, Purpose.CONTACT), Identification.FULL_NAME),
        by="farhod",
    )


def _recorded(file: CaseFile, taken: dt.date) -> Event:
    by = file.cast["farhod"]
    event = casework.add_event_to_case(
        file.case,
        by=by,
        title="Доставлен с работы в отдел, семь часов без объяснений",
        earliest=taken,
        latest=taken,
        as_said="сегодня, с половины десятого утра до половины пятого",
        region=Region.DUSHANBE,
        place="город Душанбе, городская поликлиника и отдел по борьбе с преступностью",
        narrative=TAKEN,
        status=EventStatus.CONFIRMED,
    )
    _acts_of_that_day(file, event)
    victim, reliable = file.cast.people["rustam"], {"reliability": "B", "credibility": "2"}
    told = {"kind": SourceKind.VICTIM, "teller": victim, "title": "Сообщение через приёмную и рассказ по телефону"}
    facts.add_source(event, by=by, told_on=taken + DAY, content=TAKEN, **told, **reliable)
    return event


def _acts_of_that_day(file: CaseFile, event: Event) -> None:
    by, victim = file.cast["farhod"], file.cast.people["rustam"]
    department = casework.add_person(
        file.case,
        CaseRole.OFFICIAL,
        [{"script": "ru", "given": DEPARTMENT}],
        by=by,
        kind=ActorKind.ORGANISATION,
        protected=False,
    ).actor
    officers = casework.add_person(
        file.case,
        CaseRole.OFFICIAL,
        [{"script": "ru", "given": OFFICERS}],
        by=by,
        kind=ActorKind.UNKNOWN,
        protected=False,
    ).actor
    facts.relate(officers, department, RelationKind.MEMBER, by=by)
    suffered = (
        (ActKind.ARREST, {"method": "силой, без повестки и объяснений", "hours": 7}),
        (ActKind.SEIZURE, {"method": "мобильный телефон, без протокола и понятых"}),
        (ActKind.INTERROGATION, {"method": "непристойные вопросы о личной жизни"}),
    )
    for kind, fields in suffered:
        act = facts.add_act(event, victim, by=by, kind=kind, certainty=Certainty.CREDIBLE, **fields)
        facts.involve(act, officers, by=by, degree=InvolvementDegree.DIRECT)
    file.cast.people["officers"] = officers


def _counselled(file: CaseFile, day: dt.date) -> Part[Referral]:
    cast, client = file.cast, file.cast.people["rustam"]
    yield at(day, 8, 50)
    file.helped(
        InterventionKind.CALL,
        "Первый вопрос был о содержимом телефона: в нём есть личные записи с ним самим, никому он их не "
        "отправлял. Посоветовали позвонить в отдел и уточнить день и час, одному не ходить.",
        by="mavzuna",
        effect="Позвонил: явку перенесли на послезавтра.",
    )
    referral = file.refer(
        NeedKind.LEGAL,
        "Вызван повторно, телефон изъят",
        "Человека вчера семь часов держали в отделе, телефон забрали без протокола, зовут снова. Нужна "
        "консультация сегодня.",
        by="farhod",
        to="timur",
    )
    yield at(day, 9, 10)
    casework.accept_referral(referral, by=cast["timur"])
    casework.set_appointment(referral, at(day, 14), "Душанбе, приёмная центра «Равзана»", by=cast["timur"])
    yield at(day, 15, 30)
    named = (Purpose.STATE_BODY, Purpose.SUPPORT)
    consents = dict.fromkeys(named, Identification.FULL_NAME) | {Purpose.STATISTICS: Identification.ANONYMISED}
    file.consents(client, ConsentHow.WRITTEN, consents, by="timur")
    file.helped(
        InterventionKind.COUNSEL,
        "Разъяснены права свидетеля и подозреваемого; договорились, что в отдел идут вместе и без адвоката он не "
        "подписывает ничего. Выдана доверенность.",
        by="timur",
        addressee="клиент",
    )
    return referral


def _charged(file: CaseFile, first: Event, day: dt.date) -> Story:
    cast, case, client = file.cast, file.case, file.cast.people["rustam"]
    yield at(day, 16)
    by = cast["timur"]
    event = casework.add_event_to_case(
        case,
        by=by,
        title="Предъявлено обвинение по статье 241",
        earliest=day,
        latest=day,
        region=Region.DUSHANBE,
        place="город Душанбе, отдел по борьбе с преступностью",
        narrative=CHARGED,
        status=EventStatus.CONFIRMED,
    )
    facts.link_events(event, first, EventLinkKind.CONSEQUENCE_OF, by=by)
    investigator = casework.add_person(
        case,
        CaseRole.OFFICIAL,
        [{"script": "ru", "given": INVESTIGATOR}],
        by=by,
        kind=ActorKind.UNKNOWN,
        protected=False,
    ).actor
    act = facts.add_act(
        event,
        client,
        by=by,
        kind=ActKind.CHARGE,
        law_article=ARTICLE,
        stated_reason="распространение порнографических материалов",
        certainty=Certainty.PROVEN,
    )
    facts.involve(
        act,
        investigator,
        by=by,
        degree=InvolvementDegree.DIRECT,
        certainty=Certainty.PROVEN,
    )
    document = {"kind": SourceKind.DOCUMENT, "title": "Постановление о предъявлении обвинения, копия у адвоката"}
    facts.add_source(event, by=by, told_on=day, reliability="A", credibility="1", **document)
    casework.add_task(
        case, by=by, title="Подготовить запрос о протоколе и основаниях изъятия", owner=by, due_on=day + 2 * DAY
    )


def _asked(file: CaseFile, event: Event, day: dt.date) -> Part[Letter]:
    by = file.cast["timur"]
    yield at(day, 9, 40)
    asked = (
        "Выдать копию протокола задержания и доставления.",
        "Сообщить основание изъятия телефона и выдать копию протокола изъятия.",
        "Назвать должностное лицо, которое приняло решение о доставлении.",
    )
    plan = Plan("request-information", "ru", file.cast.bodies["police_dushanbe"], asked, event=event)
    request = file.write(plan, by="timur")
    yield at(day, 15)
    file.send(
        request,
        by="timur",
        how=DeliveryHow.BY_HAND,
        delivered_on=day,
        proof=ProofKind.REGISTER_NUMBER,
        register_number="1187",
    )
    casework.finish_task(file.case.tasks.get(), by=by)
    return request


def _defended(file: CaseFile, event: Event, day: dt.date) -> Story:
    yield at(day, 11)
    file.helped(
        InterventionKind.MEETING,
        "Первая встреча. Следователь говорить не хочет, на материалы ссылается в общих словах, копий не даёт.",
        by="timur",
        addressee="следователь",
        effect="Без результата.",
    )
    yield at(day + DAY, 10)
    asked = (
        "Проверить законность доставления и семичасового удержания.",
        "Признать незаконным изъятие телефона и вернуть его.",
        "Прекратить уголовное преследование: материалы никому не передавались.",
    )
    prosecutor = file.cast.bodies["prosecutor_dushanbe"]
    plan = Plan("complaint-prosecutor", "ru", prosecutor, asked, law_article=EXCEEDED, event=event)
    complaint = file.write(plan, by="timur")
    yield at(day + 2 * DAY, 12)
    file.send(complaint, by="timur", how=DeliveryHow.BY_HAND, delivered_on=day + 2 * DAY, proof=ProofKind.STAMP)
    file.cast.letters["reactors_complaint"] = complaint
    yield at(day + 7 * DAY, 11)
    file.helped(
        InterventionKind.MEETING,
        "Вторая встреча, вдвоём с консультантом. Ещё раз показано: файлы никуда не отправлялись, действия "
        "сотрудников нарушили закон. Сказано прямо: если ничего не изменится, пойдёт жалоба в Генеральную "
        "прокуратуру.",
        by="timur",
        addressee="следователь",
        effect="Ответа по существу не дал.",
    )


def _cleared(file: CaseFile, referral: Referral, request: Letter, day: dt.date) -> Story:
    cast = file.cast
    yield at(day, 17)
    file.helped(
        InterventionKind.OUTCOME,
        "Следователь сам позвонил и пригласил. Ещё раз обсудили, вернули телефон и объявили, что дело прекращено.",
        by="timur",
        addressee="следователь",
        effect="Дело прекращено, телефон возвращён.",
    )
    yield at(day + DAY, 10)
    complaint = cast.letters["reactors_complaint"]
    letters.close_clock(complaint.clocks.get(), "Дело прекращено, жалоба потеряла предмет.", by=cast["timur"])
    casework.finish_referral(referral, by=cast["timur"])
    yield at(day + 4 * DAY, 11)
    quotes = (
        (Answer.NO, ""),
        (Answer.IN_PART, "телефон возвращён владельцу под расписку, протокол изъятия в деле имеется"),
        (Answer.NO, ""),
    )
    points = zip(request.points.all(), quotes, strict=True)
    letters.record_reply(
        request,
        [GivenAnswer(point, answer, quote) for point, (answer, quote) in points],
        by=cast["timur"],
        received_on=day + 4 * DAY,
        dated_on=day + DAY,
        register_number="9/2-441",
        signed_by="заместитель начальника управления",
        summary="Сообщают, что телефон возвращён и протокол изъятия есть в деле. Копий не приложили, о решении о "
        "доставлении не сказано ничего.",
    )


def _recovered(file: CaseFile, day: dt.date) -> Story:
    cast, client = file.cast, file.cast.people["rustam"]
    yield at(day, 12)
    file.consents(client, ConsentHow.WRITTEN, {Purpose.PUBLICATION: Identification.ANONYMISED}, by="farhod")
    file.helped(
        InterventionKind.CALL,
        "Чувствует себя лучше, спит. Решил уехать к родителям, прийти в себя. Рассказать историю без имени "
        "согласен.",
        by="mavzuna",
        addressee="клиент",
    )
    for editor in ("daler", "shahlo", "anora"):
        casework.add_to_team(file.case, cast[editor], by=cast["farhod"])
    yield at(day + 14 * DAY, 11)
    file.helped(
        InterventionKind.SUPPORT,
        "Звонок через две недели. Живёт у родителей, вызовов больше не было. Поддержка психолога предложена, "
        "пока не нужна.",
        by="mavzuna",
        addressee="клиент",
    )
    yield at(day + 21 * DAY, 16)
    casework.describe_case(file.case, by=cast["farhod"], summary=SUMMARY)
    casework.close_case(
        file.case,
        by=cast["farhod"],
        outcome=Outcome.CHARGE_DROPPED,
        account="Через месяц после задержания дело прекращено, телефон возвращён. Помогли быстрый приход "
        "адвоката и две встречи со следователем. На запрос о протоколе ответили лишь отчасти.",
        client_view=ClientView.SATISFIED,
        follow_up_on=day + 82 * DAY,
    )
