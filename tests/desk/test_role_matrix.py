"""Every address of the desk x every role x own, other and sealed case, from one table. A new view needs a row."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from guvoh.desk.casework import actions as casework
from guvoh.desk.casework.emergencies import Emergency
from guvoh.desk.casework.models import Case
from guvoh.desk.casework.vocabulary import Purpose
from guvoh.desk.correspondence import actions as letters
from guvoh.desk.correspondence.merging import Plan
from guvoh.desk.correspondence.models import Clock
from guvoh.desk.evidence import actions as medical
from guvoh.desk.evidence.actions import FileCard, ask_for_view, keep_file, link_files, qualify_confession
from guvoh.desk.evidence.models import (
    Confession,
    CopyFrame,
    FaceGroup,
    FileLink,
    PublicationCopy,
    SafePart,
    SealedFile,
)
from guvoh.desk.facts import actions as facts
from guvoh.desk.facts.models import Actor
from guvoh.desk.newsroom import actions as newsroom
from guvoh.desk.staff.models import Entry, Member, RightEdge
from guvoh.desk.staff.roles import Role
from tests.desk.conftest import make_member
from tests.desk.matrix import MATRIX, ROLES, WITHOUT_A_CASE


def names_of(patterns: list, space: str = "") -> dict[str, URLPattern]:
    found: dict[str, URLPattern] = {}
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            found[space + pattern.name] = pattern
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found |= names_of(pattern.url_patterns, inner)
    return found


ADDRESSES = names_of(get_resolver().url_patterns)
HOUR = dt.timedelta(hours=1)


def examined(case: Case, person: Actor, doctor: Member) -> dict[str, dict]:
    """A draft with a photographed finding, and a signed report."""
    said = {f"agreed_{what}": "given" for what in ("examination", "photographs", "disclosure")}
    draft, report = (
        medical.start_examination(
            case, person, by=doctor, examined_at=timezone.now(), place="Clinic", narrative="Beaten", **said
        )
        for _number in range(2)
    )
    finding = medical.add_finding(draft, "front-chest-l", kind="bruise", by=doctor)
    card = FileCard("a.jpg", "image/jpeg", SealedFile.Origin.MEDICAL)
    shown = medical.take_photograph(finding, card, [b"x"], with_scale=True, by=doctor)
    medical.conclude(report, "consistent", conclusion="Marks", limits="None", by=doctor)
    medical.sign_examination(report, by=doctor)
    code = {"code": case.code}
    marked = code | {"pk": draft.pk, "finding": finding.pk}
    return {
        "examination": code | {"pk": draft.pk},
        "examination_body": code | {"pk": draft.pk, "part": "body"},
        "finding": marked,
        "finding_shown": marked | {"shown": shown.pk},
        "photograph": code | {"pk": draft.pk, "file_id": shown.file_id},
        "report": code | {"pk": report.pk},
    }


def furnish(case: Case, surname: str, cast: SimpleNamespace, by: Member) -> dict[str, dict]:
    """Something of every kind in a case, and the arguments that lead to it."""
    name = {"script": "tg", "surname": surname, "given": "Фирӯз"}
    person = casework.add_person(case, "client", [name], by=by, gender="m")
    event = casework.add_event_to_case(case, by=by, title="Held", earliest=timezone.localdate())
    act = facts.add_act(event, person.actor, by=by, kind="arrest")
    consents = {
        purpose: casework.give_consent(
            case, person.actor, by=by, purpose=purpose, how="oral", identification="full_name"
        )
        for purpose in (Purpose.LAWYER, Purpose.STATE_BODY, Purpose.PUBLICATION, Purpose.FOREIGN_STATES)
    }
    need = casework.add_need(case, by=by, kind="legal")
    referral = casework.send_referral(need, cast.lawyer, by=by)
    task = casework.add_task(case, by=by, title="Call", owner=by)
    kept, other = (
        keep_file(FileCard("a.txt", "text/plain", SealedFile.Origin.UPLOAD), [content], by=by, case=case)
        for content in (b"x", b"y")
    )
    file_link = link_files(FileLink(file=kept, other=other, kind="copy"), by=by)
    qualify_confession(Confession(file=kept, ground="He reads", signs=["reads"]), by=by)
    view = ask_for_view(kept, by=by)
    part = SafePart.objects.create(view=view, kind="text", content_type="text/plain", size=1, wrapped_key=b"")
    copy = PublicationCopy.objects.create(source=kept, asked_by=by)
    face = FaceGroup.objects.create(copy=copy, number=1, rows=[[0, 0, 0, 1, 1]])
    frame = CopyFrame.objects.create(copy=copy, number=0, size=1, width=1, height=1, wrapped_key=b"")
    name = f"Prosecutor {case.code}"
    body = letters.add_state_body(by=by, name_tg=name, name_ru=name, name_en=name, kind="prosecutor")
    letter = letters.draft_letter(
        case, Plan("complaint-prosecutor", "ru", body, ("Ответить",), event=event), by=by
    )
    letters.finalise_letter(letter, by=by)
    today = timezone.localdate()
    letters.register_delivery(letter, by=by, how="by_hand", sent_on=today, delivered_on=today, proof="stamp")
    filing = letters.start_filing(case, "sanctions", [person.actor], event, by=by)
    told = [
        facts.add_source(event, by=by, kind="press", title=f"Paper {number}", told_on=today) for number in (1, 2)
    ]
    officer = facts.add_actor([{"script": "tg", "surname": "Сардор"}], by=by, protected=False)
    link = letters.link_to_act(
        filing,
        perpetrator=officer,
        act=act,
        link="direct",
        post_then="Chief",
        post_on=today,
        account="Seen there.",
        source_one=told[0],
        source_two=told[1],
        independence="Two witnesses.",
        by=by,
    )
    story = newsroom.start_story("news", "Held", by=cast.editor, case=case)
    newsroom.save_text(
        story, "ru", by=cast.editor, based_on=0, title="Телефон", slug=f"t-{case.pk}", lead="", body="Слова."
    )
    fact = letters.add_fact(
        case, event, by=by, heading="severity", statement="Beaten", grade="supported", would_change="A witness"
    )
    emergency = Emergency.objects.create(
        case=case,
        member=cast.helper,
        reason="Night",
        sections=["identity"],
        hours=1,
        ends_at=timezone.now() + HOUR,
    )
    code, public_id = {"code": case.code}, {"public_id": story.public_id}
    return {
        "case": code,
        "person": code | {"pk": person.actor.pk},
        "event": code | {"pk": event.pk},
        "act": code | {"pk": act.pk},
        "consent": code | {"pk": consents[Purpose.LAWYER].pk},
        "need": code | {"pk": need.pk},
        "case_referral": code | {"pk": referral.pk},
        "referral": {"pk": referral.pk},
        "emergency": code | {"pk": emergency.pk},
        "task": code | {"pk": task.pk},
        "seat": code | {"pk": case.team.current().first().pk},
        "file": {"file_id": kept.pk},
        "case_readers": code,
        "person_readers": code | {"pk": person.actor.pk},
        "file_readers": {"file_id": kept.pk},
        "file_link": {"file_id": kept.pk, "pk": file_link.pk},
        "confession": {"file_id": kept.pk},
        "part": {"part_id": part.pk},
        "copy": {"pk": copy.pk},
        "face": {"pk": copy.pk, "number": face.number},
        "frame": {"frame_id": frame.pk},
        "letter": {"pk": letter.pk},
        "subject": code | {"event": event.pk},
        "heading": code | {"event": event.pk, "heading": "purpose"},
        "element": code | {"event": event.pk, "what": "fact", "pk": fact.pk},
        "mechanism": code | {"mechanism_id": "wgeid"},
        "filing": code | {"pk": filing.pk},
        "filing_link": code | {"pk": filing.pk, "link": link.pk},
        **examined(case, person.actor, cast.doctor),
        "clock": {"pk": Clock.objects.get(letter=letter).pk},
        "story": public_id,
        "text": public_id | {"language": "ru"},
    }


@pytest.fixture
def house(cast: SimpleNamespace, own_keys, tmp_path, settings) -> SimpleNamespace:
    """Three cases: ours with everybody on its team, another organisation's, and a sealed one of ours."""
    settings.DESK_DIR = tmp_path
    own = casework.open_case("Own", by=cast.officer)
    for member in (cast.lawyer, cast.psychologist, cast.doctor, cast.analyst, cast.editor, cast.operator):
        casework.add_to_team(own, member, by=cast.officer)
    other = casework.open_case("Other", by=cast.stranger)
    sealed = casework.open_case("Sealed", by=cast.keeper)
    with own_keys.here(cast.keeper):
        casework.seal_case(sealed, by=cast.keeper, reason="danger")
        of_the_sealed = furnish(sealed, "Ҳалимов", cast, cast.keeper)
    return SimpleNamespace(
        own=furnish(own, "Саидов", cast, cast.officer),
        other=furnish(other, "Қодиров", cast, cast.stranger),
        sealed=of_the_sealed,
    )


@pytest.fixture
def cast(cast: SimpleNamespace) -> SimpleNamespace:
    """With an officer of ours who keeps a sealed case to herself."""
    keeper = Member.objects.create(username="keeper", full_name="Keeper", organisation=cast.ours, language="en")
    keeper.grants.create(role="officer")
    cast.keeper = keeper
    cast.helper = make_member("helper", cast.theirs, Role.LAWYER)
    return cast


def status(browser: Client, name: str, arguments: dict) -> int:
    """The answer to a GET, or to an empty POST where the page takes nothing else; nothing of it is kept."""
    address = reverse(name, kwargs=arguments)
    with transaction.atomic():
        answer = browser.get(address)
        if answer.status_code == 405:
            answer = browser.post(address, {"upload": SimpleUploadedFile("x", b"")})
        # a file that is sent stays open until it is read
        list(answer)
        transaction.set_rollback(True)
    return answer.status_code


def test_every_address_has_a_row() -> None:
    assert set(ADDRESSES) == set(MATRIX) | set(WITHOUT_A_CASE)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_the_table_says(role, cast, house, sign_in) -> None:
    browser = sign_in(getattr(cast, role))
    wrong = []
    for name, (kind, roles) in MATRIX.items():
        for which in ("own", "other", "sealed"):
            allowed = which == "own" and role in roles
            if kind == "referral":
                # a referral is its addressee's, whatever the case; she does not see the case by it
                allowed = role == "lawyer"
            if kind.endswith("_readers"):
                # whoever reads the record may ask who has seen any case; she does not see the case by it
                allowed |= role in ("coordinator", "auditor")
            answered = status(browser, name, getattr(house, which)[kind])
            if (answered != 404) != allowed:
                wrong.append(f"{name} {which}: {answered}, {'should open' if allowed else 'should not be there'}")
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_pages_of_no_case_open_to_their_roles(role, cast, house, sign_in) -> None:
    browser = sign_in(getattr(cast, role))
    wrong = []
    for name, (arguments, roles) in WITHOUT_A_CASE.items():
        if roles is None:
            continue
        filled = {
            key: getattr(cast, value).pk if value in dir(cast) else value for key, value in arguments.items()
        }
        answered = status(browser, name, filled)
        if (answered != 404) != (role in roles):
            wrong.append(f"{name}: {answered}")
    assert wrong == []


def test_every_page_of_a_case_a_person_or_a_file_leaves_an_entry_that_names_the_case(cast, house, sign_in) -> None:
    code = house.own["case"]["code"]
    silent, looked = [], 0
    for name, (kind, roles) in MATRIX.items():
        browser = sign_in(getattr(cast, "officer" if "officer" in roles else min(roles)))
        with transaction.atomic():
            before = RightEdge.objects.present().size
            answer = browser.get(reverse(name, kwargs=house.own[kind]))
            seen = Entry.objects.filter(number__gt=before, case=code).values_list("act", "subject")
            acts = dict(seen)
            list(answer)
            transaction.set_rollback(True)
        if answer.status_code != 200:
            continue
        looked += 1
        named = {"person": "person.read", "file": "file.looked_up"}.get(kind)
        if not acts or (named and not acts.get(named)):
            silent.append(f"{name}: {acts}")
    assert silent == []
    assert looked > 40


def test_a_stranger_without_an_account_reaches_nothing(cast, house) -> None:
    browser = Client()
    for name, (kind, _roles) in MATRIX.items():
        assert status(browser, name, house.own[kind]) in (302, 405), name


def test_lists_searches_and_counts_never_show_a_case_that_is_not_hers(cast, house, sign_in) -> None:
    other, sealed = house.other["case"]["code"], house.sealed["case"]["code"]
    for role in ROLES:
        browser = sign_in(getattr(cast, role))
        shown: list[str] = []
        pages = [reverse(name) for name in ("home", "casework:index", "correspondence:index", "newsroom:stories")]
        for address in pages:
            shown.append(browser.get(address).content.decode())
        for words in (other, sealed, "Ҳалимов", "Қодиров", "Sealed"):
            typed = {"words": words, "state": "all"}
            shown.append(browser.post(reverse("casework:index"), typed, follow=True).content.decode())
        for text in shown:
            assert f"/cases/{sealed}/" not in text, role
            assert f"/cases/{other}/" not in text, role
            assert "Sealed</a>" not in text, role
