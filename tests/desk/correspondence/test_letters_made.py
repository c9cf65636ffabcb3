"""Every kind of letter made from a case: a full one, one of which little is known, and those of the seeds."""

import datetime as dt
import io
import re
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from guvoh.desk.casework import actions as casework
from guvoh.desk.casework.models import Case
from guvoh.desk.casework.vocabulary import CaseRole, Identification, Purpose
from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.disclosure import consenting_clients
from guvoh.desk.correspondence.forms import PlanForm
from guvoh.desk.correspondence.kinds import BLANK, LANGUAGES, LetterKind, letter_kinds, merge_fields
from guvoh.desk.correspondence.merging import Plan, merge_values
from guvoh.desk.correspondence.models import Letter, StateBody
from guvoh.desk.correspondence.vocabulary import Answer, BodyKind
from guvoh.desk.facts.actions import add_act, add_actor, add_detail, add_source, involve
from guvoh.desk.facts.models import Actor
from tests.desk.conftest import SignIn
from tests.desk.correspondence.conftest import ASKED, REFUSAL, WRITTEN, Draft, answer, body_of, deliver
from tests.desk.correspondence.test_printing import text_of_docx, text_of_pdf

every_language = pytest.mark.parametrize("language", LANGUAGES)


@dataclass(frozen=True)
class Prepared:
    case: Case
    plan: Plan
    bodies: dict[BodyKind, StateBody]

    def drafted(self, kind: LetterKind, language: str, by: Any) -> Letter:
        body = self.bodies[kind.goes_to[0]]
        asked = kind.wordings[language].demands
        return actions.draft_letter(
            self.case, replace(self.plan, kind_id=kind.id, language=language, body=body, asked=asked), by=by
        )


@pytest.fixture
def bodies(cast: SimpleNamespace) -> dict[BodyKind, StateBody]:
    return {kind: body_of(cast, f"Body: {kind.value}", kind) for kind in BodyKind}


@pytest.fixture
def full(
    team: Case, client_of_case: Actor, cast: SimpleNamespace, final: Letter, bodies: dict[BodyKind, StateBody]
) -> Prepared:
    """A case in which everything is known, with a refusal that answers another question."""
    client_of_case.born_on = dt.date(1990, 5, 4)
    client_of_case.save()
    add_detail(client_of_case, "address", "Душанбе, кӯчаи Рӯдакӣ 1", by=cast.officer)
    event = team.events.get()
    arrest = add_act(event, client_of_case, kind="arrest", hours=7, earliest=dt.date(2025, 9, 13), by=cast.officer)
    beating = add_act(
        event, client_of_case, kind="torture", method="бо чӯб зада шуд, кабудии китф", by=cast.officer
    )
    office = _named(cast, "Шуъбаи мубориза бо ҷинояткорӣ", kind="organisation", protected=False)
    involve(arrest, office, degree="direct", by=cast.officer)
    suspect = _named(cast, "Назаров", protected=False)
    involve(beating, suspect, degree="direct", rank_then="муфаттиш", by=cast.officer)
    _relative(team, cast, Identification.FULL_NAME)
    piece = add_source(
        event,
        kind="press",
        title="Видео дар шабака",
        address="https://example.org/piece",
        told_on=dt.date(2025, 9, 20),
        teller=_named(cast, "Азия", kind="organisation", protected=False),
        by=cast.officer,
    )
    actions.add_fact(
        team,
        event,
        heading="severity",
        statement="Бо чӯб ба китф заданд.",
        grade="supported",
        would_change="экспертиза",
        by=cast.officer,
    )
    refused = answer(deliver(final, cast.lawyer), cast.lawyer, [Answer.SOMETHING_ELSE] * 3)
    plan = Plan("", "", final.body, (), "Ба роҳбар", "моддаи 241", event, piece, refused, WRITTEN)
    return Prepared(team, plan, bodies)


@pytest.fixture
def minimal(cast: SimpleNamespace, case: Case, bodies: dict[BodyKind, StateBody]) -> Prepared:
    """A case of which nothing is known but that its client may not be named."""
    casework.add_to_team(case, cast.lawyer, by=cast.officer)
    _consents(case, case.people.get().actor, cast, Identification.ANONYMISED)
    return Prepared(case, Plan("", "", bodies[BodyKind.COURT], (), written_on=WRITTEN), bodies)


def _named(cast: SimpleNamespace, surname: str, **fields: Any) -> Actor:
    return add_actor([{"script": "tg", "surname": surname}], by=cast.officer, **fields)


def _consents(case: Case, actor: Actor, cast: SimpleNamespace, level: Identification) -> None:
    casework.give_consent(
        case,
        actor,
        purpose=Purpose.STATE_BODY,
        identification=level,
        how="written",
        given_on=dt.date(2025, 9, 20),
        by=cast.officer,
    )


def _relative(case: Case, cast: SimpleNamespace, level: Identification | None) -> Actor:
    name = [{"script": "tg", "surname": "Саидова", "given": "Мавҷуда"}]
    person = casework.add_person(case, CaseRole.FAMILY, name, [("phone", "+992 93 777 00 11")], by=cast.officer)
    if level:
        _consents(case, person.actor, cast, level)
    return person.actor


def values(prepared: Prepared, by: Any, language: str = "tg", **changes: Any) -> dict[str, str]:
    plan = replace(prepared.plan, language=language, **changes)
    return merge_values(plan, consenting_clients(prepared.case), by)


def flat(text: str) -> str:
    """The text without what setting it in lines and pages adds."""
    unpaged = re.sub(r"(саҳифаи|страница|page) \d+ (аз|из|of) \d+", "", text)
    return re.sub(r"[\s\u00ad-]", "", unpaged)


@pytest.mark.parametrize("prepared", ["full", "minimal"])
@every_language
def test_every_kind_is_set_as_pdf_and_docx(
    request: pytest.FixtureRequest, cast: SimpleNamespace, prepared: str, language: str
) -> None:
    case: Prepared = request.getfixturevalue(prepared)
    for kind in letter_kinds().values():
        letter = case.drafted(kind, language, cast.lawyer)
        assert "{{" not in str(letter.content)
        assert set(re.findall(r"_+", str(letter.content["text"]))) <= {BLANK}
        pdf, docx = (actions.export_letter(letter, form, by=cast.lawyer) for form in ("pdf", "docx"))
        metadata = PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/Metadata"].get_data()
        assert b"pdfuaid:part" in metadata
        assert Document(io.BytesIO(docx)).core_properties.language == language
        wording = kind.wordings[language]
        for said in (flat(text_of_pdf(pdf)), flat(text_of_docx(docx))):
            for expected in (wording.heading, *wording.demands, letter.addressed_to):
                assert flat(expected) in said, (kind.id, expected)


@every_language
def test_full_case_leaves_no_field_open(full: Prepared, cast: SimpleNamespace, language: str) -> None:
    merged = values(full, cast.lawyer, language)
    assert merged.keys() == merge_fields().keys()
    assert not [name for name, value in merged.items() if value == BLANK]


def test_nothing_known_is_a_blank_and_nobody_is_named(minimal: Prepared, cast: SimpleNamespace) -> None:
    merged = values(minimal, cast.lawyer, "en")
    open_fields = {name for name, value in merged.items() if value == BLANK}
    assert open_fields >= {"event_date", "narrative", "injuries", "relatives", "detention_date", "earlier_number"}
    assert "withheld" in merged["client_name"]
    assert "Saidov" not in str(merged)


def test_detention_hours_and_violence_are_the_clients_own(full: Prepared, cast: SimpleNamespace) -> None:
    other = _named(cast, "Каримов")
    event = full.plan.event
    assert event is not None
    add_act(event, other, kind="torture", method="ба дигарӣ расонида шуд", by=cast.officer)
    add_act(event, other, kind="arrest", hours=48, by=cast.officer)
    merged = values(full, cast.lawyer)
    assert merged["hours_held"] == "7 соат"
    assert merged["detention_date"].startswith("13 сентябр")
    assert merged["detention_place"] == "Шуъбаи мубориза бо ҷинояткорӣ"
    assert merged["injuries"] == "бо чӯб зада шуд, кабудии китф"
    assert "дигарӣ" not in str(merged)


@pytest.mark.parametrize("level", [None, *Identification])
def test_relatives_are_named_with_their_full_consent_only(
    team: Case, consent: Any, draft: Draft, cast: SimpleNamespace, level: Identification | None
) -> None:
    consent()
    _relative(team, cast, level)
    merged = merge_values(Plan("", "tg", draft().body, ()), consenting_clients(team), cast.lawyer)
    if level == Identification.FULL_NAME:
        assert merged["relatives"] == "Саидова Мавҷуда, +992 93 777 00 11"
    else:
        assert merged["relatives"] == BLANK


def test_notified_relatives_pass_the_guard(full: Prepared, cast: SimpleNamespace) -> None:
    letter = full.drafted(letter_kinds()["demand-notify-relatives"], "tg", cast.lawyer)
    assert "Саидова Мавҷуда" in letter.text
    assert not actions.finalise_letter(letter, by=cast.lawyer).is_draft


def test_protected_teller_of_a_publication_is_no_outlet(full: Prepared, cast: SimpleNamespace) -> None:
    piece = full.plan.publication
    assert piece is not None
    assert values(full, cast.lawyer)["outlet"] == "Азия"
    piece.teller = _named(cast, "Пинҳонӣ")
    assert values(full, cast.lawyer)["outlet"] == BLANK


def test_story_of_the_case_does_not_go_to_a_platform(full: Prepared, cast: SimpleNamespace) -> None:
    letter = full.drafted(letter_kinds()["request-removal"], "en", cast.lawyer)
    assert full.plan.event is not None
    assert full.plan.event.narrative not in letter.text
    assert "https://example.org/piece" in letter.text


def test_letter_without_a_rule_leaves_without_a_clock(full: Prepared, cast: SimpleNamespace) -> None:
    letter = full.drafted(letter_kinds()["request-examination"], "tg", cast.lawyer)
    sent = deliver(actions.finalise_letter(letter, by=cast.lawyer), cast.lawyer)
    assert not sent.clocks.exists()
    assert sent in Letter.objects.without_clock()


@pytest.mark.parametrize(
    ("kind_id", "rule_id"),
    [(kind.id, kind.rule_id) for kind in letter_kinds().values() if kind.rule_id],
)
def test_delivered_letter_starts_the_clock_of_its_kind(
    full: Prepared, cast: SimpleNamespace, kind_id: str, rule_id: str
) -> None:
    letter = full.drafted(letter_kinds()[kind_id], "ru", cast.lawyer)
    clock = deliver(actions.finalise_letter(letter, by=cast.lawyer), cast.lawyer).clocks.get()
    assert clock.rule_id == rule_id
    assert clock.earliest is not None
    assert clock.earliest > clock.started_at


@every_language
def test_refusal_of_the_smear_case_opens_the_appeal_as_not_answered(
    full: Prepared, cast: SimpleNamespace, city: StateBody, language: str
) -> None:
    refused = full.plan.follows
    assert refused is not None
    plan = Plan("appeal-refusal", language, city, ASKED, event=full.plan.event)
    appeal = actions.follow_up(refused, plan, by=cast.lawyer)
    not_answered = {"tg": "Ҷавоб дода нашуд", "ru": "Ответа нет", "en": "Not answered"}[language]
    assert [row["asked"] for row in appeal.answered_table] == list(ASKED)
    assert all(row["answered"].startswith(not_answered) for row in appeal.answered_table)
    said = text_of_pdf(actions.export_letter(appeal, "pdf", by=cast.lawyer))
    assert flat(said).count(flat(REFUSAL)) == len(ASKED)
    assert flat(said).index(flat(not_answered)) < flat(said).index(flat(appeal.text[:40]))


def plan_form(case: Case, body: StateBody, **typed: Any) -> PlanForm:
    given = {"kind_id": "request-lawyer", "language": "ru", "body": body.pk, "written_on": WRITTEN.isoformat()}
    return PlanForm({**given, **typed}, case=case)


@every_language
def test_no_demands_typed_are_the_standard_ones(full: Prepared, language: str) -> None:
    form = plan_form(full.case, full.plan.body, language=language, asked=" \n")
    assert form.is_valid(), form.errors
    assert form.plan().asked == letter_kinds()["request-lawyer"].wordings[language].demands


def test_demands_typed_stand_alone(full: Prepared) -> None:
    form = plan_form(full.case, full.plan.body, asked="1. копию журнала")
    assert form.is_valid()
    assert form.plan().asked == ("копию журнала",)


def test_publication_is_one_of_the_case(full: Prepared, cast: SimpleNamespace) -> None:
    piece = full.plan.publication
    assert piece is not None
    form = plan_form(full.case, full.plan.body, publication=piece.pk)
    assert form.is_valid()
    assert form.plan().publication == piece
    elsewhere = casework.open_case("Another", by=cast.officer)
    assert "publication" in plan_form(elsewhere, full.plan.body, publication=piece.pk).errors


def test_lawyer_reads_the_standard_demands_in_the_draft(
    full: Prepared, cast: SimpleNamespace, sign_in: SignIn
) -> None:
    browser = sign_in(cast.lawyer)
    typed = {"kind_id": "request-lawyer", "language": "ru", "body": full.plan.body.pk, "asked": ""}
    address = reverse("correspondence:new", args=[full.case.code])
    made = browser.post(address, {**typed, "written_on": WRITTEN.isoformat()}, follow=True)
    page = made.content.decode()
    for demand in letter_kinds()["request-lawyer"].wordings["ru"].demands:
        assert demand in page


SEEDS = {
    "reactors-case": (
        "complaint-prosecutor",
        [{"kind": "arrest", "hours": 7}, {"kind": "charge", "law_article": "статья 241"}],
        ("Арест или задержание, 7 ч", "предполагаемая квалификация: статья 241."),
    ),
    "mass-raids": (
        "request-examination",
        [{"kind": "arrest", "hours": 36}, {"kind": "forced_examination", "method": "принудительный мазок"}],
        ("Продолжительность удержания: 36 ч.", "со слов заявителя: принудительный мазок."),
    ),
    "relatives-detained": (
        "demand-notify-relatives",
        [{"kind": "arrest", "as_said": "на следующий день после протеста"}],
        ("Дата задержания: на следующий день после протеста.", "Место содержания: Душанбе."),
    ),
}


@pytest.mark.parametrize("seed", SEEDS)
def test_letter_of_a_seed_says_what_happened_and_not_to_whom(
    minimal: Prepared, cast: SimpleNamespace, seed: str
) -> None:
    kind_id, acts, expected = SEEDS[seed]
    event = casework.add_event_to_case(minimal.case, by=cast.officer, title=seed, place="Душанбе")
    for act in acts:
        add_act(event, minimal.case.people.get().actor, by=cast.officer, **act)
    prepared = replace(minimal, plan=replace(minimal.plan, event=event))
    text = prepared.drafted(letter_kinds()[kind_id], "ru", cast.lawyer).text
    assert all(said in text for said in expected), text
    assert "имя по его просьбе не указывается" in text
    assert "Саидов" not in text
