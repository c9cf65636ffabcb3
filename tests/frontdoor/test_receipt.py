import datetime as dt

import pytest
from django.conf import settings

from guvoh.frontdoor.actions import RECEIPTS_A_MINUTE
from guvoh.handover.receipt import open_receipt
from guvoh.handover.reply import Message, Reply
from tests.frontdoor.walk import answers, receipt_code, text_of

ANSWER = "A lawyer can come on Monday.\n\nDo not go to the office alone <before> that."


@pytest.fixture
def code(reporter):
    return receipt_code(reporter.post("/en/report/", answers()))


def a_reply(state: str, answer: str) -> Reply:
    day = dt.date(2027, 3, 5)
    return Reply(state, day, (Message("desk", day, answer),) if answer else ())


def reply(desk, code: str, state: str, answer: str = "") -> None:
    receipt = open_receipt(code, settings.INSTALLATION)
    desk.spool.put_reply(receipt.mailbox, receipt.recipient, a_reply(state, answer))


def test_a_report_nobody_has_touched_reads_as_received(reporter, desk, code):
    assert "Your report has been received" in text_of(reporter.post("/en/receipt/", {"code": code}))


def test_a_report_being_read_says_so(reporter, desk, code):
    reply(desk, code, "being_read")
    assert "Your report is being read" in text_of(reporter.post("/en/receipt/", {"code": code}))


def test_the_answer_is_read_with_the_code_however_it_is_typed(reporter, desk, code):
    reply(desk, code, "answered", ANSWER)
    for typed in (code, code.replace(" ", ""), code.replace(" ", "-"), f"  {code} "):
        response = reporter.post("/en/receipt/", {"code": typed})
        assert "<p>A lawyer can come on Monday.</p>" in response.content.decode()
        assert "&lt;before&gt;" in response.content.decode()
        assert "05.03.2027" in text_of(response)
        assert response["Cache-Control"] == "no-store"


def test_an_answer_is_sealed_in_the_spool(desk, code):
    reply(desk, code, "answered", ANSWER)
    for path in desk.spool.root.rglob("*"):
        assert not path.is_file() or b"Monday" not in path.read_bytes()


def test_unknown_and_malformed_codes_get_one_and_the_same_page(reporter, desk, code):
    pages = set()
    for typed in ("1111 2222 3333 4444 5555", "12", "hello", "²" * 20):
        response = reporter.post("/en/receipt/", {"code": typed})
        assert response.status_code == 422
        pages.add(text_of(response))
        assert f'value="{typed}"' in response.content.decode()
    assert len(pages) == 1
    assert "This code is not known here" in pages.pop()


def test_a_damaged_answer_says_so(reporter, desk, code):
    reply(desk, code, "answered", ANSWER)
    [sealed] = desk.spool.root.glob("replies/*/reply.age")
    sealed.write_bytes(sealed.read_bytes()[:-1])
    response = reporter.post("/en/receipt/", {"code": code})
    assert response.status_code == 503
    assert "arrived damaged" in text_of(response)


def test_guessing_is_slowed_for_all_together(reporter, desk):
    for _ in range(RECEIPTS_A_MINUTE):
        assert reporter.post("/en/receipt/", {"code": "1"}).status_code == 422
    response = reporter.post("/en/receipt/", {"code": "1"})
    assert response.status_code == 429
    assert "Please wait a minute" in text_of(response)
