"""With her receipt a reporter reads what was answered, and writes again."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client

from guvoh.frontdoor.actions import sendings
from guvoh.handover.receipt import open_receipt
from guvoh.handover.reply import Message, Reply
from tests.frontdoor.walk import LANGUAGES, answers, attached, kept_token, once_token, receipt_code, text_of

DAY = dt.date(2027, 3, 5)
AGAIN = "They came back on Sunday."


@pytest.fixture
def code(reporter):
    return receipt_code(reporter.post("/en/report/", answers()))


def typed(code: str, **changed: object) -> dict[str, object]:
    return {"code": code, "kept": "", "text": AGAIN, "complete": "1", **changed}


def follow_ups(desk):
    return [report for report in desk.reports() if report.follows]


def test_a_further_message_arrives_under_the_same_receipt(reporter, desk, code):
    [first] = desk.reports()
    answer = reporter.post("/ru/receipt/write/", typed(code, files=[attached()]))
    assert answer.status_code == 200
    assert "отправлено" in text_of(answer)
    [again] = follow_ups(desk)
    assert (again.mailbox, again.reply_to) == (first.mailbox, first.reply_to)
    assert (again.what, again.language) == (AGAIN, "ru")
    assert [file.name for file in again.files] == ["yard.jpg"]


def test_nothing_outside_the_seal_tells_a_message_from_a_report(reporter, desk, code):
    reporter.post("/en/receipt/write/", typed(code))
    headers = [desk.spool.header(id_) for id_ in desk.spool.envelope_ids()]
    assert len({(header.key_id, header.day, header.parts) for header in headers}) == 1
    assert len(list((desk.spool.root / "mailboxes").iterdir())) == 1


def test_the_whole_conversation_is_shown_in_its_order(reporter, desk, code):
    receipt = open_receipt(code, settings.INSTALLATION)
    messages = (
        Message("desk", DAY, "First answer"),
        Message("reporter", DAY),
        Message("desk", DAY + dt.timedelta(days=1), "Second answer <b>"),
    )
    desk.spool.put_reply(receipt.mailbox, receipt.recipient, Reply("answered", DAY, messages))
    page = text_of(reporter.post("/en/receipt/", {"code": code}))
    places = [
        page.index(words) for words in ("First answer", "You wrote again on 05.03.2027", "Second answer <b>")
    ]
    assert places == sorted(places)


def test_a_message_without_words_keeps_its_files(reporter, desk, code):
    refused = reporter.post("/en/receipt/write/", typed(code, text=" ", files=[attached()]))
    assert refused.status_code == 422
    assert "yard.jpg" in text_of(refused)
    reporter.post("/en/receipt/write/", typed(code, kept=kept_token(refused)))
    [again] = follow_ups(desk)
    assert [file.name for file in again.files] == ["yard.jpg"]


def test_changing_the_language_keeps_the_words(reporter, desk, code):
    page = reporter.post("/tg/receipt/write/", typed(code, switch="1", files=[attached()]))
    assert page.status_code == 200
    assert AGAIN in text_of(page)
    assert "yard.jpg" in text_of(page)
    assert follow_ups(desk) == []


@pytest.mark.parametrize("wrong", ["", "1111 2222 3333 4444 5555 6666", "x"])
def test_without_a_known_receipt_nothing_is_taken_and_the_words_are_shown(reporter, desk, code, wrong):
    answer = reporter.post("/en/receipt/write/", typed(wrong, files=[attached()]))
    assert answer.status_code == 422
    assert AGAIN in text_of(answer)
    assert follow_ups(desk) == []
    assert desk.stagings() == []


def test_a_message_sent_twice_arrives_once(reporter, desk, code):
    token = once_token(reporter.post("/en/receipt/", {"code": code}))
    for _ in range(2):
        answer = reporter.post("/en/receipt/write/", typed(code, once=token, files=[attached()]))
        assert "Your message is sealed and sent" in text_of(answer)
    assert len(follow_ups(desk)) == 1
    assert desk.stagings() == []


def test_a_flood_keeps_the_words_and_names_the_hotlines(reporter, desk, code):
    while sendings.admits():
        pass
    answer = reporter.post("/en/receipt/write/", typed(code, files=[attached()]))
    assert answer.status_code == 429
    assert 'href="tel:+992987876666"' in answer.content.decode()
    assert AGAIN in text_of(answer)
    assert "yard.jpg" in text_of(answer)


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_an_expired_key_answers_are_read_and_writing_waits(reporter, desk, code, language):
    desk.publish(days=-1)
    page = reporter.post(f"/{language}/receipt/", {"code": code})
    assert page.status_code == 200
    assert 'name="text"' not in page.content.decode()
    refused = reporter.post(f"/{language}/receipt/write/", typed(code))
    assert refused.status_code == 503
    assert AGAIN in text_of(refused)


def test_a_lost_cookie_loses_no_message(desk, code):
    answer = Client(enforce_csrf_checks=True).post("/en/receipt/write/", typed(code))
    assert answer.status_code == 403
    assert AGAIN in text_of(answer)


def test_receipts_of_the_first_kind_still_open(reporter, desk):
    old = "1234 5678 9012 3456 7890"
    desk.spool.open_mailbox(open_receipt(old, settings.INSTALLATION).mailbox)
    assert reporter.post("/en/receipt/", {"code": old}).status_code == 200
