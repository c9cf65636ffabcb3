"""Sealed reports reach the desk, are read, decided and answered."""

import datetime as dt

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from guvoh.desk.casework import actions as casework
from guvoh.desk.evidence.actions import read_file
from guvoh.desk.inbox import actions
from guvoh.desk.inbox.access import cases_to_join
from guvoh.desk.inbox.models import Envelope
from guvoh.desk.staff.models import Entry
from guvoh.desk.staff.organising import add_hotline
from guvoh.handover.envelope import (
    AttachedFile,
    IntakeSpool,
    Report,
    Staging,
)
from guvoh.handover.receipt import Receipt, new_receipt_code, open_receipt
from guvoh.instruments.seal import age
from guvoh.instruments.seal.signature import public_half

WORDS = "Писарамро шаби гузашта бурданд"


def send(spool: IntakeSpool, attached: bytes = b"") -> Receipt:
    today = timezone.localdate()
    notice = spool.notice(public_half(settings.VAULT.key("release/v1")), today)
    receipt = open_receipt(new_receipt_code(), "guvoh-test")
    staging, files = Staging(spool), ()
    if attached:
        part, writer = staging.new_part((notice.intake, notice.recovery))
        writer.write(attached)
        writer.close()
        files = (AttachedFile(part, "акс.jpg", "image/jpeg", len(attached)),)
    report = Report(
        "tg",
        WORDS,
        "дирӯз",
        "Кӯлоб",
        "писарам",
        "careful",
        "by neighbour",
        receipt.mailbox,
        receipt.recipient,
        today,
        files,
    )
    staging.send(report, notice)
    return receipt


def test_the_inbox_shows_a_new_envelope_and_nobody_has_read_it(cast, spool, sign_in) -> None:
    send(spool)
    page = sign_in(cast.operator).get(reverse("inbox:index")).content.decode()
    assert Envelope.objects.get().envelope_id[:6] in page
    assert WORDS not in page
    assert Envelope.objects.get().what == ""


def test_opening_shows_the_words_and_tells_the_reporter(
    cast, spool, sign_in, django_capture_on_commit_callbacks
) -> None:
    receipt = send(spool)
    assert spool.read_reply(receipt) is None
    actions.collect_envelopes(by=cast.operator)
    envelope = Envelope.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        page = sign_in(cast.operator).post(reverse("inbox:open", args=[envelope.envelope_id]), follow=True)
    assert WORDS in page.content.decode()
    assert spool.read_reply(receipt).state == "being_read"
    assert spool.envelope_ids() == []
    assert Entry.objects.filter(act="envelope.opened", member=cast.operator).count() == 1


def test_an_attached_file_is_sealed_anew_and_goes_to_the_case(
    cast, spool, django_capture_on_commit_callbacks
) -> None:
    content = b"\xff\xd8 a picture " * 20_000
    send(spool, content)
    actions.collect_envelopes(by=cast.operator)
    envelope = Envelope.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        actions.open_envelope(envelope, by=cast.operator)
    kept = envelope.files.get()
    assert b"a picture" not in kept.path.read_bytes()
    case = actions.accept_as_case(envelope, "Son taken at night", by=cast.officer)
    kept.refresh_from_db()
    assert kept.case == case
    assert b"".join(read_file(kept, by=cast.officer)) == content


def test_an_answer_is_read_with_the_receipt_alone(cast, spool, django_capture_on_commit_callbacks) -> None:
    receipt = send(spool)
    actions.collect_envelopes(by=cast.operator)
    envelope = Envelope.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        actions.open_envelope(envelope, by=cast.operator)
    with django_capture_on_commit_callbacks(execute=True):
        actions.answer_reporter(envelope, "Мо мехонем. Ба ҳотлайн занг занед.", by=cast.operator)
    assert spool.read_reply(receipt).messages[0].text.startswith("Мо мехонем")
    stranger = open_receipt(new_receipt_code(), "guvoh-test")
    stored = (spool.root / "replies" / receipt.mailbox / "reply.age").read_bytes()
    with pytest.raises(age.CannotOpen):
        age.unseal(stored, stranger.identity)


@pytest.mark.parametrize("choice", ["join", "refer", "information"])
def test_each_decision_is_recorded_with_its_reason(
    cast, spool, case, choice, sign_in, django_capture_on_commit_callbacks
) -> None:
    send(spool)
    actions.collect_envelopes(by=cast.officer)
    envelope = Envelope.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        actions.open_envelope(envelope, by=cast.officer)
    typed = {
        "join": {"join-case": case.pk, "join-reason": "same night"},
        "refer": {"refer-to_whom": "The Ombudsman", "refer-reason": "outside our mandate"},
        "information": {"information-reason": "no contact wanted"},
    }[choice]
    answer = sign_in(cast.officer).post(reverse(f"inbox:{choice}", args=[envelope.envelope_id]), typed)
    assert answer.status_code == 302, answer.content.decode()
    envelope.refresh_from_db()
    assert envelope.state == "decided"
    assert Entry.objects.filter(act__startswith="envelope.", subject__contains=envelope.envelope_id).count() >= 3


def test_a_decision_without_a_reason_keeps_what_was_typed(
    cast, spool, sign_in, django_capture_on_commit_callbacks
) -> None:
    send(spool)
    actions.collect_envelopes(by=cast.officer)
    envelope = Envelope.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        actions.open_envelope(envelope, by=cast.officer)
    answer = sign_in(cast.officer).post(
        reverse("inbox:refer", args=[envelope.envelope_id]), {"refer-to_whom": "The Ombudsman", "refer-reason": ""}
    )
    assert answer.status_code == 422
    assert "The Ombudsman" in answer.content.decode()
    assert "Say why" in answer.content.decode()


def test_a_report_is_decided_once(cast, spool, django_capture_on_commit_callbacks) -> None:
    send(spool)
    actions.collect_envelopes(by=cast.officer)
    envelope = Envelope.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        actions.open_envelope(envelope, by=cast.officer)
    actions.keep_as_information(envelope, by=cast.officer, reason="twice")
    with pytest.raises(ValidationError):
        actions.accept_as_case(envelope, "Again", by=cast.officer)


def test_a_closed_case_takes_no_report(cast, spool, case, django_capture_on_commit_callbacks) -> None:
    casework.close_case(case, by=cast.officer, outcome="freed", account="Let go.", client_view="unasked")
    send(spool)
    actions.collect_envelopes(by=cast.officer)
    envelope = Envelope.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        actions.open_envelope(envelope, by=cast.officer)
    with pytest.raises(ValidationError):
        actions.join_to_case(envelope, case, by=cast.officer)
    envelope.refresh_from_db()
    assert envelope.state == "opened"


@pytest.mark.parametrize("damage", ["report", "header", "unknown key"])
def test_a_damaged_envelope_is_kept_and_said_so(cast, spool, damage) -> None:
    send(spool)
    folder = spool.folder(spool.envelope_ids()[0])
    if damage == "report":
        (folder / "report.age").write_bytes(b"age-encryption.org/v1\n broken")
    elif damage == "header":
        (folder / "envelope.json").write_text("{}")
    else:
        header = (folder / "envelope.json").read_text()
        key_id = spool.header(folder.name).key_id
        (folder / "envelope.json").write_text(header.replace(key_id, "0" * 16))
    actions.collect_envelopes(by=cast.operator)
    envelope = Envelope.objects.get()
    if damage == "report":
        with pytest.raises(ValidationError):
            actions.open_envelope(envelope, by=cast.operator)
        envelope.refresh_from_db()
    assert envelope.state == "unreadable"
    assert folder.exists()


def test_who_does_not_read_the_inbox_finds_nothing(cast, spool, sign_in) -> None:
    send(spool)
    actions.collect_envelopes(by=cast.operator)
    address = reverse("inbox:envelope", args=[Envelope.objects.get().envelope_id])
    for member in (cast.lawyer, cast.editor, cast.coordinator, cast.analyst):
        assert sign_in(member).get(address).status_code == 404
        assert sign_in(member).get(reverse("inbox:index")).status_code == 404


def test_a_new_key_is_published_and_old_reports_still_open(
    cast, spool, django_capture_on_commit_callbacks
) -> None:
    send(spool)
    with django_capture_on_commit_callbacks(execute=True):
        new = actions.issue_intake_key(by=cast.coordinator)
    notice = spool.notice(public_half(settings.VAULT.key("release/v1")), timezone.localdate())
    assert notice.key_id == new.key_id
    assert notice.valid_until > timezone.localdate() + dt.timedelta(days=30)
    actions.collect_envelopes(by=cast.operator)
    with django_capture_on_commit_callbacks(execute=True):
        actions.open_envelope(Envelope.objects.get(), by=cast.operator)
    assert Envelope.objects.get().what == WORDS


def test_a_report_that_became_a_case_is_as_secret_as_the_case(
    cast, spool, own_keys, sign_in, django_capture_on_commit_callbacks
) -> None:
    send(spool)
    actions.collect_envelopes(by=cast.officer)
    envelope = Envelope.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        actions.open_envelope(envelope, by=cast.officer)
    address = reverse("inbox:envelope", args=[envelope.envelope_id])
    stranger = sign_in(cast.stranger)
    assert WORDS in stranger.get(address).content.decode()
    case = actions.accept_as_case(envelope, "Son taken at night", by=cast.officer)
    with own_keys.here(cast.officer):
        casework.seal_case(case, by=cast.officer, reason="danger")
    assert stranger.get(address).status_code == 404
    assert WORDS not in stranger.get(reverse("inbox:index"), {"show": "decided"}).content.decode()
    assert WORDS in sign_in(cast.officer).get(address).content.decode()


def test_a_changed_hotline_reaches_the_front_door_when_published(
    cast, spool, sign_in, django_capture_on_commit_callbacks
) -> None:
    add_hotline(cast.ours, "+992 900 11 22 33", by=cast.coordinator, region="KT")
    verify_key = public_half(settings.VAULT.key("release/v1"))
    assert spool.notice(verify_key, timezone.localdate()).hotlines == ()
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(cast.coordinator).post(reverse("inbox:keys"), {"do": "publish"})
    assert [line.number for line in spool.notice(verify_key, timezone.localdate()).hotlines] == [
        "+992 900 11 22 33"
    ]


def test_an_answer_that_names_a_protected_person_is_refused(
    cast, case, spool, sign_in, django_capture_on_commit_callbacks
) -> None:
    receipt = send(spool)
    actions.collect_envelopes(by=cast.officer)
    envelope = Envelope.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        actions.open_envelope(envelope, by=cast.officer)
    typed = {"answer-text": "Рустам Саидов низ ба мо навишт."}
    answer = sign_in(cast.officer).post(reverse("inbox:answer", args=[envelope.envelope_id]), typed)
    assert answer.status_code == 422
    assert "would name a protected person" in answer.content.decode()
    assert "низ ба мо навишт" in answer.content.decode()
    assert spool.read_reply(receipt).state == "being_read"


def test_a_report_is_joined_only_to_a_case_that_is_hers_to_work_on(cast, case, spool, sign_in) -> None:
    casework.add_to_team(case, cast.operator, by=cast.officer)
    assert case in cases_to_join(cast.officer)
    assert case not in cases_to_join(cast.operator)


def test_a_hotline_with_a_protected_persons_number_stays_here(
    cast, case, spool, sign_in, django_capture_on_commit_callbacks
) -> None:
    add_hotline(cast.ours, "+992 93 555 01 23", by=cast.coordinator, region="KT")
    with django_capture_on_commit_callbacks(execute=True):
        page = sign_in(cast.coordinator).post(reverse("inbox:keys"), {"do": "publish"}, follow=True)
    assert "would name a protected person" in page.content.decode()
    assert spool.notice(public_half(settings.VAULT.key("release/v1")), timezone.localdate()).hotlines == ()
