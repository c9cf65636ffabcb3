"""A reporter writes again with her receipt, and reads everything that was answered."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from guvoh.desk.casework import actions as casework
from guvoh.desk.evidence.actions import read_file
from guvoh.desk.inbox import actions
from guvoh.desk.inbox.models import Envelope
from guvoh.desk.staff.sealed_text import NotOpen
from guvoh.handover.envelope import AttachedFile, IntakeSpool, Report, Staging
from guvoh.handover.receipt import Receipt, new_receipt_code, open_receipt
from guvoh.instruments.seal.signature import public_half
from tests.desk.inbox.test_envelopes import WORDS, send

AGAIN = "Онҳо якшанбе боз омаданд"
PICTURE = b"\xff\xd8 a picture" * 700


def write_again(spool: IntakeSpool, receipt: Receipt, **changed: object) -> str:
    today = timezone.localdate()
    notice = spool.notice(public_half(settings.VAULT.key("release/v1")), today)
    staging = Staging(spool)
    part, writer = staging.new_part((notice.intake, notice.recovery))
    writer.write(PICTURE)
    staging.close_part(writer, len(PICTURE))
    files = (AttachedFile(part, "акс.jpg", "image/jpeg", len(PICTURE)),)
    report = Report(
        "tg", AGAIN, "", "", "", "no", "", receipt.mailbox, receipt.recipient, today, files, follows=True
    )
    return staging.send(replace(report, **changed), notice)


@pytest.fixture
def talk(cast, spool, django_capture_on_commit_callbacks) -> SimpleNamespace:
    """A report that was opened, and ways to go on with it."""

    def do(verb, *args: object, **kwargs: object) -> object:
        with django_capture_on_commit_callbacks(execute=True):
            return verb(*args, **kwargs)

    def open_next(by) -> Envelope:
        actions.collect_envelopes(by=by)
        waiting = Envelope.objects.get(state="waiting")
        do(actions.open_envelope, waiting, by=by)
        waiting.refresh_from_db()
        return waiting

    receipt = send(spool)
    return SimpleNamespace(receipt=receipt, report=open_next(cast.officer), open_next=open_next, do=do)


def read_by_her(spool: IntakeSpool, receipt: Receipt) -> list[tuple[str, str]]:
    return [(message.side, message.text) for message in spool.read_reply(receipt).messages]


def test_messages_both_ways_are_kept_in_their_order(cast, spool, talk, sign_in) -> None:
    talk.do(actions.answer_reporter, talk.report, "Аввал", by=cast.officer)
    write_again(spool, talk.receipt)
    again = talk.open_next(cast.operator)
    assert read_by_her(spool, talk.receipt) == [("desk", "Аввал"), ("reporter", "")]
    talk.do(actions.answer_reporter, talk.report, "Дуюм", by=cast.officer)
    talk.do(actions.answer_reporter, talk.report, "Сеюм", by=cast.officer)
    assert again.follows == talk.report
    assert read_by_her(spool, talk.receipt) == [
        ("desk", "Аввал"),
        ("reporter", ""),
        ("desk", "Дуюм"),
        ("desk", "Сеюм"),
    ]
    page = sign_in(cast.officer).get(reverse("inbox:envelope", args=[talk.report.envelope_id])).content.decode()
    places = [page.index(words) for words in (WORDS, "Аввал", AGAIN, "Дуюм", "Сеюм")]
    assert places == sorted(places)
    assert spool.envelope_ids() == []


def test_a_mailbox_keeps_its_size_while_the_conversation_grows(cast, spool, talk) -> None:
    sizes = set()
    for text in ("Аввал", "Дуюм" * 200, "Сеюм"):
        talk.do(actions.answer_reporter, talk.report, text, by=cast.officer)
        [reply] = (spool.root / "replies").glob("*/reply.age")
        sizes.add(reply.stat().st_size)
    # the header has a stanza of random length
    assert max(sizes) - min(sizes) < 500


def test_a_message_waits_in_the_inbox_until_it_is_answered_or_settled(cast, spool, talk, sign_in) -> None:
    actions.keep_as_information(talk.report, by=cast.officer, reason="no contact wanted")
    browser = sign_in(cast.officer)
    for settle in (False, True):
        again = Envelope.objects.get(envelope_id=write_again_and_open(spool, talk, cast))
        page = browser.get(reverse("inbox:index")).content.decode()
        assert "wrote again" in page
        shown = browser.get(reverse("inbox:envelope", args=[again.envelope_id]))
        assert shown.url == reverse("inbox:envelope", args=[talk.report.envelope_id])
        if settle:
            browser.post(reverse("inbox:settle", args=[again.envelope_id]))
        else:
            talk.do(actions.answer_reporter, talk.report, "Ҷавоб", by=cast.officer)
        again.refresh_from_db()
        assert (again.state, again.decision) == ("decided", "follow_up")
        with pytest.raises(ValidationError):
            actions.settle_message(again, by=cast.officer)


def write_again_and_open(spool, talk, cast) -> str:
    envelope_id = write_again(spool, talk.receipt)
    talk.open_next(cast.operator)
    return envelope_id


def test_a_message_to_a_sealed_case_is_shown_to_nobody_else(cast, spool, talk, sign_in, own_keys) -> None:
    case = actions.accept_as_case(talk.report, "Son taken at night", by=cast.officer)
    with own_keys.here(cast.officer):
        casework.seal_case(case, by=cast.officer, reason="danger")
    write_again(spool, talk.receipt)
    actions.collect_envelopes(by=cast.stranger)
    waiting = Envelope.objects.get(state="waiting")
    stranger = sign_in(cast.stranger)
    opened = stranger.post(reverse("inbox:open", args=[waiting.envelope_id]), follow=True)
    assert AGAIN not in opened.content.decode()
    assert "only its team can open" in opened.content.decode()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.what) == ("waiting", "")
    officer = sign_in(cast.officer)
    officer.post(reverse("inbox:open", args=[waiting.envelope_id]))
    assert stranger.get(reverse("inbox:envelope", args=[waiting.envelope_id])).status_code == 404
    for address in ("inbox:index", "home"):
        assert waiting.envelope_id[:6] not in stranger.get(reverse(address)).content.decode()
    assert AGAIN in officer.get(reverse("inbox:envelope", args=[talk.report.envelope_id])).content.decode()
    assert "wrote again" in officer.get(reverse("casework:case", args=[case.code])).content.decode()
    stored = Envelope.objects.filter(pk=waiting.pk).values_list("what", flat=True)
    assert isinstance(stored.get(), NotOpen)


def test_its_files_go_where_the_report_is_and_lose_their_padding(cast, spool, talk, sign_in) -> None:
    write_again_and_open(spool, talk, cast)
    [early] = Envelope.objects.get(is_follow_up=True).files.all()
    address = reverse("inbox:file", args=[talk.report.envelope_id, early.pk])
    assert b"".join(sign_in(cast.officer).get(address).streaming_content) == PICTURE
    case = actions.accept_as_case(talk.report, "Son taken at night", by=cast.officer)
    write_again_and_open(spool, talk, cast)
    for file in case.files.all():
        assert b"".join(read_file(file, by=cast.officer)) == PICTURE
    assert case.files.count() == 2


def test_a_message_opened_before_its_report_finds_it_afterwards(
    cast, spool, django_capture_on_commit_callbacks
) -> None:
    receipt = send(spool)
    [first_id] = spool.envelope_ids()
    message_id = write_again(spool, receipt)
    actions.collect_envelopes(by=cast.operator)
    for envelope_id in (message_id, first_id):
        with django_capture_on_commit_callbacks(execute=True):
            actions.open_envelope(Envelope.objects.get(envelope_id=envelope_id), by=cast.operator)
    assert Envelope.objects.get(envelope_id=message_id).follows.envelope_id == first_id


def test_the_name_of_a_mailbox_alone_puts_no_words_into_a_conversation(cast, spool, talk) -> None:
    stranger = open_receipt(new_receipt_code(), "guvoh-test")
    write_again(spool, talk.receipt, reply_to=stranger.recipient)
    forged = talk.open_next(cast.operator)
    assert forged.follows is None
    assert not talk.report.follow_ups.exists()


def test_a_message_is_no_report_to_be_decided(cast, spool, talk) -> None:
    write_again(spool, talk.receipt)
    again = talk.open_next(cast.operator)
    with pytest.raises(ValidationError):
        actions.accept_as_case(again, "Again", by=cast.officer)
